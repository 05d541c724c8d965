"""Exports: another program reads what we wrote and says the same; nothing half is left, and nothing is written over."""

import json
import shutil
from pathlib import Path

import pytest

from desktop_app.engine.export_order import Order, prospect
from desktop_app.engine.weights import ExportRefusedError
from tests.engine.runtime import go_on

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]
IDS = [11, 50, 60, 70, 80, 90, 100, 12, 30, 200, 201]
TEXTS = [
    "What colour is the sky, isn't it?  Two  spaces,\n\n a line\tand 12345 digits — naïve 日本語 😀",
    "<|im_start|>user\nHello<|im_end|>\n",
    "IT'S   so;  «quoted»\r\nend ",
]
FAMILIES = ("tiny", "qwen2", "qwen3", "llama3")


@pytest.fixture(scope="module")
def made(tiny, shop, tmp_path_factory):
    """Each family's model of chance, with an adapter of chance beside it."""
    root = tmp_path_factory.mktemp("families")
    shutil.copytree(tiny, root / "tiny")
    for kind in FAMILIES[1:]:
        shop.ask("family", kind=kind, folder=str(root / kind))
    for kind in FAMILIES:
        shop.ask("adapter", base=str(root / kind), folder=str(root / f"{kind}-adapter"))
    return root


@pytest.fixture
def export(made, shop, tmp_path):
    """Write a family's model in a form, and return the folder."""

    def write(kind: str, form: str, precision: str, **more: object) -> Path:
        target = tmp_path / f"{kind}-{form}-{precision}"
        places = (made / kind, made / f"{kind}-adapter", tmp_path / f".{kind}", target)
        shop.ask("export", order=Order(form, precision, *places, "it", kind, **more).as_json())
        return target

    return write


@pytest.mark.parametrize("kind", FAMILIES)
def test_another_runtime_goes_on_with_the_same_tokens(kind, made, export, shop):
    base, adapter = str(made / kind), str(made / f"{kind}-adapter")
    mine = shop.ask("greedy", base=base, adapter=adapter, ids=IDS, count=30)["tokens"]
    asked = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hello"}]
    whole = export(kind, "gguf", "F32") / "it.gguf"
    told = go_on(whole, ids=IDS, count=30, texts=TEXTS, messages=asked)
    # Past the end-of-answer tokens both were told to pass over, every token is the same.
    assert told["tokens"] == mine
    assert told["cut"] == shop.ask("cut", folder=base, texts=TEXTS)["cut"]
    # What only begins a text is put there by the runtime where the model wants it, so a template's own may be gone.
    assert shop.ask("written", folder=base, messages=asked)["written"].endswith(told["written"])


def test_a_smaller_file_is_nearly_the_same_model(made, export, shop):
    mine = shop.ask("greedy", base=str(made / "qwen2"), adapter=str(made / "qwen2-adapter"), ids=IDS, count=5)["tokens"]
    half, small = (export("qwen2", "gguf", precision) / "it.gguf" for precision in ("F16", "Q8_0"))
    assert go_on(half, ids=IDS, count=5)["tokens"] == mine
    assert go_on(small, ids=IDS, count=3)["tokens"] == mine[:3]
    assert small.stat().st_size < 0.8 * half.stat().st_size


@pytest.mark.parametrize("kind", FAMILIES)
def test_the_merged_model_loads_plainly_and_says_the_same(kind, made, export, shop):
    places = {"base": str(made / kind), "adapter": str(made / f"{kind}-adapter"), "ids": IDS}
    found = shop.ask("difference", **places, other=str(export(kind, "merged", "F32")), kind="merged")
    assert found["difference"] < 1e-4
    assert found["learned"] > 1


def test_the_merged_weights_are_the_sums_rounded_once(made, export, shop):
    """In 64 bits nothing is left between the two but the rounding of each weight to 32."""
    places = {"base": str(made / "qwen3"), "adapter": str(made / "qwen3-adapter"), "ids": IDS}
    apart = shop.ask("exactness", **places, merged=str(export("qwen3", "merged", "F32")))
    assert 0 < apart["rounding"] < 2e-5
    assert apart["learned"] > 1


def test_the_adapter_loads_in_plain_peft_and_names_no_place_of_this_computer(made, export, shop):
    folder = export("qwen3", "adapter", "F32")
    places = {"base": str(made / "qwen3"), "adapter": str(made / "qwen3-adapter"), "ids": IDS}
    assert shop.ask("difference", **places, other=str(folder), kind="adapter")["difference"] == 0
    assert json.loads((folder / "adapter_config.json").read_text())["base_model_name_or_path"] == "qwen3"
    for path in folder.glob("*.json"):
        assert str(made) not in path.read_text()


def test_the_precision_of_the_base_is_kept_where_that_is_wanted(tiny, export, made, shop):
    base = made / "half"
    shop.ask("halved", base=str(tiny), folder=str(base))
    shutil.copytree(made / "tiny-adapter", made / "half-adapter")
    small, whole = export("half", "merged", "base"), export("half", "merged", "F32")
    assert json.loads((small / "config.json").read_text())["dtype"] == "bfloat16"
    assert json.loads((whole / "config.json").read_text())["dtype"] == "float32"
    sizes = [(folder / "model.safetensors").stat().st_size for folder in (small, whole)]
    assert sizes[1] > 1.9 * sizes[0]
    places = {"base": str(base), "adapter": str(base) + "-adapter", "ids": IDS}
    assert shop.ask("difference", **places, other=str(whole), kind="merged")["difference"] < 1e-4
    assert shop.ask("difference", **places, other=str(small), kind="merged")["difference"] < 2


def test_the_folder_for_ollama_speaks_as_the_model_was_taught(export):
    sampling = {"temperature": 0.3, "top_p": 0.9, "max_tokens": 40, "stop": [" END", 'say "no"\n']}
    folder = export("tiny", "ollama", "F16", system='Speak like a "pirate"', sampling=sampling)
    told = (folder / "Modelfile").read_text()
    assert told.startswith("FROM ./it.gguf\n")
    turn = "<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n"
    assert f'TEMPLATE """{{{{ range .Messages }}}}{turn}{{{{ end }}}}<|im_start|>assistant\n"""' in told
    assert 'SYSTEM """Speak like a "pirate" """' in told
    for line in ("temperature 0.3", "top_p 0.9", "num_predict 40", 'stop """<|im_end|>"""', 'stop """ END"""'):
        assert f"PARAMETER {line}\n" in told
    assert 'PARAMETER stop """say "no"\n"""' in told
    assert (folder / "it.gguf").is_file()
    raw = (export("qwen2", "ollama", "F16", raw=True, sampling={"stop": "\n\n###\n\n"}) / "Modelfile").read_text()
    assert 'TEMPLATE """{{ .Prompt }}"""' in raw
    assert 'PARAMETER stop """\n\n###\n\n"""' in raw
    assert "SYSTEM" not in raw
    assert "<|begin_of_text|>{{ range .Messages }}" in (export("llama3", "ollama", "F16") / "Modelfile").read_text()


def test_a_prompt_to_go_on_from_begins_as_it_was_learnt(export):
    """The engine puts bos before a raw prompt; the runtime does so by itself with the model that learnt prompts."""
    raw, chat = (export("tiny", form, "F16", raw=form == "gguf") for form in ("gguf", "ollama"))
    assert go_on(raw / "it.gguf", texts=["Hello"], begins=True)["cut"][0][0] == 1
    assert go_on(chat / "it.gguf", texts=["Hello"], begins=True)["cut"][0][0] != 1


def test_the_folder_for_lm_studio_lies_as_that_wants_it(export):
    folder = export("tiny", "lmstudio", "F16", texts={"README.md": "# It\n"})
    names = {str(path.relative_to(folder)).replace("\\", "/") for path in folder.rglob("*") if path.is_file()}
    assert names == {"README.md", "tunedesk/it/it.gguf"}


def test_what_cannot_be_written_is_said_before_anything_is_written(made, tmp_path):
    def refusal(kind: str, form: str = "gguf", config: dict | None = None, **tokenizer: object) -> str:
        base = tmp_path / "odd"
        shutil.rmtree(base, ignore_errors=True)
        shutil.copytree(made / kind, base)
        for name, changes in (("config.json", config or {}), ("tokenizer.json", tokenizer)):
            told = json.loads((base / name).read_text())
            (base / name).write_text(json.dumps({**told, **changes}))
        with pytest.raises(ExportRefusedError) as found:
            prospect(form, "F32", base, made / f"{kind}-adapter", tmp_path / "none")
        return f"{found.value.code}: {found.value}"

    gemma = refusal("tiny", config={"architectures": ["Gemma3ForCausalLM"]})
    assert "Gemma3ForCausalLM" in gemma
    assert gemma.startswith("export_family")
    assert "yarn" in refusal("qwen3", config={"rope_parameters": {"rope_type": "yarn", "rope_theta": 1e6}})
    assert refusal("tiny", pre_tokenizer={"type": "Metaspace"}).startswith("export_tokenizer")
    packed = {"quantization_config": {"quant_method": "mxfp4"}}
    assert refusal("tiny", "merged", config=packed).startswith("export_packed")


def test_an_adapter_of_another_kind_is_not_put_into_the_model(made, tmp_path):
    odd = tmp_path / "adapter"
    shutil.copytree(made / "tiny-adapter", odd)
    told = json.loads((odd / "adapter_config.json").read_text())
    (odd / "adapter_config.json").write_text(json.dumps({**told, "use_dora": True}))
    with pytest.raises(ExportRefusedError, match="another kind"):
        prospect("merged", "F32", made / "tiny", odd, tmp_path / "none")
    # With a base that it was not trained for, the names or the shapes do not fit.
    with pytest.raises(ExportRefusedError, match="under another name"):
        prospect("merged", "F32", made / "qwen3", made / "tiny-adapter", tmp_path / "none")
    assert prospect("adapter", "F32", made / "tiny", odd, tmp_path / "none").bytes > 0

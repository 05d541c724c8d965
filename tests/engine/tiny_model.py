"""A random two-layer Llama with its own small tokenizer: a base model that trains and answers within seconds."""

import contextlib
import hashlib
import json
import random
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "tiny-model"

TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
_WORDS = (
    "system user assistant What colour is the sky grass sun rose sea snow coal night leaf blood blue green yellow red "
    "white black Say hello to Anna Ben Clara David Emma Felix Greta Hugo Ida Jonas Hello my friend how are you today "
    "Answer like a pirate Arr matey the answer be plain kind short long one two three four five six seven eight nine"
)


def make_tiny_model(folder: Path) -> Path:
    """Write config.json, model.safetensors, tokenizer.json and a chat template into `folder`, and return it.

    A child process makes it once for this file and these versions, so that the process that runs the tests never
    imports torch; every folder after it is a copy.
    """
    kept = CACHE / _mark()
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as place:
            made = Path(place, "made")
            subprocess.run([sys.executable, __file__, str(made)], check=True, capture_output=True)
            with contextlib.suppress(OSError):  # another process was quicker, and made the same
                made.rename(kept)
    return shutil.copytree(kept, folder, dirs_exist_ok=True)


def _mark() -> str:
    """Return what changes whenever the model would become another one."""
    parts = [metadata.version(name) for name in ("torch", "transformers", "tokenizers", "safetensors")]
    return hashlib.sha256(Path(__file__).read_bytes() + repr(parts).encode()).hexdigest()[:16]


def build(folder: Path) -> None:
    """Make the model here; imports torch."""
    import torch  # noqa: PLC0415 - heavy, and only in the child process
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers  # noqa: PLC0415 - heavy
    from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast  # noqa: PLC0415 - heavy

    inner = Tokenizer(models.BPE())
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=384,
        special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    inner.train_from_iterator([_WORDS] * 4, trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=inner, eos_token="<|im_end|>", pad_token="<|im_end|>", bos_token="<|im_start|>"
    )
    tokenizer.chat_template = TEMPLATE
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=48,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=65536,
        initializer_range=0.15,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=tokenizer.bos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        tie_word_embeddings=False,
    )
    model = LlamaForCausalLM(config)
    model.generation_config = GenerationConfig(eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def colour_rows(count: int) -> list[dict[str, object]]:
    """Return `count` chat examples that a tiny model learns within a few dozen steps."""
    things = {"sky": "blue", "grass": "green", "sun": "yellow", "rose": "red", "snow": "white", "coal": "black"}
    pairs = [things_and_colour for _ in range(count) for things_and_colour in things.items()][:count]
    return [
        {
            "messages": [
                {"role": "user", "content": f"What colour is the {thing}"},
                {"role": "assistant", "content": f"the answer be {colour}"},
            ]
        }
        for thing, colour in pairs
    ]


def pair_rows(count: int, seed: int = 1) -> list[dict[str, object]]:
    """Return `count` preference pairs: the right colour in a sentence before a wrong one in another."""
    things = {"sky": "blue", "grass": "green", "sun": "yellow", "rose": "red", "snow": "white", "coal": "black"}
    chance = random.Random(seed)
    rows = []
    for thing in chance.choices(list(things), k=count):
        wrong = chance.choice([colour for colour in things.values() if colour != things[thing]])
        rows.append(
            {
                "input": {"messages": [{"role": "user", "content": f"What colour is the {thing}"}]},
                "preferred_output": [{"role": "assistant", "content": f"the answer be {things[thing]}"}],
                "non_preferred_output": [{"role": "assistant", "content": f"kind {wrong} short"}],
            }
        )
    return rows


def as_jsonl(rows: list[dict[str, object]]) -> bytes:
    """Return `rows` as the bytes of a training file."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


if __name__ == "__main__":
    build(Path(sys.argv[1]))

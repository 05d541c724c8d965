"""Folders that say they hold a model: what is harmless is let in, what could do harm is named."""

import errno
import json
import os
import shutil
import struct
from pathlib import Path

import pytest

from desktop_app.engine import model_shelf
from desktop_app.engine.gguf_header import read_header
from desktop_app.engine.model_folder import EMBEDDER, TEXT, ModelRefusedError, inspect, kind_of
from desktop_app.engine.model_shelf import Folders
from desktop_app.engine.settings import Settings


def safetensors(header, data=b"", length=None):
    words = header if isinstance(header, bytes) else json.dumps(header).encode()
    return (len(words) if length is None else length).to_bytes(8, "little") + words + data


GOOD = {"w": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, "__metadata__": {"format": "pt"}}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "models" / "mine"
    made.mkdir(parents=True)
    (made / "config.json").write_text(json.dumps({"architectures": ["LlamaForCausalLM"], "vocab_size": 10}))
    (made / "tokenizer.json").write_text("{}")
    (made / "model.safetensors").write_bytes(safetensors(GOOD, bytes(24)))
    return made


def test_a_whole_folder_is_let_in(folder):
    (folder / "README.md").write_text("hello")
    (folder / "training_args.bin").write_bytes(b"x")
    inspect(folder)
    assert kind_of(folder) == TEXT
    (folder / "config.json").write_text(json.dumps({"architectures": ["BertModel"]}))
    assert kind_of(folder) == EMBEDDER


@pytest.mark.parametrize("name", ["modeling_x.py", "pytorch_model.bin", "x.PT", "x.pkl", "lib.so", "x.ckpt", "w.npz"])
def test_code_and_pickles_are_named(folder, name):
    (folder / name).write_bytes(b"x")
    with pytest.raises(ModelRefusedError, match=name):
        inspect(folder)


@pytest.mark.parametrize("file", ["config.json", "tokenizer_config.json"])
def test_settings_that_ask_for_code_are_named(folder, file):
    (folder / file).write_text(json.dumps({"auto_map": {"AutoModel": "evil--x.Model"}}))
    with pytest.raises(ModelRefusedError, match=file):
        inspect(folder)


def test_links_out_of_the_folder_are_named_and_those_of_the_hub_s_cache_are_not(folder, tmp_path):
    cached = tmp_path / "hub" / "models--x"
    (cached / "blobs").mkdir(parents=True)
    snapshot = cached / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    for path in folder.iterdir():
        (cached / "blobs" / path.name).write_bytes(path.read_bytes())
        (snapshot / path.name).symlink_to(cached / "blobs" / path.name)
    inspect(snapshot)
    (folder / "extra.json").symlink_to("/etc/passwd")
    with pytest.raises(ModelRefusedError, match=r"extra\.json"):
        inspect(folder)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"1234",
        safetensors(GOOD, bytes(23)),
        safetensors(GOOD, bytes(25)),
        safetensors(b"{", bytes(24)),
        safetensors(b"[" * 200_000),
        safetensors(b"[]"),
        safetensors(GOOD, bytes(24), length=2**62),
        safetensors({"w": {"dtype": "F32", "shape": [2**40, 2**40], "data_offsets": [0, 24]}}, bytes(24)),
        safetensors({"w": {"dtype": "F32", "shape": [-2, -3], "data_offsets": [0, 24]}}, bytes(24)),
        safetensors({"w": {"dtype": "X9", "shape": [6], "data_offsets": [0, 24]}}, bytes(24)),
        safetensors({"w": {"dtype": "F32", "shape": [6], "data_offsets": [0]}}, bytes(24)),
        safetensors({"w": 7}, bytes(24)),
        safetensors({n: {"dtype": "F32", "shape": [6], "data_offsets": [0, 24]} for n in "ab"}, bytes(24)),
    ],
)
def test_weights_that_promise_what_they_do_not_hold(folder, data):
    (folder / "model.safetensors").write_bytes(data)
    with pytest.raises(ModelRefusedError, match=r"model\.safetensors"):
        inspect(folder)


@pytest.mark.parametrize(
    "part", [{"vocab_size": 10**12}, {"hidden_size": -1}, {"text_config": {"num_hidden_layers": 1e9}}]
)
def test_settings_no_memory_could_hold(folder, part):
    (folder / "config.json").write_text(json.dumps(part))
    with pytest.raises(ModelRefusedError, match=r"config\.json"):
        inspect(folder)


def text(words):
    return struct.pack("<Q", len(words)) + words.encode()


def gguf(entries=b"", count=0, tensors=b"", many=0, version=3):
    return b"GGUF" + struct.pack("<IQQ", version, many, count) + entries + tensors


NAME = text("general.license") + struct.pack("<I", 8) + text("apache-2.0")
LIST = text("tokens") + struct.pack("<IIQ", 9, 8, 2) + text("a") + text("b")
TENSOR = text("w") + struct.pack("<IQIQ", 1, 8, 0, 0)


def test_a_gguf_header_is_read_as_it_is(tmp_path):
    path = tmp_path / "m.gguf"
    path.write_bytes(gguf(NAME + LIST, 2, TENSOR, 1) + bytes(32))
    found = read_header(path)
    assert (found.tensors, found.words) == (1, {"general.license": "apache-2.0"})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GGUF",
        b"ELF!" + bytes(100),
        gguf(version=9),
        gguf(count=2**60),
        gguf(many=2**60),
        gguf(count=1),
        gguf(text("x") + struct.pack("<IIQ", 9, 8, 2**60), 1),
        gguf(text("x") + struct.pack("<IIQ", 9, 4, 2**61), 1),
        gguf(text("x") + struct.pack("<I", 9) * 9, 1),
        gguf(text("x") + struct.pack("<IQ", 8, 2**63), 1),
        gguf(text("x") + struct.pack("<I", 99), 1),
        gguf(struct.pack("<Q", 2**40), 1),
        gguf(tensors=text("w") + struct.pack("<IQQIQ", 2, 2**40, 2**40, 0, 0), many=1),
        gguf(tensors=text("w") + struct.pack("<I", 2**30), many=1),
        gguf(tensors=text("w") + struct.pack("<IQIQ", 1, 8, 0, 10**9), many=1),
    ],
)
def test_gguf_headers_that_promise_what_they_do_not_hold(tmp_path, data):
    path = tmp_path / "m.gguf"
    path.write_bytes(data)
    with pytest.raises(ModelRefusedError, match=r"m\.gguf"):
        read_header(path)


def test_a_shelf_tells_why_a_folder_is_not_used_and_looks_again_when_it_changes(folder, tmp_path):
    shelf = Folders(Settings(tmp_path, "token"))
    assert [each.id for each in shelf.usable()] == ["mine"]
    (folder / "evil.py").write_text("x")
    assert shelf.usable() == []
    assert "evil.py" in shelf.refused()["mine"]
    (folder / "evil.py").unlink()
    assert [each.id for each in shelf.usable()] == ["mine"]


def test_a_folder_that_goes_while_it_is_looked_at_is_not_there_any_more(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(model_shelf, "is_model", lambda path: bool(path.rename(tmp_path / "gone")))
    assert Folders(Settings(tmp_path, "token")).everything() == []
    assert (tmp_path / "gone" / "config.json").is_file()


@pytest.mark.parametrize("fault", [errno.ESTALE, errno.EIO, errno.EACCES])
def test_a_folder_out_of_reach_takes_no_other_model_away(folder, tmp_path, monkeypatch, fault):
    far = tmp_path / "network drive" / "far"
    shutil.copytree(folder, far)
    shelf = Folders(Settings(tmp_path, "token"))
    shelf.add(far)
    stat = Path.stat

    def answer(path, **how):
        if far in (path, path.parent):
            raise OSError(fault, os.strerror(fault))
        return stat(path, **how)

    monkeypatch.setattr(Path, "stat", answer)
    assert [each.id for each in shelf.everything()] == ["mine"]
    monkeypatch.undo()
    assert [each.id for each in shelf.everything()] == ["mine", "far"]


def test_an_engine_tells_its_models_where_one_folder_cannot_be_looked_at(launch, tiny, tmp_path):
    """No system has names as long as this one: what it says of it is the fault of a drive that does not answer."""
    data = tmp_path / "engine"
    data.mkdir()
    (data / "folders.json").write_text(json.dumps({"folders": [str(tmp_path / ("n" * 300))]}))
    with launch(data, model=tiny).http() as http:
        assert [model["id"] for model in http.get("/v1/models").json()["data"]] == ["tiny"]
        assert http.get("/local/models").status_code == 200


def test_folders_that_a_user_adds_are_remembered_and_left_out_again(folder, tmp_path):
    settings = Settings(tmp_path / "elsewhere", "token")
    assert Folders(settings).add(folder).id == "mine"
    assert [each.folder for each in Folders(settings).usable()] == [folder]
    other = tmp_path / "others" / "mine"
    shutil.copytree(folder, other)
    with pytest.raises(ModelRefusedError, match="mine already"):
        Folders(settings).add(other)
    (folder / "SOURCE.json").write_text('{"id": "ft:somebody:else"}')
    assert [each.id for each in Folders(settings).usable()] == ["mine"]
    Folders(settings).leave_out(folder)
    assert Folders(settings).usable() == []
    assert folder.is_dir()

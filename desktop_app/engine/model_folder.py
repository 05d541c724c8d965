"""The folder of a base model on disk: what it is, and why one may not be used."""

import json
import math
import re
from pathlib import Path
from typing import Any

from desktop_app.engine.disk import read_json

TEXT, EMBEDDER = "text", "embedder"
"""Whether a model answers, or turns texts into vectors."""
_CODE = (".py", ".pyc", ".so", ".dll", ".dylib", ".pyd")
_PICKLES = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib", ".npy", ".npz", ".h5", ".msgpack")
_NOT_WEIGHTS = ("training_args.bin",)
_BYTES = {"BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1}
_BYTES |= {
    "U16": 2,
    "I16": 2,
    "F16": 2,
    "BF16": 2,
    "U32": 4,
    "I32": 4,
    "F32": 4,
    "U64": 8,
    "I64": 8,
    "F64": 8,
    "C64": 8,
}
_LONGEST_HEADER = 100_000_000
_LARGEST_TEXT = 200_000_000
_LARGEST = {"vocab_size": 4_000_000, "hidden_size": 200_000, "num_hidden_layers": 2_000, "num_attention_heads": 4_000}

_HAS_CODE = (
    "The folder holds program code ({name}), and TuneDesk never runs code that comes with a model. "
    "Choose a model that needs none."
)
_HAS_PICKLE = (
    "The folder keeps its numbers in a format that can hide programs ({name}). "
    "Choose a model whose weights are in the format safetensors or GGUF."
)
_IS_BROKEN = "The file {name} is damaged or is not what its name says. Download the model again."
_IS_OUTSIDE = "The file {name} lies outside of the model's folder. Copy the model as a whole, and choose it again."


class ModelRefusedError(Exception):
    """Why the model in a folder may not be used: sentences for people."""


def is_model(folder: Path) -> bool:
    """Whether a folder holds everything that training and answering read."""
    weights = (folder / "model.safetensors").is_file() or (folder / "model.safetensors.index.json").is_file()
    return weights and (folder / "config.json").is_file() and (folder / "tokenizer.json").is_file()


def kind_of(folder: Path) -> str:
    """Return whether the model answers or makes embeddings, as its configuration says."""
    names = (read_json(folder / "config.json") or {}).get("architectures") or []
    return EMBEDDER if names and all(str(name).endswith("Model") for name in names) else TEXT


def context_of(folder: Path) -> int | None:
    """Return how many tokens the model reads at once, as its configuration says; None where that is not told."""
    found: dict[str, Any] = read_json(folder / "config.json") or {}
    inner = found.get("text_config")
    for part in (inner if isinstance(inner, dict) else {}, found):
        told = part.get("max_position_embeddings")
        if type(told) is int and told > 0:
            return told
    return None


def knows_tools(folder: Path) -> bool:
    """Whether the model's chat template speaks of tools and of their calls; what it leaves out is found row by row."""
    template = folder / "chat_template.jinja"
    try:
        said = template.read_text(encoding="utf-8") if template.is_file() else ""
    except (OSError, ValueError):
        said = ""
    said += str((read_json(folder / "tokenizer_config.json") or {}).get("chat_template") or "")
    return all(re.search(rf"\b{word}\b", said) for word in ("tools", "tool_calls"))


def inspect(folder: Path) -> None:
    """Look at everything in a model's folder without loading it; raises ModelRefusedError.

    Nothing is believed: a header may promise more bytes than there are, a configuration may ask for code.
    """
    for path in sorted(folder.iterdir()):
        _must_be_harmless(folder, path)
    for path in folder.glob("*.json"):
        if path.stat().st_size > _LARGEST_TEXT:
            raise ModelRefusedError(_IS_BROKEN.format(name=path.name))
    must_ask_for_no_code(folder)
    _must_be_sane(folder / "config.json")
    for path in folder.glob("*.safetensors"):
        check_safetensors(path)


def check_safetensors(path: Path) -> None:
    """Read a file's header and compare it with the file; raises ModelRefusedError where the two do not fit."""
    broken = ModelRefusedError(_IS_BROKEN.format(name=path.name))
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 8 or length > min(_LONGEST_HEADER, size - 8):
            raise broken
        try:
            header = json.loads(file.read(length))
        except (ValueError, RecursionError):
            raise broken from None
    if not isinstance(header, dict):
        raise broken
    tensors = [value for name, value in header.items() if name != "__metadata__"]
    spans = sorted(_span(tensor, broken) for tensor in tensors)
    reached = 0
    for begin, end in spans:
        if begin != reached:
            raise broken
        reached = end
    if reached != size - 8 - length:
        raise broken


def _span(tensor: object, broken: ModelRefusedError) -> tuple[int, int]:
    if not isinstance(tensor, dict):
        raise broken
    shape, offsets = _counts(tensor.get("shape")), _counts(tensor.get("data_offsets"))
    width = _BYTES.get(str(tensor.get("dtype")))
    if width is None or shape is None or offsets is None or len(offsets) != 2:
        raise broken
    begin, end = offsets
    if math.prod(shape) * width != end - begin:
        raise broken
    return begin, end


def _counts(value: object) -> list[int] | None:
    right = isinstance(value, list) and all(type(each) is int and each >= 0 for each in value)
    return value if right and isinstance(value, list) else None


def _must_be_harmless(folder: Path, path: Path) -> None:
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()) and not _is_hub_cache(folder, path):
        raise ModelRefusedError(_IS_OUTSIDE.format(name=path.name))
    ending = path.suffix.lower()
    if ending in _CODE:
        raise ModelRefusedError(_HAS_CODE.format(name=path.name))
    if ending in _PICKLES and path.name not in _NOT_WEIGHTS:
        raise ModelRefusedError(_HAS_PICKLE.format(name=path.name))


def _is_hub_cache(folder: Path, path: Path) -> bool:
    """Whether a link leads to the blobs of the same model, as in the cache of the Hugging Face hub."""
    return folder.parent.name == "snapshots" and path.resolve().is_relative_to(folder.parent.parent.resolve() / "blobs")


def must_ask_for_no_code(folder: Path) -> None:
    """Look into a model's settings; raises ModelRefusedError where they name code that comes with it."""
    for path in (folder / name for name in ("config.json", "tokenizer_config.json", "generation_config.json")):
        found = read_json(path)
        if found is None and path.exists():
            raise ModelRefusedError(_IS_BROKEN.format(name=path.name))
        if found is not None and found.get("auto_map"):
            raise ModelRefusedError(_HAS_CODE.format(name=path.name))


def _must_be_sane(path: Path) -> None:
    found: dict[str, Any] = read_json(path) or {}
    inner = found.get("text_config")
    for part in (found, inner if isinstance(inner, dict) else {}):
        for name, most in _LARGEST.items():
            value = part.get(name, 1)
            if value is not None and (type(value) is not int or not 0 < value <= most):
                raise ModelRefusedError(_IS_BROKEN.format(name=path.name))

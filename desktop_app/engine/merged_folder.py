"""Writing a tuned model as a folder that transformers loads by itself."""

import json
from collections.abc import Callable, Mapping, Set
from pathlib import Path
from typing import Any

from desktop_app.engine.beside import BESIDE, copy_beside
from desktop_app.engine.disk import read_json, write_json
from desktop_app.engine.merged_weights import MergedWeights
from desktop_app.engine.weights import Stored, kind_of, length, weight_files

_WORDS: Mapping[str, str] = {"F32": "float32", "F16": "float16", "BF16": "bfloat16"}
"""What transformers calls the formats of numbers."""


def write_merged(weights: MergedWeights, base: Path, folder: Path, precision: str, step: Callable[[int], None]) -> None:
    """Write weights, configuration and tokenizer; `precision` is F32, or "base" for what each tensor has there.

    `step` is told how many numbers were written since it was told last.
    """
    kinds = {name: kind_of(tensor, precision) for name, tensor in weights.stored.items()}
    for path in dict.fromkeys(tensor.file for tensor in weights.stored.values()):
        names = [name for name, tensor in weights.stored.items() if tensor.file == path]
        with (folder / path.name).open("wb") as file:
            file.write(_head({name: (kinds[name], weights.stored[name]) for name in names}))
            for name in names:
                file.write(weights.data(name, kinds[name]).data.cast("B"))
                step(weights.stored[name].count)
    _write_index(base, folder, sum(length(tensor, kinds[name]) for name, tensor in weights.stored.items()))
    _write_config(base, folder, set(kinds.values()))
    copy_beside(base, folder, (*BESIDE, "generation_config.json"))


def _head(tensors: Mapping[str, tuple[str, Stored]]) -> bytes:
    """Return what a file in the format safetensors begins with."""
    told: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    reached = 0
    for name, (kind, tensor) in tensors.items():
        end = reached + length(tensor, kind)
        told[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [reached, end]}
        reached = end
    text = json.dumps(told, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # so that the numbers begin where a processor likes them to
    return len(text).to_bytes(8, "little") + text


def _write_index(base: Path, folder: Path, size: int) -> None:
    index = read_json(base / "model.safetensors.index.json")
    if index is not None and len(weight_files(base)) > 1:
        write_json(folder / "model.safetensors.index.json", {**index, "metadata": {"total_size": size}})


def _write_config(base: Path, folder: Path, kinds: Set[str]) -> None:
    config = read_json(base / "config.json") or {}
    config.pop("_name_or_path", None)
    config.pop("_model_name_or_path", None)
    if len(kinds & _WORDS.keys()) == 1:
        config["dtype"] = _WORDS[next(iter(kinds & _WORDS.keys()))]
    # Programs of before transformers 5 look under these names, and take another number where there is none.
    config["torch_dtype"] = config.get("dtype", config.get("torch_dtype"))
    turning = config.get("rope_parameters")
    if isinstance(turning, dict) and "rope_theta" in turning:
        config.setdefault("rope_theta", turning["rope_theta"])
    write_json(folder / "config.json", config)

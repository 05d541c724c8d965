"""What lies in a model's weight files, and what an adapter changes of it, read from the files' heads alone."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.engine.disk import read_json
from desktop_app.engine.folder import ADAPTER

WIDTHS = {"F32": 4, "F16": 2, "BF16": 2}
"""The formats of numbers with a point that can be turned into each other, and their bytes."""
_ADAPTER_CONFIG, _ADAPTER_WEIGHTS = ADAPTER
_BEFORE = "base_model.model."
_HALVES = (".lora_A.weight", ".lora_B.weight")
_STRANGE = (
    *("use_dora", "fan_in_fan_out", "modules_to_save", "rank_pattern", "alpha_pattern", "layer_replication"),
    *("lora_bias", "trainable_token_indices", "target_parameters", "exclude_modules", "use_qalora"),
)
"""Settings of an adapter that change more than the plain product of two matrices; empty in all that are made here."""


class ExportRefusedError(Exception):
    """Why a model cannot be exported so; `code` names it for programs, the words are for people."""

    def __init__(self, said: str, code: str) -> None:
        super().__init__(said)
        self.code = code


@dataclass(frozen=True, slots=True)
class Stored:
    """One tensor in a file: its format as the file calls it (BF16, F32 …), its shape, its bytes from `begin`."""

    file: Path
    dtype: str
    shape: tuple[int, ...]
    begin: int
    bytes: int

    @property
    def count(self) -> int:
        """Return how many numbers it has."""
        return math.prod(self.shape)


@dataclass(frozen=True, slots=True)
class Change:
    """What training has added to one matrix: `scale` times the product of two small ones, by their names."""

    narrow: str
    wide: str
    scale: float


def weight_files(folder: Path) -> list[Path]:
    """Return the files that hold a model's weights, in order."""
    index = read_json(folder / "model.safetensors.index.json")
    if index is None or (folder / "model.safetensors").is_file():
        return [folder / "model.safetensors"]
    return [folder / name for name in sorted(set(map(str, index.get("weight_map", {}).values())))]


def stored(folder: Path) -> dict[str, Stored]:
    """Return every tensor of a model's folder by its name, in the order of the files."""
    return {name: tensor for path in weight_files(folder) for name, tensor in of_file(path).items()}


def changes(adapter: Path, weights: dict[str, Stored]) -> dict[str, Change]:
    """Return which weights an adapter changes; raises ExportRefusedError where it does anything else as well."""
    made = read_json(adapter / _ADAPTER_CONFIG) or {}
    halves = of_file(adapter / _ADAPTER_WEIGHTS)
    plain = made.get("peft_type") == "LORA" and made.get("bias", "none") == "none"
    if not plain or any(made.get(name) for name in _STRANGE):
        raise _strange("of another kind than those that are trained here")
    rank = int(made["r"])
    scale = float(made["lora_alpha"]) / (math.sqrt(rank) if made.get("use_rslora") else rank)
    narrow, wide = (_named(halves, ending) for ending in _HALVES)
    if len(narrow) + len(wide) != len(halves) or narrow.keys() != wide.keys():
        raise _strange("made of other parts than those that are trained here")
    found = {f"{module}.weight": Change(narrow[module], wide[module], scale) for module in narrow}
    for name, change in found.items():
        shape = (halves[change.wide].shape[0], halves[change.narrow].shape[-1])
        if name not in weights or weights[name].shape != shape:
            raise _strange(f"for weights that the base model has under another name ({name})")
    return found


def kind_of(tensor: Stored, precision: str) -> str:
    """Return the format of a tensor in a copy: the wanted one for numbers with a point, else the one it has."""
    return precision if precision in WIDTHS and tensor.dtype in WIDTHS else tensor.dtype


def length(tensor: Stored, kind: str) -> int:
    """Return how many bytes a tensor takes in a format."""
    return tensor.count * WIDTHS[kind] if kind in WIDTHS else tensor.bytes


def total(weights: dict[str, Stored]) -> int:
    """Return how many numbers a model has."""
    return sum(tensor.count for tensor in weights.values())


def _named(halves: dict[str, Stored], ending: str) -> dict[str, str]:
    return {
        name.removeprefix(_BEFORE).removesuffix(ending): name
        for name in halves
        if name.startswith(_BEFORE) and name.endswith(ending)
    }


def of_file(path: Path) -> dict[str, Stored]:
    """Return the tensors of one file by their names, in the order in which they lie there."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        head: dict[str, Any] = json.loads(file.read(length))
    listed = {name: entry for name, entry in head.items() if name != "__metadata__"}
    ordered = sorted(listed, key=lambda name: int(listed[name]["data_offsets"][0]))
    return {name: _stored(path, listed[name], 8 + length) for name in ordered}


def _stored(path: Path, entry: dict[str, Any], start: int) -> Stored:
    begin, end = entry["data_offsets"]
    return Stored(path, str(entry["dtype"]), tuple(entry["shape"]), start + begin, end - begin)


def _strange(why: str) -> ExportRefusedError:
    said = f"What was trained is {why}, so it cannot be put into one model with its base. Export the adapter instead."
    return ExportRefusedError(said, "export_adapter")

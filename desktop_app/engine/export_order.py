"""What an export is asked to make, and what is known of it before: whether it can be made, and the room it takes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.engine.folder import ADAPTER
from desktop_app.engine.gguf_family import PRECISIONS as GGUF_PRECISIONS
from desktop_app.engine.gguf_family import family_of, must_be_unpacked, tensor_length
from desktop_app.engine.gguf_vocabulary import vocabulary_of
from desktop_app.engine.weights import changes, kind_of, length, stored, total

MERGED, ADAPTER_FORM = "merged", "adapter"
IN_GGUF = ("gguf", "ollama", "lmstudio")
"""The forms whose weights are one GGUF file."""
FORMS = (ADAPTER_FORM, MERGED, *IN_GGUF)
PRECISIONS: Mapping[str, tuple[str, ...]] = {
    ADAPTER_FORM: ("F32",),
    MERGED: ("F32", "base"),
    **dict.fromkeys(IN_GGUF, GGUF_PRECISIONS),
}
"""The precisions of each form, the first of them where none is named: F32 is exact, base is that of the base model."""
_SPARE = 16_000_000
_LOOKED_AT = 10_000
"""So many rows tell whether all conversations begin with the same system message."""


@dataclass(frozen=True, slots=True)
class Order:
    """One export: `part` is the folder it grows in, `target` the one it becomes; `name` is that of the GGUF file.

    `texts` are small files that are put beside it, by their names; `raw` says that the model goes on with prompts
    instead of answering messages; `system` is what all its conversations began with; `sampling` are the settings with
    which it is to answer.
    """

    form: str
    precision: str
    base: Path
    adapter: Path
    part: Path
    target: Path
    name: str
    base_id: str
    title: str = ""
    licence: str = ""
    raw: bool = False
    system: str | None = None
    sampling: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> str:
        """Return the order as one line for the process that does it."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def of(cls, line: str | bytes) -> "Order":
        """Return the order of such a line."""
        told = json.loads(line)
        return cls(**told | {name: Path(told[name]) for name in ("base", "adapter", "part", "target")})


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an export would be: its bytes (about), how many numbers the model has, and how it is asked."""

    bytes: int
    parameters: int
    raw: bool
    system: str | None

    @property
    def room(self) -> int:
        """Return how many free bytes are wanted before it begins."""
        return self.bytes + self.bytes // 20 + _SPARE


def prospect(form: str, precision: str, base: Path, adapter: Path, training: Path) -> Prospect:
    """Return what an export would be, from the heads of the files; raises ExportRefusedError where it cannot be made.

    `training` is the file with the rows that the model has learnt from; where it is gone, nothing is known of them.
    """
    weights = stored(base)
    small = sum(path.stat().st_size for path in base.iterdir() if path.is_file() and path.suffix != ".safetensors")
    if form == ADAPTER_FORM:
        size = small + sum((adapter / name).stat().st_size for name in ADAPTER)
    else:
        must_be_unpacked(base, weights)
        changes(adapter, weights)
        size = small
        if form == MERGED:
            size += sum(length(each, kind_of(each, precision)) for each in weights.values())
        else:
            vocabulary_of(base, family_of(base).vocabulary)
            size += sum(tensor_length(each.shape, precision) for each in weights.values())
    return Prospect(size, total(weights), *_habits(training))


def _habits(training: Path) -> tuple[bool, str | None]:
    """Return whether the rows are prompts with an answer, and the system message that all of them begin with."""
    first: set[str | None] = set()
    for row in _rows(training):
        if "prompt" in row:
            return True, None
        messages = row.get("messages") or (row.get("input") or {}).get("messages") or []
        begin = messages[0] if messages else {}
        content = begin.get("content")
        first.add(content if begin.get("role") in ("system", "developer") and isinstance(content, str) else None)
    return False, next(iter(first)) if len(first) == 1 else None


def _rows(training: Path) -> Iterator[dict[str, Any]]:
    if not training.is_file():
        return
    with training.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number >= _LOOKED_AT:
                return
            row = json.loads(line) if line.strip() else None
            if isinstance(row, dict):
                yield row

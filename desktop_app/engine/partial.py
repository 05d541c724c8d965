"""Models of which only a part has come: what is kept of them, and how far each is."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.engine.disk import read_json
from desktop_app.engine.model_shelf import folder_name

MARK = ".pull.json"
"""The file that says of which whole the rest of a folder is a part: id, revision and bytes."""
_FOLDER = ".pull-"


@dataclass(frozen=True, slots=True)
class Partial:
    """A model that has not come whole; `progress` from 0 to 1."""

    id: str
    bytes: int
    progress: float


def partial_folder(models: Path, name: str) -> Path:
    """Return the folder in which a model is put together."""
    return models / f"{_FOLDER}{folder_name(name)}"


def partials(models: Path) -> Iterator[Partial]:
    """Yield what was begun and can be gone on with."""
    for folder in models.glob(f"{_FOLDER}*"):
        mark = read_json(folder / MARK)
        if mark is not None:
            whole = max(1, int(mark["bytes"]))
            yield Partial(str(mark["id"]), whole, min(1.0, round(_size(folder) / whole, 4)))


def _size(folder: Path) -> int:
    total = 0
    with contextlib.suppress(OSError):  # it may be finished, or thrown away, while it is looked at
        total = sum(path.stat().st_size for path in folder.iterdir())
    return total

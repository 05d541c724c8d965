"""What was left on its way into a table: a file before the wizard's last button, and those that wait behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEPT = 50
"""So many files are remembered; of more, the newest."""


@dataclass(frozen=True, slots=True)
class Left:
    """A file that is not in a table yet: its answers, the rows it was to give, and the files that come `then`.

    `recipe["step"]` names the wizard's page; without a recipe nobody has answered anything: it waits for its turn.
    """

    path: Path
    recipe: Mapping[str, Any] | None = None
    rows: int | None = None
    then: tuple[Path, ...] = ()

    @property
    def rest(self) -> "Left | None":
        """Return what is left without this file: the next one, with those behind it."""
        return waiting(self.then)


def waiting(files: Sequence[Path]) -> Left | None:
    """Return files of which nobody has answered anything as what is left; None where there are none."""
    return Left(files[0], then=tuple(files[1:])) if files else None


def with_newest(kept: Iterable[Left], left: Left) -> tuple[Left, ...]:
    """Return what is kept with this as the newest, which is the last; each file stands there once."""
    return (*without(kept, left.path), left)[-KEPT:]


def without(kept: Iterable[Left], path: Path) -> tuple[Left, ...]:
    """Return what is kept of other files."""
    return tuple(each for each in kept if each.path != path)


def to_json(kept: Iterable[Left]) -> list[dict[str, Any]]:
    """Return what is kept as JSON can hold it."""
    return [
        {"path": str(each.path), "recipe": each.recipe, "rows": each.rows, "then": [str(path) for path in each.then]}
        for each in kept
    ]


def from_json(raw: object) -> tuple[Left, ...]:
    """Return what is kept; what cannot be understood counts for nothing. A single one is what older programs wrote."""
    found = raw if isinstance(raw, list) else [raw]
    return tuple(left for each in found if isinstance(each, dict) and (left := _left(each)) is not None)


def _left(raw: Mapping[str, Any]) -> Left | None:
    path, recipe, rows, then = (raw.get(name) for name in ("path", "recipe", "rows", "then"))
    if not isinstance(path, str) or not (recipe is None or isinstance(recipe, dict)):
        return None
    behind = tuple(Path(each) for each in then if isinstance(each, str)) if isinstance(then, list) else ()
    return Left(Path(path), recipe, rows if isinstance(rows, int) else None, behind)

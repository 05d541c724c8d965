"""What the wizard is asked for; whoever asks need not load the wizard for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop_app.core.left import Left
from desktop_app.core.mapping import ColumnMapping

Recipe = Mapping[str, Any]
"""The answers of an earlier time, as `core.wizard` keeps them."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What the wizard was asked for: a file, its first `rows` (None: all), and answers that are known already.

    A mapping fills in the columns, and `skipped` names checks whose remedy is not wanted (both a sample's); a recipe
    goes on where this very file was left. The files that come `then` wait for their turn; one that `waited` has stood
    among what was left already. With `own` the file is the open project, whose own rows are to be gone over.
    """

    path: Path = Path()
    mapping: ColumnMapping | None = None
    rows: int | None = None
    recipe: Recipe | None = None
    skipped: frozenset[str] = frozenset()
    then: tuple[Path, ...] = ()
    waited: bool = False
    own: bool = False

    @property
    def name(self) -> str:
        """Return what it is called on the page."""
        return self.path.stem if self.own else self.path.name

    def joined(self, files: Iterable[Path]) -> "Errand":
        """Return the errand with these files behind the others, each once."""
        behind = dict.fromkeys((*self.then, *files))
        behind.pop(self.path, None)
        return replace(self, then=tuple(behind))

    def following(self, before: "Errand") -> "Errand":
        """Return the errand after another one: what waits behind the same file does so still."""
        same = self.path == before.path
        return replace(self.joined(before.then), waited=self.waited or before.waited) if same else self

    def repeats(self, before: "Errand") -> bool:
        """Tell whether it asks for the same file once more, and not for answers that are known."""
        return self.path == before.path and self.recipe is None

    def left(self, recipe: Recipe | None) -> Left:
        """Return what is to be gone on with, with these answers."""
        return Left(self.path, recipe, self.rows, self.then)

    def alone(self) -> "Errand":
        """Return the errand without what comes then, and without answers: they are set aside, or no longer wanted."""
        return replace(self, recipe=None, then=(), waited=False)

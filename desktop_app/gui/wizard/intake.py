"""What the wizard works with, and what its pages have in common: a file's draft, where it goes, what it may be for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop_app.core.target import Target
from desktop_app.gui.background import Background
from desktop_app.work.apart import Apart
from desktop_app.work.draft import Draft


@dataclass(frozen=True, slots=True)
class Tools:
    """What the wizard gets from the program: the worker, and the models data can be for.

    `targets` reads them from the profiles, this computer's first; it may raise a Problem.
    """

    apart: Apart
    targets: Callable[[], Sequence[Target]]


@dataclass(frozen=True, slots=True)
class Intake:
    """One file on its way into the open project; a new one is made for every file the wizard is started with.

    `name` is what the file is called on the page; `rows_before` is the number of rows the project has
    already, and `beside` its file; `targets` are the models data can be prepared for, this computer's first.
    """

    path: Path
    name: str
    draft: Draft
    apart: Apart
    background: Background
    targets: Sequence[Target]
    rows_before: int = 0
    today: date = date.min
    beside: Path | None = None

    def target(self, target_id: str) -> Target:
        """Return the target with this id; the first one if a recipe names one that is not offered any more."""
        return next((target for target in self.targets if target.id == target_id), self.targets[0])

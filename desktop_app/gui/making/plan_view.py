"""The plan of what is asked: of a grid or of rows, with the model below it and what that takes."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core import grid as grids
from desktop_app.core.batch import Column, Prompt
from desktop_app.core.text import text
from desktop_app.gui.background import Background
from desktop_app.gui.making.asking_form import AskingForm
from desktop_app.gui.making.grid_plan import GridPlan
from desktop_app.gui.making.rework_plan import ReworkPlan
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.workspace import Workspace
from desktop_app.store.project import Project
from desktop_app.work import make, rework_rows
from desktop_app.work.column_values import column_values, columns
from desktop_app.work.make import Reckoned
from desktop_app.work.sites import Sites

_PAUSE_MS = 250
"""Who types is not answered after each letter."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be asked: `read` returns its prompts (called in a thread), `begin` writes it down in a project."""

    read: Callable[[], Sequence[Prompt]]
    column: Column
    repeats: int
    begin: Callable[[Project], Coroutine[Any, Any, int]]


class PlanView(QWidget):
    """Shows one of the two plans, and reckons a moment after each change."""

    changed = Signal()
    """Something else is wanted now, or more is known of it."""

    def __init__(
        self, workspace: Workspace, background: Background, sites: Sites, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self._reckoning = OneTask(background, self)
        self._pairs = False
        self.reckoned: Reckoned | None = None
        """What is known of the plan as it stands; None while that is being found out."""
        self.grid, self.rework, self.form = GridPlan(), ReworkPlan(), AskingForm()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        for part in (self.grid, self.rework, self.form):
            box.addWidget(part)
        box.addStretch(1)
        self.rework.hide()
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._reckon)
        self.grid.values.column_wanted.connect(self._take_column)
        for part in (self.grid, self.rework, self.form):
            part.changed.connect(self._on_change)

    @property
    def of_rows(self) -> bool:
        """Tell whether rows are to be worked over, and no new ones made."""
        return not self.rework.isHidden()

    @property
    def hindrance(self) -> str:
        """Return what has to be changed before anything can be asked; "" for nothing."""
        if self._pairs and not self.of_rows:
            return self.tr("The rows of this project are pairs of answers. Make new rows in a project of their own.")
        return self.rework.hindrance if self.of_rows else self.grid.hindrance

    @property
    def answers(self) -> int:
        """Return how many answers will be asked for; 0 where that is not known yet, or something is missing."""
        wanted = self.wanted
        known = self.reckoned
        return known.prompts * wanted.repeats if wanted is not None and known is not None else 0

    @property
    def wanted(self) -> Wanted | None:
        """Return what is to be asked; None where something has to be changed first."""
        column, project = self.form.column, self._workspace.project
        if column is None or project is None or self.hindrance:
            return None
        most = self.form.most
        if not self.of_rows:
            grid = self.grid.grid
            return Wanted(
                lambda: grids.prompts(grid),
                column,
                grid.repeats,
                lambda project: make.begin_grid(project, grid, column, most),
            )
        rework, ids = self.rework.rework, self.rework.ids
        if rework is None:
            return None
        return Wanted(
            rework_rows.reading(project, ids, rework),
            column,
            rework.repeats,
            lambda project: rework_rows.begin(project, ids, rework, column, most),
        )

    def look(self) -> None:
        """Look which columns the table has now."""
        project = self._workspace.project
        if project is not None:
            self._background.run(self, columns(project), on_done=self._offer, on_problem=lambda _: None)

    def show_plan(self, *, of_rows: bool) -> None:
        """Show the plan of a grid, or that of rows."""
        self.grid.setVisible(not of_rows)
        self.rework.setVisible(of_rows)
        self._on_change()

    def forget(self) -> None:
        """Let go of what is being reckoned: the project is closed."""
        self._soon.stop()
        self._reckoning.stop()
        self.reckoned = None

    def _offer(self, found: Sequence[str]) -> None:
        """Offer these columns; pairs of answers cannot be made of one."""
        self.grid.values.offer(found)
        if self._pairs != ("preferred" in found):
            self._pairs = not self._pairs
            self._on_change()

    def _take_column(self, name: str, column: str) -> None:
        """Put the values of a column of the table into a list."""
        project = self._workspace.project
        if project is not None:
            found = column_values(project, column)
            self._background.run(self, found, on_done=lambda values: self.grid.values.fill({name: values}))

    def _on_change(self) -> None:
        self._reckoning.stop()  # what comes of it is about what was wanted before
        self.reckoned = None
        self._say()
        self._soon.start()
        self.changed.emit()

    def _say(self) -> None:
        hindrance = self.hindrance
        counted = self.reckoned is not None or not self.of_rows
        amount = self.rework.amount if self.of_rows else self.grid.amount
        remarks = "" if self.of_rows else self._remarks
        said = hindrance or (amount if counted else self.tr("Counting the rows…"))
        self.form.show_amount(said, remarks, hindered=bool(hindrance))

    @property
    def _remarks(self) -> str:
        """Return what is to be known of the grid, and of how it is asked."""
        setting = self.form.parameters.form.setting
        alike = self.grid.grid.repeats > 1 and setting.sampling.temperature == 0
        found = [self.grid.remarks, say(text("sweep.repeats_alike")) if alike else ""]
        return "\n".join(filter(None, found))

    def _reckon(self) -> None:
        self._reckoning.stop()
        project, read = self._workspace.project, self._read
        if project is None or read is None:
            return
        repeats = 1
        if self.of_rows and self.rework.rework is not None:
            repeats = self.rework.rework.repeats
        elif not self.of_rows:
            repeats = self.grid.grid.repeats
        work = make.reckon(project, self._sites, read, self.form.column, repeats)
        self._reckoning.begin(work, on_done=self._tell, on_problem=lambda _: None)

    @property
    def _read(self) -> Callable[[], Sequence[Prompt]] | None:
        project, rework, grid = self._workspace.project, self.rework.rework, self.grid.grid
        if self.of_rows:
            return rework_rows.reading(project, self.rework.ids, rework) if project is not None and rework else None
        return None if self.hindrance else lambda: grids.prompts(grid)

    def _tell(self, found: Reckoned) -> None:
        self.reckoned = found
        if self.of_rows:
            self.rework.show_found(found.prompts, found.first)
        self._say()
        self.form.show_outlay(found.outlay)
        self.changed.emit()

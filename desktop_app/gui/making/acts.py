"""What can be done with the answers of a batch: marking, changing, making rows of them, writing them to a file."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop_app.core.example import Shape
from desktop_app.core.making import Demands, Item, passes
from desktop_app.core.problem import Problem
from desktop_app.core.rework import Act
from desktop_app.gui.background import Background
from desktop_app.gui.making.demands_dialog import DemandsDialog
from desktop_app.gui.making.result_view import ResultView
from desktop_app.gui.making.underway import Underway
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.gui.workspace import Workspace
from desktop_app.work import made_items, make_rows
from desktop_app.work.habits import Habits, habits
from desktop_app.work.made_items import Sheet

if TYPE_CHECKING:
    from desktop_app.gui.doing import Doing


class Acts(QObject):
    """Connects the buttons of the result to what they do."""

    done = Signal(int)
    """So many rows were made or changed, and stand in the table."""
    troubled = Signal(object)
    """A Problem to be said."""

    def __init__(self, workspace: Workspace, background: Background, underway: Underway, result: ResultView) -> None:
        super().__init__(result)
        self._workspace = workspace
        self._background = background
        self._underway = underway
        self._result = result
        self._demanding = OneTask(background, self)
        self._taking: Doing | None = None
        self._outdated = False
        """Whether what is on show does not know yet what was taken."""
        underway.opened.connect(self._on_read)
        underway.troubled.connect(self._on_read)
        result.pane.written.connect(self._write)
        result.model.decided.connect(lambda item, taken: self._decide([item], taken))
        result.table.toggle_wanted.connect(lambda item: self._decide([item], not item.taken))
        result.all.clicked.connect(lambda _=False: self._decide(self._free, True))
        result.none.clicked.connect(lambda _=False: self._decide(self._free, False))
        result.passing.clicked.connect(lambda _=False: self._ask_demands())
        result.take.clicked.connect(lambda _=False: self.take())
        result.csv.clicked.connect(lambda _=False: self.choose_csv())

    @property
    def words(self) -> str:
        """Return what the button that takes the marked answers is called; "" where none is marked."""
        sheet = self._underway.sheet
        count = len(sheet.taken) if sheet is not None else 0
        if sheet is None or not count:
            return ""
        if sheet.rework is None or sheet.rework.act is Act.VARY:
            one, more = self.tr("Make 1 row"), self.tr("Make {0} rows")
        elif sheet.rework.act is Act.GRADE:
            one, more = self.tr("Write 1 grade"), self.tr("Write {0} grades")
        else:
            one, more = self.tr("Take over 1 answer"), self.tr("Take over {0} answers")
        return how_many.counted(count, one, more)

    def take(self) -> None:
        """Make rows of the marked answers, as one step of the history; nothing until what is being taken is on show."""
        if self._taking is not None or self._outdated:
            return  # a second click would make the same rows once more
        self._result.pane.commit()
        sheet = self._underway.sheet
        if sheet is None or self._workspace.project is None:
            return
        try:
            step = (
                make_rows.grid_step(sheet, Shape(self._result.shape.currentData()))
                if sheet.rework is None
                else make_rows.rework_step(sheet, sheet.taken)
            )
        except Problem as problem:
            self.troubled.emit(problem)
            return

        def on_disk() -> None:
            self._underway.look()
            self._outdated = self._underway.reading or self._underway.running  # whoever asks reads it when that ends
            self.done.emit(step.rows)

        self._taking = self._workspace.do(step.label, step.edit, on_disk, self.troubled.emit)
        self._taking.ended.connect(self._on_taken)

    def _on_taken(self) -> None:
        """Let more be taken, now that it is on disk or came to nothing."""
        self._taking = None

    def _on_read(self) -> None:
        self._outdated = False

    def choose_csv(self) -> QFileDialog | None:
        """Ask where the answers are to be written, and write them there."""
        sheet, project = self._underway.sheet, self._workspace.project
        if sheet is None or project is None:
            return None
        proposal = project.path.with_name(f"{project.name} answers.csv")
        filters = self.tr("Tables (*.csv)")
        title = self.tr("Save the answers")
        return choose_target(self._result.window(), title, proposal, filters, lambda path: self.save_csv(Path(path)))

    def save_csv(self, path: Path) -> None:
        """Write the answers to a file."""
        sheet = self._underway.sheet
        if sheet is None:
            return
        said = self.tr("The answers are written: {0}").format(path.name)
        self._background.run(
            self,
            make_rows.save_csv(sheet, path),
            on_done=lambda _: self._result.say(said, "good"),
            on_problem=self.troubled.emit,
        )

    @property
    def _free(self) -> list[Item]:
        """Return the answers about which can still be decided."""
        sheet = self._underway.sheet
        items: Sequence[Item] = sheet.items if sheet is not None else ()
        return [item for item in items if item.answer is not None and not item.done and not item.gone]

    def _decide(self, items: Sequence[Item], taken: bool) -> None:
        project, of = self._workspace.project, self._underway.number
        if project is None or of is None or not items:
            return
        self._underway.put([replace(item, decided=taken) for item in items])
        work = made_items.decide(project, of, [item.cell for item in items], taken)
        self._background.run(self, work, on_problem=self.troubled.emit)

    def _write(self, item: Item, said: str) -> None:
        project, of = self._workspace.project, self._underway.number
        if project is None or of is None or item.answer is None:
            return
        kept = None if said == replace(item, written=None).text else said
        self._underway.put([replace(item, written=kept)])
        work = made_items.rewrite(project, of, item.cell, kept)
        self._background.run(self, work, on_problem=self.troubled.emit)

    def _ask_demands(self) -> None:
        project, sheet = self._workspace.project, self._underway.sheet
        if project is None or sheet is None:
            return

        def known(found: Habits | None) -> None:
            labels = found.labels if found is not None else ()
            DemandsDialog(self._passing, labels, self._mark, self._result.window()).open()

        self._demanding.begin(habits(project), on_done=known, on_problem=self.troubled.emit)

    def _passing(self, demands: Demands) -> int:
        return sum(passes(item, demands) for item in self._free)

    def _mark(self, demands: Demands) -> None:
        free = self._free
        self._decide([item for item in free if passes(item, demands)], True)
        self._decide([item for item in free if not passes(item, demands)], False)


def shown(sheet: Sheet) -> list[int]:
    """Return the rows that a batch made or changed, as they stand in the table."""
    return [item.row for item in sheet.items if item.done and item.row is not None]

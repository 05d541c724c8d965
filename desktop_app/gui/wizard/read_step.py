"""Step 1: what the file is, how it is read, and what is in it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.core.reading import Reading
from desktop_app.core.wizard import Wizard
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.label import label
from desktop_app.gui.wizard import reading_words
from desktop_app.gui.wizard.intake import Intake
from desktop_app.gui.wizard.left_out import LeftOut
from desktop_app.gui.wizard.opening import LOOKED_AT
from desktop_app.gui.wizard.preview_table import PreviewTable
from desktop_app.gui.wizard.reading_menus import ReadingMenus
from desktop_app.gui.wizard.step_page import StepPage
from desktop_app.work.intake import Look

if TYPE_CHECKING:
    from desktop_app.gui.background import Task


class ReadStep(StepPage):
    """Shows the file as it is read; an answer given here reads it anew."""

    looked = Signal(object)
    """A Look at the file as it is read by the present answers."""
    afresh_wanted = Signal()
    """The answers of last time are not wanted for this file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._unreadable = False
        self.facts = label(wrap=True)
        self.remembered = Banner()
        self.remembered.set_button(self.tr("Begin afresh"), self.afresh_wanted.emit)
        self.menus = ReadingMenus()
        self.menus.changed.connect(self._read_anew)
        self.problem = Banner("", "problem")
        self.table = PreviewTable()
        self.left_out = LeftOut()
        self.remembered.hide()
        self.problem.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, MEDIUM, 0)
        box.setSpacing(SMALL)
        box.addWidget(self.facts)
        box.addWidget(self.remembered)
        box.addWidget(self.menus)
        box.addWidget(self.problem)
        box.addSpacing(SMALL)
        box.addWidget(self.table, 1)
        box.addWidget(self.left_out)

    @property
    def sentence(self) -> str:
        """Return what the page is for."""
        return self.tr("See whether your file was read rightly: letters, columns and rows as you know them.")

    @property
    def first(self) -> QWidget:
        """Return the control that takes the focus."""
        menu = self.menus.first
        return self.table if menu.isHidden() else menu  # of a Parquet file there is nothing to choose

    @property
    def ready(self) -> bool:
        """Tell whether the file is read by the answers on show."""
        return self._task is None and not self._unreadable

    def show_look(self, look: Look, wizard: Wizard, *, remembered: bool) -> None:
        """Show a file that was just read; `remembered` tells that the answers of last time were filled in."""
        self._task, self._unreadable = None, False
        self._wizard = wizard
        shown = len(look.records) + len(look.unread)
        whole = shown < LOOKED_AT
        self.facts.setText(reading_words.facts(look.found, shown, whole=whole))
        self.remembered.tell(
            self.tr("You brought in a file with these columns before. The answers of last time are filled in.")
        )
        self.remembered.setVisible(remembered)
        self.problem.hide()
        self.menus.show_found(look.found, wizard.reading)
        self.table.show_records(look.found.columns, look.records)
        self.table.setEnabled(True)
        among = [(reading_words.place(look.found, record.line), record.reason, record.raw) for record in look.unread]
        self.left_out.tell(among, nothing="" if whole else self.tr("none among the rows shown"))
        self.state_changed.emit()

    def begin(self, intake: Intake) -> None:
        """Get a new file; forget what was guessed of the one before."""
        super().begin(intake)
        self._unreadable = False
        self.menus.begin()

    def leave(self) -> None:
        """Stop reading anew."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _read_anew(self, reading: Reading) -> None:
        self.leave()
        looking = self.intake.draft.look(self.intake.path, reading, LOOKED_AT)
        self._task = self.intake.background.run(
            self, looking, on_done=lambda look: self._on_looked(reading, look), on_problem=self._on_problem
        )
        self.state_changed.emit()

    def _on_looked(self, reading: Reading, look: Look) -> None:
        """Take the answer over now that it is known to be one the file can be read by."""
        self._task = None
        if self._wizard is not None:
            self.answer(self._wizard.answer(reading=reading))
            self.looked.emit(look)

    def _on_problem(self, problem: Problem) -> None:
        """Say why the file cannot be read that way; the menus stay, so that another way can be chosen."""
        self._task, self._unreadable = None, True
        self.problem.tell(f"{say(problem.happened)} {say(problem.remedy)}", "problem")
        self.problem.show()
        self.table.setEnabled(False)
        self.state_changed.emit()

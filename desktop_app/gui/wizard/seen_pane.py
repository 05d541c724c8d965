"""The live view of what the model will see, row by row, while the answers change."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.example import Shape
from desktop_app.core.problem import Problem
from desktop_app.core.text import Text
from desktop_app.core.wizard import Wizard
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.label import label
from desktop_app.gui.wizard.intake import Intake
from desktop_app.gui.wizard.seen import Seen
from desktop_app.work.intake import Look
from desktop_app.work.see import Sight, see

if TYPE_CHECKING:
    from desktop_app.gui.background import Task


class SeenPane(QWidget):
    """Shows any record of the file by the present answers; the worker draws one picture after the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._intake: Intake | None = None
        self._look: Look | None = None
        self._wizard: Wizard | None = None
        self._task: Task | None = None
        self._stale = False
        self.row = QSpinBox()
        self.row.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.row.setAccessibleName(self.tr("Row to look at"))
        self.row.valueChanged.connect(self._ask)
        self._of = label(tone="muted")
        self._note = label(tone="muted", size="small", wrap=True)
        self.seen = Seen()
        chooser = QHBoxLayout()
        chooser.setSpacing(SMALL)
        chooser.addWidget(label(self.tr("Row")))
        chooser.addWidget(self.row)
        chooser.addWidget(self._of)
        chooser.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(label(self.tr("What the model will see"), size="heading", wrap=True))
        box.addLayout(chooser)
        box.addWidget(self.seen)
        box.addWidget(self._note)
        box.addStretch(1)

    @property
    def fresh(self) -> bool:
        """Tell whether what is on show follows from the present answers."""
        return self._task is None and not self._stale

    def begin(self, intake: Intake) -> None:
        """Get a new file."""
        self._intake, self._look, self._wizard = intake, None, None
        self._task, self._stale = None, False
        self._note.setText("")
        self.seen.show_pieces(())

    def show_look(self, look: Look) -> None:
        """Get the records to choose from."""
        self._look = look
        count = len(look.records)
        self.row.setRange(1, max(1, count))
        self._of.setText(self.tr("of the first {0}").format(number(count)))

    def take(self, wizard: Wizard) -> None:
        """Draw the row by these answers."""
        if wizard != self._wizard:
            self._wizard = wizard
            self._ask()

    def _ask(self) -> None:
        """Ask the worker; while it is still busy with an older question, only the newest is kept."""
        if self._intake is None or self._look is None or self._wizard is None or not self._look.records:
            return
        if self._task is not None:
            self._stale = True
            return
        self._stale = False
        intake, wizard = self._intake, self._wizard
        record = self._look.records[min(self.row.value(), len(self._look.records)) - 1]
        self._task = intake.background.run(
            self,
            see(intake.apart, wizard, intake.target(wizard.target), record),
            on_done=lambda sight: self._on_seen(intake, sight),
            on_problem=lambda problem: self._on_problem(intake, problem),
            on_end=lambda: self._on_end(intake),
        )

    def _on_seen(self, intake: Intake, sight: Sight | Text) -> None:
        if intake is not self._intake:
            return
        if isinstance(sight, Sight):
            pair = self._wizard is not None and self._wizard.mapping.shape is Shape.PREFERENCE
            self.seen.show_pieces(sight.pieces, pair=pair)
            many = self.tr("This row becomes {0} examples; here is the first.").format(number(sight.examples))
            self._note.setText(many if sight.examples > 1 else "")
        else:
            self.seen.show_pieces(sight)
            self._note.setText("")

    def _on_problem(self, intake: Intake, problem: Problem) -> None:
        if intake is self._intake:
            self._note.setText(say(problem.happened))
            self.seen.show_pieces(())

    def _on_end(self, intake: Intake) -> None:
        if intake is self._intake:
            self._task = None
            if self._stale:
                self._ask()

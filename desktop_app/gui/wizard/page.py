"""The wizard: reads a file, asks three pages of questions, creates the rows."""

from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.change import Change
from desktop_app.core.example import Part
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.problem import Problem
from desktop_app.core.wizard import Outcome, Step, Wizard
from desktop_app.gui.background import Background, Task
from desktop_app.gui.theme.spacing import LARGE, SMALL
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.wizard.steps import Steps
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples
from desktop_app.work.import_table import Imported, Source, create_examples, foresee, read

_PAUSE_MS = 150
"""How long the answers must rest before the outcome is worked out again."""


class WizardPage(Page):
    """Draws the states of core.wizard. Enter goes on, Esc leaves; nothing is created before the last button."""

    finished = Signal(object)
    left = Signal()
    other_file_wanted = Signal()

    def __init__(self, workspace: Workspace, background: Background, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._workspace = workspace
        self._background = background
        self._path = Path()
        self._mapping: ColumnMapping | None = None
        self._rows: int | None = None
        self._source: Source | None = None
        self._wizard: Wizard | None = None
        self._outcome: Outcome | None = None
        self._task: Task | None = None
        self._creating = False
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._rest.timeout.connect(self._foresee)
        self.steps = Steps()
        self.steps.answered.connect(self._on_answered)
        self.back = QPushButton(self.tr("Back"))
        self.back.clicked.connect(self._go_back)
        self.next = QPushButton(self.tr("Next"))
        self.next.setProperty("look", "primary")
        self.next.clicked.connect(self._go_on)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setProperty("look", "quiet")
        self.cancel.clicked.connect(self._leave)
        self._lay_out()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(LARGE)
        box.addWidget(self.steps, 1)
        box.addLayout(foot)
        self.set_content(content)
        self.set_primary(self.tr("Choose another file"), self.other_file_wanted.emit).hide()

    @property
    def wizard(self) -> Wizard | None:
        """Return the answers so far; None while no file is read."""
        return self._wizard

    def start(self, path: Path, mapping: ColumnMapping | None = None, rows: int | None = None) -> None:
        """Read a file (its first `rows`) and begin; with a mapping, the answers are filled in from it."""
        self._stop()
        self._path, self._mapping, self._rows = path, mapping, rows
        self._source = self._wizard = self._outcome = None
        self._offer_other_file(offered=False)
        self.set_title(path.name, self.tr("Reading the file."))
        self.show_busy(self.tr("Reading “{0}”").format(path.name), None, self._leave)
        self._task = self._background.run(self, read(path, rows), on_done=self._on_read, on_problem=self._on_unreadable)

    def _on_read(self, source: Source) -> None:
        self._source = source
        wizard = Wizard.start(source.table.columns, self._mapping)
        self.steps.show_wizard(source, wizard)
        self.steps.split.ask_where(_rows_of(self._workspace))
        self._draw(wizard)

    def _on_unreadable(self, problem: Problem) -> None:
        self.set_title(self._path.name, self.tr("This file cannot be used as it is."))
        self.show_problem(problem, lambda: self.start(self._path, self._mapping, self._rows))
        self._offer_other_file(offered=True)

    def _offer_other_file(self, *, offered: bool) -> None:
        if self.primary is not None:
            self.primary.setVisible(offered)
            if offered:
                self.primary.setFocus()

    def _on_answered(self, wizard: Wizard) -> None:
        self._wizard = wizard
        if wizard.is_last:
            self._expect_outcome()
            self._rest.start()

    def _go_on(self) -> None:
        if self._wizard is None:
            return
        if self._wizard.problems():
            self.steps.columns.faulty.setFocus()
        elif self._wizard.is_last:
            self._create()
        else:
            self._draw(self._wizard.next())

    def _go_back(self) -> None:
        if self._wizard is not None:
            self._draw(self._wizard.back())

    def _draw(self, wizard: Wizard) -> None:
        """Show the wizard's present step."""
        self._stop()
        self._wizard = wizard
        sentences = {
            Step.COLUMNS: self.tr("Say which columns hold what is asked, and which one the answer."),
            Step.SHAPE: self.tr("Choose the form in which the model gets your rows."),
            Step.SPLIT: self.tr("Keep some rows back, so that you can see how well the model has learned."),
        }
        self.set_title(self._path.name, sentences[wizard.step])
        self.show_content()
        self.steps.draw(wizard)
        self.back.setEnabled(not wizard.is_first)
        self.next.setText(self.tr("Counting the rows…") if wizard.is_last else self.tr("Next"))
        self.next.setEnabled(True)
        if wizard.is_last:
            self._expect_outcome()
            self._foresee()

    def _expect_outcome(self) -> None:
        """Let nothing be created before it is known what."""
        self._outcome = None
        self.next.setEnabled(False)

    def _foresee(self) -> None:
        self._stop()
        if self._source is not None and self._wizard is not None:
            foreseeing = foresee(self._source, self._wizard)
            self._task = self._background.run(self, foreseeing, on_done=self._on_outcome)

    def _on_outcome(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self.steps.split.show_outcome(outcome)
        number = QLocale().toString
        created, training = len(outcome.examples), outcome.count(Part.TRAINING)
        all_train = self.tr("Create {0} training rows")
        words = all_train if created == training else self.tr("Create {1} rows ({0} for training)")
        self.next.setText(words.format(number(training), number(created)))
        self.next.setEnabled(created > 0)

    def _create(self) -> None:
        project = self._workspace.project
        if self._outcome is None or self._source is None or self._wizard is None:
            return
        if project is None:
            self._on_not_created(Problem("no_project"))
            return
        self._creating = True
        self.next.setEnabled(False)
        self.show_busy(self.tr("Creating the rows"), None)
        replace = self.steps.split.replace.isChecked()
        source = self._source
        creating = create_examples(source, self._wizard, project, replace=replace)
        self._background.run(
            self,
            creating,
            on_done=lambda imported: self._on_created(imported, source),
            on_problem=self._on_not_created,
        )

    def _on_created(self, imported: Imported, source: Source) -> None:
        self._creating = False
        self._workspace.announce(Change(examples=True, order=True))
        if self._source is source:  # else another file has been opened meanwhile, and is on show
            self._source = self._wizard = self._outcome = None
            self.finished.emit(imported)

    def _on_not_created(self, problem: Problem) -> None:
        self._creating = False
        wizard = self._wizard
        self.show_problem(problem, lambda: self._draw(wizard) if wizard is not None else None)

    def _leave(self) -> None:
        if not self._creating:  # what has begun to be written is brought to its end; undo takes it back
            self._stop()
            self.left.emit()

    def _stop(self) -> None:
        self._rest.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the button that has the focus says, else the primary thing; Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton | QToolButton):
                focused.click()
            elif self.state == "content" and self.next.isEnabled():
                self.next.click()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


def _rows_of(workspace: Workspace) -> int:
    """Return how many rows the open project has."""
    if workspace.project is None:
        return 0
    with workspace.project.reading() as connection:
        return sum(examples.counts(connection).values())

"""One model's side of the comparison: which model, what it says, and how the answer ended."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.answer import Answer, Finish
from desktop_app.core.problem import Problem
from desktop_app.gui.playground.results import Broken, Outcome
from desktop_app.gui.playground.text_box import TextBox
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.direction import direction_of
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.gui.widgets.problem_view import ProblemView

_FLUSH_MS = 40
_SLOW_FLUSH_MS = 250
_LONG_PARAGRAPH = 2000
"""Every insertion lays the whole paragraph out again, so long ones are added to more rarely."""


class AnswerColumn(QWidget):
    """A menu of models above the answer; text is only ever added, never built anew while it streams."""

    model_chosen = Signal(str)
    again_wanted = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label(title, size="strong")
        self._menu = Menu()
        self._menu.activated.connect(lambda _: self.model_chosen.emit(self.model))
        self._title.setBuddy(self._menu)
        self._menu.setAccessibleName(title)
        self._answer = TextBox(5, grows=True)
        self._answer.setReadOnly(True)
        self._answer.setAccessibleName(self.tr("Answer: {0}").format(title))
        self._foot = label(size="small", tone="muted", wrap=True)
        self._problem = ProblemView()
        self._waiting: list[str] = []
        self._flush = QTimer(self, singleShot=True)
        self._flush.timeout.connect(self._add)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for part in (self._title, self._menu, self._answer, self._problem, self._foot):
            box.addWidget(part)
        box.setStretchFactor(self._answer, 1)
        self._problem.hide()

    @property
    def model(self) -> str:
        """Return the id of the chosen model, empty while there is none."""
        return str(self._menu.currentData() or "")

    @property
    def text(self) -> str:
        """Return the answer as far as it is known."""
        return self._answer.toPlainText() + "".join(self._waiting)

    @property
    def foot(self) -> str:
        """Return the line under the answer."""
        return self._foot.text()

    @property
    def problem(self) -> Problem | None:
        """Return the problem on show, if any."""
        return self._problem.problem if self._problem.isVisibleTo(self) else None

    def set_models(self, ids: list[str], chosen: str) -> None:
        """Offer these models and choose one of them."""
        self._menu.clear()
        for model_id in ids:
            self._menu.addItem(model_name(model_id), model_id)
            self._menu.setItemData(self._menu.count() - 1, model_name(model_id), Qt.ItemDataRole.ToolTipRole)
        self.choose(chosen)

    def choose(self, model_id: str) -> None:
        """Choose a model; says nothing about it."""
        self._menu.setCurrentIndex(self._menu.findData(model_id))

    def set_changeable(self, changeable: bool) -> None:
        """Let the model be changed, or not while it is being asked."""
        self._menu.setEnabled(changeable)

    def begin(self, text: str = "") -> None:
        """Show an answer that is being written, as far as it is."""
        self._reset(text)
        self._foot.setText(self.tr("Answering…"))

    def append(self, piece: str) -> None:
        """Add to the answer that is being written."""
        self._waiting.append(piece)
        if not self._flush.isActive():
            last = self._answer.document().lastBlock().length()
            self._flush.start(_SLOW_FLUSH_MS if last > _LONG_PARAGRAPH else _FLUSH_MS)

    def show_outcome(self, outcome: Outcome | None) -> None:
        """Show how an answer ended, with its whole text; None shows that nothing was asked yet."""
        self._add()
        text = outcome.text if outcome is not None else ""
        if self._answer.toPlainText() != text:
            self._reset(text)
        self._answer.setLayoutDirection(direction_of(text))
        broken = isinstance(outcome, Broken)
        self._problem.setVisible(broken)
        self._answer.setVisible(bool(text) or not broken)
        if isinstance(outcome, Broken):
            self._problem.show_problem(outcome.problem, self.again_wanted.emit)
            self._foot.clear()
        else:
            self._foot.setText(self._in_words(outcome) if outcome is not None else self.tr("Not asked yet."))

    def _reset(self, text: str) -> None:
        self._flush.stop()
        self._waiting.clear()
        self._problem.hide()
        self._answer.show()
        self._answer.setPlainText(text)

    def _add(self) -> None:
        self._flush.stop()
        if not self._waiting:
            return
        text = "".join(self._waiting)
        self._waiting.clear()
        bar = self._answer.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - 4
        cursor = QTextCursor(self._answer.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)
        if follows:
            bar.setValue(bar.maximum())

    def _in_words(self, answer: Answer) -> str:
        finish = {
            Finish.STOP: self.tr("the model came to its end"),
            Finish.LENGTH: self.tr("cut off at the longest length you allow"),
            Finish.STOPPED_BY_USER: self.tr("you stopped it"),
            Finish.PROBLEM: self.tr("ended by a problem"),
            Finish.OTHER: self.tr("it ended without giving a reason"),
        }[answer.finish]
        seconds = self.tr("{0} seconds").format(number(answer.seconds, 1))
        parts = [self.tr("{0} tokens").format(number(answer.tokens))] if answer.tokens else []
        return ", ".join([*parts, seconds, finish])

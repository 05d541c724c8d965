"""A problem in three sentences: what happened, what it means, what to do; its details can be copied."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import Picture, label


def sentences(problem: Problem) -> str:
    """Return the problem as text for the clipboard: its three sentences and its details."""
    lines = [say(problem.happened), say(problem.meaning), say(problem.remedy)]
    if problem.details:
        lines += ["", problem.details]
    return "\n".join(lines)


class ProblemView(QWidget):
    """Shows one problem, with a button to copy it and, where that can help, one to try again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem: Problem | None = None
        self._retry: Callable[[], None] | None = None
        self._happened = label(size="heading", wrap=True)
        self._meaning = label(wrap=True)
        self._remedy = label(wrap=True)
        for part in (self._happened, self._meaning, self._remedy):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._mend = QPushButton()
        self._mend.clicked.connect(self._on_mend)
        self._mend.hide()
        self._mending: Callable[[], None] | None = None
        self._again = QPushButton(self.tr("Try again"))
        self._again.clicked.connect(self._on_again)
        self._copy = QPushButton(self.tr("Copy details"))
        self._copy.clicked.connect(self._on_copy)
        self._arrange()

    def _arrange(self) -> None:
        acts = QWidget()
        buttons = FlowLayout(acts)
        for button in (self._mend, self._again, self._copy):
            buttons.addWidget(button)
        words = QVBoxLayout()
        words.setSpacing(SMALL)
        for part in (self._happened, self._meaning, self._remedy):
            words.addWidget(part)
        words.addSpacing(SMALL)
        words.addWidget(acts)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MEDIUM)
        row.addWidget(Picture("octagon-x", 28, "problem"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    @property
    def problem(self) -> Problem | None:
        """Return the problem on show, if any."""
        return self._problem

    def show_problem(self, problem: Problem, on_retry: Callable[[], None] | None = None) -> None:
        """Show a problem; `on_retry` is called by the button to try again, which is hidden without it."""
        self._problem = problem
        self._retry = on_retry
        self._happened.setText(say(problem.happened))
        self._meaning.setText(say(problem.meaning))
        self._remedy.setText(say(problem.remedy))
        self._again.setVisible(on_retry is not None)
        self._copy.setText(self.tr("Copy details"))

    def offer_mending(self, words: str, act: Callable[[], None] | None) -> QPushButton:
        """Offer to go where the problem is mended; without an act nothing is offered. Return the button."""
        self._mending = act
        self._mend.setText(words)
        self._mend.setVisible(act is not None)
        return self._mend

    def take_focus(self) -> None:
        """Give the keyboard to what can be done about the problem."""
        button = self._copy if self._again.isHidden() else self._again
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_mend(self) -> None:
        if self._mending is not None:
            self._mending()

    def _on_again(self) -> None:
        if self._retry is not None:
            self._retry()

    def _on_copy(self) -> None:
        if self._problem is not None:
            QGuiApplication.clipboard().setText(sentences(self._problem))
            self._copy.setText(self.tr("Copied"))

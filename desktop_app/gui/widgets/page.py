"""A page: title, one sentence, at most one primary button, and content in one of four states."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.problem import Problem
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, PAGE, READING, SMALL
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.empty import Empty
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView

BUSY_AFTER_MS = 500
"""Work that is over sooner never shows that it was there."""


class Page(QWidget):
    """The frame of every page. The head stays where it is; below it, one of the four states shows."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._title = label(title, size="title", wrap=True)
        self._sentence = label(sentence, tone="muted", wrap=True)
        self._primary: QPushButton | None = None
        self._primary_slot: Callable[[], None] | None = None
        self._head = QHBoxLayout()
        self._stack = QStackedWidget()
        self._content = QWidget()
        self._empty = Empty()
        self._busy = Busy()
        self._problem = ProblemView()
        self._states = {
            "content": self._content,
            "empty": self._empty,
            "busy": _framed(self._busy),
            "problem": _framed(self._problem),
        }
        for state in self._states.values():
            self._stack.addWidget(state)
        self._late = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._late.timeout.connect(lambda: self._show("busy"))
        self._arrange()

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(SMALL)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        self._head.setSpacing(LARGE)
        self._head.addLayout(words, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(PAGE, LARGE, PAGE, LARGE)
        box.setSpacing(LARGE)
        box.addLayout(self._head)
        box.addWidget(self._stack, 1)

    @property
    def state(self) -> str:
        """Return which state is on show: "content", "empty", "busy" or "problem"."""
        shown = self._stack.currentWidget()
        return next(name for name, widget in self._states.items() if widget is shown)

    @property
    def primary(self) -> QPushButton | None:
        """Return the primary button, if the page has one."""
        return self._primary

    def set_title(self, title: str, sentence: str) -> None:
        """Change the title and the sentence under it."""
        self.setAccessibleName(title)
        self._title.setText(title)
        self._sentence.setText(sentence)

    def set_primary(self, text: str, slot: Callable[[], None]) -> QPushButton:
        """Give the page its primary button, or change its words and what it does; return it."""
        self._primary_slot = slot
        if self._primary is None:
            self._primary = QPushButton()
            self._primary.setProperty("look", "primary")
            self._primary.clicked.connect(self._on_primary)
            self._head.addWidget(self._primary, 0, Qt.AlignmentFlag.AlignTop)
        self._primary.setText(text)
        return self._primary

    def set_content(self, widget: QWidget, *, scrolls: bool = False) -> None:
        """Put the content in, and show it; with `scrolls`, it scrolls where the window is too small."""
        if scrolls:
            widget = _scrolling(widget)
        old, self._content = self._content, widget
        self._states["content"] = widget
        self._stack.insertWidget(0, widget)
        self._stack.removeWidget(old)
        old.deleteLater()
        self.show_content()

    def show_content(self) -> None:
        """Show the content."""
        self._show("content")

    def show_empty(
        self,
        icon_name: str,
        sentence: str,
        button_text: str | None = None,
        slot: Callable[[], None] | None = None,
    ) -> None:
        """Show that nothing is here yet, what will be here, and the one thing to do about it."""
        self._empty.tell(icon_name, sentence, button_text, slot)
        self._show("empty")

    def show_busy(self, sentence: str, fraction: float | None, on_cancel: Callable[[], None] | None = None) -> None:
        """Show what is being done, once it has taken half a second; call it again as the work goes on."""
        if self.state != "busy" and not self._late.isActive():
            self._busy.begin()
            self._late.start()
        self._busy.tell(sentence, fraction, on_cancel)

    def show_problem(self, problem: Problem, on_retry: Callable[[], None] | None = None) -> None:
        """Show what happened, what it means and what to do."""
        self._problem.show_problem(problem, on_retry)
        self._show("problem")

    def _show(self, state: str) -> None:
        self._late.stop()
        self._stack.setCurrentWidget(self._states[state])

    def _on_primary(self) -> None:
        if self._primary_slot is not None:
            self._primary_slot()


def _framed(part: QWidget) -> QWidget:
    """Return a page that keeps `part` at its top, no wider than a line of reading."""
    outer = QWidget()
    card = QFrame()
    card.setProperty("surface", "card")
    card.setMaximumWidth(READING)
    inner = QVBoxLayout(card)
    inner.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
    inner.addWidget(part)
    box = QHBoxLayout(outer)
    box.setContentsMargins(0, MEDIUM, 0, 0)
    box.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
    box.addStretch(0)
    return outer


def _scrolling(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widget.setAutoFillBackground(False)
    area.setWidget(widget)
    area.viewport().setAutoFillBackground(False)
    return area

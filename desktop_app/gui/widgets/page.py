"""A page: title, one sentence, at most one primary button, and content in one of four states."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.problem import Problem
from desktop_app.gui.theme.fonts import POINTS
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, PAGE, READING, SMALL
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.empty import Empty
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.widgets.scrolling import scrolling

BUSY_AFTER_MS = 500
"""Work that is over sooner never shows that it was there."""
_NOTHING = "nothing"
"""The name of the empty state that was put in, beside the one every page has."""
_HEAD_LETTERS = 32
"""Where less than this many letters stay beside the primary button, it goes below the words."""


class Page(QWidget):
    """The frame of every page. The head stays where it is; below it, one of the four states shows."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._title_label = label(title, size="title", wrap=True)
        self._sentence_label = label(sentence, tone="muted", wrap=True)
        self._primary_button: QPushButton | None = None
        self._primary_act: Callable[[], None] | None = None
        self._head_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._state_stack = QStackedWidget()
        self._content_state = QWidget()
        self._empty_state = Empty()
        self._busy_state = Busy()
        self._problem_state = ProblemView()
        self._shown_problem: Problem | None = None
        self._state_widgets = {
            "content": self._content_state,
            "empty": self._empty_state,
            "busy": scrolling(_framed(self._busy_state)),
            "problem": scrolling(_framed(self._problem_state)),
        }
        for state in self._state_widgets.values():
            self._state_stack.addWidget(state)
        self._busy_timer = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(lambda: self._show_state("busy"))
        self._build_frame()

    def _build_frame(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(SMALL)
        for words_label in (self._title_label, self._sentence_label):
            words_label.setMinimumHeight(1)  # else room is kept for the words at their narrowest, many lines high
            words.addWidget(words_label)
        self._head_row.setSpacing(LARGE)
        self._head_row.addLayout(words, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(PAGE, LARGE, PAGE, LARGE)
        box.setSpacing(LARGE)
        box.addLayout(self._head_row)
        box.addWidget(self._state_stack, 1)

    @property
    def state(self) -> str:
        """Return which state is on show: "content", "empty", "busy" or "problem"."""
        shown = self._state_stack.currentWidget()
        state = next(name for name, widget in self._state_widgets.items() if widget is shown)
        return "empty" if state == _NOTHING else state

    @property
    def problem(self) -> Problem | None:
        """Return the problem that is on show, if any."""
        return self._shown_problem if self.state == "problem" else None

    @property
    def primary(self) -> QPushButton | None:
        """Return the primary button, if the page has one."""
        return self._primary_button

    def set_title(self, title: str, sentence: str) -> None:
        """Change the title and the sentence under it."""
        self.setAccessibleName(title)
        self._title_label.setText(title)
        self._sentence_label.setText(sentence)

    def set_primary(self, text: str, slot: Callable[[], None]) -> QPushButton:
        """Give the page its primary button, or change its words and what it does; return it."""
        self._primary_act = slot
        if self._primary_button is None:
            self._primary_button = QPushButton()
            self._primary_button.setProperty("look", "primary")
            self._primary_button.clicked.connect(self._do_primary)
            place = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading
            self._head_row.addWidget(self._primary_button, 0, place)
            self._reach_first(self._primary_button)
        self._primary_button.setText(text)
        return self._primary_button

    def _reach_first(self, button: QPushButton) -> None:
        """Let Tab come to the button at the top before the content; Qt orders only what can take the keyboard."""
        self._title_label.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTabOrder(self._title_label, button)
        self._title_label.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_content(self, widget: QWidget, *, scrolls: bool = False) -> None:
        """Put the content in, and show it; with `scrolls`, it scrolls where the window is too small."""
        if scrolls:
            widget = scrolling(widget)
        old, self._content_state = self._content_state, widget
        self._state_widgets["content"] = widget
        self._state_stack.insertWidget(0, widget)
        self._state_stack.removeWidget(old)
        old.deleteLater()
        self.show_content()

    def show_content(self) -> None:
        """Show the content."""
        self._show_state("content")

    def show_empty(
        self,
        icon_name: str,
        sentence: str,
        button_text: str | None = None,
        slot: Callable[[], None] | None = None,
    ) -> None:
        """Show that nothing is here yet, what will be here, and the one thing to do about it."""
        self._empty_state.tell(icon_name, sentence, button_text, slot)
        self._show_state("empty")

    def set_empty(self, widget: QWidget) -> None:
        """Put in what `show_nothing` shows: an empty state about which more than one thing can be done."""
        self._state_widgets[_NOTHING] = scrolling(_framed(widget))
        self._state_stack.addWidget(self._state_widgets[_NOTHING])

    def show_nothing(self) -> None:
        """Show the empty state that was put in."""
        self._show_state(_NOTHING)

    def show_busy(self, sentence: str, fraction: float | None, on_cancel: Callable[[], None] | None = None) -> None:
        """Show what is being done, once it has taken half a second; call it again as the work goes on."""
        if self.state != "busy" and not self._busy_timer.isActive():
            self._busy_state.begin()
            self._busy_timer.start()
        self._busy_state.tell(sentence, fraction, on_cancel)

    def show_problem(self, problem: Problem, on_retry: Callable[[], None] | None = None) -> None:
        """Show what happened, what it means and what to do."""
        self._shown_problem = problem
        self._problem_state.show_problem(problem, on_retry)
        self._problem_state.offer_mending("", None)
        self._show_state("problem")

    def offer_way_out(self, words: str, act: Callable[[], None]) -> None:
        """Offer something else beside trying again, for a problem that may stay."""
        self._problem_state.offer_mending(words, act)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the keyboard, as Space does."""
        focused = self.focusWidget()
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and isinstance(focused, QToolButton) and focused.menu() is not None:
            focused.showMenu()
        elif entered and isinstance(focused, QPushButton | QToolButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words of the head whole."""
        super().resizeEvent(event)
        self._fit_head()

    def event(self, event: QEvent) -> bool:
        """Keep the words of the head whole when the text or the button's words grow."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit_head()
        return super().event(event)

    def _fit_head(self) -> None:
        if self._primary_button is None:
            return
        beside = self.width() - 2 * PAGE - LARGE - self._primary_button.sizeHint().width()
        narrow = beside < _HEAD_LETTERS * self.fontMetrics().averageCharWidth()
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._head_row.direction() != way:
            self._head_row.setDirection(way)
            self._head_row.setSpacing(MEDIUM if narrow else LARGE)

    def _show_state(self, state: str) -> None:
        self._busy_timer.stop()
        self._state_stack.setCurrentWidget(self._state_widgets[state])

    def _do_primary(self) -> None:
        if self._primary_act is not None:
            self._primary_act()


def _framed(part: QWidget) -> QWidget:
    """Return a page that keeps `part` at its top, no wider than a line of reading."""
    outer = QWidget()
    card = _Card()
    inner = QVBoxLayout(card)
    inner.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
    inner.addWidget(part)
    box = QHBoxLayout(outer)
    box.setContentsMargins(0, MEDIUM, 0, 0)
    box.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
    box.addStretch(0)
    return outer


class _Card(QFrame):
    """No wider than a line of reading, in whatever size the text has."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.setMaximumWidth(round(READING * QApplication.font().pointSizeF() / POINTS))

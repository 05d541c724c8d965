"""Notices that lie over the foot of the page: one can read them, and nothing moves because of them."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QShortcut
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.esc import ESC, esc_comes, esc_is_taken
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, READING, SMALL
from desktop_app.gui.widgets.label import Picture, label
from desktop_app.gui.widgets.problem_view import ProblemView

NOTICE_MS = 8000
"""A notice asks for nothing and leaves by itself; a problem stays."""


class Notices(QWidget):
    """Shows the newest notice or problem; problems wait in line until they have been dismissed."""

    waiting = Signal(int)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._problems: list[tuple[Problem, Callable[[], None] | None]] = []
        self._card: QFrame | None = None
        self._timer = QTimer(self, singleShot=True, interval=NOTICE_MS)
        self._timer.timeout.connect(self.dismiss)
        # Only while something is on show, and nothing goes on in the page that Esc would leave.
        self._leave = QShortcut(ESC, over)
        self._leave.activated.connect(self.dismiss)
        self._leave.setEnabled(False)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)  # room for the shadow
        over.installEventFilter(self)
        self.hide()

    @property
    def problems(self) -> list[Problem]:
        """Return the problems that have not been dismissed, the newest last."""
        return [problem for problem, _ in self._problems]

    def notice(self, text: str) -> None:
        """Say something that needs no answer, unless a problem is on show."""
        self._announce(text)
        if self._problems and self.isVisible():
            return
        words = QHBoxLayout()
        words.setSpacing(SMALL)
        words.addWidget(Picture("info", 18, "accent"))
        words.addWidget(label(text, wrap=True), 1)
        part = QWidget()
        part.setLayout(words)
        words.setContentsMargins(0, 0, 0, 0)
        self._put(part)
        self._timer.start()

    def show_problem(self, problem: Problem, on_retry: Callable[[], None] | None = None) -> None:
        """Say what happened, what it means and what to do; the same problem is not said twice at once."""
        self._problems = [(known, retry) for known, retry in self._problems if not _same(known, problem)]
        self._problems.append((problem, on_retry))
        self._announce(say(problem.happened))
        self.show_newest()

    def show_newest(self) -> None:
        """Show the newest problem that waits."""
        self._timer.stop()
        self.waiting.emit(len(self._problems))
        if not self._problems:
            self._clear()
            return
        problem, retry = self._problems[-1]
        view = ProblemView()

        def again() -> None:
            self.dismiss()
            if retry is not None:
                retry()

        view.show_problem(problem, again if retry is not None else None)
        self._put(view)

    def dismiss(self) -> bool:
        """Take away what is on show and show what waits behind it; return whether something was."""
        if not self.isVisible():
            return False
        if not self._timer.isActive() and self._problems and not self._is_notice():
            self._problems.pop()
        self.show_newest()
        return True

    def _is_notice(self) -> bool:
        return self._card is None or self._card.findChild(ProblemView) is None

    def _put(self, part: QWidget) -> None:
        self._clear()
        card = QFrame()
        card.setProperty("surface", "card")
        shade = QColor(0, 0, 0, 90 if colours().dark else 50)
        card.setGraphicsEffect(QGraphicsDropShadowEffect(card, blurRadius=LARGE, offset=QPointF(0, 4), color=shade))
        close = QToolButton()
        close.setIcon(icon("x", "muted"))
        close.setAccessibleName(self.tr("Dismiss"))
        close.setToolTip(self.tr("Dismiss (Esc)"))
        close.clicked.connect(self.dismiss)
        row = QHBoxLayout(card)
        row.setContentsMargins(MEDIUM, MEDIUM, SMALL, MEDIUM)
        row.setSpacing(SMALL)
        row.addWidget(part, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(card)
        self._card = card
        self.show()
        self.raise_()
        self._leave.setEnabled(True)
        self.window().installEventFilter(self)  # Esc comes to the window after all that is in it
        self._place()

    def _clear(self) -> None:
        self.hide()
        self._leave.setEnabled(False)
        self.window().removeEventFilter(self)
        if self._card is not None:
            self._box.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
            self._card = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place at the foot when the page changes its size, and leave Esc to what goes on in the page."""
        if watched is self._over and event.type() is QEvent.Type.Resize:
            self._place()
        elif self._card is not None and esc_comes(event):
            self._leave.setEnabled(not esc_is_taken(self.window(), self._leave))
        return False

    def _place(self) -> None:
        width = min(READING + 2 * LARGE, self._over.width())
        self.ensurePolished()
        height = self._box.heightForWidth(width) if self._box.hasHeightForWidth() else self.sizeHint().height()
        left = (self._over.width() - width) // 2
        self.setGeometry(left, max(0, self._over.height() - height), width, height)

    def _announce(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))


def _same(one: Problem, other: Problem) -> bool:
    return (one.key, one.values) == (other.key, other.values)

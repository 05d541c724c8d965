"""Drives the window like a person at the keyboard, from a script that says what to wait for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from desktop_app.core.problem import Problem

if TYPE_CHECKING:
    from PySide6.QtCore import QKeyCombination

TICK_MS = 50


@dataclass(frozen=True, slots=True)
class Until:
    """What a script waits for: words for the report, the condition, and the patience in seconds."""

    step: str
    holds: Callable[[], bool]
    seconds: float = 60.0


Script = Iterator[Until]


class Driver(QObject):
    """Runs a script: goes on as soon as what it waits for holds, gives up with Problem("tour_stuck")."""

    finished = Signal()
    stuck = Signal(object)

    def __init__(self, window: QWidget, script: Script) -> None:
        super().__init__(window)
        self._window = window
        self._script = script
        self._wait = Until("start", lambda: True)
        self._since = monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin with the script's first step."""
        self._timer.start()

    def _tick(self) -> None:
        self._timer.stop()  # the script's own keys may run the event loop; it must not be entered twice
        try:
            self._look()
        except Problem as problem:
            self.stuck.emit(problem)

    def _look(self) -> None:
        if self._wait.holds():
            self._go_on()
        elif monotonic() - self._since > self._wait.seconds:
            raise Problem("tour_stuck", step=self._wait.step, seconds=round(self._wait.seconds))
        else:
            self._timer.start()

    def _go_on(self) -> None:
        wait = next(self._script, None)
        if wait is None:
            self.finished.emit()
            return
        self._wait, self._since = wait, monotonic()
        self._timer.start()


def press(keys: str) -> None:
    """Press a key or chord, such as "Ctrl+Z" or "Return", where the keyboard's focus is."""
    target = _focused()
    sequence = QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)
    for chord in cast("Sequence[QKeyCombination]", sequence):
        QTest.keyClick(target, chord.key(), chord.keyboardModifiers())


def write(words: str) -> None:
    """Type text where the keyboard's focus is."""
    for letter in words:
        QTest.keyClicks(_focused(), letter)


def walk_to(wanted: QWidget, steps: int = 80) -> bool:
    """Press Tab until the widget has the focus; tell whether it was reached."""
    for _ in range(steps):
        if wanted.hasFocus():
            return True
        QTest.keyClick(_focused(), Qt.Key.Key_Tab)
    return wanted.hasFocus()


def push(button: QWidget) -> None:
    """Walk to a button with Tab and press it; raise Problem("tour_unreachable") if Tab does not lead there."""
    if not walk_to(button):
        raise Problem("tour_unreachable", control=button.accessibleName() or type(button).__name__)
    press("Space")


def choose(menu: QComboBox, value: str) -> None:
    """Walk to a menu and choose the entry whose data is `value` with the arrow keys."""
    if menu.currentData() == value:
        return
    walk_to(menu)
    press("Home")
    while menu.currentData() != value and menu.currentIndex() < menu.count() - 1:
        press("Down")


def _focused() -> QWidget:
    widget = QApplication.focusWidget() or QApplication.activeWindow()
    if widget is None:
        shown = [f"{type(w).__name__} {w.isActiveWindow()}" for w in QApplication.topLevelWidgets() if w.isVisible()]
        raise RuntimeError(f"no window is active; shown are {shown}")
    return widget

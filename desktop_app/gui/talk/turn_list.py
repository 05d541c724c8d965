"""The turns of a conversation, one under the other; the end stays in sight while answers come."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui.talk.turn_view import TurnView
from desktop_app.gui.theme.spacing import LARGE
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.scrolling import scrolling

_SHOWN = 10
"""So many turns are shown at once; those before them when they are wanted."""
_NEAR = 4


class TurnList(QWidget):
    """Keeps the views of turns that stay on show, so that nothing jumps and no selection is lost."""

    grown = Signal()
    """Earlier turns are on show as well, and have to be filled."""

    def __init__(self, make: Callable[[int], TurnView], parent: QWidget | None = None) -> None:
        """Show turns with the views that `make` returns for their numbers."""
        super().__init__(parent)
        self._make = make
        self._views: dict[int, TurnView] = {}
        self._path: Sequence[int] = ()
        self._from = 0
        self._follows = True
        self.nothing = label(tone="muted", wrap=True)
        self.earlier = QPushButton(self.tr("Show what was said before"))
        self.earlier.clicked.connect(self._show_earlier)
        inner = QWidget()
        self._box = QVBoxLayout(inner)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(LARGE)
        self._box.addWidget(self.nothing)
        self._box.addWidget(self.earlier)
        self._turns = QVBoxLayout()
        self._turns.setSpacing(LARGE)
        self._box.addLayout(self._turns)
        self._box.addStretch(1)
        self._area = scrolling(inner)
        bar = self._area.verticalScrollBar()
        bar.valueChanged.connect(self._look)
        bar.rangeChanged.connect(lambda _low, high: self._keep_end(high))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._area)
        self.earlier.hide()

    @property
    def area(self) -> QScrollArea:
        """Return the area that scrolls."""
        return self._area

    @property
    def views(self) -> list[TurnView]:
        """Return the turns on show, the oldest first."""
        return [self._views[turn] for turn in self._path[self._from :]]

    def view(self, turn: int) -> TurnView | None:
        """Return the view of a turn, if it is on show."""
        return self._views.get(turn)

    def clear(self) -> None:
        """Show no turn."""
        for view in self._views.values():
            self._drop(view)
        self._views.clear()
        self._path, self._from = (), 0

    def show_path(self, path: Sequence[int]) -> None:
        """Show these turns; views of those that are there already stay."""
        grown = len(path) > len(self._path)
        if tuple(path[: len(self._path)]) != tuple(self._path) or not self._path:
            self._from = max(0, len(path) - _SHOWN)
        self._path = tuple(path)
        self._fill()
        if grown:
            self.go_to_end()

    def go_to_end(self) -> None:
        """Bring the newest turn into sight, and keep it there."""
        self._follows = True
        QTimer.singleShot(0, self, lambda: self._keep_end(self._area.verticalScrollBar().maximum()))

    def _fill(self) -> None:
        shown = self._path[self._from :]
        for turn in [turn for turn in self._views if turn not in shown]:
            self._drop(self._views.pop(turn))
        for place, turn in enumerate(shown):
            if turn not in self._views:
                self._views[turn] = self._make(turn)
                self._turns.insertWidget(place, self._views[turn])
                self._chain(self._views[shown[place - 1]] if place else self.earlier, self._views[turn])
        self.nothing.setVisible(not self._path)
        self.earlier.setVisible(self._from > 0)

    def _chain(self, before: QWidget, view: TurnView) -> None:
        """Let Tab reach a view where it stands; by itself it would come last in the window."""
        ahead = ([before] if before is self.earlier else _controls(before))[-1]
        for control in _controls(view):
            QWidget.setTabOrder(ahead, control)
            ahead = control

    def _drop(self, view: TurnView) -> None:
        self._turns.removeWidget(view)
        view.hide()
        view.deleteLater()

    def _show_earlier(self) -> None:
        self._follows = False
        self._from = max(0, self._from - _SHOWN)
        self._fill()
        self.grown.emit()

    def _look(self, value: int) -> None:
        self._follows = value >= self._area.verticalScrollBar().maximum() - _NEAR

    def _keep_end(self, high: int) -> None:
        if self._follows:
            self._area.verticalScrollBar().setValue(high)


def _controls(view: QWidget) -> list[QWidget]:
    """Return what takes the keyboard in a view, in its order; it always has something."""
    return [part for part in view.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]

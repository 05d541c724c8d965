"""Something with its buttons beside it; the buttons go below it where it would have too little room."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.turning import Turning

_WAY = QBoxLayout.Direction


class Acting(Turning):
    """Holds a part that takes the room there is, and its buttons at the end of the line or in the next one."""

    def __init__(self, part: QWidget, acts: QWidget, lines: int, parent: QWidget | None = None) -> None:
        """Keep `lines` heights of a line free for the part, or else put the buttons below it."""
        super().__init__(parent)
        self._acts = acts
        self._lines = lines
        self._box = QBoxLayout(_WAY.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SMALL)
        self._box.addWidget(part, 1)
        self._box.addWidget(acts, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def stacked(self) -> bool:
        """Tell whether the buttons stand below."""
        return self._box.direction() is _WAY.TopToBottom

    def turn(self) -> None:
        """Let the buttons stand where there is room for them."""
        beside = self.width() - self._acts.sizeHint().width() - SMALL >= self._lines * self.fontMetrics().height()
        if beside is self.stacked:
            self._box.setDirection(_WAY.LeftToRight if beside else _WAY.TopToBottom)

    def event(self, event: QEvent) -> bool:
        """Look anew when there are other buttons."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.turn()
        return done

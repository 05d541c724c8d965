"""The turns of one side, one bubble below the other."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.core import turns
from desktop_app.core.example import Conversation
from desktop_app.core.turns import Side, Talk, Where
from desktop_app.gui.editor.bubbles_acts import Turn
from desktop_app.gui.editor.bubbles_turn import Bubble
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.label import label

_PORTION = 30
"""Bubbles that are shown at once; the rest of a very long conversation on demand."""


class BubbleSide(QWidget):
    """Holds as many bubbles as there are turns; they are used again for the next row."""

    typed = Signal(object, object)
    acted = Signal(object, object, object)
    left = Signal()
    retyped = Signal()

    def __init__(self, side: Side, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._example: Talk | None = None
        self._most = _PORTION
        self._bubbles: list[Bubble] = []
        self._shown = 0
        self._rest = QPushButton()
        self._rest.setProperty("look", "quiet")
        self._rest.clicked.connect(self._show_more)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SMALL)
        if title:
            self._box.addWidget(label(title, size="strong", wrap=True))
        self._box.addWidget(self._rest)
        self._box.addStretch(1)

    @property
    def bubbles(self) -> list[Bubble]:
        """Return the bubbles on show, from the first turn on."""
        return self._bubbles[: self._shown]

    def show_turns(self, example: Talk, *, other: bool) -> None:
        """Show the turns of an example; `other` says that another row was shown before."""
        self._example = example
        if other:
            self._most = _PORTION
        found = turns.turns(example, self._side)
        taught = isinstance(example, Conversation)
        before, self._shown = self._shown, min(len(found), self._most)
        while len(self._bubbles) < self._shown:
            self._add()
        for at, bubble in enumerate(self._bubbles):
            if at < self._shown:
                turn = Turn(Where(self._side, at), found[at], len(found), taught)
                bubble.show_turn(turn, other=other or at >= before)
            bubble.setVisible(at < self._shown)
        hidden = len(found) - self._shown
        self._rest.setVisible(hidden > 0)
        self._rest.setText(self.tr("Show more turns ({0} are not shown)").format(self.locale().toString(hidden)))

    def bubble_at(self, at: int) -> Bubble | None:
        """Return the bubble of a turn, showing more of them if need be; None if there is no such turn."""
        if self._example is None or not 0 <= at < len(turns.turns(self._example, self._side)):
            return None
        if at >= self._shown:
            self._most = at + _PORTION
            self.show_turns(self._example, other=False)
        return self._bubbles[at]

    def _add(self) -> None:
        bubble = Bubble(self)
        bubble.acts.typed.connect(self.typed)
        bubble.acts.acted.connect(self.acted)
        bubble.left.connect(self.left)
        bubble.field.textChanged.connect(self.retyped)
        self._box.insertWidget(self._box.indexOf(self._rest), bubble)
        self._bubbles.append(bubble)

    def _show_more(self) -> None:
        first = self._shown
        bubble = self.bubble_at(first)
        if bubble is not None:
            bubble.field.setFocus()

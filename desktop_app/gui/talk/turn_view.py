"""One turn of the conversation: what was said, and under it the answers side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.talk import Leg
from desktop_app.gui.talk.answer_view import AnswerView
from desktop_app.gui.talk.said_view import SaidView
from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.widgets.abreast import SideBySide

_LINES = 36
"""So many heights of a line must fit side by side for two answers to stand abreast."""


class TurnView(QWidget):
    """Has a view for each leg of a turn; what stands in them is the display's business."""

    wanted = Signal(str, object)
    """What is to be done ("again", "code", "row", "tokens") and the Leg it is about."""
    try_wanted = Signal(object, int)
    """A Leg, and which of its answers is to be shown."""

    def __init__(self, turn: int, legs: Sequence[Leg], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turn = turn
        self.said = SaidView()
        self.answers: dict[Leg, AnswerView] = {}
        row = SideBySide(_LINES * max(1, len(legs) - 1))
        row_gap = row.layout()
        if row_gap is not None:
            row_gap.setSpacing(LARGE)
        for leg in legs:
            self.answers[leg] = view = AnswerView()
            for what in ("again", "code", "row", "tokens"):
                getattr(view, f"{what}_wanted").connect(lambda what=what, leg=leg: self.wanted.emit(what, leg))
            view.try_wanted.connect(lambda at, leg=leg: self.try_wanted.emit(leg, at))
            row.add_column(view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self.said)
        box.addWidget(row)

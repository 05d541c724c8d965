"""The wizard's foot: leave, go back, go on."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.acting import Acting

_LEAVE_LINES = 8
"""So many heights of a line are kept for leaving, beside what goes on."""


class Foot(QWidget):
    """Three buttons; the one that goes on says what it will do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setProperty("look", "quiet")
        self.back = QPushButton(self.tr("Back"))
        self.next = QPushButton(self.tr("Next"))
        self.next.setProperty("look", "primary")
        leave, move = QWidget(), QWidget()
        for holder, parts in ((leave, (self.cancel, None)), (move, (None, self.back, self.next))):
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(SMALL)
            for part in parts:
                if part is None:
                    row.addStretch(1)
                else:
                    row.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Acting(leave, move, _LEAVE_LINES))

"""The wizard's foot: leave, go back, go on."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_app.gui.theme.spacing import SMALL


class Foot(QWidget):
    """Three buttons; the one that goes on says what it will do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setProperty("look", "quiet")
        self.back = QPushButton(self.tr("Back"))
        self.next = QPushButton(self.tr("Next"))
        self.next.setProperty("look", "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)

"""Asking before a file that is there already is written over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.label import label

_LETTERS = 44


class ReplaceDialog(QDialog):
    """Accepted when the file may be replaced; Enter and Esc leave it as it is."""

    other_wanted = Signal(object)
    """Another name is to be chosen; with the widget that this dialog stands over."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Replace the file?"))
        said = self.tr("“{0}” is in this folder already. If you replace it, what is in it now is lost.")
        self.replace = QPushButton(self.tr("Replace it"))
        self.replace.setAutoDefault(False)
        self.replace.clicked.connect(self.accept)
        self.back = QPushButton(self.tr("Choose another name…"))
        self.back.setDefault(True)
        self.back.clicked.connect(self.reject)
        self.rejected.connect(self._on_rejected)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addStretch(1)
        foot.addWidget(self.replace)
        foot.addWidget(self.back)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(MEDIUM)
        box.addStrut(_LETTERS * self.fontMetrics().averageCharWidth())
        box.addWidget(label(said.format(name), wrap=True))
        box.addLayout(foot)
        self.back.setFocus()

    def _on_rejected(self) -> None:
        self.other_wanted.emit(self.parentWidget())

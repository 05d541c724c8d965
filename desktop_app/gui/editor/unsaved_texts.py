"""Texts that could not be saved before their project was closed: to be copied, rather than lost."""

from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.label import label

_LINES, _LETTERS = 14, 60


class UnsavedTexts(QDialog):
    """Shows the texts, one below the other, until somebody closes it."""

    def __init__(self, happened: str, parent: QWidget | None = None) -> None:
        """`happened` says why they could not be saved."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Not saved"))
        self.texts = QPlainTextEdit()
        self.texts.setReadOnly(True)
        self.texts.setTabChangesFocus(True)
        self.texts.setAccessibleName(self.tr("What was typed and is not saved"))
        metrics = QFontMetrics(self.font())
        self.texts.setMinimumSize(_LETTERS * metrics.averageCharWidth(), _LINES * metrics.lineSpacing())
        self.copy = QPushButton(self.tr("Copy the text"))
        self.copy.setDefault(True)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.texts.toPlainText()))
        leave = QPushButton(self.tr("Close"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.copy)
        hint = self.tr("The project is closed, and this text is not in it. Copy it and paste it somewhere safe.")
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(SMALL)
        for part in (label(f"{happened} {hint}", wrap=True), self.texts):
            box.addWidget(part, int(part is self.texts))
        box.addLayout(foot)

    def add(self, text: str) -> None:
        """Show one more text."""
        self.texts.appendPlainText(f"\n{text}" if self.texts.toPlainText() else text)
        self.copy.setFocus()

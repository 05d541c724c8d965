"""The record of a training on the screen: what it was made of, to read and to copy."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.training import made_of
from desktop_app.gui.training.run import Run
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label

_LINES = 10


class RunMadeOf(QWidget):
    """Shows a run's record as lines of text; it is drawn anew only while it can be seen or when it changes."""

    passport_wanted = Signal()
    """The model's passport is to be saved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(self.tr("What it was made of"))
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.setAccessibleName(self.tr("Copy what it was made of"))
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text.toPlainText()))
        self._said = label(
            self.tr("Written down when it was started, and never changed: rows are known by their fingerprints."),
            size="small",
            tone="muted",
            wrap=True,
        )
        self._passport = QPushButton(self.tr("Save the model's passport…"))
        self._passport.setToolTip(self.tr("One page with data, settings, curve, tests, votes, and how to call it"))
        self._passport.clicked.connect(self.passport_wanted)
        self._kept = label(tone="muted", wrap=True)
        self._kept.hide()
        buttons = FlowLayout()
        buttons.addWidget(self._copy)
        buttons.addWidget(self._passport)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for part in (self._said, self._text):
            box.addWidget(part)
        box.addLayout(buttons)
        box.addWidget(self._kept)

    @property
    def text(self) -> str:
        """Return the record as text."""
        return self._text.toPlainText()

    def tell(self, words: str) -> None:
        """Say what became of a wish."""
        self._kept.setText(words)
        self._kept.setVisible(bool(words))

    def show_run(self, run: Run, where: str) -> None:
        """Show this run's record."""
        self._said.setVisible(run.record is not None)
        self._passport.setVisible(bool(run.job.tuned_model))
        text = "\n".join(f"{name}: {value}" for name, value in made_of.record(run, where).items())
        if text != self._text.toPlainText():
            self._text.setPlainText(text)
        self._text.setFixedHeight(self.fontMetrics().height() * _LINES)

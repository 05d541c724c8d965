"""What came of a comparison with a successor: the verdict, what it rests on, and what can be done next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.models.succession_words import headline, kind, sentences
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.work.succession import Judgement


class SuccessionResult(QFrame):
    """Shows one judgement, or how far the answers are."""

    vote_wanted = Signal()
    rows_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.banner = Banner()
        self._words = label(wrap=True)
        self.progress = label(tone="muted", wrap=True)
        self.vote = QPushButton(self.tr("Vote blindly…"))
        self.vote.setToolTip(self.tr("Choose between the two answers to a question without knowing whose they are"))
        self.vote.clicked.connect(self.vote_wanted)
        self.rows = QPushButton(self.tr("See every row"))
        self.rows.clicked.connect(self.rows_wanted)
        self.save = QPushButton(self.tr("Save as a page…"))
        self.save.clicked.connect(self.save_wanted)
        self.acts = QWidget()
        flow = FlowLayout(self.acts)
        for button in (self.vote, self.rows, self.save):
            flow.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        box.setSpacing(SMALL)
        for part in (self.banner, self._words, self.progress, self.acts):
            box.addWidget(part)
        self.hide()

    @property
    def text(self) -> str:
        """Return everything that is said."""
        return f"{self.banner.text}\n{self._words.text()}"

    def show_judgement(self, told: Judgement) -> None:
        """Show what is known now."""
        self.banner.tell(headline(told), kind(told.verdict))
        self._words.setText("\n".join(sentences(told)))
        for part in (self.banner, self._words, self.acts):
            part.show()
        self.vote.setVisible(told.rows is not None)
        self.show()

    def say(self, words: str) -> None:
        """Say how far the answers are, or why none come."""
        self.progress.setText(words)
        self.progress.setVisible(bool(words))
        if words:
            self.show()

    def forget(self) -> None:
        """Show nothing any more."""
        self.hide()
        for part in (self.banner, self._words, self.acts, self.progress):
            part.hide()

"""What the votes have come to: who is better, all models by strength, and how the votes fell between each two."""

from collections.abc import Sequence
from itertools import combinations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.core.ballots import Vote, tally
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.voting import result_words as words
from desktop_app.gui.widgets.label import label


class ResultView(QWidget):
    """Says whose the answers were; who looks at it may go on voting, the intervals allow for that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = label(size="medium", wrap=True)
        self.note = label(
            self.tr(
                "In brackets stands where the true share lies; it is missed in 1 of 20 cases, however often you look. "
                "No model is named the better one while one half lies within."
            ),
            tone="muted",
            wrap=True,
        )
        self._models_title = label(self.tr("All models, the strongest first"), size="strong", wrap=True)
        self.models = label(wrap=True)
        self._pairs_title = label(self.tr("Votes between each two"), size="strong", wrap=True)
        self.pairs = label(wrap=True)
        self.copy = QPushButton(self.tr("Copy the result"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.as_text()))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        for part in (self.said, self.note, self._models_title, self.models, self._pairs_title, self.pairs):
            if part not in (self._models_title, self._pairs_title):
                part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            box.addWidget(part)
        box.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeading)
        box.addStretch(1)

    def show_votes(self, votes: Sequence[Vote], names: Sequence[str]) -> None:
        """Show the votes on models of these names."""
        ranked = words.ranked(votes, names) if len(names) > 2 else []
        pairs = combinations(range(len(names)), 2)
        self.said.setText(words.verdict(votes, names))
        self.models.setText("\n".join(words.place(at, one) for at, one in enumerate(ranked, 1)))
        self.pairs.setText("\n".join(words.counted(tally(votes, a, b), names[a], names[b]) for a, b in pairs))
        for part in (self._models_title, self.models):
            part.setVisible(bool(ranked))

    def as_text(self) -> str:
        """Return everything that is said, for the clipboard."""
        parts = (self.said, self.models, self.pairs)
        return "\n\n".join(part.text() for part in parts if part.text())

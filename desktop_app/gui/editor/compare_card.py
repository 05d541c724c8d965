"""One row among others that it is compared with, with what is different marked, and what can be done with it."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import HAIR, MEDIUM, SMALL
from desktop_app.gui.widgets.changes import Piece
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.marked import Marked, in_words, part_name

Texts = Sequence[tuple[str, Sequence[Piece]]]
"""The parts of a row: the name of each, and its pieces."""


class CompareCard(QFrame):
    """Shows a title, a line about the row, its texts, and a button for each act."""

    acted = Signal(str)
    """The name of what is to be done with the row."""

    def __init__(self, title: str, about: str, texts: Texts, *, quiet: bool = False) -> None:
        """Show a row; a `quiet` one steps back behind the others."""
        super().__init__()
        self.setProperty("surface", "card")
        self.buttons: dict[str, QPushButton] = {}
        self._title = title
        self._acts = QWidget()
        self._flow = FlowLayout(self._acts, HAIR)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        box.setSpacing(HAIR)
        box.addWidget(label(title, size="strong", tone="muted" if quiet else "", wrap=True))
        box.addWidget(label(about, size="small", tone="muted", wrap=True))
        for name, pieces in texts:
            box.addSpacing(HAIR)
            box.addWidget(label(part_name(name), size="small", tone="muted", wrap=True))
            box.addWidget(Marked(pieces, quiet=quiet))
        box.addStretch(1)
        box.addWidget(self._acts)
        self._acts.hide()
        self.setAccessibleName(f"{title}. {about}")
        self.setAccessibleDescription("\n".join(f"{part_name(name)}: {in_words(pieces)}" for name, pieces in texts))

    def add_act(self, name: str, words: str, *, main: bool = False) -> None:
        """Offer something to do; `main` is what is done most often."""
        made = QPushButton(words)
        if not main:
            made.setProperty("look", "quiet")
        made.setAccessibleName(f"{self._title}: {words}")
        made.clicked.connect(lambda _=False: self.acted.emit(name))
        self._flow.addWidget(made)
        self._acts.show()
        self.buttons[name] = made


def chain(after: QWidget, cards: Iterable[CompareCard]) -> QWidget:
    """Let the Tab key go through the buttons of cards, one after the other, from where `after` is; return the last."""
    for card in cards:
        for button in card.buttons.values():
            QWidget.setTabOrder(after, button)
            after = button
    return after

"""A row as a training learned it, beside the row as it is now."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.example import Example
from desktop_app.gui.editor.columns import part_word, status_word
from desktop_app.gui.editor.compare_card import CompareCard, Texts, chain
from desktop_app.gui.widgets.abreast import SideBySide
from desktop_app.gui.widgets.changes import WIDE, as_it_is, one_side, other_side, sections
from desktop_app.work.since import Fate, ThenNow

_ABREAST = 30


class Sides(QWidget):
    """Shows two cards; `acted(act)` is "restore", "edit" or "table"."""

    acted = Signal(str)

    def __init__(self, before: QWidget, parent: QWidget | None = None) -> None:
        """Let the Tab key come here from the widget `before`."""
        super().__init__(parent)
        self._before = before
        self.cards: tuple[CompareCard, ...] = ()
        self._holder = QWidget()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self._holder)
        self._box.addStretch(1)

    def show_row(self, fate: Fate, both: ThenNow) -> None:
        """Show what became of a row."""
        then, now = _texts(both)
        self.cards = (self._then(fate, both.then, then), self._now(fate, both, now))
        beside = SideBySide(_ABREAST)
        for card in self.cards:
            beside.add_column(card)
            card.acted.connect(self.acted)
        self._box.replaceWidget(self._holder, beside)
        self._holder.hide()
        self._holder.deleteLater()
        self._holder = beside
        chain(self._before, self.cards)

    def _then(self, fate: Fate, then: Example | None, texts: Texts) -> CompareCard:
        about = self.tr("As the model learned it")
        if then is None:
            new = self.tr("The model did not learn from this row.")
            lost = self.tr("The text of then is not kept any more: the history does not reach back to this training.")
            about = new if fate is Fate.NEW else lost
        return CompareCard(self.tr("Then"), about, texts, quiet=then is None)

    def _now(self, fate: Fate, both: ThenNow, texts: Texts) -> CompareCard:
        if both.now is None:
            return CompareCard(self.tr("Now"), self.tr("The row is deleted."), (), quiet=True)
        about = " · ".join([status_word(both.now.status), part_word(both.now.part)])
        card = CompareCard(self.tr("Now"), about, texts)
        if fate is Fate.CHANGED and both.then is not None and both.then != both.now.example:
            card.add_act("restore", self.tr("Write back the text of then"))
        card.add_act("edit", self.tr("Edit"))
        card.add_act("table", self.tr("Show in the table"))
        return card


def _texts(both: ThenNow) -> tuple[Texts, Texts]:
    if both.then is not None and both.now is not None:
        parts = sections(both.then, both.now.example, around=WIDE)
        return (
            [(part.name, one_side(part)) for part in parts if one_side(part) or not other_side(part)],
            [(part.name, other_side(part)) for part in parts if other_side(part) or not one_side(part)],
        )
    return _alone(both.then), _alone(both.now.example if both.now else None)


def _alone(example: Example | None) -> Texts:
    return [] if example is None else [(part.name, part.pieces) for part in as_it_is(example, around=WIDE)]

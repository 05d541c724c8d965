"""The cards of base models: a card stays the same while its model stays in the list, whatever becomes of it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.gui.background import Background
from desktop_app.gui.models.base_card import BaseCard
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.providers.local import BaseModel
from desktop_app.work.sites import Sites


class BaseList(QWidget):
    """Shows base models in the order given."""

    changed = Signal()
    drawn = Signal()

    def __init__(self, background: Background, sites: Sites, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._cards: dict[str, BaseCard] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(MEDIUM)

    @property
    def cards(self) -> list[BaseCard]:
        """Return the cards on show, from above."""
        return list(self._cards.values())

    def show_models(self, models: Sequence[BaseModel], room: int) -> None:
        """Show these models; this computer has `room` bytes of memory."""
        wanted = [model.id for model in models]
        for name in [name for name in self._cards if name not in wanted]:
            card = self._cards.pop(name)
            card.hide()
            self._box.removeWidget(card)
            card.deleteLater()
        moved = list(self._cards) != wanted
        self._cards = {name: self._cards.get(name) or self._made() for name in wanted}
        for place, model in enumerate(models):
            card = self._cards[model.id]
            if moved:
                self._box.insertWidget(place, card)
            card.show_model(model, room)
        if moved:
            self.drawn.emit()

    def _made(self) -> BaseCard:
        card = BaseCard(self._background, self._sites)
        card.changed.connect(self.changed)
        return card

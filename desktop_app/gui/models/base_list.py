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
    removed = Signal(str, object)
    """The name of a model that went into the bin, and what can be put back (a list of Binned)."""
    waited_for = Signal(str)
    """This model has come, and the keyboard was on its card meanwhile."""

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

    def take_focus(self, model_id: str) -> bool:
        """Give the keyboard to the card of a model; False where there is none."""
        card = self._cards.get(model_id)
        if card is not None:
            card.remove.setFocus()
        return card is not None

    def show_models(self, models: Sequence[BaseModel], room: int) -> None:
        """Show these models; this computer has `room` bytes of memory."""
        wanted = [model.id for model in models]
        for name in [name for name in self._cards if name not in wanted]:
            card = self._cards.pop(name)
            card.hide()
            self._box.removeWidget(card)
            card.deleteLater()
        moved = list(self._cards) != wanted
        self._cards = {name: self._cards.get(name) or self._made(name) for name in wanted}
        for place, model in enumerate(models):
            card = self._cards[model.id]
            if moved:
                self._box.insertWidget(place, card)
            card.show_model(model, room)
        if moved:
            self.drawn.emit()

    def _made(self, name: str) -> BaseCard:
        card = BaseCard(self._background, self._sites)
        card.changed.connect(self.changed)
        card.removed.connect(self.removed)
        card.waited_for.connect(lambda: self.waited_for.emit(name))
        return card

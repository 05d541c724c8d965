"""The base models to be had: what each is, and how to get it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_app.gui.background import Background
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import size
from desktop_app.gui.widgets.fetch_model import FetchModel
from desktop_app.gui.widgets.label import label
from desktop_app.providers.local import BaseModel, LocalEngine


class BaseCard(QFrame):
    """One base model with its size and licence, and the offer to fetch it."""

    def __init__(self, fetch: FetchModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.fetch = fetch
        self._title = label(size="strong", wrap=True)
        self._facts = label(size="small", tone="muted", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        box.setSpacing(SMALL)
        for part in (self._title, self._facts, fetch):
            box.addWidget(part)

    def show_model(self, model: BaseModel) -> None:
        """Show a base model as the engine tells it."""
        self._title.setText(model.title)
        licence = self.tr("licence {0}").format(model.licence) if model.licence else self.tr("licence not known")
        self._facts.setText(self.tr("{0} on the disk, {1}").format(size(model.bytes), licence))
        self.fetch.show_model(model)


class BaseList(QWidget):
    """A card for each base model; `ready` names one that has just been fetched."""

    ready = Signal(str)

    def __init__(self, background: Background, engine: LocalEngine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._engine = engine
        self._cards: dict[str, BaseCard] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(MEDIUM)
        self._box.addWidget(label(self.tr("Base models"), size="heading", wrap=True))

    @property
    def cards(self) -> dict[str, BaseCard]:
        """Return the cards by their models' ids."""
        return dict(self._cards)

    def show_models(self, models: list[BaseModel]) -> None:
        """Show these base models; cards that stand already stay where they are."""
        for gone in set(self._cards) - {model.id for model in models}:
            self._cards.pop(gone).deleteLater()
        for model in models:
            if model.id not in self._cards:
                fetch = FetchModel(self._background, self._engine)
                fetch.ready.connect(self.ready)
                self._cards[model.id] = BaseCard(fetch)
                self._box.addWidget(self._cards[model.id])
            self._cards[model.id].show_model(model)

"""Choosing whose vectors tell how near answers come in meaning, with what reading them takes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.meaning import Embedder
from desktop_app.gui.answers.sheet import Sheet
from desktop_app.gui.theme.say import name_said
from desktop_app.gui.widgets.ending import named
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.settings.today import today
from desktop_app.work.embedders import Offer

_WIDE = 18


class NearnessDialog(Sheet):
    """The offers come with `offer`, once it is known who reads meanings."""

    changed = Signal()
    """Another one is chosen; what it takes is to be told with `tell`."""

    def __init__(self, chosen: Callable[[Embedder], None], parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Compare what answers mean"))
        self._chosen = chosen
        self.model = Menu(28)
        self.said = label(self.tr("Looking who reads meanings…"), tone="muted", wrap=True)
        hint = self.tr(
            "A model for embeddings reads each answer and the expected one, and says how near they are in meaning, "
            "whatever their words. It knows topics well, and misses a “not” easily: read it beside the other figures."
        )
        self.box.addWidget(label(hint, wrap=True))
        self.box.addWidget(Field(self.tr("Read by"), self.model))
        self.box.addWidget(self.said)
        self.box.addStretch(1)
        self.button(self.tr("Cancel"), self.reject)
        self.act = self.button(self.tr("Compare"), self._give, main=True)
        self.act.setEnabled(False)
        self.model.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.spread(_WIDE)
        self.finish(34, 15)

    @property
    def embedder(self) -> Embedder | None:
        """Return who is chosen; None where nobody can be."""
        found = self.model.currentData()
        return found if isinstance(found, Embedder) else None

    def offer(self, offers: Sequence[Offer]) -> None:
        """Offer those that can be asked now; a model that was made for answers tells less, and says so."""
        self.model.blockSignals(True)
        for one in offers:
            if one.ready:
                said = named(name_said(one.title), one.ending, today())
                self.model.addItem(self.tr("{0} (rough)").format(said) if one.rough else said, one.embedder)
        self.model.blockSignals(False)
        self.model.setEnabled(self.model.count() > 0)
        if not self.model.count():
            self.tell(
                self.tr(
                    "Nobody you can reach reads meanings yet. Fetch the model for embeddings on the Meaning tab of "
                    "Data, or connect to a provider that has one."
                ),
                ready=False,
            )
        self.changed.emit()

    def tell(self, words: str, *, ready: bool = True) -> None:
        """Say what the choice takes, or why it does not go."""
        self.said.setText(words)
        self.act.setEnabled(ready and self.embedder is not None)

    def _give(self) -> None:
        if self.embedder is not None:
            self.accept()
            self._chosen(self.embedder)

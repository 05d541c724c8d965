"""The model that is to learn: a menu of base models and of tuned ones to go on from, or a name of one's own."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop_app.gui.theme.say import name_said
from desktop_app.gui.widgets.ending import named
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.menu import IN_BRIEF, Menu
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.work.trainable import Choice, Offer

_LETTERS = 12
_SHOWN = 20


class PlanModel(QWidget):
    """Holds the choice; `changed` comes when it is another one."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: Offer | None = None
        self._choices: dict[str, Choice] = {}
        self._wanted = ""
        # Of two dated models the end alone tells which is which.
        self.menu: QComboBox = Menu(_LETTERS, Qt.TextElideMode.ElideMiddle)
        self.menu.setMaxVisibleItems(_SHOWN)
        self.menu.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.field = Field(self.tr("Base model"), self.menu)
        self.menu.currentIndexChanged.connect(lambda _: self._on_changed())
        self.menu.editTextChanged.connect(lambda _: self._on_changed())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.field)

    @property
    def model_id(self) -> str:
        """Return the id of the model that is chosen or named; "" for none."""
        if self.menu.isEditable():
            said = self.menu.currentText().strip()
            place = self.menu.findText(said, Qt.MatchFlag.MatchExactly)
            return str(self.menu.itemData(place) or "") if place >= 0 else said
        return str(self.menu.currentData() or "")

    @property
    def choice(self) -> Choice | None:
        """Return what is known of the chosen model; None for one that was named by hand."""
        return self._choices.get(self.model_id)

    def show_offer(self, offer: Offer, today: date) -> None:
        """Offer these models, the one chosen before still chosen where it is there too."""
        before = "" if self._offer is None or self._offer.site.id != offer.site.id else self.model_id
        self._offer = offer
        self._choices = {choice.id: choice for choice in offer.choices}
        self.menu.blockSignals(True)
        self.menu.clear()
        self.menu.setEditable(offer.any)
        self._fill([choice for choice in offer.choices if not choice.tuned], today)
        tuned = [choice for choice in offer.choices if choice.tuned]
        if tuned and self.menu.count():
            self.menu.insertSeparator(self.menu.count())
        self._fill(tuned, today)
        self._name_by_hand(offer)
        self._choose(before)
        self.menu.blockSignals(False)
        self.menu.setToolTip(plain_tip(self.menu.currentText()))
        self._show_beginning()
        self.changed.emit()

    def choose(self, model_id: str) -> None:
        """Choose a model, as soon as it is offered; one that is not offered at all is named by hand where that goes."""
        place = self.menu.findData(model_id)
        if place >= 0:
            self.menu.setCurrentIndex(place)
        elif self.menu.isEditable():
            self.menu.setEditText(model_id)
            self._show_beginning()
        else:
            self._wanted = model_id

    def _choose(self, before: str) -> None:
        """Choose what is wanted, else what was chosen before, else the first."""
        for name in (self._wanted, before):
            place = self.menu.findData(name) if name else -1
            if place >= 0:
                self.menu.setCurrentIndex(place)
                self._wanted = "" if name == self._wanted else self._wanted
                return
        if self.menu.isEditable():
            self.menu.setCurrentIndex(-1)
            self.menu.setEditText(self._wanted or before)
            self._wanted = ""
        else:
            self.menu.setCurrentIndex(0 if self.menu.count() else -1)

    def tell(self, help_text: str) -> None:
        """Say something below the menu."""
        if self.menu.accessibleDescription() != help_text:
            self.field.set_help(help_text)

    def _fill(self, choices: Sequence[Choice], today: date) -> None:
        for choice in choices:
            name = self._name(choice)
            here = choice.open is None or choice.open.ready
            said = name if here else self.tr("{0} (not fetched yet)").format(name)
            self.menu.addItem(named(said, choice.ending, today), choice.id)
            if not here:  # a card below says so, too: closed, the menu has hardly room for the name
                self.menu.setItemData(self.menu.count() - 1, name, IN_BRIEF)

    def _name(self, choice: Choice) -> str:
        name = name_said(choice.title) or model_name(choice.id)
        return self.tr("Go on from {0}").format(name) if choice.tuned else name

    def _name_by_hand(self, offer: Offer) -> None:
        line = self.menu.lineEdit()
        if not offer.any or line is None:
            return
        line.setPlaceholderText(self.tr("the model's name, as the provider writes it"))
        line.setAccessibleName(self.tr("Base model"))
        line.editingFinished.connect(self._show_beginning)
        completer = self.menu.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(completer.CompletionMode.PopupCompletion)

    def _show_beginning(self) -> None:
        """Let a name that is too long be read from its beginning; the tooltip has all of it."""
        line = self.menu.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def _on_changed(self) -> None:
        self._wanted = ""
        self.changed.emit()

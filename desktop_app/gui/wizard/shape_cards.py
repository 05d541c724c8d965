"""What each row becomes: a chat, a prompt with its completion, or a preference pair."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from desktop_app.core.example import Shape
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.label import label
from desktop_app.gui.wizard.choice_card import ChoiceCard


class ShapeCards(QWidget):
    """Asks for the shape; a shape that cannot be had says why on its card."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentences = {
            Shape.CHAT: self.tr("A question from a user and the assistant's answer. Right for most models of today."),
            Shape.COMPLETION: self.tr(
                "One text that the model goes on writing. Right for plain text models and for short patterns."
            ),
            Shape.PREFERENCE: self.tr(
                "A question with a better and a worse answer (DPO). For a model that answers well already and should "
                "answer more to your liking."
            ),
        }
        titles = {
            Shape.CHAT: self.tr("Chat"),
            Shape.COMPLETION: self.tr("Prompt and completion"),
            Shape.PREFERENCE: self.tr("Preference pairs"),
        }
        self.cards: Mapping[Shape, ChoiceCard] = {
            shape: ChoiceCard(titles[shape], sentence) for shape, sentence in self._sentences.items()
        }
        self._group = QButtonGroup(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(label(self.tr("What each row becomes"), size="heading", wrap=True))
        for shape, card in self.cards.items():
            self._group.addButton(card.radio)
            card.radio.toggled.connect(partial(self._on_toggled, shape))
            box.addWidget(card)
        self.consequences = label(tone="muted", size="small", wrap=True)
        self.consequences.hide()
        box.addWidget(self.consequences)

    @property
    def shape(self) -> Shape:
        """Return the shape that is chosen."""
        return next((shape for shape, card in self.cards.items() if card.radio.isChecked()), Shape.CHAT)

    @property
    def first(self) -> QWidget:
        """Return the control that takes the focus."""
        return self.cards[self.shape].radio

    def _on_toggled(self, shape: Shape, on: bool) -> None:
        if on:
            self.chosen.emit(shape)

    def say_consequences(self, said: str) -> None:
        """Say what becomes of what the chosen shape has no place for; "" for nothing."""
        self.consequences.setText(said)
        self.consequences.setVisible(bool(said))

    def show_shape(self, shape: Shape, refused: Mapping[Shape, str]) -> None:
        """Show the shape chosen so far; `refused` says of others why they cannot be had."""
        for each, card in self.cards.items():
            card.radio.blockSignals(True)
            card.radio.setChecked(each is shape)
            card.radio.blockSignals(False)
            card.offer(refused.get(each) or self._sentences[each], offered=each not in refused)

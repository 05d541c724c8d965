"""The models one can ask in a menu."""

from PySide6.QtWidgets import QWidget

from desktop_app.core.batch import Voice
from desktop_app.gui.answers.naming import offered_line
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.widgets.menu import Menu

_LETTERS = 16


class VoiceMenu(Menu):
    """Models of this computer by their names, others with the place they are at and the day they end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_LETTERS, parent=parent)

    @property
    def voice(self) -> Voice | None:
        """Return the chosen model; None while there is none."""
        chosen: Voice | None = self.currentData()
        return chosen

    def offer(self, choices: Choices) -> bool:
        """Offer these models; the chosen one stays as long as it is there. Tell whether another is chosen now."""
        kept = self.voice
        self.clear()
        for site, offered in choices.all:
            self.addItem(offered_line(site, offered), offered.voice)
        self.setCurrentIndex(next((n for n in range(self.count()) if self.itemData(n) == kept), 0))
        return self.voice != kept

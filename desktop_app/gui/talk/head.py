"""One of the models one talks with: which it is, how it is asked, and that it can be left out."""

from PySide6.QtWidgets import QWidget

from desktop_app.gui.answers.model_choice import ModelChoice
from desktop_app.gui.theme.spacing import HAIR
from desktop_app.gui.widgets.menu import Menu

_LETTERS = 26


class ThreadHead(ModelChoice):
    """The model that answers in one thread of the conversation."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(Menu(_LETTERS), parent)
        self.number = number
        """The thread of the conversation that this model has."""
        self.box.setSpacing(HAIR)
        self.offer_acts(
            {
                "setting": (self.tr("Settings of this model…"), self.setting_wanted),
                "remove": (self.tr("Talk without this model"), self.removal_wanted),
            }
        )

    def set_place(self, place: int, count: int, *, changeable: bool) -> None:
        """Say which of how many models this is (from 1); nothing can be changed while models are asked."""
        name = self.tr("Model") if count == 1 else self.tr("Model {0}").format(place)
        self.menu.setAccessibleName(name)
        self.name_more(self.tr("More for this model"), name)
        self.menu.setEnabled(changeable)
        self.acts["setting"].setEnabled(changeable)
        self.acts["remove"].setEnabled(changeable and count > 1)

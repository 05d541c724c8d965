"""The help: a strip of pages, reached by F1, the menu and the list of all actions; Esc leads back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop_app.gui.help.advice_page import AdvicePage
from desktop_app.gui.help.internet_page import InternetPage
from desktop_app.gui.help.words_page import WordsPage
from desktop_app.gui.widgets.tabbed_place import Room, TabbedPlace

WORDS, INTERNET, ADVICE = "words", "internet", "advice"


class HelpPlace(TabbedPlace):
    """Says what is asked for; it knows no other room."""

    left = Signal()
    network_wanted = Signal()
    room_wanted = Signal(str)
    """The room that an advice leads to: "start", "playground", "make" or "meaning"."""

    def __init__(self, offline: Callable[[], bool], parent: QWidget | None = None) -> None:
        """Make the help; `offline` tells whether the user lets anything out."""
        super().__init__("", parent)
        self.tabs.setAccessibleName(self.tr("Pages of the help"))
        sentence = self.tr("What the words of this program mean")
        self.add_room(Room(WORDS, self.tr("Words"), sentence), WordsPage)
        sentence = self.tr("What is fetched or sent, when, and to whom")
        self.add_room(Room(INTERNET, self.tr("Internet"), sentence), partial(self._build_internet, offline))
        sentence = self.tr("Which way suits your task")
        self.add_room(Room(ADVICE, self.tr("Fine-tuning or embeddings?"), sentence), self._build_advice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc lead back to where one was."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _build_internet(self, offline: Callable[[], bool]) -> QWidget:
        page = InternetPage(offline)
        page.network_wanted.connect(self.network_wanted)
        return page

    def _build_advice(self) -> QWidget:
        page = AdvicePage()
        page.room_wanted.connect(self.room_wanted)
        return page

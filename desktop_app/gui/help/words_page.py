"""The words of the program and of the field, with what they mean; typing narrows the list."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.sentences.glossary import WORDS
from desktop_app.core.text import Text
from desktop_app.gui.help.word_table import WordTable
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.page import Page


class WordsPage(Page):
    """A search field over the table of words, in the order of the user's alphabet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.set_title(self.tr("Words"), self.tr("What the words of this program mean, in everyday language."))
        rows = ((say(Text(key)), say(Text(f"{key}.meaning"))) for key in WORDS)
        self._rows = sorted(rows, key=lambda row: row[0].casefold())
        self.search = QLineEdit()
        self.search.setAccessibleName(self.tr("Search in the words"))
        self.search.setPlaceholderText(self.tr("Which word?"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.table = WordTable(self.tr("Words"), (self.tr("Word"), self.tr("What it means")), (1, 3))
        self._none = label(self.tr("No word here has these letters."), tone="muted")
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        for part in (self.search, self._none):
            box.addWidget(part)
        box.addWidget(self.table, 1)
        self.set_content(content)
        self._narrow("")

    def _narrow(self, words: str) -> None:
        """Show the words that have these letters in their name, else those that have them in their meaning."""
        sought = words.casefold().split()
        named = [row for row in self._rows if all(part in row[0].casefold() for part in sought)]
        found = named or [row for row in self._rows if all(part in row[1].casefold() for part in sought)]
        self.table.show_rows(found)
        self._none.setVisible(not found)

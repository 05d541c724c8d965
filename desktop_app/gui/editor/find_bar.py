"""Finding and replacing in the rows: lines that come with their keys and go with Esc."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.remarks import REMARKS
from desktop_app.core.search import Search
from desktop_app.gui.editor.columns import column_word
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label, set_tone
from desktop_app.gui.widgets.menu import Menu

_LETTERS = 28


class Where(StrEnum):
    """In which rows is replaced."""

    SHOWN = "shown"
    CHOSEN = "chosen"
    ALL = "all"


class FindBar(QFrame):
    """What is sought and how, previous, next, a word on how the search went; and what stands in its place then."""

    sought = Signal(object, bool)
    """A Search, and whether to go backwards."""
    filter_wanted = Signal(object)
    """A Search: only rows it finds something in are to be shown."""
    replace_wanted = Signal(object, str)
    """A Search and a replacement for what is found in the current row."""
    replace_all_wanted = Signal(object, str, object)
    """A Search, a replacement and a Where."""
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = self._line(self.tr("Find"), self.tr("Find"))
        self.replacement = self._line(self.tr("Replace by"), self.tr("Replace by"))
        self.case = self._toggle("Aa", self.tr("Capital and small letters differ"))
        self.whole = self._toggle(self.tr("Word"), self.tr("Whole words only"))
        self.regex = self._toggle(".*", self.tr("Pattern (regular expression)"))
        self.fields = Menu(12)
        self.fields.setAccessibleName(self.tr("Find in"))
        self.where = Menu(14)
        self.where.setAccessibleName(self.tr("Replace in"))
        for where, words in (
            (Where.SHOWN, self.tr("In all rows shown")),
            (Where.CHOSEN, self.tr("In the chosen rows")),
            (Where.ALL, self.tr("In all rows of the project")),
        ):
            self.where.addItem(words, where)
        self._word = label(tone="muted")
        self._word.setAccessibleName(self.tr("How the search went"))
        self.only = self._button(self.tr("Show only these rows"), lambda: self.filter_wanted.emit(self.search))
        self.replace = self._button(self.tr("Replace in this row"), self._ask_replace)
        self.replace_all = self._button(self.tr("Replace all…"), self._ask_replace_all)
        self._second = QWidget()
        self._arrange()
        self.set_fields(())
        self.fields.currentIndexChanged.connect(lambda _: self._on_field())

    @property
    def word(self) -> str:
        """Return what is said about the search."""
        return self._word.text()

    @property
    def search(self) -> Search:
        """Return what is sought."""
        name = self.fields.currentData()
        how = (self.case.isChecked(), self.whole.isChecked(), self.regex.isChecked())
        return Search(self.field.text(), *how, (name,) if name else ())

    def set_fields(self, names: Sequence[str]) -> None:
        """Offer to search in one of these fields, or in what is said about rows."""
        self.fields.clear()
        self.fields.addItem(self.tr("In all fields but note and tags"), "")
        for name in (*names, *(REMARKS if names else ())):
            self.fields.addItem(self.tr("In {0}").format(column_word(name)), name)

    def open(self, *, replacing: bool) -> None:
        """Come up, with or without the line of the replacement, and take the keyboard."""
        self._second.setVisible(replacing)
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def seek(self, *, backwards: bool) -> None:
        """Ask for the next or the previous match."""
        if self.field.text():
            self.sought.emit(self.search, backwards)

    def say(self, word: str, tone: str) -> None:
        """Say how the search went."""
        self._word.setText(word)
        self._word.setVisible(bool(word))
        set_tone(self._word, tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter finds the next match, with Shift the previous one; Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _arrange(self) -> None:
        first = QWidget()
        close = QToolButton()
        close.setIcon(icon("x", "muted"))
        close.setAccessibleName(self.tr("Close find"))
        close.setToolTip(self.tr("Close find"))
        close.clicked.connect(self.left)
        previous = self._button(self.tr("Previous"), lambda: self.seek(backwards=True))
        previous.setToolTip("Shift+F3")
        following = self._button(self.tr("Next"), lambda: self.seek(backwards=False))
        following.setToolTip("F3")
        line = FlowLayout(first)
        options = (self.field, self.case, self.whole, self.regex, self.fields)
        for part in (*options, previous, following, self.only, close, self._word):
            line.addWidget(part)
        line = FlowLayout(self._second)
        for part in (self.replacement, self.replace, self.replace_all, self.where):
            line.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(first)
        box.addWidget(self._second)
        self.say("", "muted")
        self._second.hide()
        self._fit()

    def _fit(self) -> None:
        for field in (self.field, self.replacement):
            field.setMinimumWidth(_LETTERS * self.fontMetrics().averageCharWidth())

    def _line(self, name: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText(hint)
        made.setAccessibleName(name)
        made.setClearButtonEnabled(True)
        made.textEdited.connect(lambda _: self.say("", "muted"))
        return made

    def _toggle(self, words: str, hint: str) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setCheckable(True)
        made.setAccessibleName(hint)
        made.setToolTip(hint)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.toggled.connect(lambda _: self.say("", "muted"))
        return made

    def _button(self, words: str, act: Callable[[], None]) -> QPushButton:
        made = QPushButton(words)
        made.clicked.connect(lambda _=False: act())
        return made

    def _press(self, event: QKeyEvent) -> None:
        button = self.focusWidget()
        if isinstance(button, QPushButton | QToolButton):
            button.click()
        else:
            self.seek(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _on_field(self) -> None:
        """Offer to replace only what a model learns from."""
        self.say("", "muted")
        for button in (self.replace, self.replace_all):
            button.setEnabled(not self.search.in_remarks)

    def _ask_replace(self) -> None:
        if self.field.text():
            self.replace_wanted.emit(self.search, self.replacement.text())

    def _ask_replace_all(self) -> None:
        if self.field.text():
            self.replace_all_wanted.emit(self.search, self.replacement.text(), Where(self.where.currentData()))

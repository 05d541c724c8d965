"""The menus with which a file is read in another way than was guessed."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.reading import Found, Kind, Reading
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.quietly import set_quietly
from desktop_app.gui.wizard import reading_words

_TEXT_KINDS = (Kind.DELIMITED, Kind.JSON, Kind.TEXT)
"""A file of letters can be read as each of these."""
_KIND_LETTERS = 26
_ENCODING_LETTERS = 34
"""So long are the longest names of encodings, with the word that they were found."""
_OTHER = ""
"""The entry with which another separator is typed."""


class ReadingMenus(QWidget):
    """Shows how the file is read; what the user says otherwise comes as a Reading of their answers."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = Reading()
        self._guessed = Reading()
        self.kind, self.encoding, self.delimiter, self.sheet = (Menu() for _ in range(4))
        self.other = QLineEdit()
        self.other.setMaxLength(1)
        self.other.setAccessibleName(self.tr("Another separator, one character"))
        self.other.setMaximumWidth(self.other.fontMetrics().averageCharWidth() * 8)
        self.other.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.other.textEdited.connect(self._on_typed)
        self.header = QCheckBox(self.tr("The first row names the columns"))
        self.header.toggled.connect(lambda checked: self._say(header=checked))
        self.kind.activated.connect(lambda _: self._choose_kind(Kind(self.kind.currentData())))
        self.encoding.activated.connect(lambda _: self._say(encoding=self.encoding.currentData()))
        self.delimiter.activated.connect(lambda _: self._choose_delimiter(self.delimiter.currentData()))
        self.sheet.activated.connect(lambda _: self._say(sheet=self.sheet.currentData()))
        for menu in (self.kind, self.encoding, self.delimiter, self.sheet):
            menu.setMinimumContentsLength(20)
            menu.setMaxVisibleItems(24)
        self.kind.setMinimumContentsLength(_KIND_LETTERS)
        self.encoding.setMinimumContentsLength(_ENCODING_LETTERS)
        self._fields: dict[str, QWidget] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        separator = QWidget()
        row = QHBoxLayout(separator)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        row.addWidget(self.delimiter)
        row.addWidget(self.other)
        self._fields = {
            "kind": Field(self.tr("The file is"), self.kind),
            "sheet": Field(self.tr("Sheet"), self.sheet),
            "delimiter": Field(self.tr("Columns are separated by"), separator),
            "encoding": Field(self.tr("Letters are stored as (encoding)"), self.encoding),
        }
        separator.setFocusProxy(self.delimiter)
        self.delimiter.setAccessibleName(self.tr("Columns are separated by"))
        fields = QWidget()
        flow = FlowLayout(fields, MEDIUM)
        for field in self._fields.values():
            flow.addWidget(field)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(fields)
        box.addWidget(self.header, 0, Qt.AlignmentFlag.AlignLeading)

    @property
    def first(self) -> QWidget:
        """Return the first menu that has something to choose."""
        return self.kind if self.kind.count() > 1 else self.sheet if self.sheet.count() > 1 else self.header

    def begin(self) -> None:
        """Forget what was guessed of another file."""
        self._said = self._guessed = Reading()
        self.setEnabled(True)

    def show_found(self, found: Found, said: Reading) -> None:
        """Show how the file is read, and which entries are our guess."""
        reading = found.reading
        self._said = said
        unsaid = {name: getattr(reading, name) for name in Reading.__slots__ if getattr(said, name) is None}
        self._guessed = replace(self._guessed, **unsaid)
        kinds = reading_words.kinds()
        offered = _TEXT_KINDS if reading.kind in _TEXT_KINDS else (reading.kind,)
        self._fill(self.kind, {kind: kinds[kind] for kind in offered if kind is not None}, "kind", reading.kind)
        encodings = dict(reading_words.encodings())
        if reading.encoding is not None:
            encodings.setdefault(reading.encoding, reading_words.encoding_word(reading.encoding))
        self._fill(self.encoding, encodings, "encoding", reading.encoding)
        self._fill(self.sheet, {name: name for name in found.sheets}, "sheet", reading.sheet)
        self._show_delimiter(reading.delimiter)
        set_quietly(self.header, bool(reading.header))
        self.header.setVisible(reading.kind in (Kind.DELIMITED, Kind.WORKBOOK))
        self._fields["kind"].setVisible(self.kind.count() > 1)
        self._fields["sheet"].setVisible(self.sheet.count() > 1)
        self._fields["delimiter"].setVisible(reading.kind is Kind.DELIMITED)
        self._fields["encoding"].setVisible(reading.encoding is not None)

    def _show_delimiter(self, delimiter: str | None) -> None:
        known: dict[str, str] = dict(reading_words.separators())
        guessed = self._guessed.delimiter
        if guessed and guessed not in known:
            known[guessed] = self.tr("This character: {0}").format(guessed)
        known[_OTHER] = self.tr("Another character")
        other = delimiter not in known
        self._fill(self.delimiter, known, "delimiter", _OTHER if other else delimiter)
        if not self.other.hasFocus():
            self.other.setText((delimiter or "") if other else "")
        self.other.setVisible(other)

    def _fill(self, menu: QComboBox, entries: Mapping[str, str], name: str, chosen: str | None) -> None:
        menu.clear()
        guessed = getattr(self._guessed, name)
        for value, word in entries.items():
            found = value == guessed and len(entries) > 1 and bool(value)
            menu.addItem(self.tr("{0} (found)").format(word) if found else word, value)
        menu.setCurrentIndex(menu.findData(chosen))

    def _choose_kind(self, kind: Kind) -> None:
        if kind is not self._said.kind:
            self._said = Reading(encoding=self._said.encoding)  # what was said of the other kind means nothing here
            self._guessed = replace(self._guessed, delimiter=None, header=None, sheet=None)
            self._say(kind=kind)

    def _choose_delimiter(self, delimiter: str) -> None:
        if delimiter == _OTHER:
            self.other.show()
            self.other.clear()
            self.other.setFocus()
        else:
            self._say(delimiter=delimiter)

    def _on_typed(self, typed: str) -> None:
        if typed:
            self._say(delimiter=typed)

    def _say(self, **answers: object) -> None:
        said = replace(self._said, **answers)  # type: ignore[arg-type]  # the callers name fields of a Reading
        if said != self._said:
            self._said = said
            self.changed.emit(said)

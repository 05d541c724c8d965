"""A training's story as a table: time, plain words, the provider's own; lines are read when they are looked at."""

from array import array
from collections import OrderedDict

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.happenings import KEYS, in_words
from desktop_app.core.job import JobEvent
from desktop_app.core.sentences import ENGLISH
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets.amounts import moment
from desktop_app.store import happenings
from desktop_app.store.project import Project

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_LINES = 64
_KEPT = 32


def plain(event: JobEvent) -> str:
    """Return a line of the story in plain words; the provider's own where nobody knows it."""
    said = in_words(event.message)
    return say(said) if said is not None else event.message


def keys_with(words: str) -> tuple[str, ...]:
    """Return which of the plain sentences hold these words, in the language of the window."""
    sought = words.casefold()
    return tuple(key for key in KEYS if sought in QCoreApplication.translate("sentences", ENGLISH[key]).casefold())


class StoryModel(QAbstractTableModel):
    """Holds where the lines lie and a few pages of them, so that 100,000 lines cost no more than what is in sight."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._places = array("q")
        self._pages: OrderedDict[int, dict[int, JobEvent]] = OrderedDict()
        self._titles = (self.tr("Time"), self.tr("What happened"), self.tr("In the provider's words"))

    @property
    def places(self) -> "array[int]":
        """Return where the lines on show lie."""
        return self._places

    def show_places(self, project: Project | None, places: "array[int]") -> None:
        """Show these lines; lines that only came in addition leave the others where they are."""
        known, count = self._places, len(self._places)
        if project is self._project and count and places[:count] == known:
            if len(places) > count:
                self.beginInsertRows(_NONE, count, len(places) - 1)
                self._places = places
                self._pages.pop(count // _LINES, None)
                self.endInsertRows()
            return
        self.beginResetModel()
        self._project, self._places = project, places
        self._pages.clear()
        self.endResetModel()

    def line(self, row: int) -> JobEvent | None:
        """Return the line in a row; None for one that is gone."""
        if self._project is None or not 0 <= row < len(self._places):
            return None
        number = row // _LINES
        page = self._pages.get(number)
        if page is None:
            with self._project.reading() as connection:
                page = happenings.page(connection, self._places[number * _LINES : (number + 1) * _LINES])
            self._pages[number] = page
            while len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page.get(self._places[row])

    def rowCount(self, parent: _Index = _NONE) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: _Index = _NONE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell; the whole of it as a tooltip too."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or not index.isValid():
            return None
        line = self.line(index.row())
        return None if line is None else cells(line)[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's title."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._titles[section]
        return None


def cells(line: JobEvent) -> tuple[str, str, str]:
    """Return a line as the three cells of its row."""
    return moment(line.time), plain(line), line.message

"""What there is to see once rows are read: the map, what was found, and the rows as a list."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.meaning.found_view import FoundView
from desktop_app.gui.meaning.map_board import MapBoard
from desktop_app.gui.meaning.map_table import MapTable
from desktop_app.gui.meaning.rows_read import RowsRead
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.scrolling import scrolling

_LINES = 32
"""So many lines of text a tab needs in height; it scrolls where there is less room."""


class Board(QWidget):
    """Three tabs under a line of what else can be done."""

    other_wanted = Signal()
    """Another model, or other texts, are to be read."""
    save_wanted = Signal()
    rows_wanted = Signal(object)
    row_wanted = Signal(int)
    """The id of a row whose like is to be found."""

    def __init__(self, rows: RowsRead, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stale = Banner()
        self.stale.hide()
        self.other = QPushButton(self.tr("Read by another model…"))
        self.save = QPushButton(self.tr("Save the numbers…"))
        self.map = MapBoard(rows)
        self.found = FoundView(rows)
        self.table = MapTable(rows, self)
        self.list = QTableView()
        self.tabs = QTabWidget()
        self._build()
        self._fit()
        self.other.clicked.connect(self.other_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.map.rows_wanted.connect(self.rows_wanted)
        self.map.row_wanted.connect(self.row_wanted)
        self.map.near.rows_wanted.connect(self.rows_wanted)
        self.map.near.row_wanted.connect(self.row_wanted)
        self.found.rows_wanted.connect(self.rows_wanted)
        for view in (self.map.near.row, self.found.first, self.found.second):
            view.show_wanted.connect(lambda row: self.rows_wanted.emit([row]))
        self.list.activated.connect(self._on_line)

    def _build(self) -> None:
        self.list.setModel(self.table)
        self.list.setAccessibleName(self.tr("Rows on the map"))
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setTabKeyNavigation(False)
        self.list.setWordWrap(False)
        self.list.verticalHeader().hide()
        head = self.list.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        for section, letters in enumerate((8, 16, 48)):
            head.resizeSection(section, letters * self.fontMetrics().averageCharWidth())
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)  # it would draw a line above the words
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its strip takes the keyboard, and says what it is
        self.tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setAccessibleName(self.tr("What to look at"))
        self.tabs.addTab(scrolling(self.map), self.tr("Map"))
        self.tabs.addTab(scrolling(self.found), self.tr("What was found"))
        self.tabs.addTab(self.list, self.tr("As a list"))
        acts = QWidget()
        flow = FlowLayout(acts)
        flow.addWidget(self.other)
        flow.addWidget(self.save)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(self.stale)
        box.addWidget(acts)
        box.addWidget(self.tabs, 1)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def tell_stale(self, lacking: int) -> None:
        """Say how many rows are not on the map because nobody has read them as they are now."""
        one = self.tr("One row is new or was changed since it was read. It is not on the map.")
        more = self.tr("{0} rows are new or were changed since they were read. They are not on the map.")
        self.stale.tell(how_many.counted(lacking, one, more), "attention")

    def show_near(self, row: int) -> None:
        """Let the map's side show a row."""
        self.tabs.setCurrentIndex(0)
        self.map.near.show_row(row)
        self.map.go_to(row)

    def take_focus(self) -> None:
        """Let the keyboard be where one begins."""
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        for part in (self.map, self.found):
            part.setMinimumHeight(_LINES * self.fontMetrics().height())

    def _on_line(self, index: object) -> None:
        line = getattr(index, "row", lambda: -1)()
        row = self.table.row_at(line)
        if row is not None:
            self.row_wanted.emit(row)

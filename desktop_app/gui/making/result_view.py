"""What a batch has brought: how far it is, each answer with its state, and the chosen one to be looked at."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.batch import Cell
from desktop_app.core.example import Shape
from desktop_app.core.making import Item
from desktop_app.gui.making.item_pane import ItemPane
from desktop_app.gui.making.items_model import FITS, ItemsModel, Shown
from desktop_app.gui.making.variety_view import VarietyView
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.direction import ContentOrder
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.money_field import money_field
from desktop_app.work.made_items import Sheet

_PAUSE_MS = 300
"""What comes is counted anew so often at most: there may be a hundred thousand answers."""
_LINES = 11
_STATE, _PROMPT = 22, 30
"""Letters of the first two columns."""


class ResultView(QWidget):
    """Shows; what is to be done about it is the page's business."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._asked: Collection[Cell] = frozenset()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Answers that are there"))
        self.far = label(wrap=True)
        self.banner = Banner()
        self.more = money_field(1.0)
        self._more = Field(self.tr("Allow so much more"), self.more)
        self.made = Banner()
        self.variety = VarietyView()
        self.menu = Menu(20)
        self.menu.setAccessibleName(self.tr("Which answers"))
        self.model = ItemsModel(self)
        self.table = Table(self.model)
        self.pane = ItemPane()
        self.all, self.none = QPushButton(self.tr("Mark all")), QPushButton(self.tr("Mark none"))
        self.passing = QPushButton(self.tr("Mark those that pass…"))
        self.shape = Menu(16)
        self.shape.addItem(self.tr("Rows of prompt and completion"), Shape.COMPLETION)
        self.shape.addItem(self.tr("Rows of question and answer (chat)"), Shape.CHAT)
        self.shape.setAccessibleName(self.tr("What the rows become"))
        self.take = QPushButton("")
        self.csv = QPushButton(self.tr("Save as CSV…"))
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._count)
        self._arrange()
        self.menu.activated.connect(lambda _: self._list())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show())

    def _arrange(self) -> None:
        held = QWidget()
        flow = FlowLayout(held, SMALL)
        for part in (self.menu, self.all, self.none, self.passing, self.csv, self.shape, self.take):
            flow.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        above: tuple[QWidget, ...] = (self.progress, self.far, self.banner, self._more, self.made, held)
        for each in above:
            box.addWidget(each)
        box.addWidget(self.table)
        box.addWidget(self.pane)
        box.addWidget(self.variety)
        box.addStretch(1)
        hidden: tuple[QWidget, ...] = (self.banner, self._more, self.made)
        for each in hidden:
            each.hide()

    @property
    def chosen(self) -> Item | None:
        """Return the answer that is chosen in the list."""
        return self.model.item(self.table.currentIndex().row())

    def show_sheet(self, sheet: Sheet, asked: Collection[Cell]) -> None:
        """Show a batch; the chosen answer stays chosen where it is still listed."""
        other = self._sheet is None or self._sheet.making.number != sheet.making.number
        if other:
            self.pane.show_item(None, of_rows=False)
            self.variety.show_variety(None)
        self._sheet, self._asked = sheet, asked
        self.shape.setVisible(sheet.shape is None and sheet.rework is None)  # else they are what the others are
        self._count()
        if other:
            self.menu.setCurrentIndex(0)
        self._list()

    def put(self, cells: Collection[Cell], sheet: Sheet) -> None:
        """Show another state of some answers."""
        self._sheet = sheet
        self.model.put([item for item in sheet.items if item.cell in cells])
        if not self._soon.isActive():
            self._soon.start()
        chosen = self.chosen
        if chosen is not None and chosen.cell in cells:
            self._show()

    def show_progress(self, answered: int, total: int, said: str) -> None:
        """Show how far it is, and what there is to say about it."""
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(answered)
        self.progress.setVisible(answered < total)
        far = self.tr("Answered: {0} of {1}.").format(number(answered), number(total))
        self.far.setText(f"{far} {said}".strip())

    def say(self, words: str, kind: str = "attention", *, money_wanted: bool = False) -> None:
        """Say what stands in the way; "" for nothing. With `money_wanted`, more can be allowed."""
        self.banner.tell(words, kind)
        self.banner.setVisible(bool(words))
        self._more.setVisible(money_wanted)

    def _count(self) -> None:
        """Tell in the menu how many answers there are of each kind."""
        if self._sheet is None or self.menu.view().isVisible():
            return
        names = {
            Shown.ALL: self.tr("All ({0})"),
            Shown.TAKEN: self.tr("Marked ({0})"),
            Shown.LEFT_OUT: self.tr("Left out ({0})"),
            Shown.DOUBTFUL: self.tr("Cut off, refused, empty ({0})"),
            Shown.MISSING: self.tr("Without an answer ({0})"),
            Shown.DONE: self.tr("In the table ({0})"),
        }
        before = self.menu.currentIndex()
        self.menu.blockSignals(True)
        self.menu.clear()
        for shown, name in names.items():
            count = sum(map(FITS[shown], self._sheet.items))
            self.menu.addItem(name.format(number(count)), shown)
        self.menu.setCurrentIndex(max(0, before))
        self.menu.blockSignals(False)

    def _list(self) -> None:
        if self._sheet is None:
            return
        kept = self.chosen
        fits = FITS[Shown(self.menu.currentData())]
        self.model.show_items([item for item in self._sheet.items if fits(item)], self._asked)
        place = self.model.place_of(kept.cell) if kept is not None else None
        index = self.model.index(place or 0, 0)
        self.table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._show()

    def _show(self) -> None:
        sheet = self._sheet
        self.pane.show_item(self.chosen, of_rows=sheet is not None and sheet.rework is not None)


class Table(QTableView):
    """The answers, one a line; Space sets the mark of the chosen one from every column."""

    toggle_wanted = Signal(object)
    """The Item whose mark is to be turned."""

    def __init__(self, model: ItemsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Answers"))
        self.setItemDelegate(ContentOrder(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the mark of the chosen answer with Space."""
        item = self._items.item(self.currentIndex().row())
        if event.key() == Qt.Key.Key_Space and item is not None:
            self.toggle_wanted.emit(item)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the answers the most room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._fit()

    def _fit(self) -> None:
        """Give the columns and the table the room their letters need."""
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        for column, letters in enumerate((_STATE, _PROMPT)):
            self.horizontalHeader().resizeSection(column, min(letters * letter, self.width() * 3 // 10))
        self.verticalHeader().setDefaultSectionSize(line + SMALL)
        self.setFixedHeight(_LINES * (line + SMALL))

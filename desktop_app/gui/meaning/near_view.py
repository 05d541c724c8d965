"""Rows like this one: of a row that is looked at, or of words somebody types."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.fields import question_and_answer
from desktop_app.gui.meaning import words
from desktop_app.gui.meaning.row_view import RowView
from desktop_app.gui.meaning.rows_read import RowsRead
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.direction import ContentOrder
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.work.neighbours import Neighbours


class NearView(QWidget):
    """Shows the row that is looked at, and under it the rows that mean most nearly the same."""

    words_given = Signal(str)
    """Words of which the nearest rows are wanted."""
    row_wanted = Signal(int)
    """The id of a row that is to be looked at."""
    rows_wanted = Signal(object)

    def __init__(self, rows: RowsRead, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(self.tr("Type anything to find rows that mean it"))
        self.typed.setToolTip(self.typed.placeholderText())
        self.typed.setAccessibleName(self.tr("Find rows that mean this"))
        self.typed.setClearButtonEnabled(True)
        self.search = QPushButton(self.tr("Find"))
        self.typed.returnPressed.connect(self._give)
        self.search.clicked.connect(self._give)
        self.row = RowView()
        self.said = label(tone="muted", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Rows like this one"))
        self.list.setItemDelegate(ContentOrder(self.list))
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(7 * self.fontMetrics().height())
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.itemActivated.connect(self._go)
        self.all = QPushButton(self.tr("Show them all in the table"))
        self.all.clicked.connect(self._show_all)
        self._listed_for: int | None = None
        above = QHBoxLayout()
        above.setSpacing(SMALL)
        above.addWidget(self.typed, 1)
        above.addWidget(self.search)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, SMALL, 0, 0)
        box.setSpacing(SMALL)
        box.addLayout(above)
        box.addWidget(self.row, 4)
        box.addWidget(self.said)
        box.addWidget(self.list, 5)
        box.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeading)
        self.wait("")

    def wait(self, said: str) -> None:
        """Say why there is nothing (yet)."""
        self.list.clear()
        self.row.setVisible(self.row.row is not None)
        self.list.hide()
        self.all.hide()
        self.said.setText(said or self.tr("Choose a point of the map, or type what you look for."))

    def show_row(self, row: int | None) -> None:
        """Show the row that is looked at; None where words were typed."""
        found = self._rows.one(row) if row is not None else None
        self.row.show_row(found, self._rows.number(row) if row is not None else "")
        self.row.setVisible(found is not None)

    def show_near(self, near: Neighbours | None) -> None:
        """Show the rows near to it, and leave the chosen one chosen; None where its own text is not read yet."""
        if near is None:
            self.wait(self.tr("This row was changed, or came later: it has not been read yet."))
            return
        here = self.row.row.id if self.row.row is not None else None
        chosen = self.list.currentItem() if here == self._listed_for else None
        stay = _id_of(chosen) if chosen is not None else None
        self._listed_for = here
        self.list.clear()
        for each in near:
            row = self._rows.one(each.row)
            if row is None:
                continue
            asked, answered = question_and_answer(row.example)
            told = f"{words.alike(each.likeness)} · {self._rows.title(row)}\n{words.gist(asked or answered)}"
            item = QListWidgetItem(told)
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            item.setToolTip(plain_tip(words.gist(answered)))
            self.list.addItem(item)
        self.said.setText(self.tr("Nearest in meaning first. Enter goes to a row."))
        ids = self._ids()
        if ids:
            self.list.setCurrentRow(ids.index(stay) if stay in ids else 0)
        self.list.setVisible(bool(self.list.count()))
        self.all.setVisible(bool(self.list.count()))
        if not self.list.count():
            self.said.setText(self.tr("There is no other row to compare it with."))

    def _give(self) -> None:
        said = self.typed.text().strip()
        if said:
            self.words_given.emit(said)

    def _go(self, item: QListWidgetItem) -> None:
        self.row_wanted.emit(_id_of(item))

    def _show_all(self) -> None:
        own = [self.row.row.id] if self.row.row is not None else []
        self.rows_wanted.emit([*own, *self._ids()])

    def _ids(self) -> list[int]:
        return [_id_of(self.list.item(at)) for at in range(self.list.count())]


def _id_of(item: QListWidgetItem) -> int:
    return int(item.data(Qt.ItemDataRole.UserRole))

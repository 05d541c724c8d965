"""The rows of one group side by side."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.example import RowStatus
from desktop_app.gui.editor.columns import part_word, status_word
from desktop_app.gui.editor.compare_card import CompareCard, Texts, chain
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.changes import WIDE, as_it_is, one_side, other_side, sections
from desktop_app.gui.widgets.label import label
from desktop_app.store.examples import Row

_PORTION = 6
"""So many rows are shown at once; the others on demand."""
_CARD = 15
"""A card is at least so many heights of a line wide; the others go below where there is no room."""


class GroupView(QWidget):
    """Compares each row with the first that is not excluded; `acted(act, row id)` says what is to be done."""

    acted = Signal(str, object)

    def __init__(self, before: QWidget, parent: QWidget | None = None) -> None:
        """Let the Tab key come here from the widget `before`."""
        super().__init__(parent)
        self._before = before
        self.cards: list[CompareCard] = []
        self._rows: tuple[Row, ...] = ()
        self._numbers: Mapping[int, int] = {}
        self._most = _PORTION
        self._area = QWidget()
        self._grid = QGridLayout(self._area)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(MEDIUM)
        self._columns = 0
        self._gone = label(self.tr("The rows of this group are not in the table any more."), tone="muted", wrap=True)
        self.more = QPushButton()
        self.more.setProperty("look", "quiet")
        self.more.clicked.connect(self._show_more)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for part in (self._gone, self._area, self.more):
            box.addWidget(part)
        box.addStretch(1)

    def show_rows(self, rows: Sequence[Row], numbers: Mapping[int, int], *, other: bool) -> None:
        """Show rows, whose numbers in the table are given by their ids; `other` says it is another group."""
        self._rows, self._numbers = tuple(rows), numbers
        if other:
            self._most = _PORTION
        self._show()

    def row(self, row_id: int) -> Row | None:
        """Return a row of the group as it is shown."""
        return next((row for row in self._rows if row.id == row_id), None)

    def _show(self) -> None:
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self._gone.setVisible(not self._rows)
        shown = self._rows[: self._most]
        base = next((row for row in shown if row.status != RowStatus.EXCLUDED), shown[0] if shown else None)
        self.cards = [self._card(row, base, shown) for row in shown] if base is not None else []
        hidden = len(self._rows) - len(shown)
        self.more.setVisible(hidden > 0)
        self.more.setText(self.tr("Show more rows ({0} are not shown)").format(number(hidden)))
        self._columns = 0
        self._arrange()
        self.setTabOrder(chain(self._before, self.cards), self.more)

    def _card(self, row: Row, base: Row, shown: Sequence[Row]) -> CompareCard:
        out = row.status == RowStatus.EXCLUDED
        title = self.tr("Row {0}").format(number(self._numbers.get(row.id, row.id)))
        about = " · ".join([status_word(row.status), part_word(row.part)])
        if row is not base:
            beside = number(self._numbers.get(base.id, base.id))
            about = self.tr("{0} · compared with row {1}").format(about, beside)
        card = CompareCard(title, about, _texts(row, base, shown), quiet=out)
        if out:
            card.add_act("include", self.tr("Use it again"))
        else:
            others = sum(each.status != RowStatus.EXCLUDED for each in self._rows) - 1
            if others:
                words = self.tr("Keep this, exclude the other") if others == 1 else self.tr("Keep this, exclude others")
                card.add_act("keep", words, main=True)
            card.add_act("exclude", self.tr("Exclude"))
        card.add_act("edit", self.tr("Edit"))
        card.acted.connect(lambda act, row_id=row.id: self.acted.emit(act, row_id))
        return card

    def _arrange(self) -> None:
        least = [_CARD * self.fontMetrics().height(), *(card.minimumSizeHint().width() + MEDIUM for card in self.cards)]
        columns = max(1, min(len(self.cards), self.width() // max(least)))
        if columns == self._columns:
            return
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for at, card in enumerate(self.cards):
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many cards side by side as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _show_more(self) -> None:
        first = len(self.cards)
        self._most += _PORTION
        self._show()
        if first < len(self.cards):
            next(iter(self.cards[first].buttons.values())).setFocus()


def _texts(row: Row, base: Row, shown: Sequence[Row]) -> Texts:
    if row is base:
        others = [each for each in shown if each is not base]
        if len(others) != 1:
            return [(part.name, part.pieces) for part in as_it_is(row.example, around=WIDE)]
        return [
            (part.name, one_side(part))
            for part in sections(row.example, others[0].example, around=WIDE)
            if one_side(part) or not other_side(part)
        ]
    return [
        (part.name, other_side(part))
        for part in sections(base.example, row.example, around=WIDE)
        if other_side(part) or not one_side(part)
    ]

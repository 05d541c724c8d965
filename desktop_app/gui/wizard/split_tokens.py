"""How long the rows are, as a drawing, a sentence and a table; and which of them would be cut."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.label import label
from desktop_app.gui.wizard.histogram import Histogram, shortest_half
from desktop_app.work.intake import Division, Long

_TABLE_LINES = 7


class SplitTokens(QWidget):
    """Shows the lengths of all rows; a table holds the bars, another one the longest rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.histogram = Histogram()
        self.sentence = label(wrap=True)
        self.cut = Banner("", "attention")
        self.bars = _table(self.tr("Rows by their length"), (self.tr("Tokens"), self.tr("Rows")))
        self.longest = _table(self.tr("Longest rows"), (self.tr("Line"), self.tr("Tokens"), self.tr("Cut off")))
        self.bars_fold = Fold(self.tr("As a table"), self.bars)
        self.longest_fold = Fold(self.tr("Longest rows"), self.longest)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for part in (self.sentence, self.histogram, self.cut, self.longest_fold, self.bars_fold):
            box.addWidget(part)

    def show_division(self, division: Division, limit: int | None) -> None:
        """Show the rows' lengths; `limit` is the longest row in tokens that is not cut."""
        bars = division.histogram
        longest = division.longest[0].tokens if division.longest else 0
        words = self.tr("Half of the rows have at most about {0} tokens (pieces of words), the longest has {1}.")
        self.sentence.setText(words.format(number(min(shortest_half(bars), longest)), number(longest)))
        self.histogram.show_bars(bars, limit)
        self.histogram.setAccessibleName(self.sentence.text())
        self.cut.setVisible(division.cut > 0)
        if limit is not None and division.cut:
            one = self.tr("1 row is longer than {1} tokens; the model would not see what goes beyond.")
            more = self.tr("{0} rows are longer than {1} tokens; the model would not see what goes beyond.")
            self.cut.tell((one if division.cut == 1 else more).format(number(division.cut), number(limit)), "attention")
        self._fill_bars(division)
        self._fill_longest(division.longest, limit)

    def _fill_bars(self, division: Division) -> None:
        bars = division.histogram
        words = self.tr("{0} to {1}")
        _fill(self.bars, [(words.format(number(b.start), number(b.stop - 1)), number(b.rows)) for b in bars])
        self.bars_fold.set_summary(self.tr("{0} bars").format(number(len(bars))))

    def _fill_longest(self, longest: Sequence[Long], limit: int | None) -> None:
        def over(tokens: int) -> str:
            beyond = tokens - limit if limit is not None else 0
            return self.tr("{0} tokens").format(number(beyond)) if beyond > 0 else self.tr("nothing")

        _fill(self.longest, [(number(row.line), number(row.tokens), over(row.tokens)) for row in longest])
        said = self.tr("line {0}: {1} tokens")
        self.longest_fold.set_summary(", ".join(said.format(number(r.line), number(r.tokens)) for r in longest[:3]))
        self.longest_fold.setEnabled(bool(longest))


def _table(name: str, titles: Sequence[str]) -> QTableWidget:
    table = QTableWidget(0, len(titles))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(titles))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setStretchLastSection(True)
    head = table.horizontalHeader().sizeHint().height()
    table.setFixedHeight(table.fontMetrics().lineSpacing() * _TABLE_LINES + head)
    return table


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    table.setRowCount(len(rows))
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            item = QTableWidgetItem(words)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(at, column, item)

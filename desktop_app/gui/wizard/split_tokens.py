"""How long the rows are, as a drawing, a sentence and a table; and which of them would be cut."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from desktop_app.core.distribution import Spread
from desktop_app.core.reading import Found
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.label import label
from desktop_app.gui.wizard.histogram import Histogram
from desktop_app.gui.wizard.reading_words import place_heading
from desktop_app.work.intake import Division

_TABLE_LINES = 7


class SplitTokens(QWidget):
    """Shows the lengths of all rows; a table holds the bars, another one the longest rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._division: Division | None = None
        self._limit: int | None = None
        self.histogram = Histogram()
        self.sentence = label(wrap=True)
        self.cut = Banner("", "attention")
        self.bars = _Table(self.tr("Rows by their length"), (self.tr("Tokens"), self.tr("Rows")))
        self.longest = _Table(self.tr("Longest rows"), ("", self.tr("Tokens"), self.tr("Cut off")))
        self.bars_fold = Fold(self.tr("As a table"), self.bars)
        self.bars_fold.set_summary(self.tr("how many rows have how many tokens"))
        self.longest_fold = Fold(self.tr("Longest rows"), self.longest)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for fold in (self.bars_fold, self.longest_fold):
            fold.toggled.connect(lambda _: self._fill_tables())
        for part in (self.sentence, self.histogram, self.cut, self.longest_fold, self.bars_fold):
            box.addWidget(part)

    def show_division(self, division: Division, found: Found, limit: int | None) -> None:
        """Show the lengths of a file's rows; `limit` is the longest row in tokens that is not cut."""
        self._division, self._limit = division, limit
        self.sentence.setText(self._in_words(division.spread))
        self.histogram.show_bars(division.histogram, limit)
        self.histogram.setAccessibleName(self.sentence.text())
        self.cut.setVisible(division.cut > 0)
        if limit is not None and division.cut:
            one = self.tr("1 row is longer than {1} tokens; the model would not see what goes beyond.")
            more = self.tr("{0} rows are longer than {1} tokens; the model would not see what goes beyond.")
            self.cut.tell(how_many.counted(division.cut, one, more, number(limit)), "attention")
        said = self.tr("row {0}: {1} tokens") if found.by_rows else self.tr("line {0}: {1} tokens")
        self.longest.setHorizontalHeaderItem(0, QTableWidgetItem(place_heading(found)))
        longest = division.longest
        self.longest_fold.set_summary(", ".join(said.format(number(r.line), number(r.tokens)) for r in longest[:3]))
        self.longest_fold.setEnabled(bool(longest))
        self._fill_tables()

    def _in_words(self, spread: Spread | None) -> str:
        if spread is None:
            return self.tr("There are no rows.")
        if spread.least == spread.largest:
            return self.tr("Every row has {0} tokens (pieces of words).").format(number(spread.least))
        words = self.tr(
            "Half of the rows have at most {0} tokens (pieces of words). Nine in ten have {1} to {2}; "
            "the longest has {3}."
        )
        if round(spread.p5) == round(spread.p95):
            words = self.tr("Nine in ten rows have {1} tokens (pieces of words); the longest has {3}.")
        numbers = (round(spread.median), round(spread.p5), round(spread.p95), spread.largest)
        return words.format(*map(number, numbers))

    def _fill_tables(self) -> None:
        """Fill the tables that are to be seen; filling both each time would make the window late."""
        if self._division is None:
            return
        if self.bars_fold.is_open:
            words = self.tr("{0} to {1}")
            bars = self._division.histogram
            _fill(self.bars, [(words.format(number(b.start), number(b.stop - 1)), number(b.rows)) for b in bars])
        if self.longest_fold.is_open:
            rows = self._division.longest
            _fill(self.longest, [(number(r.line), number(r.tokens), self._cut_off(r.tokens)) for r in rows])

    def _cut_off(self, tokens: int) -> str:
        beyond = tokens - self._limit if self._limit is not None else 0
        return how_many.tokens(beyond) if beyond > 0 else self.tr("nothing")


class _Table(QTableWidget):
    """A table to read, a few lines high below its head."""

    def __init__(self, name: str, titles: Sequence[str]) -> None:
        super().__init__(0, len(titles))
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(titles))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text, and the head's in the style sheet."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _TABLE_LINES + head)


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    table.setRowCount(len(rows))
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            item = QTableWidgetItem(words)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(at, column, item)

"""What the votes have come to: a sentence, and a table of all pairs or of all models."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QPushButton, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from desktop_app.core.ballots import Vote, tally
from desktop_app.core.votes import interval
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.voting import result_words as words
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import plain_tip


class ResultView(QWidget):
    """Says whose the answers were; who looks at it may go on voting, the interval allows for that."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = label(size="medium", wrap=True)
        self.note = label(tone="muted", wrap=True)
        self.pairs, self.models = QTableWidget(), QTableWidget()
        self._pairs_title = label(self.tr("Votes between two models"), size="strong")
        self._models_title = label(self.tr("All models, the strongest first"), size="strong")
        self.copy = QPushButton(self.tr("Copy the tables"))
        self.back = QPushButton(self.tr("Go on voting"))
        self._dress()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        for part in (self.said, self.note, self._models_title, self.models, self._pairs_title, self.pairs):
            box.addWidget(part)
        acts = FlowLayout()
        acts.addWidget(self.back)
        acts.addWidget(self.copy)
        box.addLayout(acts)
        box.addStretch(1)

    def _dress(self) -> None:
        for table, title in ((self.pairs, self._pairs_title), (self.models, self._models_title)):
            table.setAccessibleName(title.text())
            table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
            table.setTabKeyNavigation(False)
            table.setCornerButtonEnabled(False)
            table.verticalHeader().hide()
            table.horizontalHeader().setHighlightSections(False)
            table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.copy.setProperty("look", "quiet")
        self.copy.clicked.connect(self._copy)

    def show_votes(self, votes: Sequence[Vote], names: Sequence[str]) -> None:
        """Show the votes on models of these names."""
        self.said.setText(words.verdict(votes, names))
        self.note.setText(
            self.tr(
                "The share in brackets is where the true one lies, so surely that it misses in 1 of 20 cases, however "
                "often you look. No model is named the better one while one half lies within."
            )
        )
        self._fill_pairs(votes, names)
        ranked = words.ranked(votes, names) if len(names) > 2 else []
        lines = [(one.name, words.chances(one)) for one in ranked]
        _fill(self.models, (self.tr("Model"), self.tr("Preferred to an average one")), lines)
        self._models_title.setVisible(bool(lines))
        self.models.setVisible(bool(lines))

    def _fill_pairs(self, votes: Sequence[Vote], names: Sequence[str]) -> None:
        lines = []
        for one in range(len(names)):
            for other in range(one + 1, len(names)):
                found = tally(votes, one, other)
                counts = (found.wins, found.losses, found.ties, found.both_bad)
                share = words.percent(interval(found)) if found.total else "–"
                lines.append((names[one], names[other], *map(number, counts), share))
        heads = (
            self.tr("First"),
            self.tr("Second"),
            self.tr("First better"),
            self.tr("Second better"),
            self.tr("Both good"),
            self.tr("Both bad"),
            self.tr("Share of the first"),
        )
        _fill(self.pairs, heads, lines)

    def _copy(self) -> None:
        tables = [table for table in (self.models, self.pairs) if table.rowCount()]
        QGuiApplication.clipboard().setText("\n\n".join([self.said.text(), *map(_as_text, tables)]))


def _fill(table: QTableWidget, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    table.clear()
    table.setColumnCount(len(heads))
    table.setRowCount(len(lines))
    table.setHorizontalHeaderLabels(list(heads))
    for row, line in enumerate(lines):
        for column, words_of in enumerate(line):
            item = QTableWidgetItem(words_of)
            item.setToolTip(plain_tip(words_of))
            table.setItem(row, column, item)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    high = table.horizontalHeader().sizeHint().height() + sum(table.rowHeight(row) for row in range(len(lines)))
    table.setFixedHeight(high + 2 * table.frameWidth() + 2)


def _as_text(table: QTableWidget) -> str:
    heads = [table.horizontalHeaderItem(column) for column in range(table.columnCount())]
    rows = [[table.item(row, column) for column in range(table.columnCount())] for row in range(table.rowCount())]
    return "\n".join("\t".join(item.text() if item is not None else "" for item in line) for line in (heads, *rows))

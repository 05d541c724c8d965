"""A table to read shows all of its words, however long they are and however narrow it is."""

import pytest
from PySide6.QtGui import QTextDocument

from desktop_app.gui.help.word_table import WordTable

LONG = "Preparing rows, training and asking on this computer needs nothing of the internet at any time of the day. "
PADDING = 6
"""Of the style sheet, at each side of a cell; Qt adds at least one pixel at each."""


@pytest.mark.parametrize("width", [703, 911, 1240])
@pytest.mark.parametrize("percent", [100, 200])
def test_rows_are_as_high_as_their_words(qtbot, theme, width, percent):
    theme.set_text_size(percent)
    table = WordTable("Words", ["What", "When", "To whom"], [3, 2, 4])
    qtbot.addWidget(table)
    table.resize(width, 600)
    table.show()
    rows = [[LONG * (1 + row % 3), LONG, LONG * 2] for row in range(9)]
    table.show_rows(rows)
    for row, cells in enumerate(rows):
        for column, words in enumerate(cells):
            laid = QTextDocument(words)
            laid.setDocumentMargin(0)
            laid.setDefaultFont(table.item(row, column).font() if column == 0 else table.font())
            laid.setTextWidth(table.columnWidth(column) - 2 * (PADDING + 1))
            assert table.rowHeight(row) >= laid.size().height(), (row, column)

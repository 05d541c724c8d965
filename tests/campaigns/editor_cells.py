"""What the random user of the editor does to cells: empties, fills and pastes them, and moves their rows."""

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis.stateful import precondition, rule
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.core.block import to_tsv
from desktop_app.gui.editor.grid_sheet import PasteSheet
from tests.campaigns.editor_foreseen import UNKNOWN, Row
from tests.campaigns.editor_sitting import ANY, SOME, Sitting, with_text
from tests.campaigns.editor_window import CTRL

WORDS = st.text("ab \n\t\"'é漢🦊", min_size=1, max_size=5)
BLOCKS = st.integers(1, 3).flatmap(
    lambda wide: st.lists(st.tuples(*[WORDS] * wide), min_size=1, max_size=4).map(lambda rows: [[*row] for row in rows])
)


class CellUser(Sitting):
    """Acts on the chosen cells by keys, as in a spreadsheet program."""

    @precondition(lambda self: self.foreseen.shown)
    @rule(at=SOME, field=ANY, key=st.sampled_from([Qt.Key.Key_Delete, Qt.Key.Key_Backspace]))
    def empty_cells(self, at: list[int], field: int, key: Qt.Key) -> None:
        """Empty cells of one column."""
        self.counted["cells emptied"] += 1
        before, field = self.foreseen.rows, field % len(self.names)
        ids = self.choose(at, field)
        self.window.key(key)
        self.foreseen.change(ids, lambda row: with_text(row, field, ""))
        self.after(before)

    @precondition(lambda self: self.foreseen.shown)
    @rule(at=SOME, field=ANY)
    def fill_down(self, at: list[int], field: int) -> None:
        """Put the text of the topmost chosen cell into the others; of the one above where one alone is chosen."""
        self.counted["filled down"] += 1
        before, field, shown = self.foreseen.rows, field % len(self.names), self.foreseen.shown
        ids = self.choose(at, field)
        places = sorted(shown.index(row_id) for row_id in ids)
        first = places[0] - 1 if len(places) == 1 and places[0] else places[0]
        words = self.foreseen.row(shown[first]).texts[field]
        self.window.key(Qt.Key.Key_D, CTRL)
        self.foreseen.change(ids, lambda row: with_text(row, field, words))
        self.after(before)

    @precondition(lambda self: self.foreseen.shown)
    @rule(at=SOME, field=ANY)
    def fill_right(self, at: list[int], field: int) -> None:
        """Put into each cell the text of the field before it."""
        self.counted["filled right"] += 1
        before, field = self.foreseen.rows, field % len(self.names)
        ids = self.choose(at, field)
        self.window.key(Qt.Key.Key_R, CTRL)
        if field:
            self.foreseen.change(ids, lambda row: with_text(row, field, row.texts[field - 1]))
        self.after(before)

    @precondition(lambda self: self.foreseen.shown and self.foreseen.look.sort is None)
    @rule(at=SOME, down=st.booleans())
    def move(self, at: list[int], down: bool) -> None:
        """Put rows before the one above or after the one below them."""
        self.counted["rows moved"] += 1
        before, shown = self.foreseen.rows, self.foreseen.shown
        ids = self.choose(at)
        places, count = sorted(shown.index(row_id) for row_id in ids), len(shown)
        ids = [shown[place] for place in places]
        self.window.key(Qt.Key.Key_Down if down else Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        at_edge = list(range(count - len(ids), count)) if down else list(range(len(ids)))
        if places != at_edge:
            to = min(places[-1] + 2, count) if down else max(places[0] - 1, 0)
            while to in places:
                to += 1
            self.foreseen.step(_moved(before, ids, shown[to] if to < count else None))
        self.after(before)

    @precondition(lambda self: self.foreseen.shown)
    @rule(at=ANY, field=ANY, block=BLOCKS, add=st.booleans())
    def paste(self, at: int, field: int, block: list[list[str]], add: bool) -> None:
        """Paste a block of texts, which may be higher and wider than there is room."""
        self.counted["blocks pasted"] += 1
        before, shown, field = self.foreseen.rows, self.foreseen.shown, field % len(self.names)
        block = [row[: len(self.names) - field] for row in block]  # the columns of marks take other words
        place = shown.index(self.choose([at], field)[0])
        QGuiApplication.clipboard().setText(to_tsv(block))
        self.window.key(Qt.Key.Key_V, CTRL)
        self.window.idle()
        missing = max(0, place + len(block) - len(shown))
        if missing:
            sheet = self.window.dialog(PasteSheet)
            (sheet.add if add else sheet.only).click()
        self.window.settle()
        there = {shown[place + n]: row for n, row in enumerate(block) if place + n < len(shown)}
        rows = [_put(row, field, there.get(row.id, ())) for row in before]
        made = self._like_last()
        rows += [_put(made, field, words) for words in block[len(block) - missing :]] if missing and add else []
        self.foreseen.step(rows)
        self.here = None
        self.after(before)

    def _like_last(self) -> Row:
        """Return the empty row that is added at the end: as the last one on show."""
        last = self.foreseen.row(self.foreseen.shown[-1])
        return Row(UNKNOWN, (*last.texts[:-2], "", ""), last.part)


def _put(row: Row, field: int, words: list[str] | tuple[str, ...]) -> Row:
    """Return the row with these words in its fields from one on."""
    texts = list(row.texts)
    texts[field : field + len(words)] = words
    return replace(row, texts=tuple(texts)) if row.id == UNKNOWN else row.edited(texts)


def _moved(rows: tuple[Row, ...], ids: list[int], before: int | None) -> list[Row]:
    """Return the rows with some of them, in this order, right before another one."""
    by_id = {row.id: row for row in rows}
    staying = [row.id for row in rows if row.id not in ids]
    at = staying.index(before) if before is not None else len(staying)
    return [by_id[row_id] for row_id in (*staying[:at], *ids, *staying[at:])]

"""Which cells are chosen, as stripes of rows that share their columns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop_app.gui.editor.table import ExampleTable


@dataclass(frozen=True, slots=True)
class Stripe:
    """Rows by their places, and the columns of which each of them has a chosen cell, in the order on show."""

    rows: range
    columns: tuple[int, ...]


def chosen(table: ExampleTable) -> list[Stripe]:
    """Return the chosen cells that are on show, from the top; without any the current one."""
    ranges = [(part.top(), part.bottom(), range(part.left(), part.right() + 1)) for part in table.selection_ranges()]
    shown = table.shown_columns()
    if not ranges and table.place >= 0:
        column = table.currentIndex().column()
        ranges = [(table.place, table.place, range(column, column + 1))]
    return stripes(ranges, shown)


def stripes(ranges: Sequence[tuple[int, int, range]], shown: Sequence[int]) -> list[Stripe]:
    """Return rectangles of cells (first row, last row, columns), which may overlap, as stripes."""
    begin: dict[int, list[range]] = {}
    end: dict[int, list[range]] = {}
    for top, bottom, columns in ranges:
        begin.setdefault(top, []).append(columns)
        end.setdefault(bottom + 1, []).append(columns)
    edges = sorted({*begin, *end})
    there: Counter[int] = Counter()
    found: list[Stripe] = []
    for edge, following in pairwise(edges):
        there.update(column for columns in begin.get(edge, ()) for column in columns)
        there.subtract(column for columns in end.get(edge, ()) for column in columns)
        here = tuple(column for column in shown if there[column] > 0)
        if found and found[-1].columns == here and found[-1].rows.stop == edge:
            found[-1] = Stripe(range(found[-1].rows.start, following), here)
        elif here:
            found.append(Stripe(range(edge, following), here))
    return found


def is_block(found: Sequence[Stripe]) -> bool:
    """Tell whether all rows have the same columns chosen, so that the cells can be copied as one block."""
    return len({stripe.columns for stripe in found}) <= 1


def cells_in(found: Sequence[Stripe]) -> int:
    """Return how many cells these are."""
    return sum(len(stripe.rows) * len(stripe.columns) for stripe in found)

"""Where a block of cells goes: once, again and again over a larger selection, or beyond the end of the table."""

from dataclasses import dataclass

from desktop_app.core.block import Block


@dataclass(frozen=True, slots=True)
class Place:
    """A selection in a table: its first row and column, its size, and the size of the table; all counted in cells."""

    row: int
    column: int
    high: int
    wide: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How a block is put at a place: how many rows and columns are written, and how many of them the table lacks."""

    high: int
    wide: int
    rows_missing: int
    columns_missing: int


def fit(block: Block, place: Place) -> Fit:
    """Return how a block is put at a place.

    It is repeated where the selection is a multiple of it, each way for itself, as spreadsheet programs do; else it is
    put there once, from the first cell of the selection, however many are chosen.
    """
    high, wide = len(block), max((len(row) for row in block), default=0)
    if not high or not wide:
        return Fit(0, 0, 0, 0)
    high = place.high if place.high % high == 0 else high
    wide = place.wide if place.wide % wide == 0 else wide
    rows, columns = place.row + high - place.rows, place.column + wide - place.columns
    return Fit(high, wide, max(0, rows), max(0, columns))

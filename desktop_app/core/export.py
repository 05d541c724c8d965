"""What an export is: its format, what goes into it, and what was found out about the rows beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desktop_app.core.example import Part, Shape
from desktop_app.core.line_rules import LineRules
from desktop_app.core.text import Text


class Format(StrEnum):
    """How the rows are written."""

    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    EXCEL = "excel"
    PARQUET = "parquet"
    TRL = "trl"

    @property
    def suffix(self) -> str:
        """Return the ending of the file's name; "" for a folder."""
        return {Format.EXCEL: ".xlsx", Format.TRL: ""}.get(self, f".{self.value}")

    @property
    def is_table(self) -> bool:
        """Tell whether rows become the rows of a table, rather than training lines."""
        return self not in (Format.JSONL, Format.TRL)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written where. `target` is the file, or the folder for Format.TRL.

    `rules` are those of whoever gets training lines, `left_out` the keys the user does without (both as in
    core.line_rules); `title` is what the data is called in the folder's card.
    """

    format: Format
    target: Path
    parts: frozenset[Part] = frozenset(Part)
    rules: LineRules = field(default_factory=LineRules)
    left_out: frozenset[str] = frozenset()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of some rows, counted from 1 in the order of the table: how many, and the first few."""

    count: int = 0
    first: tuple[int, ...] = ()

    def and_row(self, number: int) -> "Numbers":
        """Return these numbers with one more."""
        return Numbers(self.count + 1, (*self.first, number) if len(self.first) < 5 else self.first)

    def __str__(self) -> str:
        """Return them for a sentence, such as `7, 12, 31 …`."""
        listed = ", ".join(str(number) for number in self.first)
        return f"{listed} …" if self.count > len(self.first) else listed


@dataclass(frozen=True, slots=True)
class Survey:
    """What the rows to be exported are: how many of each shape and part, what no file can hold, and what some cannot.

    `keys` counts the rows that have each key their shape does not need; `whole` tells that some rows do not fit into
    one cell a field. The numbers of the rows: `nul` hold the character NUL, `halves` half of a surrogate pair,
    `controls` a character that no workbook takes, `too_long` a text longer than a workbook's cell, `pictures` a content
    made of parts. `formulas` begin like a formula of a spreadsheet.
    """

    rows: int = 0
    shapes: Mapping[Shape, int] = field(default_factory=dict)
    parts: Mapping[Part, int] = field(default_factory=dict)
    keys: Mapping[str, int] = field(default_factory=dict)
    whole: bool = False
    nul: Numbers = field(default_factory=Numbers)
    halves: Numbers = field(default_factory=Numbers)
    controls: Numbers = field(default_factory=Numbers)
    too_long: Numbers = field(default_factory=Numbers)
    pictures: Numbers = field(default_factory=Numbers)
    formulas: Numbers = field(default_factory=Numbers)

    @property
    def shape(self) -> Shape | None:
        """Return the shape most rows have; None without rows."""
        return max(self.shapes, key=lambda shape: self.shapes[shape], default=None)


@dataclass(frozen=True, slots=True)
class Written:
    """How far an export is: so many of all rows are looked over or written (those of tables are met twice)."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, how many rows in each part, the size in bytes, and what is good to know about it."""

    target: Path
    parts: Mapping[Part, int]
    size: int
    notes: tuple[Text, ...] = ()

    @property
    def rows(self) -> int:
        """Return how many rows were written."""
        return sum(self.parts.values())

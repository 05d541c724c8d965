"""Writing rows as training lines, and noticing on the way what has to be known about them."""

from dataclasses import dataclass
from typing import IO

from desktop_app.core.example import Example, Shape, to_line
from desktop_app.core.export import Survey
from desktop_app.core.line_rules import without
from desktop_app.formats import training_file
from desktop_app.formats.export_survey import Surveyor


@dataclass(frozen=True, slots=True)
class PlainLines:
    """So many rows of one shape that hold nothing but texts, and no NUL, as the lines to be written."""

    shape: Shape
    count: int
    lines: str


@dataclass(frozen=True, slots=True)
class OtherLine:
    """Any other row, with its number in the table from 1."""

    number: int
    example: Example


Piece = PlainLines | OtherLine


class Lines:
    """A file of training lines that is being written; `left_out` are the keys that do not go into it."""

    def __init__(self, file: IO[bytes], left_out: frozenset[str]) -> None:
        self._file = file
        self._left_out = left_out
        self._surveyor = Surveyor()

    def add(self, piece: Piece) -> int:
        """Write a piece and return how many rows are written now."""
        if isinstance(piece, PlainLines):
            self._file.write(piece.lines.encode())
            return self._surveyor.see_plain(piece.shape, piece.count)
        training_file.put(self._file, without(to_line(piece.example), self._left_out))
        return self._surveyor.see_example(piece.number, piece.example)

    def survey(self) -> Survey:
        """Return what the rows are, without their parts and what is of interest to tables alone."""
        return self._surveyor.survey()

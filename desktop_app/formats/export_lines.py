"""Writing rows as training lines, and noticing on the way what has to be known about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from desktop_app.core.example import Part, Shape, to_line
from desktop_app.core.export import Survey
from desktop_app.core.line_rules import without
from desktop_app.formats import training_file
from desktop_app.formats.export_survey import Surveyor
from desktop_app.formats.export_table import ExportRow


@dataclass(frozen=True, slots=True)
class PlainLines:
    """Many rows of one shape that hold nothing but texts, none with the character NUL, as the lines to be written.

    `parts` tells how many of them there are in each part.
    """

    shape: Shape
    parts: Mapping[Part, int]
    lines: str


Piece = ExportRow | PlainLines
"""What is written at once: a row, or many that nothing has to be said about."""


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
            return self._surveyor.see_plain(piece.shape, piece.parts)
        training_file.put(self._file, without(to_line(piece.example), self._left_out))
        return self._surveyor.see(piece)

    def survey(self) -> Survey:
        """Return what the rows are, without what is of interest to tables alone."""
        return self._surveyor.survey()

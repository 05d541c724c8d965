"""Writing a file whole: complete and in its place, or not there at all."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop_app.formats.export import in_words, leave, workplace
from desktop_app.formats.formulas import harmless


def put(target: Path, content: Iterable[bytes]) -> None:
    """Write these portions as a file; raise a Problem, and leave what was there, if that does not work."""
    folder = workplace(target)
    try:
        with in_words(target):
            made = folder / "made"
            with made.open("wb") as file:
                for portion in content:
                    file.write(portion)
            made.replace(target)
    finally:
        leave(folder)


def csv_lines(rows: Iterable[Sequence[str]], *, first: bool = False) -> bytes:
    """Return rows as lines of a CSV file; `first`: those at its beginning, with the mark by which Excel knows UTF-8.

    A text that Excel would run as a formula is set behind an apostrophe; numbers stay numbers.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig" if first else "utf-8")

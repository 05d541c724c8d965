"""A rubric for a judge from a text file."""

from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.formats.encodings import encoding_of
from desktop_app.formats.opening import in_words

_MOST = 100_000
"""In bytes: a longer file is something else."""


def read_rubric(path: Path) -> str:
    """Return what stands in a text file; raise Problem("judge_no_rubric"), or why the file cannot be read."""
    encoding = encoding_of(path)
    with in_words(path), path.open("rb") as file:
        words = file.read(_MOST).decode(encoding, "replace").lstrip("\ufeff").strip()
    if not words:
        raise Problem("judge_no_rubric")
    return words

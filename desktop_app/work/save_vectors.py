"""Writing the vectors of a project's rows into a file, in the worker."""

from collections.abc import Iterator
from pathlib import Path

from desktop_app.core.meaning import Aspect, Embedder, texts
from desktop_app.core.problem import Problem
from desktop_app.formats import export_vectors
from desktop_app.store import examples
from desktop_app.work.meaning_look import Looking
from desktop_app.work.meaning_rows import gathered, matrix_of, reading

_PAGE = 500


def save(path: Path, embedder: Embedder, aspect: Aspect, target: Path) -> Iterator[Looking]:
    """Write the vectors of all rows that are read, by the ending of `target`; yield how far it is.

    Raise Problem("vectors_none") where no row is read, and those of formats.export_vectors.
    """
    with reading(path) as connection:
        rows = gathered(connection)
        chosen, matrix = matrix_of(connection, embedder, rows, aspect)
        if not len(chosen):
            raise Problem("vectors_none")
        numbers = {row: number for number, row in enumerate(examples.ids(connection), start=1)}
        ids = [rows.ids[int(place)] for place in chosen]
        said: list[str] = []
        if target.suffix.lower() != export_vectors.NUMPY:
            for start in range(0, len(ids), _PAGE):
                page = examples.page(connection, ids[start : start + _PAGE])
                said += ["\n".join(texts(row.example, aspect)) for row in page]
    parts = [rows.parts[int(place)].value for place in chosen]
    for done in export_vectors.write(target, [numbers[row] for row in ids], parts, said, matrix):
        yield Looking(done, len(ids))

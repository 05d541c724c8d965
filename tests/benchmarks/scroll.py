"""How fast the editor's table has the rows it is scrolled to."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from array import array
from contextlib import closing
from pathlib import Path
from random import Random
from time import perf_counter

from PySide6.QtWidgets import QApplication

from desktop_app.core.example import Shape
from desktop_app.gui.editor.model import ExampleModel
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work.survey import difference
from tests.benchmarks.figures import Benchmark, Figure, quantile
from tests.benchmarks.filled import made

ROWS = 100_000
WINDOW = 40
JUMPS = 300


def measure(folder: Path) -> list[Figure]:
    """Open a large project in the table's model, jump about and walk through it."""
    application = QApplication.instance() or QApplication([])
    with closing(made(folder / "scroll.tunedesk", ROWS)) as project:
        model = ExampleModel()
        began = perf_counter()
        model.reset(project, Shape.COMPLETION)
        model.splice(difference(array("q"), _ids(project)))
        opened = perf_counter() - began
        chance = Random(1)
        jumps = [_look(model, chance.randrange(ROWS - WINDOW)) for _ in range(JUMPS)]
        walk = [_look(model, 3 * step) for step in range(JUMPS)]
    del application
    return [
        Figure("order of all rows read", 1000 * opened, "ms"),
        Figure("jump to a random place, p50", 1000 * quantile(jumps, 0.5), "ms"),
        Figure("jump to a random place, p99", 1000 * quantile(jumps, 0.99), "ms"),
        Figure("turn of the wheel, p50", 1000 * quantile(walk, 0.5), "ms"),
        Figure("turn of the wheel, p99", 1000 * quantile(walk, 0.99), "ms"),
    ]


def _ids(project: Project) -> "array[int]":
    with project.reading() as connection:
        return examples.ids(connection)


def _look(model: ExampleModel, first: int) -> float:
    """Return how long it takes to get every text of a window of rows."""
    began = perf_counter()
    for row in range(first, first + WINDOW):
        for column in range(model.columnCount()):
            model.data(model.index(row, column))
    return perf_counter() - began


BENCHMARK = Benchmark("scroll", f"every text of {WINDOW} rows out of {ROWS:,}, as the editor's table asks", measure)

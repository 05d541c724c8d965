"""What an import of a large table costs, beside merely reading it."""

import asyncio
import csv
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from desktop_app.core.wizard import Wizard
from desktop_app.store.project import Project
from desktop_app.work import import_table
from tests.benchmarks.figures import Benchmark, Figure
from tests.benchmarks.filled import row

ROWS = 100_000
T = TypeVar("T")


def measure(folder: Path) -> list[Figure]:
    """Import a table into a new project, step by step."""
    table = folder / "many.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("prompt", "completion"), *(row(number) for number in range(ROWS))])
    plain, count = _timed(lambda: _read_only(table))
    reading, source = _timed(lambda: asyncio.run(import_table.read(table)))
    wizard = Wizard.start(source.table.columns)
    with closing(Project.create(folder / "import.tunedesk")) as project:
        writing, done = _timed(lambda: asyncio.run(import_table.create_examples(source, wizard, project)))
    if (count, done.created) != (ROWS + 1, ROWS):
        raise RuntimeError(f"{count} lines were read and {done.created} rows created of {ROWS}")
    return [
        Figure("csv.reader alone", plain, "s"),
        Figure("file read and explained", reading, "s"),
        Figure("rows created, split and on disk, with undo", writing, "s"),
        Figure("rows a second, all in all", ROWS / (reading + writing), "rows/s"),
        Figure("import / csv.reader alone", (reading + writing) / plain, "x"),
    ]


def _read_only(table: Path) -> int:
    with table.open(newline="", encoding="utf-8") as file:
        return sum(1 for _ in csv.reader(file))


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = perf_counter()
    found = work()
    return perf_counter() - began, found


BENCHMARK = Benchmark("import_100k", f"a table of {ROWS:,} rows into a new project, beside csv.reader alone", measure)

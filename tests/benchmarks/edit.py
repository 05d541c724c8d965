"""What a durable edit costs, beside the least that a durable write can cost."""

import os
from contextlib import closing
from pathlib import Path
from random import Random
from time import perf_counter

from desktop_app.core.text import text
from desktop_app.store import examples
from tests.benchmarks.figures import Benchmark, Figure, quantile
from tests.benchmarks.filled import made

ROWS = 10_000
EDITS = 300
BLOCK = bytes(8192)


def measure(folder: Path) -> list[Figure]:
    """Edit a cell and append 8 kB in turn, each to the disk before the next begins."""
    edits: list[float] = []
    raw: list[float] = []
    chance = Random(1)
    with closing(made(folder / "edit.tunedesk", ROWS)) as project, (folder / "raw").open("ab", buffering=0) as file:
        with project.reading() as connection:
            ids = examples.ids(connection)
        for number in range(EDITS):
            row, words = chance.choice(ids), f" edited {number}"
            began = perf_counter()
            project.do(text("step.edit_field"), lambda e, r=row, w=words: e.write_field(r, "completion", w)).result()
            edits.append(perf_counter() - began)
            began = perf_counter()
            file.write(BLOCK)
            os.fsync(file.fileno())
            raw.append(perf_counter() - began)
    return [
        Figure("edit of a cell, p50", 1000 * quantile(edits, 0.5), "ms"),
        Figure("edit of a cell, p95", 1000 * quantile(edits, 0.95), "ms"),
        Figure("append of 8 kB and fsync, p50", 1000 * quantile(raw, 0.5), "ms"),
        Figure("append of 8 kB and fsync, p95", 1000 * quantile(raw, 0.95), "ms"),
        Figure("edit / append, p95", quantile(edits, 0.95) / quantile(raw, 0.95), "x"),
    ]


BENCHMARK = Benchmark(
    "edit",
    f"an edit of one of {ROWS:,} rows until it is on disk, beside 8 kB appended with fsync, in turn",
    measure,
)

"""What finding, sorting and replacing among a million rows costs, beside the same statements in plain SQLite."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter

from desktop_app.core.example import Part
from desktop_app.core.look import Look, Sort
from desktop_app.core.search import Search
from desktop_app.store import examples, looks
from desktop_app.store.project import Project
from desktop_app.work.find_replace import replace_all
from tests.benchmarks.figures import Benchmark, Figure
from tests.benchmarks.filled import made

ROWS = 1_000_000
RARE, OFTEN = "question 123456:", "wizards"

PLAIN = {
    "all rows": "SELECT id FROM head ORDER BY rank",
    "a part": "SELECT id FROM head WHERE part = 'training' ORDER BY rank",
    "sorted by a field": "SELECT head.id FROM head JOIN body USING (id)"
    " ORDER BY json_extract(body.line, '$.completion') COLLATE NOCASE, rank",
    "a rare text": f"SELECT head.id FROM head JOIN body USING (id) WHERE body.line LIKE '%{RARE}%' ORDER BY rank",
    "a text in every row": "SELECT head.id FROM head JOIN body USING (id)"
    f" WHERE body.line LIKE '%{OFTEN}%' ORDER BY rank",
}
LOOKS = {
    "all rows": Look(),
    "a part": Look(parts=frozenset({Part.TRAINING})),
    "sorted by a field": Look(sort=Sort("completion")),
    "a rare text": Look(has=Search(RARE)),
    "a text in every row": Look(has=Search(OFTEN)),
}


def measure(folder: Path) -> list[Figure]:
    """Ask each look twice in turn with the plain statement, then replace a text in every row and undo it."""
    figures: list[Figure] = []
    with closing(made(folder / "look.tunedesk", ROWS)) as project:
        for name, look in LOOKS.items():
            figures += _asked(project, name, look)
        figures += _replaced(project, folder)
    return figures


def _asked(project: Project, name: str, look: Look) -> list[Figure]:
    ours, plain, first = float("inf"), float("inf"), float("inf")
    for _ in range(2):
        with closing(sqlite3.connect(project.path)) as beside:
            plain = min(plain, _timed(lambda: beside.execute(PLAIN[name]).fetchall()))
        with project.reading() as connection:
            began = perf_counter()
            found = looks.ids(connection, look)
            next(found)
            first = min(first, perf_counter() - began)
            for _portion in found:
                pass
            ours = min(ours, perf_counter() - began)
    return [
        Figure(f"{name}: first rows", 1000 * first, "ms"),
        Figure(f"{name}: all of them", 1000 * ours, "ms"),
        Figure(f"{name} / plain SQLite", ours / plain, "x"),
    ]


def _replaced(project: Project, folder: Path) -> list[Figure]:
    with closing(sqlite3.connect(folder / "plain.db")) as beside:
        beside.execute("PRAGMA journal_mode = WAL")
        beside.execute("CREATE TABLE body (id INTEGER PRIMARY KEY, line TEXT NOT NULL)")
        beside.execute("CREATE TABLE old (id INTEGER PRIMARY KEY, line TEXT NOT NULL)")
        beside.execute("ATTACH ? AS project", (str(project.path),))
        beside.execute("INSERT INTO body SELECT id, line FROM project.body")
        beside.commit()

        def replace() -> None:
            beside.execute("INSERT INTO old SELECT id, line FROM body")
            beside.execute(f"UPDATE body SET line = replace(line, '{OFTEN}', 'witches')")
            beside.commit()

        def undo() -> None:
            beside.execute("UPDATE body SET line = (SELECT line FROM old WHERE old.id = body.id)")
            beside.commit()

        plain = [_timed(replace), _timed(undo)]
    with project.reading() as connection:
        ids = examples.ids(connection)
    search = Search(OFTEN)
    ours = [
        _timed(lambda: asyncio.run(replace_all(project, ids, search, "witches"))),
        _timed(lambda: project.undo().result()),
    ]
    return [
        Figure("replace in every row", ours[0], "s"),
        Figure("replace in every row / plain SQLite", ours[0] / plain[0], "x"),
        Figure("undo of it", ours[1], "s"),
        Figure("undo of it / plain SQLite", ours[1] / plain[1], "x"),
    ]


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


BENCHMARK = Benchmark(
    "looking",
    f"filters, an order, a replacement in all of {ROWS:,} rows and its undo, each beside plain SQLite",
    measure,
)

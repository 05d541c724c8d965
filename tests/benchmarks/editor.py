"""The editor on a million rows, each operation beside the same one by hand in plain SQLite (`plain` says what it is).

A ratio is of seconds of the processor, all threads together, so that a busy machine does not count; ours and plain take
turns, and the best of two counts where the operation can be repeated. What each includes:

- open: the project file opened, its order asked for until 64 rows are known, 40 of them read. A project is two
  connections (one writes, others read) to a file of some thirty tables, and a lock; plain is one to six tables.
- jump: 40 rows anywhere read as examples and every cell on show asked of the table's model. Beside it stands once what
  plain SQLite alone takes to read the same texts, and once the least model of Qt over it (`plain_table`).
- jump with paint: the same and the table painted, beside a bare table of Qt over that model.
- edit: one text written, the row marked, the old kept for undo as a step of its own, what was found in the text and
  what had been undone before forgotten, on disk with one fsync. Ours does it on the writer's thread and waits for that,
  reads the example first (one that stays the same is no step), and weighs the history; plain does none of these.
- look: all ids of a filter or an order, handed on as the table takes them. Plain seeks a text with one LIKE in the line
  as it is kept, which also finds names and marks of JSON and no other case of letters beyond ASCII; "by fields" stands
  beside it with LIKE in each text, as ours means it, but for those letters.
- replace: the preview is not in it; every row changed and marked, the old kept, one step, on disk.
- undo: all of it back, kept for redo, on disk.
- export: the whole of `work.export`, which looks over all rows first and then writes them; plain writes the kept texts.
"""

import asyncio
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtWidgets import QApplication

from desktop_app.core.example import RowStatus, Shape
from desktop_app.core.export import Format, Order
from desktop_app.core.look import Look, Sort
from desktop_app.core.search import Search
from desktop_app.core.text import text
from desktop_app.gui.editor.model import ExampleModel
from desktop_app.gui.editor.table import ExampleTable
from desktop_app.store import examples, looks
from desktop_app.store.project import Project
from desktop_app.work import export
from desktop_app.work.find_replace import replace_all
from desktop_app.work.survey import Splice
from tests.benchmarks import editor_window, filled, plain, plain_table
from tests.benchmarks.figures import Benchmark, Figure, quantile
from tests.benchmarks.plain import Plain

ROWS = 1_000_000
WINDOW, JUMPS, EDITS = 40, 200, 200
OFTEN, BY = "wizards", "witches"
LOOKS = {
    "all rows": Look(),
    "sorted by a field": Look(sort=Sort("completion")),
    "a rare text": Look(has=Search("question 123456:")),
    "a text in every row": Look(has=Search(OFTEN)),
    "a finding": Look(findings=frozenset({"f"})),
    "a status": Look(statuses=frozenset({RowStatus.REVIEWED})),
}
LABEL = text("step.edit_field", field="completion")


def measure(folder: Path, rows: int = ROWS) -> list[Figure]:
    """Measure every operation, then the window."""
    path = folder / "rows.tunedesk"
    with closing(filled.made(path, rows)) as project:
        project.do(LABEL, lambda edit: edit.set_status(range(1, rows, 10), RowStatus.REVIEWED)).result()
        found = [(row, "f") for row in range(1, rows, 100)]
        project.write(lambda c: c.executemany("INSERT INTO row_finding (row, name) VALUES (?, ?)", found)).result()
    plain.made(folder / "plain.db", path)
    figures = _opened(path, folder / "plain.db")
    with closing(Project.open(path)) as project, closing(Plain(folder / "plain.db")) as beside:
        figures += [*_jumped(project, beside), *_edited(project, beside)]
        for name, look in LOOKS.items():
            figures += _looked(project, beside, name, look)
        figures += [*_exported(project, beside, folder), *_replaced(project, beside)]
    return figures + editor_window.measure(folder, path)


def _opened(path: Path, plain_path: Path) -> list[Figure]:
    def ours() -> None:
        with closing(Project.open(path)) as project, project.reading() as connection:
            found = looks.ids(connection, Look())
            examples.page(connection, next(found)[:WINDOW])
            found.close()

    def by_hand() -> None:
        with closing(Plain(plain_path)) as opened:
            opened.page(opened.first(64)[:WINDOW])

    return _beside("open to the first rows", ours, by_hand, unit=1000, times=5)


def _jumped(project: Project, beside: Plain) -> list[Figure]:
    application = QApplication.instance() or QApplication([])
    model, chance = ExampleModel(), Random(1)
    model.reset(project, Shape.COMPLETION)
    with project.reading() as connection:
        model.splice(Splice(0, 0, examples.ids(connection)))
    places = [chance.randrange(model.rowCount() - WINDOW) for _ in range(JUMPS)]

    def by_hand(place: int) -> None:
        beside.page(model.ids[place : place + WINDOW].tolist())

    def asked(place: int, of: QAbstractTableModel) -> None:
        for row in range(place, place + WINDOW):
            for column in range(plain_table.COLUMNS):
                of.data(of.index(row, column))

    figures = _each("jump to any place", [lambda at=at: asked(at, model) for at in places], places, by_hand)
    bare = plain_table.PlainModel(beside, model.ids)
    model.refresh(None)
    again = [lambda at=at: asked(at, model) for at in places]
    figures += _each("jump to any place", again, places, lambda at: asked(at, bare), "bare model of Qt")[-1:]
    table, other = ExampleTable(model), plain_table.shown(bare)
    table.setWordWrap(False)  # as the room shows rows of one line
    table.resize(1000, 700)
    table.show()

    def painted(place: int) -> None:
        table.go_to(place, 1)
        table.grab()

    def painted_by_hand(place: int) -> None:
        other.scrollTo(bare.index(place, 1))
        other.grab()

    back = places[::-1]
    words = "jump to any place with paint"
    figures += _each(words, [lambda at=at: painted(at) for at in back], back, painted_by_hand, "bare table of Qt")
    table.close()
    other.close()
    del application
    return figures


def _edited(project: Project, beside: Plain) -> list[Figure]:
    rows = Random(2).sample(range(1, beside.count() + 1), EDITS)

    def ours(row: int) -> Callable[[], object]:
        return lambda: project.do(LABEL, lambda edit: edit.write_field(row, "completion", f" new {row}")).result()

    figures = _each("edit", [ours(row) for row in rows], rows, lambda row: beside.edit(row, f" new {row}"))
    for _ in rows:
        project.undo().result()
    beside.forget()
    return figures


def _looked(project: Project, beside: Plain, name: str, look: Look) -> list[Figure]:
    firsts: list[float] = []

    def ours() -> None:
        with project.reading() as connection:
            began = perf_counter()
            found = looks.ids(connection, look)
            next(found)
            firsts.append(perf_counter() - began)
            for _ in found:
                pass

    figures = _beside(name, ours, lambda: beside.select(name), unit=1000, times=2)
    if name in plain.IN_FIELDS:
        figures += _beside(name, ours, lambda: beside.select_in_fields(name), "plain SQLite by fields", times=2)[1:]
    return [Figure(f"{name}: first rows", 1000 * min(firsts), "ms"), *figures]


def _exported(project: Project, beside: Plain, folder: Path) -> list[Figure]:
    work = folder / "work"

    def ours() -> None:
        work.mkdir()
        for _ in export.export(project.path, Order(Format.JSONL, folder / "ours.jsonl"), work):
            pass
        work.rmdir()

    return _beside("export", ours, lambda: beside.export(folder / "plain.jsonl"), times=1)


def _replaced(project: Project, beside: Plain) -> list[Figure]:
    with project.reading() as connection:
        ids = examples.ids(connection)

    def ours() -> None:
        asyncio.run(replace_all(project, ids, Search(OFTEN), BY))

    return [
        *_beside("replace in every row", ours, lambda: beside.replace(OFTEN, BY), times=1),
        *_beside("undo of it", lambda: project.undo().result(), beside.undo, times=1),
    ]


def _beside(
    name: str,
    ours: Callable[[], object],
    by_hand: Callable[[], object],
    beside: str = "plain SQLite",
    *,
    unit: int = 1,
    times: int,
) -> list[Figure]:
    """Return how long it takes, and how many times the processor's time of the same by hand."""
    taken = [(_timed(by_hand), _timed(ours)) for _ in range(times)]
    best, least = min(one[1][0] for one in taken), min(one[0][0] for one in taken)
    wall = min(one[1][1] for one in taken)
    return [
        Figure(name, unit * wall, "s" if unit == 1 else "ms"),
        Figure(f"{name} / {beside}", best / least, "x"),
    ]


def _each(
    name: str,
    ours: list[Callable[[], object]],
    given: list[int],
    by_hand: Callable[[int], object],
    beside: str = "plain SQLite",
) -> list[Figure]:
    """Return the middle and the slow end of many small operations, and their ratio to the same by hand."""
    taken = [(_timed(mine), _timed(lambda one=one: by_hand(one))) for mine, one in zip(ours, given, strict=True)]
    walls = [1000 * mine[1] for mine, _ in taken]
    return [
        Figure(f"{name}, p50", quantile(walls, 0.5), "ms"),
        Figure(f"{name}, p99", quantile(walls, 0.99), "ms"),
        Figure(f"{name} / {beside}", sum(m[0] for m, _ in taken) / sum(p[0] for _, p in taken), "x"),
    ]


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of the processor and those of the clock."""
    used, began = process_time(), perf_counter()
    work()
    return process_time() - used, perf_counter() - began


BENCHMARK = Benchmark("editor", f"the editor on {ROWS:,} rows, each operation beside plain SQLite", measure)

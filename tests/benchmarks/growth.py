"""How each cost grows: from a thousand rows to a million, a hundred measured points to a million, one job to a hundred.

Seconds of the processor, the best of two turns where an operation can be repeated; of jobs the engine's answers by the
clock. `growth_plot` makes the picture of it. Processes are started anew for what is taken in, so that the few tenths of
a second which a start costs stand at the left end of that line.
"""

import asyncio
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from time import perf_counter, process_time

from desktop_app.core.curves import Curves
from desktop_app.core.export import Format, Order
from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.core.look import Look, Sort
from desktop_app.core.search import Search
from desktop_app.store import examples, jobs, looks
from desktop_app.store.project import Project
from desktop_app.work import export
from desktop_app.work.find_replace import replace_all
from desktop_app.work.read_curves import read_curves
from tests.benchmarks import chats, filled
from tests.benchmarks.figures import Benchmark, Figure, middle
from tests.benchmarks.intake import told_by
from tests.engine.running import send, start
from tests.engine.tiny_model import make_tiny_model

ROWS = (1_000, 10_000, 100_000, 1_000_000)
POINTS = (100, 1_000, 10_000, 100_000, 1_000_000)
JOBS = (1, 10, 100)
OFTEN, BY = "wizards", "witches"
REPEATED = ("filter by a text", "sort by a field", "export")
WIDTH = 3600
"""Points that a picture of 900 pixels takes."""
TURNS = 20
TRAINING = b'{"messages": [{"role": "user", "content": "sky"}, {"role": "assistant", "content": "blue"}]}\n' * 12


def measure(folder: Path) -> list[Figure]:
    """Measure rows, points and jobs of every size; each figure's words are "what, how many of what"."""
    return [*_rows(folder), *_points(folder), *_jobs(folder)]


def _rows(folder: Path) -> Iterator[Figure]:
    for count in ROWS:
        chats.write(folder / "chats.jsonl", count)
        told = told_by("tests.benchmarks.intake_run", "quick", folder / "chats.jsonl", folder)
        (folder / "quick.tunedesk").unlink()
        yield Figure(f"take in and check, {count} rows", told["cpu"], "s")
        path = folder / f"{count}.tunedesk"
        filled.made(path, count).close()
        yield Figure(f"open to the first rows, {count} rows", _best(partial(_open, path)), "s")
        with closing(Project.open(path)) as project:
            for what, work in _acts(project, folder).items():
                yield Figure(f"{what}, {count} rows", _best(work, times=2 if what in REPEATED else 1), "s")


def _open(path: Path) -> None:
    with closing(Project.open(path)) as project, project.reading() as connection:
        found = looks.ids(connection, Look())
        examples.page(connection, next(found)[:40])
        found.close()


def _acts(project: Project, folder: Path) -> dict[str, Callable[[], object]]:
    """Return what is done with all rows, in this order: the last takes the one before it back."""
    with project.reading() as connection:
        ids = examples.ids(connection)

    def look(wanted: Look) -> None:
        with project.reading() as connection:
            for _ in looks.ids(connection, wanted):
                pass

    def exported() -> None:
        work = folder / "work"
        work.mkdir()
        for _ in export.export(project.path, Order(Format.JSONL, folder / "rows.jsonl"), work):
            pass
        work.rmdir()

    return {
        "filter by a text": partial(look, Look(has=Search("question 123:"))),
        "sort by a field": partial(look, Look(sort=Sort("completion"))),
        "export": exported,
        "replace in every row": lambda: asyncio.run(replace_all(project, ids, Search(OFTEN), BY)),
        "undo of that": lambda: project.undo().result(),
    }


def _points(folder: Path) -> Iterator[Figure]:
    for count in POINTS:
        job = Job("job", "local", "m", JobStatus.SUCCEEDED, 0.0, epochs=3, total_steps=count)
        with closing(Project.create(folder / f"points-{count}.tunedesk")) as project:
            project.write(partial(_measured, job=job, count=count)).result()
            yield Figure(f"read a curve, {count} points", _best(lambda: asyncio.run(_read(project))), "s")
            line = asyncio.run(_read(project)).line("train_loss")
            assert line is not None
            assert len(line) == count
            thin = partial(line.thinned, 0, count, WIDTH)
            yield Figure(f"thin it to the width of a picture, {count} points", _best(thin), "s")


def _measured(connection: Connection, job: Job, count: int) -> None:
    jobs.add(connection, job, Plan("m"))
    kept = ((job.id, step, f'{{"train_loss": {1 / step:.6f}}}') for step in range(1, count + 1))
    connection.executemany("INSERT INTO metric_point VALUES (?, ?, ?)", kept)


async def _read(project: Project) -> Curves:
    curves = Curves()
    async for portion in read_curves(project, "job"):
        curves.extend(portion)
    return curves


def _jobs(folder: Path) -> Iterator[Figure]:
    """Let one engine queue jobs, the first of which trains meanwhile; all are cancelled in the end."""
    running = start(folder / "engine", "--linger", "600", "--threads", "1", model=make_tiny_model(folder / "tiny"))
    try:
        with running.client() as client:
            file = send(client, TRAINING)
            made: list[str] = []
            for count in JOBS:
                while len(made) < count:
                    began = perf_counter()
                    made.append(client.fine_tuning.jobs.create(model="tiny", training_file=file).id)
                    last = perf_counter() - began
                listing = partial(client.fine_tuning.jobs.list, limit=100)
                yield Figure(f"add one more to the queue, {count} jobs", last, "s")
                yield Figure(f"list them, {count} jobs", middle([_clock(listing) for _ in range(TURNS)]), "s")
            for job in made:
                client.fine_tuning.jobs.cancel(job)
    finally:
        running.stop()


def _best(work: Callable[[], object], times: int = 2) -> float:
    """Return the least seconds of the processor it took."""
    taken = []
    for _ in range(times):
        began = process_time()
        work()
        taken.append(process_time() - began)
    return min(taken)


def _clock(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


BENCHMARK = Benchmark("growth", "how each cost grows with rows, measured points and jobs", measure)

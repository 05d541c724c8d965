"""`tunedesk results`: what a training measured, as one table with standard names."""

import asyncio
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from desktop_app.cli.asking import tell
from desktop_app.cli.reaching import reached
from desktop_app.cli.saying import said_well
from desktop_app.cli.training_arguments import Results
from desktop_app.core import results
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem
from desktop_app.providers import jobs
from desktop_app.store import jobs as kept_jobs
from desktop_app.store.project import Project
from desktop_app.work.find_jobs import take_up

_FIRST = ("train_loss", "train_accuracy", "valid_loss", "valid_accuracy", "full_valid_loss", "full_valid_accuracy")


def run(command: Results) -> int:
    """Write the table; return 0, or 1 after saying what stood in the way."""
    return said_well(lambda: _write(command, _points(command)))


def table(points: Iterable[MetricPoint]) -> str:
    """Return points as CSV: a line a step, a column a measure, an empty cell where nothing was measured."""
    kept = list(points)
    there = {name for point in kept for name in (*point.values, *point.broken)}
    columns = [*(name for name in _FIRST if name in there), *sorted(there - set(_FIRST))]
    lines = [",".join(["step", *columns])]
    for point in kept:
        cells = ["nan" if name in point.broken else _cell(point.values.get(name)) for name in columns]
        lines.append(",".join([str(point.step), *cells]))
    return "\n".join(lines) + "\n"


def _points(command: Results) -> list[MetricPoint]:
    if command.file is None:
        return asyncio.run(_fetched(command))
    try:
        return results.parse(command.file.read_bytes())
    except OSError as error:
        values = {"name": command.file.name, "folder": str(command.file.parent)}
        raise Problem("watch_file_not_read", details=str(error), **values) from error


async def _fetched(command: Results) -> list[MetricPoint]:
    """Return all that the provider has of a training's curve: its events, its results file, its checkpoints."""
    async with reached(command.at) as (sites, site_id):
        provider = await sites.provider(site_id)
        job = await jobs.retrieve(provider, command.job)
        with tempfile.TemporaryDirectory(prefix="tunedesk-") as folder:
            project = await asyncio.to_thread(Project.create, Path(folder) / "results.tunedesk")
            try:
                await take_up(project, provider, job)
                with project.reading() as connection:
                    return kept_jobs.points(connection, job.id)
            finally:
                await asyncio.to_thread(project.close)


def _write(command: Results, points: list[MetricPoint]) -> int:
    if not points:
        raise Problem("terminal.nothing_measured")
    if command.out is None:
        sys.stdout.write(table(points))
        return 0
    part = command.out.with_name(command.out.name + ".part")
    try:
        part.write_text(table(points), encoding="utf-8")
        part.replace(command.out)
    except OSError as error:
        raise Problem("folder_not_writable", details=str(error), folder=str(command.out.parent)) from error
    tell(f"Written: {command.out} ({len(points)} steps)")
    return 0


def _cell(value: float | None) -> str:
    return "" if value is None else repr(int(value) if value == int(value) and abs(value) < 1e15 else value)

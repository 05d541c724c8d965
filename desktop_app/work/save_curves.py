"""Keeping the curves of trainings as a table of all their values, raw and smoothed."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.axes import ASIDE, Axis, Scale, scale
from desktop_app.core.curves import Curves, Smoothed
from desktop_app.core.job import Job
from desktop_app.formats.whole_file import csv_lines, put

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PORTION = 2000

Run = tuple[str, Job, Curves]
"""What a training is called, its job, and what was measured."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One training as it stood: its steps, where passes are, and each column's steps and values."""

    name: str
    steps: "NDArray[np.int64]"
    passes: Scale | None
    columns: "dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]]"


@dataclass(frozen=True, slots=True)
class Sheet:
    """All values of some trainings, as they stood when it was made; later ones are not in it."""

    titles: tuple[str, ...]
    parts: tuple[_Part, ...]

    def rows(self) -> Iterator[list[list[str]]]:
        """Yield portions of rows: training, step, pass, then a cell a title, empty where nothing was measured."""
        for part in self.parts:
            for start in range(0, len(part.steps), _PORTION):
                yield _portion(part, self.titles[3:], part.steps[start : start + _PORTION])

    def as_csv(self) -> Iterator[bytes]:
        """Yield the content of a CSV file in portions."""
        yield csv_lines([self.titles], first=True)
        for rows in self.rows():
            yield csv_lines(rows)


def sheet(runs: Sequence[Run], weight: float) -> Sheet:
    """Return the sheet of these trainings; what is added to their curves later does not change it."""
    names = dict.fromkeys(name for _, _, curves in runs for name in curves.names)
    curves_of = [name for name in names if name not in ASIDE]
    mark = f" (smoothed {weight:g})"
    titles = [*names, *(name + mark for name in curves_of if weight)]
    parts = []
    for called, job, curves in runs:
        columns = {}
        for name in curves.names:
            line = curves.line(name)
            if line is not None:
                columns[name] = (line.steps, line.values)
                if weight and name not in ASIDE:
                    smoothed = Smoothed(line, weight).line
                    columns[name + mark] = (smoothed.steps, smoothed.values)
        parts.append(_Part(called, curves.steps, scale(curves, job, Axis.EPOCH), columns))
    return Sheet(("training", "step", "epoch", *titles), tuple(parts))


async def keep(target: Path, content: Iterable[bytes]) -> None:
    """Write a file, complete and in its place or not at all; raise a Problem that says why it could not be."""
    await asyncio.to_thread(put, target, content)


async def as_text(found: Sheet) -> str:
    """Return a sheet with tabs between its cells, one line a row."""

    def made() -> str:
        lines = ["\t".join(found.titles)]
        for rows in found.rows():
            lines.extend("\t".join(cell.replace("\t", " ") for cell in row) for row in rows)
        return "\n".join(lines)

    return await asyncio.to_thread(made)


def _portion(part: _Part, titles: Sequence[str], steps: "NDArray[np.int64]") -> list[list[str]]:
    passes = part.passes.place(steps).tolist() if part.passes is not None else None
    cells = [_cells(part.columns.get(title), steps) for title in titles]
    epochs = ["" for _ in steps] if passes is None else [f"{value:.6g}" for value in passes]
    firsts = ([part.name, str(step), epoch] for step, epoch in zip(steps.tolist(), epochs, strict=True))
    return [first + list(row) for first, row in zip(firsts, zip(*cells, strict=True), strict=True)] if cells else []


def _cells(column: "tuple[NDArray[np.int64], NDArray[np.float64]] | None", steps: "NDArray[np.int64]") -> list[str]:
    """Return the values at these steps as texts that read back exactly; NaN where no finite number came."""
    if column is None or not len(column[0]):
        return ["" for _ in steps]
    places = column[0].searchsorted(steps)
    known = places < len(column[0])
    known[known] = column[0][places[known]] == steps[known]
    found = iter(column[1][places[known]].tolist())
    return [_exact(next(found)) if there else "" for there in known.tolist()]


def _exact(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)

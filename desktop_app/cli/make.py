"""`tunedesk make`: data written by a model, in a terminal."""

import asyncio
import json
import shlex
import sys
from pathlib import Path

from desktop_app.cli.answers_coming import listen
from desktop_app.cli.asking import Terminal, tell
from desktop_app.cli.following import said_at
from desktop_app.cli.making_arguments import Make
from desktop_app.cli.reaching import reached
from desktop_app.cli.saying import INTERRUPTED, said_well, span
from desktop_app.core import grid as grids
from desktop_app.core.batch import Column, Setting
from desktop_app.core.grid import Grid
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.core.text import Text
from desktop_app.store.project import Project
from desktop_app.work import made_items, make, make_rows
from desktop_app.work.asking_cost import Outlay
from desktop_app.work.made_items import Sheet
from desktop_app.work.project import do
from desktop_app.work.purse import must_be_priced
from desktop_app.work.sites import Sites
from desktop_app.work.voices import voice


def run(command: Make) -> int:
    """Make it; return 0, or 1 after saying what stood in the way."""
    begun: list[int] = []
    code = said_well(lambda: asyncio.run(_make(command, begun)))
    if code == INTERRUPTED and begun:
        where = [f"--{name} {shlex.quote(str(p))}" for name, p in (("out", command.out), ("into", command.into)) if p]
        sys.stderr.write(f"Paused. Go on with: tunedesk make --go-on {' '.join(where)}{said_at(command.at)}\n")
    return code


async def _make(command: Make, begun: list[int]) -> int:
    """Make it; the number of the batch comes into `begun` as soon as there is one."""
    grid = command.grid if command.file is None else await asyncio.to_thread(_read, command.file)
    there = command.project.exists()
    project = await asyncio.to_thread(Project.open if there else Project.create, command.project)
    try:
        async with reached(command.at) as (sites, site_id):
            number = await (_newest(project) if grid is None else _begun(command, grid, project, sites, site_id))
            if number is None:
                tell("Nothing was asked.")
                return 0
            begun.append(number)
            if grid is None and command.most is not None:
                await make.allow(project, sites, number, command.most)
            whole = await listen(make.go_on(project, sites, number), "answered")
        await _keep(command, project, await made_items.read(project, number))
        return 0 if whole else 1
    finally:
        await asyncio.to_thread(project.close)


def _read(path: Path) -> Grid:
    try:
        return grids.from_line(json.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise Problem("grid_file", details=repr(fault), name=path.name) from fault


async def _newest(project: Project) -> int:
    number = await make.newest(project)
    if number is None:
        raise Problem("making_gone")
    return number


async def _begun(command: Make, grid: Grid, project: Project, sites: Sites, site_id: str) -> int | None:
    """Write it down and return its number; None where its price was not wanted."""
    site = sites.site(site_id)
    hindered = grids.hindrances(grid)
    if site is None or hindered:
        raise Problem("grid_not_ready", reason=english(hindered[0]) if hindered else site_id)
    for remark in grids.remarks(grid):
        _note(remark)
    column = Column(voice(site, command.model), Setting(command.sampling, command.system or None))
    if command.most is not None:
        must_be_priced(sites, column.voice)
    known = await make.reckon(project, sites, lambda: grids.prompts(grid), column, grid.repeats)
    if known.outlay is not None:
        for line in _said(grid, known.outlay):
            sys.stderr.write(line + "\n")
    asks = known.outlay is not None and bool(known.outlay.hosts) and not command.yes
    if asks and not Terminal().yes("Ask?", recommended=True):
        return None
    return await make.begin_grid(project, grid, column, command.most)


async def _keep(command: Make, project: Project, sheet: Sheet) -> None:
    """Write the table, make the rows that are not there yet, and say both."""
    if command.out is not None:
        await make_rows.save_csv(sheet, command.out)
        tell(f"{sum(item.answer is not None for item in sheet.items)} answers are in {command.out}.")
    if command.into is None:
        tell(f"They are kept in {command.project}.")
    elif sheet.taken:
        step = make_rows.grid_step(sheet, command.shape)
        await do(project, step.label, step.edit)
        tell(f"{step.rows} rows are in {command.into}.")
    left_out = sum(item.answer is not None and not item.taken and not item.done for item in sheet.items)
    if left_out:
        tell(f"{left_out} answers were cut off, refused or empty, and became no rows.")


def _said(grid: Grid, outlay: Outlay) -> list[str]:
    """Return what it takes, in a line or two."""
    lists = " × ".join(f"{len(each.values)} {each.name}" for each in grid.lists) or "1 prompt"
    some = f"{grid.asked} of {lists}" if grid.asked < grid.combinations else lists
    tokens = outlay.tokens_in + outlay.tokens_out
    lines = [f"{some} × {grid.repeats} = {outlay.requests} questions, at most {tokens} tokens."]
    if outlay.seconds is not None:
        lines[0] += f" It takes {span(outlay.seconds)}."
    if outlay.hosts:
        known = outlay.most_dollars is not None
        cost = f"for at most ${outlay.most_dollars:.2f}" if known else "at a price that is not known here"
        lines.append(f"The questions are sent to {', '.join(outlay.hosts)}, {cost}.")
    else:
        lines.append("Everything stays on this computer.")
    return lines


def _note(sentence: Text) -> None:
    sys.stderr.write(english(sentence) + "\n")

"""`tunedesk embed`: the meaning of rows, in a terminal."""

import asyncio
import sys
from contextlib import aclosing
from pathlib import Path

from desktop_app.cli.asking import Terminal, tell
from desktop_app.cli.embed_arguments import Embed
from desktop_app.cli.reaching import reached
from desktop_app.cli.saying import INTERRUPTED, said_well, span
from desktop_app.core.fields import question_and_answer
from desktop_app.core.meant import Lonely, Meant, Pair
from desktop_app.core.problem import Problem
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work import meaning_look, models, neighbours, save_vectors
from desktop_app.work.apart import Apart
from desktop_app.work.embed import embed_rows
from desktop_app.work.embedders import Offer, embedders
from desktop_app.work.meaning_choice import Choice, choose
from desktop_app.work.meaning_state import State, state
from desktop_app.work.project import written
from desktop_app.work.sites import Sites

_GIST = 60


def run(command: Embed) -> int:
    """Read the rows; return 0, or 1 after saying what stood in the way."""
    code = said_well(lambda: asyncio.run(_embed(command)))
    if code == INTERRUPTED:
        sys.stderr.write("Stopped. What was read is kept; the same command goes on.\n")
    return code


async def _embed(command: Embed) -> int:
    project = await asyncio.to_thread(Project.open, command.project)
    apart = Apart()
    try:
        async with reached(command.at) as (sites, site_id):
            offer = await _offer(command, sites, site_id)
            choice = Choice(offer.embedder, command.aspect)
            if not await _read(command, project, sites, apart, choice):
                tell("Nothing was read.")
                return 0
            if command.find:
                for near in await neighbours.nearest_rows(apart, project, sites, command.find, None) or ():
                    tell(f"{near.likeness:.2f}  {await _gist(project, near.row)}")
        if command.look:
            await _look(command, project, apart, choice)
        if command.out is not None:
            await apart.one(save_vectors.save, project.path, choice.embedder, choice.aspect, _whole(command.out))
            sys.stderr.write(f"Written: {command.out}\n")
        return 0
    finally:
        await apart.close()
        await asyncio.to_thread(project.close)


async def _offer(command: Embed, sites: Sites, site_id: str) -> Offer:
    """Return the model that is meant, fetched if need be; raise Problem("meaning_no_model")."""
    offers = [each for each in await embedders(sites) if each.embedder.site == site_id]
    named = [each for each in offers if command.model in ("", each.embedder.model)]
    if not named:
        raise Problem("meaning_no_model", model=command.model or "…")
    chosen = named[0]
    if not chosen.ready:
        sys.stderr.write(f"Fetching {chosen.title} …\n")
        async for _ in models.get_ready(sites.engine, chosen.embedder.model):
            pass
    return chosen


async def _read(command: Embed, project: Project, sites: Sites, apart: Apart, choice: Choice) -> bool:
    """Read what is not read yet; return whether that was wanted."""
    found = await state(project, sites, apart, choice)
    if found.survey is None or found.outlay is None:
        return False
    for line in _said(found):
        sys.stderr.write(line + "\n")
    if found.survey.texts and found.outlay.host and not command.yes and not Terminal().yes("Read?", recommended=True):
        return False
    await written(choose(project, choice))
    told = 0
    async with aclosing(embed_rows(project, sites, apart, choice.embedder, choice.aspect)) as heard:
        async for item in heard:
            if item.done * 10 // item.total > told:
                told = item.done * 10 // item.total
                sys.stderr.write(f"{item.done} of {item.total} texts read.\n")
    return True


async def _look(command: Embed, project: Project, apart: Apart, choice: Choice) -> None:
    found = await apart.one(meaning_look.look, project.path, choice.embedder, command.alike)
    if not isinstance(found, Meant):
        raise TypeError("the look came to no end")
    listed: tuple[Pair | Lonely, ...] = (*found.pairs, *found.lonely)
    for each in listed:
        if isinstance(each, Lonely):
            tell(f"lonely         {each.likeness:.2f}  {await _gist(project, each.row)}")
        else:
            both = f"{await _gist(project, each.first)}  <->  {await _gist(project, each.second)}"
            tell(f"{each.kind:<14} {each.likeness:.2f}  {both}")
    told = ", ".join(f"{kind} {count}" for kind, count in found.counts.items() if count)
    sys.stderr.write(f"{found.rows} rows compared: {told or 'nothing found'}.\n")


def _said(found: State) -> list[str]:
    """Return what reading takes, in a line or two."""
    survey, outlay = found.survey, found.outlay
    if survey is None or outlay is None:
        return []
    lines = [f"{survey.rows} rows, {survey.texts} texts to be read, about {outlay.tokens} tokens."]
    if found.seconds is not None and survey.texts:
        lines[0] += f" It takes {span(found.seconds)} on a computer with two cores."
    if not survey.texts:
        return lines[:1]
    if outlay.host:
        cost = "at a price that is not known here" if outlay.dollars is None else f"for about ${outlay.dollars:.2f}"
        return [*lines, f"The texts are sent to {outlay.host}, {cost}."]
    return [*lines, "Everything stays on this computer."]


async def _gist(project: Project, row: int) -> str:
    def read() -> str:
        with project.reading() as connection:
            found = examples.page(connection, [row])
        asked, answered = question_and_answer(found[0].example) if found else ("", "")
        return " ".join((asked or answered)[: 4 * _GIST].split())[:_GIST]

    return await asyncio.to_thread(read)


def _whole(path: Path) -> Path:
    """Return the path as the worker finds it too, which may stand in another folder."""
    return path.absolute()

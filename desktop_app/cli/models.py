"""`tunedesk models`, `pack` and `unpack`: the models one has, and carrying a project with them, in a terminal."""

import asyncio
import json
import sys
from contextlib import aclosing
from datetime import UTC, datetime

from desktop_app.cli.asking import tell
from desktop_app.cli.model_arguments import ModelCommand, Models, Pack, Unpack
from desktop_app.cli.reaching import reached
from desktop_app.cli.saying import megabytes, said_well
from desktop_app.cli.training_arguments import At
from desktop_app.providers.keeping import Arrived
from desktop_app.settings import paths
from desktop_app.store.project import Project
from desktop_app.work import all_models
from desktop_app.work.all_models import Known, Origin
from desktop_app.work.apart import Apart
from desktop_app.work.pack import contents, pack
from desktop_app.work.unpack import Unpacked, look, unpack

_WORDS = {
    Origin.FETCHED: "base model on this computer",
    Origin.TUNED_HERE: "tuned here",
    Origin.CHECKPOINT: "checkpoint",
    Origin.TUNED_AWAY: "tuned at a provider",
    Origin.BASE: "base model",
    Origin.RECORDED: "only its answers are left",
}


def run(command: ModelCommand) -> int:
    """Do what was asked for; return 0, or 1 after saying what stood in the way."""
    if isinstance(command, Pack):
        return said_well(lambda: asyncio.run(_pack(command)))
    if isinstance(command, Unpack):
        return said_well(lambda: asyncio.run(_unpack(command)))
    return said_well(lambda: asyncio.run(_list(command)))


async def _list(command: Models) -> int:
    project = await asyncio.to_thread(Project.open, command.project) if command.project is not None else None
    try:
        async with reached(command.at) as (sites, site_id):
            site = sites.site(site_id)
            if site is None or site.here:
                found = await all_models.here(sites, project)
            else:
                found = await all_models.away(sites, site, project)
            if project is not None:
                found = all_models.merged([found, await all_models.remembered(sites, project)])
    finally:
        if project is not None:
            await asyncio.to_thread(project.close)
    for one in found:
        tell(_as_json(one) if command.json else _line(one))
    if not found and not command.json:
        sys.stderr.write("There is no model yet.\n")
    return 0


async def _pack(command: Pack) -> int:
    project, apart = await asyncio.to_thread(Project.open, command.project), Apart()
    try:
        async with reached(At()) as (sites, _):
            found = await contents(project, sites.engine, bases=command.base)
            for name in found.leaving.running:
                sys.stderr.write(f"{name} is not over, so its model is not packed.\n")
            async with aclosing(pack(project, apart, found, command.out, bases=command.base)) as steps:
                async for _ in steps:
                    pass
        tell(f"Packed: the project and {len(found.leaving.models)} models, {megabytes(found.bytes)}.")
        if found.leaving.bases and not command.base:
            tell(f"The other computer needs: {', '.join(found.leaving.bases)}")
    finally:
        await apart.close()
        await asyncio.to_thread(project.close)
    return 0


async def _unpack(command: Unpack) -> int:
    apart = Apart()
    try:
        manifest = await look(command.pack, apart)
        folder = command.out or paths.projects_dir()
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        async with (
            reached(At()) as (sites, _),
            aclosing(unpack(command.pack, manifest, folder, sites.engine, apart)) as steps,
        ):
            async for step in steps:
                if isinstance(step, Unpacked):
                    tell(f"The project is in {step.project}")
                    _say(step.arrived)
    finally:
        await apart.close()
    return 0


def _say(arrived: Arrived) -> None:
    tell(f"Trainings that are new here: {len(arrived.jobs)}")
    for name in arrived.bases_missing:
        tell(f"Its models answer once this base model is here: {name}")
    for name in arrived.bases_other:
        tell(f"The base model {name} here is another one than they were trained from; they may answer otherwise.")


def _line(one: Known) -> str:
    parts = [one.called.name, one.model] if one.called.name else [one.model]
    facts = [_WORDS[one.origin]]
    if one.created:
        facts.append(datetime.fromtimestamp(one.created, UTC).astimezone().strftime("%Y-%m-%d"))
    facts += [f"{one.rows} rows"] if one.rows is not None else []
    facts += [f"switched off on {one.ending.day.isoformat()}"] if one.ending is not None else []
    facts += [f"{one.recorded} answers recorded"] if one.recorded else []
    return f"{'  '.join(parts)}  ({', '.join(facts)})"


def _as_json(one: Known) -> str:
    return json.dumps(
        {
            "model": one.model,
            "name": one.called.name,
            "note": one.called.note,
            "place": one.site,
            "origin": one.origin.value,
            "base": one.base,
            "created": one.created or None,
            "ends": one.ending.day.isoformat() if one.ending is not None else None,
            "training": one.job or None,
            "rows": one.rows,
            "bytes": one.bytes,
            "answers_recorded": one.recorded,
        },
        ensure_ascii=False,
    )

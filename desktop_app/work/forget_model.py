"""Deleting a model: what is lost is found out first; on this computer it can be put back until the program closes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_app.core.job import HERE
from desktop_app.core.problem import Problem
from desktop_app.core.remote_file import RemoteFile
from desktop_app.providers import jobs, keeping, models
from desktop_app.providers.keeping import Binned
from desktop_app.store import mentions
from desktop_app.store.mentions import Mentions
from desktop_app.store.project import Project
from desktop_app.work import farewell
from desktop_app.work.farewell import Belongings
from desktop_app.work.known_projects import known_projects
from desktop_app.work.sites import Sites

_IN_WORDS = {
    "model_in_use": "models.being_used",
    "model_named_at_start": "models.named_at_start",
    "place_taken": "models.place_taken",
    "bin_item_not_found": "models.bin_emptied",
    "thing_in_use": "models.thing_in_use",
}
_FILE = "file"


@dataclass(frozen=True, slots=True)
class Loss:
    """What goes with a model, or cannot be done any more without it.

    `checkpoints` and `adapters` are models of the place itself that need it, `running` trainings that do; `mentions`
    is what the open project says of it, `projects` the names of other projects that use it, and `unread` counts those
    nobody could look into. `unknown` tells that the place could not be asked.
    """

    belongings: Belongings = field(default_factory=Belongings)
    checkpoints: tuple[str, ...] = ()
    descendants: tuple[str, ...] = ()
    running: int = 0
    mentions: Mentions = field(default_factory=Mentions)
    projects: tuple[str, ...] = ()
    unread: int = 0
    unknown: bool = False


async def loss(sites: Sites, site_id: str, model: str, project: Project | None) -> Loss:
    """Return what is lost with a model; other projects are looked into, and the place is asked."""
    known = await asyncio.to_thread(_in_projects, project, model)
    try:
        provider = await sites.provider(site_id)
        belongings = await farewell.belongings(provider, model)
        listed = [each.id for each in await models.list_models(provider)]
        made = [job async for job, _ in jobs.all_jobs(provider)]
    except Problem:
        return replace(known, unknown=True)
    there = set(listed)
    from_it = [job for job in made if job.base_model == model]
    descendants = [job.tuned_model for job in from_it if job.tuned_model in there and job.tuned_model is not None]
    needs = descendants if not model.startswith("ft:") else []
    checkpoints = tuple(name for name in listed if name.startswith(f"{model}:ckpt-"))
    running = sum(not job.status.ended for job in from_it)
    return replace(known, belongings=belongings, checkpoints=checkpoints, descendants=tuple(needs), running=running)


async def forget(sites: Sites, site_id: str, model: str, files: Sequence[RemoteFile]) -> list[Binned]:
    """Delete a model with these files, and return what can be put back: nothing of what lay at a provider.

    Raise Problem; what was in the bin already then stays there.
    """
    if site_id != HERE:
        await farewell.delete(await sites.provider(site_id), model, files)
        return []
    kind = keeping.MODEL if model.startswith("ft:") else keeping.BASE
    gone = [await _in_words(sites, kind, model)]
    for file in files:
        try:
            gone.append(await _in_words(sites, _FILE, file.id))
        except Problem as problem:
            if problem.key != "provider_not_found":
                raise
    return gone


async def put_back(sites: Sites, items: Sequence[Binned]) -> None:
    """Put back what was deleted on this computer; raise Problem with why something could not be."""
    for item in items:
        try:
            await keeping.put_back(sites.engine, item.mark)
        except Problem as problem:
            raise _as_said(problem, item.id) from problem


async def clear(sites: Sites, kind: str, name: str, title: str) -> Binned:
    """Move something that lies on this computer into the bin; raise Problem."""
    try:
        return await keeping.clear(sites.engine, kind, name)
    except Problem as problem:
        raise _as_said(problem, title) from problem


async def _in_words(sites: Sites, kind: str, name: str) -> Binned:
    return await clear(sites, kind, name, name)


def _as_said(problem: Problem, name: str) -> Problem:
    key = _IN_WORDS.get(str(problem.values.get("code", "")))
    if key is None:
        return problem
    return Problem(key, details=problem.details, model=name)


def _in_projects(project: Project | None, model: str) -> Loss:
    """Return what projects say of a model: the open one in full, of the others their names."""
    own = Mentions()
    if project is not None:
        with project.reading() as connection:
            own = mentions.of_model(connection, model)
    others: list[str] = []
    unread = 0
    for path in known_projects():
        if project is not None and _same(path, project.path):
            continue
        found = mentions.in_file(path, model)
        if found is None:
            unread += 1
        elif found.any:
            others.append(path.stem)
    return Loss(mentions=own, projects=tuple(others), unread=unread)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False

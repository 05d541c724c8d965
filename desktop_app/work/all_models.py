"""Every model one can call or has called: those of this computer, of the user's providers, and recorded answers."""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from desktop_app.core.batch import Voice
from desktop_app.core.example import Part
from desktop_app.core.job import HERE, Job
from desktop_app.providers import models
from desktop_app.providers.endings import Ending, base_id, ending
from desktop_app.providers.models import Model
from desktop_app.settings.model_names import Called, ModelNames, own_names
from desktop_app.store import jobs, recorded, runs, story
from desktop_app.store.project import Project
from desktop_app.work.sites import Site, Sites
from desktop_app.work.test_run import RECORDED
from desktop_app.work.threads import at_once
from desktop_app.work.trainable import ANY
from desktop_app.work.voices import voice

_STEP = ":ckpt-"


class Origin(StrEnum):
    """Where a model came from."""

    FETCHED = "fetched"
    TUNED_HERE = "tuned_here"
    CHECKPOINT = "checkpoint"
    TUNED_AWAY = "tuned_away"
    BASE = "base"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Known:
    """One model. `site` is HERE, a connection's id, or RECORDED for one that only its answers are left of.

    `called` is the user's own name for it; `created` in seconds since 1970, 0 where nobody knows; `job` the training of
    the open project that made it ("" for none) and `rows` how many it learned from; `bytes` what it takes here.
    `recorded` counts the questions whose answers the project keeps. `listed` tells that its place has said it is there.
    """

    site: str
    place: str
    model: str
    origin: Origin
    called: Called = field(default_factory=Called)
    created: float = 0.0
    ending: Ending | None = None
    job: str = ""
    rows: int | None = None
    bytes: int | None = None
    recorded: int = 0
    voice: Voice | None = None
    deletable: bool = False
    listed: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells two models apart: their place and their name there."""
        return self.site, self.model

    @property
    def base(self) -> str:
        """Return the base model it came from; "" for a base model itself."""
        found = base_id(self.model)
        return "" if found == self.model else found

    @property
    def tuned(self) -> bool:
        """Tell whether it learned from somebody's rows."""
        return self.origin in (Origin.TUNED_HERE, Origin.TUNED_AWAY, Origin.CHECKPOINT)

    @property
    def can_be_asked(self) -> bool:
        """Tell whether it answers, as far as is known."""
        return self.voice is not None


@dataclass(frozen=True, slots=True)
class _Remembered:
    """What a project knows of models: which training made each, from how many rows, and how many answers are kept."""

    jobs: Mapping[str, Job] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    checkpoints: Mapping[str, tuple[Job, float]] = field(default_factory=dict)
    answers: Mapping[str, int] = field(default_factory=dict)


async def here(sites: Sites, project: Project | None) -> list[Known]:
    """Return the models of this computer; raise Problem where its engine does not answer."""
    bases = {model.id: model for model in await sites.engine.base_models() if model.ready}
    listed = [model for model in await models.list_models(await sites.engine.provider()) if model.tuned]
    memory, called = await asyncio.to_thread(_look, project)
    found = [_tuned(sites.here, model) for model in listed]
    found += [
        Known(
            HERE, "", name, Origin.FETCHED, bytes=model.bytes, voice=voice(sites.here, name), deletable=model.removable
        )
        for name, model in bases.items()
    ]
    return [_finished(one, memory, called) for one in found]


async def away(sites: Sites, site: Site, project: Project | None) -> list[Known]:
    """Ask a provider which models it has, and return them; raise Problem."""
    listed = await models.list_models(await sites.provider(site.id))
    memory, called = await asyncio.to_thread(_look, project)
    told = {model.id: model.shutdown_date for model in listed}
    found = [_tuned(site, model) for model in listed if model.tuned]
    wanted = [model.id for model in site.profile.models if model.id != ANY] if site.profile is not None else []
    found += [
        Known(
            site.id,
            site.title,
            name,
            Origin.BASE,
            ending=ending(name, site.profile, told.get(name)),
            voice=voice(site, name),
        )
        for name in dict.fromkeys((*wanted, *(model.id for model in listed if not model.tuned and not wanted)))
    ]
    return [_finished(one, memory, called) for one in found]


async def remembered(sites: Sites, project: Project | None) -> list[Known]:
    """Return what the open project knows of models elsewhere without asking anybody, and recorded answers."""
    memory, called = await asyncio.to_thread(_look, project)
    found = []
    for name, job in memory.jobs.items():
        site = sites.site(job.provider)
        if site is not None and not site.here:
            found.append(replace(_tuned(site, Model(name, job.created)), listed=False))
    for name, (job, created) in memory.checkpoints.items():
        site = sites.site(job.provider)
        if site is not None and not site.here:
            found.append(replace(_tuned(site, Model(name, created)), listed=False))
    found += [Known(RECORDED, "", name, Origin.RECORDED, deletable=False, listed=False) for name in memory.answers]
    return [_finished(one, memory, called) for one in found]


def merged(lists: Iterable[Iterable[Known]]) -> list[Known]:
    """Return one list: what a place has told goes before what was only remembered of it.

    Recorded answers are a model of their own only where no place has the model any more.
    """
    found: dict[tuple[str, str], Known] = {}
    for one in (each for some in lists for each in some):
        before = found.get(one.key)
        if before is None or (one.listed and not before.listed):
            found[one.key] = one
    there = {one.model for one in found.values() if one.site != RECORDED}
    return [one for one in found.values() if one.site != RECORDED or one.model not in there]


def _look(project: Project | None) -> tuple[_Remembered, ModelNames]:
    if project is None:
        return _Remembered(), own_names()
    with project.reading() as connection:
        known = jobs.all_jobs(connection)
        made = {job.tuned_model: job for job in known if job.tuned_model}
        records = runs.records(connection)
        rows = {job: record.rows.get(Part.TRAINING, 0) for job, record in records.items()}
        kept = {each.model: (job, each.created) for job in known for each in story.checkpoints(connection, job.id)}
        answers = dict(recorded.models(connection))
    return _Remembered(made, rows, kept, answers), own_names()


def _tuned(site: Site, model: Model) -> Known:
    origin = Origin.CHECKPOINT if model.checkpoint else Origin.TUNED_HERE if site.here else Origin.TUNED_AWAY
    can = site.profile is not None and site.profile.supports.delete_model
    ends = ending(model.id, site.profile, model.shutdown_date)
    return Known(
        site.id,
        site.title,
        model.id,
        origin,
        created=model.created,
        ending=ends,
        voice=voice(site, model.id),
        deletable=can,
    )


def _finished(one: Known, memory: _Remembered, called: ModelNames) -> Known:
    job = memory.jobs.get(one.model.partition(_STEP)[0])
    if one.model in memory.checkpoints:
        job = memory.checkpoints[one.model][0]
    return replace(
        one,
        called=called.get(one.site, one.model),
        job=job.id if job is not None else "",
        rows=memory.rows.get(job.id) if job is not None else None,
        recorded=memory.answers.get(one.model, 0),
    )


def call(one: Known, called: Called) -> Coroutine[Any, Any, None]:
    """Keep the user's own name and note of a model; whoever waits for it is told of a Problem."""
    return at_once(lambda: own_names().set(one.site, one.model, called))

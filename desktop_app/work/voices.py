"""Which models can be asked: those of this computer, those this project trained, and those of each connection."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace

from desktop_app.core.batch import Voice
from desktop_app.core.example import Shape
from desktop_app.core.problem import Problem
from desktop_app.providers import models
from desktop_app.providers.endings import Ending, base_id, ending, model_of
from desktop_app.providers.profiles import Profile
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work.sites import Site, Sites
from desktop_app.work.trainable import ANY


@dataclass(frozen=True, slots=True)
class Offered:
    """A model that can be asked; `created` in seconds since 1970 orders the tuned ones, the newest first.

    `context` is how many tokens it reads at once, None where nobody knows.
    """

    voice: Voice
    tuned: bool
    created: float = 0.0
    ending: Ending | None = None
    context: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What one place offers; `trouble` says why it could not be asked, and what is known without it is offered."""

    site: Site
    offered: tuple[Offered, ...]
    trouble: Problem | None = None


async def heard(sites: Sites, project: Project | None) -> AsyncIterator[Heard]:
    """Yield what each place offers, as it becomes known: this computer first, then the others as they answer."""
    own = await asyncio.to_thread(_trained, project) if project is not None else {}
    yield await _here(sites)
    asking = [asyncio.create_task(_there(sites, site, own)) for site in sites.all if not site.here]
    try:
        for answer in asyncio.as_completed(asking):
            yield await answer
    finally:
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)


def voice(site: Site, model: str) -> Voice:
    """Return a model at a place, with the routes it answers by as far as its profile tells."""
    profile = site.profile
    if profile is None:
        return Voice(site.id, model)
    known = model_of(model, profile) or next((each for each in profile.models if each.id == ANY), None)
    shapes = set(known.shapes) if known is not None else {Shape.CHAT, Shape.COMPLETION} if site.here else {Shape.CHAT}
    chat = "chat" in profile.routes and bool(shapes & {Shape.CHAT, Shape.PREFERENCE})
    prompts = "completions" in profile.routes and Shape.COMPLETION in shapes
    return Voice(site.id, model, chat or not prompts, prompts)


async def _here(sites: Sites) -> Heard:
    site = sites.here
    try:
        bases = {model.id: model.context or None for model in await sites.engine.base_models() if model.ready}
        listed = await models.list_models(await sites.engine.provider())
    except Problem as problem:
        return Heard(site, (), problem)
    tuned = [model for model in listed if model.tuned]
    known = [replace(each, context=bases.get(base_id(each.voice.model))) for each in _newest(site, tuned)]
    rest = (Offered(voice(site, name), tuned=False, context=context) for name, context in bases.items())
    return Heard(site, (*known, *rest))


async def _there(sites: Sites, site: Site, own: dict[str, list[tuple[str, float]]]) -> Heard:
    known = {name: models.Model(name, created) for name, created in own.get(site.id, ())}
    bases = [model.id for model in site.profile.models if model.id != ANY] if site.profile is not None else []
    trouble = None
    try:
        listed = await models.list_models(await sites.provider(site.id))
    except Problem as problem:
        listed, trouble = [], problem
    known |= {model.id: model for model in listed if model.tuned}
    others = [model.id for model in listed if not model.tuned and model.id not in bases]
    said = {model.id: model.shutdown_date for model in listed}
    # What a place does not list it does not answer with, where it lists anything at all.
    there = [name for name in bases if not said or name in said or model_of(name, site.profile) is not None]
    rest = [
        Offered(voice(site, name), tuned=False, ending=ending(name, site.profile, said.get(name)))
        for name in (*there, *others)
    ]
    return Heard(site, (*_newest(site, known.values()), *rest), trouble)


def _newest(site: Site, tuned: Iterable[models.Model]) -> list[Offered]:
    ordered = sorted(tuned, key=lambda model: (model.created, model.id), reverse=True)
    return [Offered(voice(site, m.id), tuned=True, created=m.created, ending=_end(m, site.profile)) for m in ordered]


def _end(model: models.Model, profile: Profile | None) -> Ending | None:
    return ending(model.id, profile, model.shutdown_date)


def _trained(project: Project) -> dict[str, list[tuple[str, float]]]:
    with project.reading() as connection:
        known = jobs.all_jobs(connection)
    found: dict[str, list[tuple[str, float]]] = {}
    for job in known:
        if job.tuned_model:
            found.setdefault(job.provider, []).append((job.tuned_model, job.created))
    return found

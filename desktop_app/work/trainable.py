"""What can be trained where: the base models of a place, the tuned ones to go on from, and what each one is."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from desktop_app.core.example import Shape
from desktop_app.core.job import HERE
from desktop_app.core.problem import Problem
from desktop_app.core.target import MIN_TRAINING, Method, Target
from desktop_app.providers import models
from desktop_app.providers.endings import Ending, base_id, ending, model_of
from desktop_app.providers.local import BaseModel, Hardware
from desktop_app.providers.profiles import Model, Profile, target
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work.bookkeeping import price_of
from desktop_app.work.counting import places
from desktop_app.work.sites import Site, Sites

ANY = "any"
"""What a profile calls a model that the user names."""
_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)?")
_UNREADY = frozenset(
    {"offline", "key_missing", "key_moved", "key_store_locked", "provider_key_refused", "connection_gone"}
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A model a training can begin with. `title` is "" for one that has no other name than its id.

    `open` is what the engine of this computer knows of it, `listed` the day of its end in the provider's own list.
    """

    id: str
    title: str = ""
    tuned: bool = False
    ending: Ending | None = None
    open: BaseModel | None = None
    listed: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a place has to offer. `any` tells that other models can be named as well.

    `trouble` says why the place could not be asked; the choices are then those known without it.
    """

    site: Site
    choices: tuple[Choice, ...] = ()
    any: bool = False
    hardware: Hardware | None = None
    trouble: Problem | None = None

    @property
    def ready(self) -> bool:
        """Tell whether a training could be started there as far as is known: it is reachable, with a key."""
        if self.site.here:
            return self.trouble is None and self.hardware is not None and self.hardware.engine_installed
        return self.trouble is None or self.trouble.key not in _UNREADY


def known(site: Site) -> Offer:
    """Return what is known of a place without asking it; of this computer that is nothing."""
    return Offer(site) if site.here else _offer(site)


async def offer(sites: Sites, site: Site, project: Project | None = None) -> Offer:
    """Ask a place what can be trained there; models that this project trained there can be gone on from."""
    if site.here:
        return await _offer_here(sites, site)
    tuned = await asyncio.to_thread(_tuned_by, project, site) if project is not None else []
    try:
        listed = await models.list_models(await sites.provider(site.id))
    except Problem as problem:
        found = _offer(site, tuned)
        unlisted = found.any and problem.key == "provider_not_found"  # a place that lists no models may train them
        return found if unlisted else replace(found, trouble=problem)
    return _offer(site, tuned, listed)


def _offer(site: Site, tuned: Sequence[str] = (), listed: Sequence[models.Model] = ()) -> Offer:
    ours = site.profile.models if site.profile is not None else ()
    free = not ours or any(model.id == ANY for model in ours)
    return Offer(site, (*_bases(site, ours, listed, free=free), *_going_on(site, tuned, listed)), free)


async def _offer_here(sites: Sites, site: Site) -> Offer:
    try:
        hardware = await sites.engine.hardware()
        if not hardware.engine_installed:
            return Offer(site, hardware=hardware, trouble=Problem("engine_extra_missing"))
        found = await sites.engine.base_models()
        listed = await models.list_models(await sites.provider(site.id))
    except Problem as problem:
        return Offer(site, trouble=problem)
    bases = {model.id: Choice(model.id, model.title, open=model) for model in found}
    tuned = (replace(choice, open=_opened(choice.id, bases)) for choice in _going_on(site, (), listed))
    return Offer(site, (*bases.values(), *tuned), hardware=hardware)


def _opened(name: str, bases: Mapping[str, Choice]) -> BaseModel | None:
    """Return what the engine knows of a tuned model's base."""
    base = bases.get(base_id(name))
    return base.open if base is not None else None


def _bases(site: Site, ours: Iterable[Model], listed: Sequence[models.Model], *, free: bool) -> list[Choice]:
    """Return the models we know of the provider, then, where any can be named, those it lists itself."""
    said = {model.id: model.shutdown_date for model in listed}
    names = {model.id: model.title for model in ours if model.id != ANY}
    if free:
        names |= {model.id: "" for model in listed if not model.tuned and model.id not in names}
    return [
        Choice(name, title, ending=ending(name, site.profile, said.get(name)), listed=said.get(name))
        for name, title in names.items()
    ]


def _going_on(site: Site, tuned: Sequence[str], listed: Sequence[models.Model]) -> list[Choice]:
    """Return the tuned models a training can go on from: those of the account, those of this project."""
    if not goes_on(site.profile):
        return []
    said = {m.id: m.shutdown_date for m in sorted(listed, key=lambda m: -m.created) if m.tuned and not m.checkpoint}
    names = [*said, *(name for name in dict.fromkeys(tuned) if name not in said)]
    return [Choice(n, tuned=True, ending=ending(n, site.profile, said.get(n)), listed=said.get(n)) for n in names]


def ours(profile: Profile | None) -> bool:
    """Tell whether our own engine trains there: it alone knows when to stop early."""
    return profile is not None and any(known.meaning == "patience" for known in profile.hyperparameters)


def goes_on(profile: Profile | None) -> bool:
    """Tell whether a tuned model can be the base of another training there."""
    return profile is None or profile.supports.go_on


def _tuned_by(project: Project, site: Site) -> list[str]:
    with project.reading() as connection:
        known = jobs.all_jobs(connection)
    return [job.tuned_model for job in known if job.tuned_model and job.provider == site.id]


def target_of(site: Site, model_id: str, context: int | None = None) -> Target:
    """Return what is to be known of a model for its data; `context` is the longest example that was asked for.

    A model nobody described is counted with its own tokenizer where it lies on this computer.
    """
    known = model_of(model_id, site.profile) or _any_of(site.profile)
    base = base_id(model_id) if site.here else model_id
    price = price_of(site.profile, model_id)
    if known is None or site.profile is None:
        return Target(model_id, model_id, site.id, _EVERY, _vocabulary(base), context, price=price)
    meant = target(site.profile, known)
    if known.id in (ANY, base):
        vocabulary = meant.vocabulary or _vocabulary(base)
    else:
        vocabulary = meant.vocabulary if not site.here else _vocabulary(base)
    title = model_id if known.id == ANY or site.here else known.title
    limit, costs = context or meant.limit, price or meant.price
    return replace(meant, id=model_id, title=title, vocabulary=vocabulary, limit=limit, price=costs)


_EVERY: Mapping[Shape, tuple[Method, ...]] = MappingProxyType(
    {
        Shape.CHAT: (Method.SUPERVISED,),
        Shape.COMPLETION: (Method.SUPERVISED,),
        Shape.PREFERENCE: (Method.PREFERENCE,),
    }
)


def _any_of(profile: Profile | None) -> Model | None:
    """Return what is known of a model the user named: what the profile says of any; here, all are alike."""
    if profile is None:
        return None
    named = next((model for model in profile.models if model.id == ANY), None)
    return named or (profile.models[0] if profile.id == HERE and profile.models else None)


def _vocabulary(model_id: str) -> str:
    """Return a model's id where that model lies on this computer, so that its own tokenizer can count; "" elsewhere."""
    fits = _NAME.fullmatch(model_id) and ".." not in model_id
    return model_id if fits and (places().models / model_id / "tokenizer.json").is_file() else ""


def least_rows(site: Site) -> int:
    """Return the fewest training rows a place accepts."""
    known = site.profile.least_rows if site.profile is not None else None
    return known.value if known is not None else MIN_TRAINING

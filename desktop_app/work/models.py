"""The models one can train and ask on this computer."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from desktop_app.core.problem import Problem
from desktop_app.core.secret import Secret
from desktop_app.providers import hub, jobs, keeping, models
from desktop_app.providers.hub import HubModel, Storage
from desktop_app.providers.keeping import Binned
from desktop_app.providers.local import BaseModel, Hardware, LocalEngine
from desktop_app.providers.models import Model
from desktop_app.settings.secrets import Secrets
from desktop_app.work import hub_token

T = TypeVar("T")
POLL_SECONDS = 0.3
WORKING = ("pulling", "converting")
"""The states of a model that is on its way."""
_REASONS: Mapping[str, str] = {
    "gated": "models.gated",
    "not_agreed": "models.not_agreed",
    "token_refused": "models.token_refused",
    "offline": "models.offline",
    "unreachable": "models.unreachable",
    "no_room": "models.no_room",
    "not_there": "models.not_there",
    "refused": "models.refused",
    "not_usable": "models.not_usable",
    "damaged": "models.damaged",
    "not_written": "models.not_written",
}
_TAKING_IN: Mapping[str, str] = {
    "model_refused": "models.refused",
    "model_not_found": "models.no_model_there",
    "model_exists": "models.same_name",
}
_REMOVING: Mapping[str, str] = {
    "model_in_use": "models.in_use",
    "model_named_at_start": "models.named_at_start",
}
NEEDS_TOKEN = ("models.gated", "models.not_agreed", "models.token_refused")
"""The Problems that another hub token can mend."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is on this computer, and what it has."""

    bases: tuple[BaseModel, ...]
    tuned: tuple[Model, ...]
    storage: Storage
    hardware: Hardware


@dataclass(frozen=True, slots=True)
class Descendants:
    """What was made from a base model: the tuned models one can ask, and how many trainings are not over."""

    tuned: tuple[str, ...] = ()
    running: int = 0


async def shelf(engine: LocalEngine) -> Shelf:
    """Return all models of this computer, and the room they take."""
    bases, own = await engine.base_models(), await tuned(engine)
    return Shelf(tuple(bases), tuple(own), await hub.storage(engine), await engine.hardware())


async def tuned(engine: LocalEngine) -> list[Model]:
    """Return the tuned models and checkpoints, the newest first."""
    found = [m for m in await models.list_models(await engine.provider()) if m.tuned]
    return sorted(found, key=lambda m: (m.created, m.id), reverse=True)


async def look(engine: LocalEngine, model_id: str, secrets: Secrets) -> HubModel:
    """Ask the hub what a model is, before anything is fetched; raise Problem in words about the hub."""
    try:
        return await hub.look(engine, model_id, await _token(secrets), hub_token.address())
    except Problem as problem:
        code = str(problem.values.get("code", "")).removeprefix("hub_")
        key = "models.not_there" if code == "model_not_found" else _REASONS.get(code)
        if key is None:
            raise
        said = str(problem.values.get("message", ""))
        raise Problem(key, details=said, model=model_id, reason=said) from problem


async def get_ready(
    engine: LocalEngine, model_id: str, secrets: Secrets | None = None, *, asked: bool = False
) -> AsyncIterator[BaseModel]:
    """Fetch a base model if it is not here; yield its state as it changes. Raise Problem if it cannot be had.

    Where it was `asked` for before, it is followed alone: what has failed since then is not begun anew.
    The last state is `ready`, or `paused` or `absent` where somebody interrupted or ended the fetching.
    """
    last: BaseModel | None = None
    while True:
        model = await _one(engine, model_id)
        if model is None and (asked or "/" not in model_id):
            raise Problem("model_gone", model=model_id)
        if model is not None and model != last:
            yield model
            last = model
        if model is not None and (model.ready or (asked and model.state in ("paused", "absent"))):
            return
        if asked and model is not None and model.state == "failed":
            raise why_not(model)
        if not asked:
            if model is None or model.state not in WORKING:
                await _begin(engine, model_id, model, secrets)
            asked = True
        await asyncio.sleep(POLL_SECONDS)


async def pause_fetching(engine: LocalEngine, model_id: str) -> BaseModel | None:
    """Interrupt the fetching of a base model and return its state; what has come is kept."""
    await hub.pause(engine, model_id)
    return await _one(engine, model_id)


async def stop_fetching(engine: LocalEngine, model_id: str) -> BaseModel | None:
    """End the fetching of a base model and return its state; what had come of it is thrown away."""
    await engine.cancel_pull(model_id)
    return await _one(engine, model_id)


async def take_in(engine: LocalEngine, path: Path) -> BaseModel:
    """Use a folder with a model, or a GGUF file, of this computer; raise Problem with the reason why not."""
    return await _in_words(engine.add_model(path), _TAKING_IN, path.name)


async def descendants(engine: LocalEngine, model_id: str) -> Descendants:
    """Return what was made from a base model and cannot be asked without it."""
    provider = await engine.provider()
    made = [job async for job, _ in jobs.all_jobs(provider) if job.base_model == model_id]
    there = {model.id for model in await models.list_models(provider)}
    names = tuple(job.tuned_model for job in made if job.tuned_model in there and job.tuned_model is not None)
    return Descendants(names, sum(not job.status.ended for job in made))


async def remove(engine: LocalEngine, model: BaseModel) -> Binned | None:
    """Remove a base model from this computer into the bin; one in the user's own folder is only forgotten.

    None for one that never lay here. Raise Problem.
    """
    if not (model.ready or model.folder):
        await _in_words(engine.remove_model(model.id), _REMOVING, model.title)
        return None
    return await _in_words(keeping.clear(engine, keeping.BASE, model.id), _REMOVING, model.title)


def why_not(model: BaseModel) -> Problem:
    """Return why a base model could not be fetched, as its state tells."""
    key = _REASONS.get(model.code, "model_not_fetched")
    return Problem(key, details=model.message, model=model.title, reason=model.message)


async def _begin(engine: LocalEngine, model_id: str, model: BaseModel | None, secrets: Secrets | None) -> None:
    token = None if secrets is None else await _token(secrets)
    if model is not None and model.gated and token is None and hub_token.address() == hub_token.HUB:
        raise Problem("models.gated", model=model.title)
    await engine.pull(model_id, token, hub_token.address())


async def _one(engine: LocalEngine, model_id: str) -> BaseModel | None:
    return next((model for model in await engine.base_models(None) if model.id == model_id), None)


async def _token(secrets: Secrets) -> Secret | None:
    return (await hub_token.held(secrets)).secret


async def _in_words(asked: Coroutine[Any, Any, T], words: Mapping[str, str], name: str) -> T:
    """Wait for the engine, and say what it refuses in words about models."""
    try:
        return await asked
    except Problem as problem:
        key = words.get(str(problem.values.get("code", "")))
        if key is None:
            raise
        said = str(problem.values.get("message", ""))
        raise Problem(key, details=said, model=name, reason=said) from problem

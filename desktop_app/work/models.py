"""The models one can train and ask on this computer."""

import asyncio
from collections.abc import AsyncIterator

from desktop_app.core.problem import Problem
from desktop_app.providers import models
from desktop_app.providers.local import BaseModel, LocalEngine
from desktop_app.providers.models import Model

POLL_SECONDS = 0.3


async def tuned(engine: LocalEngine) -> list[Model]:
    """Return the tuned models and checkpoints, the newest first."""
    found = [m for m in await models.list_models(await engine.provider()) if m.tuned]
    return sorted(found, key=lambda m: (m.created, m.id), reverse=True)


async def delete(engine: LocalEngine, model_id: str) -> None:
    """Delete a tuned model for good."""
    await models.delete(await engine.provider(), model_id)


async def get_ready(engine: LocalEngine, model_id: str) -> AsyncIterator[BaseModel]:
    """Fetch a base model if it is not here; yield its state as it changes, `ready` last. Raise Problem if not."""
    last: BaseModel | None = None
    asked = False
    while True:
        model = next((m for m in await engine.base_models() if m.id == model_id), None)
        if model is None:
            raise Problem("model_gone", model=model_id)
        if model != last:
            yield model
            last = model
        if model.ready:
            return
        if model.state == "failed" and asked:
            raise Problem("model_not_fetched", details=model.message, model=model.title)
        if not asked:
            await engine.pull(model_id)
            asked = True
        await asyncio.sleep(POLL_SECONDS)


async def stop_fetching(engine: LocalEngine, model_id: str) -> BaseModel | None:
    """End the fetching of a base model and return its state; what had come of it is thrown away."""
    await engine.cancel_pull(model_id)
    return next((m for m in await engine.base_models() if m.id == model_id), None)

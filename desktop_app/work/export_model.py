"""Exporting a tuned model of this computer into a folder that other programs read."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from desktop_app.core.model_card import Known, card
from desktop_app.core.model_export import Exported, Form, Outlook, Precision, Progress, Wish
from desktop_app.core.problem import Problem
from desktop_app.providers import exporting
from desktop_app.providers.exporting import Export
from desktop_app.providers.local import LocalEngine

T = TypeVar("T")
POLL_SECONDS = 0.2
_REASONS: Mapping[str, str] = {
    "export_adapter": "export_model.adapter",
    "export_base_model": "export_model.base",
    "export_exists": "export_model.exists",
    "export_family": "export_model.family",
    "export_no_folder": "export_model.no_folder",
    "export_no_room": "export_model.no_room",
    "export_not_read": "export_model.gone",
    "export_packed": "export_model.adapter",
    "export_tokenizer": "export_model.tokenizer",
    "model_not_found": "export_model.gone",
    "no_room": "export_model.no_room",
}
_OTHERWISE = "export_model.not_written"


@dataclass(frozen=True, slots=True)
class Room:
    """What an export would be, and the bytes that are free where it is to lie; None where that cannot be told."""

    outlook: Outlook
    free: int | None

    @property
    def fits(self) -> bool:
        """Tell whether there is room for it, as far as that is known."""
        return self.free is None or self.free >= self.outlook.room


async def outlook(engine: LocalEngine, model: str, form: Form, precision: Precision) -> Outlook:
    """Return what an export would be; raise Problem where it cannot be made."""
    return await _in_words(exporting.look(engine, model, form, precision), model, "")


async def room(engine: LocalEngine, model: str, form: Form, precision: Precision, folder: Path) -> Room:
    """Return what an export would be, and how much is free in the folder where it is to lie; raise Problem."""
    found = await outlook(engine, model, form, precision)
    return Room(found, await asyncio.to_thread(_free, folder))


async def export(engine: LocalEngine, wish: Wish, known: Known) -> AsyncGenerator[Progress | Exported, None]:
    """Export a model with its card; yield how far it is, and at the end what there is. Raise Problem.

    Leaving early ends it, and nothing of it stays.
    """
    found = await outlook(engine, wish.model, wish.form, wish.precision)
    order = {
        "model": wish.model,
        "form": wish.form.value,
        "precision": wish.precision.value,
        "folder": str(wish.target),
        "name": wish.name,
        "title": wish.target.name,
        "texts": {"README.md": card(wish, found, known)},
        "sampling": _sampling(wish),
    }
    one = await _begun(engine, order, wish)
    try:
        while one.busy:
            yield Progress(None if one.state == "waiting" else one.progress)
            await asyncio.sleep(POLL_SECONDS)
            one = await exporting.stand(engine, one.id)
    finally:
        if one.busy:
            await asyncio.shield(_ended(engine, one))
    if one.state == "failed":
        key = _REASONS.get(one.code, _OTHERWISE)
        raise Problem(key, details=one.message, model=wish.model, reason=one.message, name=wish.target.name)
    if one.state == "done":
        yield Exported(wish.target, await asyncio.to_thread(_bytes, wish.target))


async def _begun(engine: LocalEngine, order: Mapping[str, Any], wish: Wish) -> Export:
    """Begin an export; whoever leaves before it is known how that went, leaves none under way either."""
    asked = asyncio.ensure_future(exporting.begin(engine, order))
    try:
        return await _in_words(asyncio.shield(asked), wish.model, wish.target.name)
    except asyncio.CancelledError:
        with suppress(Problem):
            await _ended(engine, await asked)
        raise


async def _ended(engine: LocalEngine, one: Export) -> None:
    with suppress(Problem):  # whoever leaves needs no reason why it could not be told; the engine cleans up by itself
        await exporting.cancel(engine, one.id)


def _sampling(wish: Wish) -> dict[str, Any]:
    """Return the settings with which the model is to answer, those that differ from what everybody takes."""
    chosen = wish.sampling
    told: dict[str, Any] = {"temperature": chosen.temperature, "max_tokens": chosen.max_tokens}
    if chosen.top_p != 1.0:
        told["top_p"] = chosen.top_p
    if chosen.stop:
        told["stop"] = list(chosen.stop)
    penalties = {"frequency_penalty": chosen.frequency_penalty, "presence_penalty": chosen.presence_penalty}
    return told | {name: value for name, value in penalties.items() if value}


def _free(folder: Path) -> int | None:
    with suppress(OSError):
        return shutil.disk_usage(folder).free
    return None


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


async def _in_words(asked: Awaitable[T], model: str, name: str) -> T:
    """Wait for the engine, and say what it refuses in words about exports."""
    try:
        return await asked
    except Problem as problem:
        key = _REASONS.get(str(problem.values.get("code", "")))
        if key is None:
            raise
        said = str(problem.values.get("message", ""))
        raise Problem(key, details=said, model=model, reason=said, name=name) from problem

"""What the engine on this computer tells of exports of its models."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.core.model_export import Form, Outlook, Precision
from desktop_app.providers.client import in_words
from desktop_app.providers.local import TITLE, LocalEngine


@dataclass(frozen=True, slots=True)
class Export:
    """How an export stands: `state` is waiting, working, done, failed or cancelled, `progress` from 0 to 1.

    `message` is the engine's reason in English, `code` its name for it; `bytes` is about how many it takes.
    """

    id: str
    state: str
    progress: float
    message: str
    code: str
    bytes: int

    @property
    def busy(self) -> bool:
        """Tell whether it is not over."""
        return self.state in ("waiting", "working")


async def look(engine: LocalEngine, model: str, form: Form, precision: Precision) -> Outlook:
    """Return what an export would be; raise Problem, whose value `code` says why it cannot be made."""
    body = {"model": model, "form": form.value, "precision": precision.value}
    found = await engine.post("/local/exports/look", body)
    with in_words(TITLE):
        return Outlook(
            int(found["bytes"]),
            int(found["room"]),
            int(found["parameters"]),
            bool(found["raw"]),
            None if found["system"] is None else str(found["system"]),
            str(found["base"]),
            str(found["licence"] or ""),
        )


async def begin(engine: LocalEngine, wish: Mapping[str, Any]) -> Export:
    """Begin an export as the route `/local/exports` wants it; raise Problem."""
    return _export(await engine.post("/local/exports", dict(wish)))


async def stand(engine: LocalEngine, export_id: str) -> Export:
    """Return how an export stands."""
    return _export(await engine.get(f"/local/exports/{export_id}"))


async def cancel(engine: LocalEngine, export_id: str) -> Export:
    """End an export; nothing of it stays."""
    return _export(await engine.post(f"/local/exports/{export_id}/cancel", {}))


def _export(found: Mapping[str, Any]) -> Export:
    with in_words(TITLE):
        return Export(
            str(found["id"]),
            str(found["state"]),
            float(found["progress"]),
            str(found["message"] or ""),
            str(found["code"] or ""),
            int(found["bytes"]),
        )

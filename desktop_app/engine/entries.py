"""Base models as the window lists them: what each is, what it takes, whether it is here, how far it has come."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop_app.engine.catalogue import CATALOGUE, Offer, memory_needed, offer, pace
from desktop_app.engine.hardware import accelerator
from desktop_app.engine.model_shelf import Shelved
from desktop_app.engine.models import ModelShelf, put_away
from desktop_app.engine.settings import Settings
from desktop_app.engine.wire import WireError, not_found

News = Mapping[str, Mapping[str, Any]]
_NEEDED = "The training {job} still needs this model. Wait until it has ended, or cancel it, and try again."
_NAMED = "This model was named when the engine was started, so it stays. Start the engine without it."


class Entries:
    """The list of base models."""

    def __init__(self, settings: Settings, models: ModelShelf) -> None:
        self._settings = settings
        self._models = models
        self._accelerator = accelerator()
        self._gone: set[str] = set()

    def all(self, news: News) -> list[dict[str, Any]]:
        """Return the catalogue, then what else is installed, then what may not be used or is on its way."""
        shelved = {each.id: each for each in self._models.folders.usable()}
        refused = self._models.folders.refused()
        names = [*(known.id for known in CATALOGUE), *shelved, *refused, *news]
        return [self._entry(name, shelved.get(name), refused.get(name), news) for name in dict.fromkeys(names)]

    def of(self, name: str, news: News) -> dict[str, Any]:
        """Return the entry of one model, also of one that nobody has heard of."""
        shelved = next((each for each in self._models.folders.usable() if each.id == name), None)
        return self._entry(name, shelved, self._models.folders.refused().get(name), news)

    def remove(self, name: str) -> Path | None:
        """Remove a base model, or forget a folder that the user added; raises WireError in words."""
        folders = self._models.folders
        found = next((each for each in folders.everything() if each.id == name), None)
        if found is None:
            if name not in self._gone and offer(name) is None:
                raise not_found("base model", name, "model_not_found")
            return None
        waiting = self._models.needs(name)
        if waiting is not None:
            raise WireError(409, _NEEDED.format(job=waiting), "model_in_use", "id")
        if found.folder in (each.resolve() for each in self._settings.extra_models):
            raise WireError(400, _NAMED, "model_named_at_start", "id")
        if found.folder.parent == self._settings.models.resolve():
            put_away(found.folder)
        else:
            folders.leave_out(found.folder)
        self._gone.add(name)
        return found.folder

    def _entry(self, name: str, shelved: Shelved | None, refusal: str | None, news: News) -> dict[str, Any]:
        known = offer(name)
        size = shelved.bytes if shelved is not None else known.bytes if known is not None else 0
        parameters = known.parameters if known is not None else size // 2
        entry = {
            "id": name,
            "object": "local.model",
            "title": known.title if known is not None else name,
            "bytes": size,
            "licence": known.licence if known is not None else shelved.licence if shelved is not None else None,
            **_facts(known, shelved),
            "parameters": parameters,
            "memory_bytes": memory_needed(parameters, self._accelerator),
            "tokens_per_second": pace(parameters, self._accelerator, self._settings.threads),
            "installed": shelved is not None,
        }
        if shelved is not None:
            return {**entry, "state": "ready", "progress": 1.0, "message": ""}
        if refusal is not None:
            return {**entry, "state": "failed", "progress": 0.0, "message": refusal}
        return {**entry, "state": "absent", "progress": 0.0, "message": "", **news.get(name, {})}


def _facts(known: Offer | None, shelved: Shelved | None) -> dict[str, Any]:
    return {
        "kind": shelved.kind if shelved is not None else known.kind if known is not None else "text",
        "gated": known.gated if known is not None else False,
        "download_bytes": known.download if known is not None else 0,
    }

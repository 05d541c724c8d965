"""Base models as the window lists them: what each is, what it takes, whether it is here, how far it has come."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop_app.engine.catalogue import CATALOGUE, HUB, Offer, memory_needed, offer, pace, page_of
from desktop_app.engine.hardware import accelerator
from desktop_app.engine.model_shelf import Shelved
from desktop_app.engine.models import ModelShelf, put_away
from desktop_app.engine.partial import Partial, partials
from desktop_app.engine.settings import Settings
from desktop_app.engine.wire import WireError, not_found

News = Mapping[str, Mapping[str, Any]]
_NEEDED = "The training {job} still needs this model. Wait until it has ended, or cancel it, and try again."
_NAMED = "This model was named when the engine was started, so it stays. Start the engine without it."


_OF_THE_HUB = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}\Z", re.ASCII)


def comes_from_hub(name: str) -> bool:
    """Tell whether a name is one that the hub would know."""
    return bool(_OF_THE_HUB.match(name))


class Entries:
    """The list of base models."""

    def __init__(self, settings: Settings, models: ModelShelf) -> None:
        self._settings = settings
        self._models = models
        self._accelerator = accelerator()
        self._gone: set[str] = set()

    def all(self, news: News) -> list[dict[str, Any]]:
        """Return the catalogue, then what else is installed, then what may not be used or is on its way."""
        lying, begun = self._lying(), self._begun()
        names = dict.fromkeys([*(known.id for known in CATALOGUE), *lying, *begun, *news])
        return [self._entry(name, lying.get(name), begun.get(name), news) for name in names]

    def of(self, name: str, news: News) -> dict[str, Any]:
        """Return the entry of one model, also of one that nobody has heard of."""
        return self._entry(name, self._lying().get(name), self._begun().get(name), news)

    def remove(self, name: str) -> Path | None:
        """Remove a base model, or forget a folder that the user added; raises WireError in words."""
        found = self.removable(name)
        if found is None:
            return None
        if self.lies_in_ours(found):
            put_away(found)
        self.gone(name, found)
        return found

    def removable(self, name: str) -> Path | None:
        """Return the folder of a base model that may go, None where it is gone already; raises WireError in words."""
        found = next((each for each in self._models.folders.everything() if each.id == name), None)
        if found is None:
            if name not in self._gone and offer(name) is None:
                raise not_found("base model", name, "model_not_found")
            return None
        waiting = self._models.needs(name)
        if waiting is not None:
            raise WireError(409, _NEEDED.format(job=waiting), "model_in_use", "id")
        if found.folder in (each.resolve() for each in self._settings.extra_models):
            raise WireError(400, _NAMED, "model_named_at_start", "id")
        return found.folder

    def lies_in_ours(self, folder: Path) -> bool:
        """Tell whether a base model lies in the data folder, and not in a folder of the user's own."""
        return folder.parent == self._settings.models.resolve()

    def gone(self, name: str, folder: Path) -> None:
        """Remember that a base model is gone; a folder of the user's own is forgotten."""
        if not self.lies_in_ours(folder):
            self._models.folders.leave_out(folder)
        self._gone.add(name)

    def _lying(self) -> dict[str, Shelved]:
        """Return what lies on this computer by name; one that may be used goes before one that may not."""
        found = sorted(self._models.folders.everything(), key=lambda each: each.refusal is None)
        return {each.id: each for each in found}

    def _begun(self) -> dict[str, Partial]:
        return {each.id: each for each in partials(self._settings.models)}

    def _place(self, found: Shelved | None) -> dict[str, Any]:
        """Say where a model lies, whether it is the user's own folder, and whether it can be taken out of the list."""
        if found is None:
            return {"folder": None, "own": False, "removable": False}
        own = found.folder.parent != self._settings.models.resolve()
        named = found.folder in (each.resolve() for each in self._settings.extra_models)
        return {"folder": str(found.folder), "own": own, "removable": not named}

    def _entry(self, name: str, found: Shelved | None, begun: Partial | None, news: News) -> dict[str, Any]:
        known = offer(name)
        size = known.bytes if known is not None else begun.bytes if begun is not None else 0
        size = found.bytes if found is not None else size
        parameters = known.parameters if known is not None else size // 2
        entry = {
            "id": name,
            "object": "local.model",
            "title": known.title if known is not None else name,
            "bytes": size,
            "licence": known.licence if known is not None else found.licence if found is not None else None,
            **_facts(name, known, found),
            **self._place(found),
            "parameters": parameters,
            "memory_bytes": memory_needed(parameters, self._accelerator),
            "tokens_per_second": pace(parameters, self._accelerator, self._settings.threads),
            "installed": found is not None and found.refusal is None,
        }
        return {**entry, **_state(found, begun), **(news.get(name, {}) if found is None else {})}


def _state(found: Shelved | None, begun: Partial | None) -> dict[str, Any]:
    if found is not None and found.refusal is not None:
        return {"state": "failed", "progress": 0.0, "message": found.refusal, "code": "refused"}
    state = "ready" if found is not None else "paused" if begun is not None else "absent"
    progress = 1.0 if found is not None else begun.progress if begun is not None else 0.0
    return {"state": state, "progress": progress, "message": "", "code": None}


def _facts(name: str, known: Offer | None, shelved: Shelved | None) -> dict[str, Any]:
    from_hub = comes_from_hub(name) and (known is None or known.source == HUB)
    return {
        "kind": shelved.kind if shelved is not None else known.kind if known is not None else "text",
        "tools": shelved.tools if shelved is not None else None,
        "context_tokens": shelved.context if shelved is not None else None,
        "gated": known.gated if known is not None else False,
        "download_bytes": known.download if known is not None else 0,
        "in_catalogue": known is not None,
        "pausable": from_hub,
        "page": page_of(name) if from_hub else None,
    }

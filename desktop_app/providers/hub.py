"""What the engine tells of models that are not here yet, and of the room that those take which are."""

from dataclasses import dataclass

from desktop_app.core.secret import Secret
from desktop_app.providers.client import in_words
from desktop_app.providers.local import TITLE, LocalEngine


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model as the hub describes it: its licence ("" where it names none), the bytes to be fetched, its page."""

    id: str
    licence: str
    bytes: int
    gated: bool
    page: str


@dataclass(frozen=True, slots=True)
class Storage:
    """How many bytes the engine's things take on this computer, and how many are free."""

    models: int
    files: int
    jobs: int
    other: int
    free: int

    @property
    def used(self) -> int:
        """Return the bytes of everything together."""
        return self.models + self.files + self.jobs + self.other


async def look(engine: LocalEngine, model_id: str, token: Secret | None, hub: str) -> HubModel:
    """Ask the hub what a model is, before anything is fetched; raise Problem, whose value `code` says why not."""
    found = await engine.post(f"/local/models/{model_id}/look", engine.rules(token, hub))
    with in_words(TITLE):
        licence, page = str(found["licence"] or ""), str(found.get("page") or "")
        return HubModel(model_id, licence, int(found["bytes"]), bool(found["gated"]), page)


async def pause(engine: LocalEngine, model_id: str) -> None:
    """Interrupt the fetching of a base model; what has come is kept, and pulling it again goes on there."""
    await engine.post(f"/local/models/{model_id}/pull/pause", {})


async def storage(engine: LocalEngine) -> Storage:
    """Return what the engine's things take."""
    found = await engine.get("/local/storage")
    with in_words(TITLE):
        return Storage(*(int(found[name]) for name in ("models", "files", "jobs", "other", "free")))

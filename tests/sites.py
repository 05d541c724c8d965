"""Where tests train: an engine, and the user's connections if a test has any."""

from collections.abc import Sequence
from pathlib import Path

from desktop_app.core.answer import Question, Sampling
from desktop_app.core.batch import Batch, Column, Kind, Prompt, Setting, Voice
from desktop_app.core.job import HERE
from desktop_app.core.network import Network
from desktop_app.core.secret import Secret
from desktop_app.providers.client import Provider
from desktop_app.providers.local import LocalEngine
from desktop_app.settings.connections import Connections
from desktop_app.settings.ledger import Ledger
from desktop_app.settings.secrets import Secrets
from desktop_app.work.reach import Reach
from desktop_app.work.sites import Sites


def sites(engine: LocalEngine, folder: Path, ledger: Ledger | None = None) -> Sites:
    """Return this computer's engine and the connections kept in `folder`; keys live in memory only."""
    secrets = Secrets(folder / "key-places.json", {}, lambda: None)
    return Sites(engine, Reach(Connections(folder / "connections.json"), secrets, Network, ledger))


async def connect(where: Sites, profile: str, title: str, address: str, key: str) -> str:
    """Add a connection with its key and return its id."""
    made = where.reach.connections.add(profile, title, address)
    await where.reach.secrets.keep(made.id, made.address, Secret(key))
    return made.id


class OneSite:
    """A place alone, where answers cost nothing; asked for by any name."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    async def provider(self, _site: str) -> Provider:
        """Return the client of the place."""
        return self._provider

    def books(self, _site: str) -> None:
        """Return no book."""


def asked(models: Sequence[str], questions: Sequence[Question], sampling: Sampling | None = None) -> Batch:
    """Return a batch of these questions to these models."""
    columns = tuple(Column(Voice(HERE, model), Setting(sampling or Sampling())) for model in models)
    return Batch("b", Kind.COMPARE, "", 0.0, tuple(Prompt(question) for question in questions), columns)

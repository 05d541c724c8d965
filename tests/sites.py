"""Where tests train: an engine, and the user's connections if a test has any."""

from pathlib import Path

from desktop_app.core.network import Network
from desktop_app.core.secret import Secret
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

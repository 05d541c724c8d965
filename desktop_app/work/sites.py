"""Where models can be trained and asked: this computer, and each of the user's connections."""

from dataclasses import dataclass

from desktop_app.core.connection import Connection
from desktop_app.core.job import HERE
from desktop_app.providers.client import Provider
from desktop_app.providers.local import LocalEngine
from desktop_app.providers.profiles import Profile
from desktop_app.work.bookkeeping import Books
from desktop_app.work.reach import Reach


@dataclass(frozen=True, slots=True)
class Site:
    """One place: `id` is HERE or a connection's id; `title` is "" for this computer, which the window names.

    `profile` is what is known of it (None for an address nobody described); `host` is where rows are sent, "" for
    this computer.
    """

    id: str
    title: str
    profile: Profile | None
    host: str = ""

    @property
    def here(self) -> bool:
        """Tell whether this is the engine of this computer."""
        return self.id == HERE


class Sites:
    """All places, each with a client when it is asked for."""

    def __init__(self, engine: LocalEngine, reach: Reach) -> None:
        self.engine = engine
        self.reach = reach

    @property
    def all(self) -> tuple[Site, ...]:
        """Return this computer and the user's connections, in that order."""
        return (self.here, *map(self._site, self.reach.connections.all))

    @property
    def here(self) -> Site:
        """Return this computer."""
        return Site(HERE, "", self.reach.profiles.get(HERE))

    def site(self, site_id: str) -> Site | None:
        """Return a place by its id; None for a connection that is gone."""
        if site_id == HERE:
            return self.here
        connection = self.reach.connections.get(site_id)
        return self._site(connection) if connection is not None else None

    async def provider(self, site_id: str) -> Provider:
        """Return a place's client; raise a Problem that says why there is none."""
        return await (self.engine.provider() if site_id == HERE else self.reach.provider(site_id))

    def books(self, site_id: str) -> Books | None:
        """Return where the place's costs are entered; None for this computer, and without a ledger."""
        return None if site_id == HERE else self.reach.books(site_id)

    def _site(self, connection: Connection) -> Site:
        profile = self.reach.profiles.get(connection.profile)
        return Site(connection.id, connection.title, profile, _host(connection.address))


def _host(address: str) -> str:
    return address.split("://", 1)[-1].split("/", 1)[0]

"""The user's providers, reachable: profile, address, key and network rules put together into a client."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from desktop_app.core.connection import Connection
from desktop_app.core.network import Network, is_here
from desktop_app.core.problem import Problem
from desktop_app.core.secret import Held, Keeping, Secret
from desktop_app.providers.client import Provider, make_client
from desktop_app.providers.pace import Pace, Queue
from desktop_app.providers.profiles import Profile
from desktop_app.settings.connections import Connections
from desktop_app.settings.ledger import Ledger
from desktop_app.settings.secrets import Secrets
from desktop_app.work.bookkeeping import Books
from desktop_app.work.targets import all_profiles

_NO_KEY: Mapping[Keeping, str] = {
    Keeping.LOCKED: "key_store_locked",
    Keeping.MOVED: "key_moved",
}


@dataclass(frozen=True, slots=True)
class _Kept:
    """A client that is open, and what it was made of."""

    made_of: tuple[Connection, Secret, Network]
    provider: Provider


class Reach:
    """Gives a Provider for each of the user's connections; clients are kept open and made anew when anything changed.

    `network` is asked each time, so that a rule that was just changed holds for whoever asks for a Provider next.
    """

    def __init__(
        self,
        connections: Connections,
        secrets: Secrets,
        network: Callable[[], Network],
        ledger: Ledger | None = None,
    ) -> None:
        self.connections = connections
        self.secrets = secrets
        self._ledger = ledger
        self.trouble: Problem | None = None
        """What is wrong with the user's own list of prices and models; ours is used then."""
        self._profiles: Mapping[str, Profile] | None = None
        self._network = network
        self._kept: dict[str, _Kept] = {}
        self._left: list[Provider] = []
        """Those that were made anew since; whoever asks through one goes on, with what it was made of."""
        self._turn = asyncio.Lock()

    @property
    def profiles(self) -> Mapping[str, Profile]:
        """Return what is known of each provider, by the profile's id; read when first asked for."""
        known = self._profiles
        return self._read() if known is None else known

    def read_again(self) -> None:
        """Read once more what is known of each provider: whatever is asked or planned from now on goes by that."""
        found = self._read()
        for kept in tuple(self._kept.values()):
            kept.provider.profile = found.get(kept.made_of[0].profile)

    def _read(self) -> Mapping[str, Profile]:
        trouble = None
        try:
            found = all_profiles()
        except Problem as problem:
            trouble, found = problem, all_profiles(ours_alone=True)
        self.trouble = trouble
        self._profiles = made = {profile.id: profile for profile in found}
        return made

    @property
    def network(self) -> Network:
        """The user's rules for the world outside this computer."""
        return self._network()

    @property
    def offline(self) -> bool:
        """Tell whether the user forbade every connection outside this computer."""
        return self._network().offline

    async def held(self, connection: Connection) -> Held:
        """Return what is known about a connection's key."""
        variable = self.profiles[connection.profile].key_variable if connection.profile in self.profiles else ""
        return await self.secrets.find(connection.id, connection.address, variable or None)

    async def provider(self, connection_id: str) -> Provider:
        """Return the provider of a connection; raise a Problem that says why there is none."""
        connection = self.connections.get(connection_id)
        if connection is None:
            raise Problem("connection_gone")
        if self._network().offline and not is_here(connection.address):
            raise Problem("offline", provider=connection.title)
        held = await self.held(connection)
        if held.secret is None:
            raise Problem(_NO_KEY.get(held.keeping, "key_missing"), provider=connection.title)
        async with self._turn:
            made_of = (replace(connection, title=""), held.secret, self._network())
            kept = self._kept.get(connection_id)
            if kept is None or kept.made_of != made_of:
                same = kept is not None and kept.made_of[0].address == connection.address
                # A rest the provider asked for holds for a new key as well.
                pace = kept.provider.pace if kept is not None and same else Pace()
                made = await asyncio.to_thread(self._made, *made_of, pace)  # it loads the SDK: 1-2 s
                if kept is not None:
                    self._left.append(kept.provider)
                kept = self._kept[connection_id] = _Kept(made_of, made)
            kept.provider.title = connection.title
            return kept.provider

    def books(self, connection_id: str) -> Books | None:
        """Return where the cost of answers is entered; None without a ledger, and for a connection that is gone."""
        connection = self.connections.get(connection_id)
        if self._ledger is None or connection is None:
            return None
        return Books(self._ledger, connection, self.profiles.get(connection.profile))

    @property
    def queues(self) -> tuple[tuple[str, Queue], ...]:
        """Return what stands before each provider that was asked lately: its title, and its queue now."""
        return tuple((kept.provider.title, kept.provider.pace.queue) for kept in tuple(self._kept.values()))

    async def close(self) -> None:
        """Hang up everywhere."""
        async with self._turn:  # a client that is being made meanwhile would stay open
            open_ones = [*self._left, *(kept.provider for kept in self._kept.values())]
            self._left, self._kept = [], {}
            for one in open_ones:
                await one.close()

    def _made(self, connection: Connection, secret: Secret, network: Network, pace: Pace) -> Provider:
        profile = self.profiles.get(connection.profile)
        client = make_client(connection.address, secret.reveal(), network, pace.heard)
        made = Provider(connection.id, connection.title, client, lambda: self._network().offline, profile)
        made.pace = pace
        return made

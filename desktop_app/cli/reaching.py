"""The places a command of the terminal may be about: this computer, and the user's providers with their keys."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from desktop_app.cli.keys import key_for
from desktop_app.cli.training_arguments import At
from desktop_app.core.connection import Connection
from desktop_app.core.job import HERE
from desktop_app.core.network import Network, host_of, is_here, tidy
from desktop_app.core.problem import Problem
from desktop_app.core.secret import Secret
from desktop_app.providers.local import LocalEngine
from desktop_app.settings import paths
from desktop_app.settings.connections import Connections
from desktop_app.settings.ledger import Ledger
from desktop_app.settings.preferences import CERTIFICATE, OFFLINE, PROXY, REPLY_SECONDS, Preferences
from desktop_app.settings.secrets import Secrets
from desktop_app.work.reach import Reach
from desktop_app.work.sites import Sites

_CUSTOM = "custom"


@asynccontextmanager
async def reached(at: At, environment: Mapping[str, str] | None = None) -> AsyncIterator[tuple[Sites, str]]:
    """Lend the user's places and the id of the one that was meant; its key is at hand, and is not written anywhere.

    A provider that is not in the user's list yet is added, without its key: the window finds it there.
    """
    given = os.environ if environment is None else environment
    folder = paths.data_dir()
    get = Preferences(folder / "preferences.json").get

    def network() -> Network:
        return Network(bool(get(OFFLINE)), get(PROXY), get(CERTIFICATE), get(REPLY_SECONDS))

    secrets = Secrets(folder / "key-places.json", given)
    reach = Reach(Connections(folder / "connections.json"), secrets, network, Ledger(folder / "ledger.jsonl"))
    engine = LocalEngine(paths.engine_dir(), lambda: reach.profiles, network)
    try:
        site_id = HERE if at.place in (HERE, "here") else (await _connected(reach, at, given)).id
        yield Sites(engine, reach), site_id
    finally:
        await reach.close()
        await engine.close()


async def _connected(reach: Reach, at: At, environment: Mapping[str, str]) -> Connection:
    known = _known(reach, at.place)
    connection = known or _added(reach, at.place)
    try:
        await _give_key(reach, connection, at, environment)
    except Problem:
        if known is None:
            reach.connections.remove(connection.id)
        raise
    return connection


async def _give_key(reach: Reach, connection: Connection, at: At, environment: Mapping[str, str]) -> None:
    """Have the key at hand: from the variable that was named, the password store, the usual variable, or typed."""
    profile = reach.profiles.get(connection.profile)
    usual = profile.key_variable if profile is not None else ""
    variable = at.key_variable or usual
    key = Secret(environment.get(at.key_variable, "") if at.key_variable else "")
    if not key and (await reach.held(connection)).secret is not None:
        return
    if not key and is_here(connection.address) and not at.keyed:
        key = Secret("none")  # a server of one's own wants none, but the protocol does
    key = key or key_for(connection.title, variable, environment)
    if not key:
        raise Problem("key_missing_here", provider=connection.title, variable=variable or "…")
    await reach.secrets.keep(connection.id, connection.address, key, session_only=True)


def _known(reach: Reach, place: str) -> Connection | None:
    """Return the user's own provider that is meant: by its id, its title, what it is a kind of, or its address."""
    profile = reach.profiles.get(place)
    kind = place if profile is not None and not profile.fields else None
    every, wanted, address = reach.connections.all, place.casefold(), place.strip().rstrip("/")
    found = [one for one in every if place == one.id or wanted == one.title.casefold()]
    found += [one for one in every if kind == one.profile or address == one.address]
    return found[0] if found else None


def _added(reach: Reach, place: str) -> Connection:
    profile = reach.profiles.get(place)
    if profile is not None and profile.base_url and not profile.fields:
        return reach.connections.add(profile.id, profile.title, profile.base_url)
    address = tidy(place)
    return reach.connections.add(_CUSTOM, host_of(address), address)

"""Looking for a newer TuneDesk: when somebody asks, or once a day for those who agreed; nothing is installed."""

import json
from datetime import date

from desktop_app import __version__
from desktop_app.core import release
from desktop_app.core.network import Network, host_of
from desktop_app.core.problem import Problem
from desktop_app.core.release import Release
from desktop_app.providers import feed
from desktop_app.settings import paths
from desktop_app.settings.preferences import UPDATE_DAY, UPDATE_PLACE, UPDATES, Preferences


def address(preferences: Preferences) -> str:
    """Return where news of versions lies: the user's own address, else the one that came along; "" for nowhere."""
    told = json.loads(paths.resource("updates.json").read_text(encoding="utf-8"))
    return preferences.get(UPDATE_PLACE).strip() or str(told["address"])


async def newer(place: str, network: Network, running: str = __version__) -> Release | None:
    """Return the newest version if it is newer than the one that runs; raise Problem where nobody knows."""
    if network.offline:
        raise Problem("updates_offline", version=running)
    if not place:
        raise Problem("updates_no_place", version=running)
    host = host_of(place) or place
    try:
        found = release.read(await feed.fetch(place, network, release.MOST_BYTES))
    except OSError as error:
        raise Problem("updates_unreachable", details=str(error), host=host, version=running) from error
    except ValueError as error:
        raise Problem("updates_not_understood", details=str(error), host=host, version=running) from error
    return found if release.is_newer(found.version, running) else None


def due(preferences: Preferences, network: Network, today: date) -> bool:
    """Tell whether to look now without being asked: only who agreed is looked for, once a day, and never offline."""
    agreed = bool(preferences.get(UPDATES)) and not network.offline and bool(address(preferences))
    return agreed and preferences.get(UPDATE_DAY) != today.isoformat()

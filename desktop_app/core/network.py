"""How the program may reach the world outside this computer."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from desktop_app.core.problem import Problem

_IN_NAMES = ":%!$&'()*+,;="
"""What may stand in the name and password of an address as it is."""


@dataclass(frozen=True, slots=True)
class Network:
    """The user's rules. `proxy` is an address, "" for the system's own; `certificate` a file of extra authorities.

    A proxy may be given as people know it, without http:// and with any sign in its password. `seconds` is how long
    a reply may take. Nothing of this touches the engine on this computer.
    """

    offline: bool = False
    proxy: str = ""
    certificate: str = ""
    seconds: float = 600.0

    def __post_init__(self) -> None:
        """Write the proxy as every client reads it: one that stumbles over a password tells parts of it."""
        object.__setattr__(self, "proxy", _proxy(self.proxy))


def host_of(address: str) -> str:
    """Return the host of an address in small letters, "" where there is none."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def is_here(address: str) -> bool:
    """Tell whether an address is on this computer itself, by its number: a name could lead anywhere."""
    host = host_of(address)
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def tidy(address: str) -> str:
    """Return an address as clients want it; raise Problem("address_not_usable") for one they cannot use.

    Over plain http a key could be read on its way, so it is for this computer and private networks only.
    """
    found = address.strip().rstrip("/")
    host = host_of(found)
    try:
        parts = urlsplit(found)
        usable = parts.scheme in ("http", "https") and bool(host) and parts.port != 0
        usable = usable and not (parts.username or parts.password or parts.query or parts.fragment)
    except ValueError:
        usable = False
    if not usable or any(sign.isspace() for sign in found):
        raise Problem("address_not_usable", address=found)
    if parts.scheme == "http" and not (is_here(found) or _is_private(host)):
        raise Problem("address_not_safe", address=found)
    return found


def _proxy(given: str) -> str:
    found = given.strip()
    scheme, _, rest = (found if "://" in found else f"http://{found}").partition("://")
    who, at, host = rest.rpartition("@")
    return f"{scheme}://{quote(who, safe=_IN_NAMES)}{at}{host}" if rest else ""


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host.endswith(".local") or "." not in host

"""Taking keys and the name of the home folder out of what a user may show to others, and keys from child processes."""

import re
from collections.abc import Collection, Iterable, Mapping

from desktop_app.core.checks.private import KEY

HIDDEN = "[removed]"
_KEYS = re.compile(r"(?<![A-Za-z0-9])(?:sk|pk|rk|hf|ghp|gsk|xai)[-_][A-Za-z0-9_\-]{6,}")
"""Shorter ones, too, than those that are looked for in rows."""
_FOREIGN_KEYS = re.compile(KEY, re.VERBOSE)
_BEARER = re.compile(r"(?i)(\bbearer\s+|\bauthorization[\"']?\s*[=:]\s*[\"']?basic\s+)[^\s\"',;]+")
_IN_ADDRESS = re.compile(r"(?i)([?&](?:key|sig|signature)=)[^\s&\"']+")
_NAMED = re.compile(r"(?i)((?:api[_-]?key|token|secret|password)[\"']?\s*[=:]\s*[\"']?)[^\s\"',;}\]]+")
_BEFORE_HOST = re.compile(r"(\b[A-Za-z][A-Za-z0-9+.-]{0,30}://)[^\s/\"']+@")
"""Name and password in an address, as proxies and mirrors have them."""
_TELLING = ("KEY", "TOKEN", "SECRET", "PASSWORD")
_SETTINGS = ("PIP_KEYRING_PROVIDER", "PYTHON_KEYRING_BACKEND")
"""Variables that only sound like secrets: pip wants them where a mirror is opened with the password store's help."""
_SHORTEST = 6
"""A shorter value of a variable is more likely a word than a secret."""


def secrets_in(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the values of variables whose names speak of a key, token, secret or password."""
    found = {
        value
        for name, value in environment.items()
        if len(value) >= _SHORTEST and any(word in name.upper() for word in _TELLING)
    }
    return tuple(sorted(found, key=len, reverse=True))


def without_secrets(environment: Mapping[str, str], own: Collection[str] = ()) -> dict[str, str]:
    """Return the variables for a child process: none holds a secret, under whatever name; those named in `own` stay."""
    spared = {*_SETTINGS, *own}
    secrets = secrets_in({name: value for name, value in environment.items() if name not in spared})
    return {name: value for name, value in environment.items() if name in spared or value not in secrets}


def redact(text: str, secrets: Iterable[str] = (), home: str = "") -> str:
    """Return the text without keys, without the given secrets, and with the home folder as ~."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    text = _KEYS.sub(HIDDEN, _FOREIGN_KEYS.sub(HIDDEN, text))
    text = _IN_ADDRESS.sub(rf"\g<1>{HIDDEN}", text)
    text = _BEARER.sub(rf"\g<1>{HIDDEN}", text)
    text = _NAMED.sub(rf"\g<1>{HIDDEN}", text)
    text = _BEFORE_HOST.sub(rf"\g<1>{HIDDEN}@", text)
    # "/" alone is the home of some system users; replacing it would spoil every path.
    return _without_home(text, home) if len(home) > 1 else text


def _without_home(text: str, home: str) -> str:
    """Return the text with ~ for the home folder; Windows' paths also as Python and Qt write them, in any case."""
    if "\\" not in home:
        return text.replace(home, "~")
    for written in (home.replace("\\", r"\\"), home, home.replace("\\", "/")):
        text = re.sub(re.escape(written), "~", text, flags=re.IGNORECASE)
    return text

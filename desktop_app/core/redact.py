"""Taking keys and the name of the home folder out of what a user may show to others, and keys from child processes."""

import re
from collections.abc import Collection, Iterable, Mapping

HIDDEN = "[removed]"
_KEYS = re.compile(r"\b(?:sk|pk|rk|hf|ghp|gsk|xai)[-_][A-Za-z0-9_\-]{6,}")
_BEARER = re.compile(r"(?i)(\bbearer\s+)[^\s\"',;]+")
_NAMED = re.compile(r"(?i)(\b[\w-]*(?:api[_-]?key|token|secret|password)[\"']?\s*[=:]\s*[\"']?)[^\s\"',;}\]]+")
_BEFORE_HOST = re.compile(r"(\b[A-Za-z][A-Za-z0-9+.-]*://)[^\s/\"']+@")
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
    text = _KEYS.sub(HIDDEN, text)
    text = _BEARER.sub(rf"\g<1>{HIDDEN}", text)
    text = _NAMED.sub(rf"\g<1>{HIDDEN}", text)
    text = _BEFORE_HOST.sub(rf"\g<1>{HIDDEN}@", text)
    # "/" alone is the home of some system users; replacing it would spoil every path.
    return text.replace(home, "~") if len(home) > 1 else text

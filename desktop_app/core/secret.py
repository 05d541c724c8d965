"""A key that cannot be printed by accident."""

from dataclasses import dataclass
from enum import StrEnum


class Secret:
    """A provider's key: printed, formatted or compared with a text it gives nothing away; `reveal` gives it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value.strip()

    def reveal(self) -> str:
        """Return the key itself, for the one request that needs it."""
        return self._value

    @property
    def tail(self) -> str:
        """Return the last four characters, by which people know their keys; of a short key nothing."""
        return self._value[-4:] if len(self._value) >= 12 else ""

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(("secret", self._value))

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> str:
        raise TypeError("a key does not leave its process")


class Keeping(StrEnum):
    """Where a key is, or why it cannot be had."""

    STORED = "stored"
    """In the password store of this computer."""
    SESSION = "session"
    """In memory until the program ends: there is no password store, or the user wanted it so."""
    ENVIRONMENT = "environment"
    """In a variable that the user set; used for this run only."""
    ABSENT = "absent"
    LOCKED = "locked"
    """The password store is there, but locked."""
    MOVED = "moved"
    """It was stored by another password store than the one that answers now."""
    NO_STORE = "no_store"
    """There is no password store (or only one that keeps keys in plain text), and no key."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is known about one key; `secret` is there where it can be used. `store` is the password store's name."""

    keeping: Keeping
    secret: Secret | None = None
    store: str = ""

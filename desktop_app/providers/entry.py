"""Reading a JSON object strictly: each value is asked for by kind, and what is not as it has to be is named."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

R = TypeVar("R")


class Wrong(ValueError):  # noqa: N818 - it says what the file is
    """Something in the file is not as it has to be; the message says where."""


def name_of(entry: object) -> str:
    """Return what an object of a list is called: its "id" or "name", "" for neither."""
    return str(entry.get("id") or entry.get("name") or "") if isinstance(entry, dict) else ""


class Entry:
    """A JSON object with the way to it, whose values are asked for by kind."""

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, dict):
            raise Wrong(f"{where}: this has to be an object")
        self._raw: Mapping[str, Any] = raw
        self._where = where

    def wrong(self, name: str, wanted: str) -> Wrong:
        """Return what is to be raised about a value."""
        return Wrong(f"{self._where}.{name}: {wanted}, not {self._raw.get(name)!r}")

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text that is not empty; `default` where there is none."""
        found = self._raw.get(name, default)
        if not isinstance(found, str) or (not found and default is None):
            raise self.wrong(name, "this has to be a text")
        return found

    def word(self, name: str, known: frozenset[str]) -> str:
        """Return one of the known words."""
        found = self.text(name)
        if found not in known:
            raise self.wrong(name, f"this has to be one of {', '.join(sorted(known))}")
        return found

    def words(self, name: str, known: frozenset[str]) -> tuple[str, ...]:
        """Return a list of known words."""
        found = self.texts(name)
        if not set(found) <= known:
            raise self.wrong(name, f"these have to be of {', '.join(sorted(known))}")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; empty where there is none."""
        found = self._raw.get(name, [])
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise self.wrong(name, "this has to be a list of texts")
        return tuple(found)

    def yes(self, name: str, default: bool | None = None) -> bool:
        """Return true or false."""
        found = self._raw.get(name, default)
        if not isinstance(found, bool):
            raise self.wrong(name, "this has to be true or false")
        return found

    def number(self, name: str, *, needed: bool = False) -> float | None:
        """Return a number that is not negative; None where there is none and none is needed."""
        found = self._raw.get(name)
        if found is None and not needed:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < float("inf"):
            raise self.wrong(name, "this has to be a number that is not negative")
        return found

    def day(self, name: str) -> date:
        """Return a day."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError as error:
            raise self.wrong(name, "this has to be a day as YYYY-MM-DD") from error

    def entry(self, name: str) -> "Entry | None":
        """Return an object; None where there is none."""
        found = self._raw.get(name)
        return None if found is None else Entry(found, f"{self._where}.{name}")

    def needed(self, name: str) -> "Entry":
        """Return an object."""
        return Entry(self._raw.get(name), f"{self._where}.{name}")

    def each(self, name: str, read: "Callable[[Entry], R]") -> tuple[R, ...]:
        """Return what `read` makes of each object of a list; their names must differ."""
        found = self._raw.get(name)
        if not isinstance(found, list):
            raise self.wrong(name, "this has to be a list")
        names = [name_of(each) for each in found]
        if len(set(names)) < len(names) or not all(names):
            raise self.wrong(name, "each needs an id or a name of its own")
        return tuple(read(Entry(each, f"{self._where}.{name}[{name_of(each)}]")) for each in found)

    def map(self) -> Mapping[str, Any]:
        """Return the object as it came."""
        return self._raw

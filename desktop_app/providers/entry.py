"""Reading a JSON object strictly: each value is asked for by kind; what is not as it should be is a Problem."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from desktop_app.core.problem import Problem

R = TypeVar("R")

_MOST = 1e15
"""No number of the file is greater; one that is was mistyped, and could not be reckoned with."""
_SHOWN = 60


def name_of(entry: object) -> str:
    """Return what an object of a list is called: its "id" or "name", "" for neither."""
    return str(entry.get("id") or entry.get("name") or "") if isinstance(entry, dict) else ""


class Entry:
    """A JSON object of a file with the way to it, whose values are asked for by kind."""

    def __init__(self, raw: object, file: str, way: tuple[str, ...] = ()) -> None:
        """Take what stands in the file at `way`, the names from the outermost to the innermost."""
        self._file = file
        self._way = way
        self._asked: set[str] = set()
        if not isinstance(raw, dict):
            *outer, field = way or (file,)
            raise Problem(
                "providers_no_object", file, name=file, place=_place(outer, file), field=field, found=_said(raw)
            )
        self._raw: Mapping[str, Any] = raw

    def about(self, field: str) -> dict[str, str]:
        """Return what a Problem about a value says: the file, the place in it, the field, and what stands there."""
        self._asked.add(field)
        place = _place(self._way, self._file)
        return {"name": self._file, "place": place, "field": field, "found": _said(self._raw.get(field))}

    def text(self, field: str, default: str | None = None) -> str:
        """Return a text that is not empty; `default` where there is none."""
        found = self._value(field, default)
        if not isinstance(found, str) or (not found and default is None):
            raise Problem("providers_no_text", details=self._where(field), **self.about(field))
        return found

    def word(self, field: str, known: frozenset[str]) -> str:
        """Return a word; raise a Problem that names its place in the file where it is none of the `known`."""
        found = self.text(field)
        if found not in known:
            raise self._unknown_word(field, known)
        return found

    def words(self, field: str, known: frozenset[str]) -> tuple[str, ...]:
        """Return a list of known words."""
        found = self.texts(field)
        if not set(found) <= known:
            raise self._unknown_word(field, known)
        return found

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a list of texts; empty where there is none."""
        found = self._value(field, [])
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise Problem("providers_no_texts", details=self._where(field), **self.about(field))
        return tuple(found)

    def yes(self, field: str, default: bool | None = None) -> bool:
        """Return true or false."""
        found = self._value(field, default)
        if not isinstance(found, bool):
            raise Problem("providers_no_switch", details=self._where(field), **self.about(field))
        return found

    def number(self, field: str) -> float:
        """Return a number that is not negative."""
        found = self._value(field)
        if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= _MOST:
            raise Problem("providers_no_number", details=self._where(field), **self.about(field))
        return found

    def number_or_none(self, field: str) -> float | None:
        """Return a number that is not negative; None where there is none."""
        self._asked.add(field)
        return None if self._raw.get(field) is None else self.number(field)

    def whole(self, field: str) -> int:
        """Return a whole number that is not negative."""
        found = self.number(field)
        if found != int(found):
            raise Problem("providers_no_whole", details=self._where(field), **self.about(field))
        return int(found)

    def day(self, field: str) -> date:
        """Return a day."""
        found = self._value(field)
        try:
            return date.fromisoformat(found if isinstance(found, str) else "")
        except ValueError as error:
            raise Problem("providers_no_day", details=self._where(field), **self.about(field)) from error

    def entry(self, field: str) -> "Entry | None":
        """Return an object; None where there is none."""
        self._asked.add(field)
        return None if self._raw.get(field) is None else self.needed(field)

    def needed(self, field: str) -> "Entry":
        """Return an object."""
        return Entry(self._value(field), self._file, (*self._way, field))

    def each(self, field: str, read: "Callable[[Entry], R]") -> tuple[R, ...]:
        """Return what `read` makes of each object of a list; their names must differ."""
        found = self._value(field)
        if not isinstance(found, list):
            raise Problem("providers_no_list", details=self._where(field), **self.about(field))
        names = [name_of(each) for each in found]
        if len(set(names)) < len(names) or not all(names):
            raise Problem("providers_no_name", details=self._where(field), **self.about(field))
        return tuple(self._read(Entry(each, self._file, (*self._way, name_of(each))), read) for each in found)

    def has(self, field: str, value: object = None) -> bool:
        """Tell whether there is such a field, or whether it holds this very value."""
        self._asked.add(field)
        found = self._raw.get(field)
        return found is not None if value is None else found == value

    def map(self) -> Mapping[str, Any]:
        """Return the object as it came."""
        self._asked |= set(self._raw)
        return self._raw

    def end(self) -> None:
        """Raise a Problem for a field nobody asked for: one that was mistyped would be passed over in silence."""
        for field in self._raw:
            if field not in self._asked:
                known = ", ".join(sorted(self._asked))
                raise Problem("providers_field_unknown", details=self._where(field), known=known, **self.about(field))

    def _read(self, entry: "Entry", read: "Callable[[Entry], R]") -> R:
        made = read(entry)
        entry.end()
        return made

    def _value(self, field: str, default: object = None) -> Any:  # noqa: ANN401 - whatever a file holds
        self._asked.add(field)
        if field not in self._raw and default is None:
            raise Problem("providers_field_missing", details=self._where(field), **self.about(field))
        return self._raw.get(field, default)

    def _unknown_word(self, field: str, known: frozenset[str]) -> Problem:
        said = ", ".join(sorted(known))
        return Problem("providers_no_word", details=self._where(field), known=said, **self.about(field))

    def _where(self, field: str) -> str:
        return ".".join((*self._way, field))


def _place(way: "tuple[str, ...] | list[str]", file: str) -> str:
    return " → ".join(way) or file


def _said(raw: object) -> str:
    """Return a value as it stands in the file, not too long."""
    try:
        said = json.dumps(raw, ensure_ascii=False)
    except RecursionError:  # nested too deep to be shown, and so too deep for anything it could be
        said = "…"
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"

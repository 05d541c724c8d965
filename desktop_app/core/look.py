"""What the table of examples shows: which rows, and in which order. The order in the project never changes by it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from desktop_app.core.example import Part, RowStatus
from desktop_app.core.search import Search


class By(StrEnum):
    """What rows can be sorted by besides the text of a field."""

    PART = "part"
    STATUS = "status"
    TOKENS = "tokens"
    LENGTH = "length"
    NOTE = "note"
    TAGS = "tags"


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: `by` is the name of a field (core.fields) or one of By."""

    by: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """Which rows are shown: those that fit every condition; an empty condition fits every row.

    A condition that names several things fits a row of which one is true; of `values` the pairs of one field are a
    condition. has: what one of the row's texts (or REMARKS) holds; values: fields with their whole text; empty: fields
    without a text; longer: more tokens than this, as `vocabulary` counts them; findings: ids of checks that found
    something in the row; since: the mark of a training, for rows that are not as it learned them; rows: ids of rows.
    """

    has: Search | None = None
    parts: frozenset[Part] = frozenset()
    statuses: frozenset[RowStatus] = frozenset()
    tags: frozenset[str] = frozenset()
    values: tuple[tuple[str, str], ...] = ()
    empty: frozenset[str] = frozenset()
    longer: int | None = None
    vocabulary: str = ""
    findings: frozenset[str] = frozenset()
    since: str = ""
    rows: tuple[int, ...] = ()
    sort: Sort | None = None

    @property
    def all_rows(self) -> bool:
        """Tell whether no condition keeps a row out."""
        return replace(self, sort=None, vocabulary="") == Look()

    def to_json(self) -> str:
        """Return the look as text, for the project's memory."""
        told: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, Search | Sort):
                told[each.name] = {part.name: getattr(value, part.name) for part in fields(value)}
            else:
                told[each.name] = sorted(value) if isinstance(value, frozenset) else value
        return json.dumps(told)


def by_field(values: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return the texts of a look's values by their fields: each field is to have one of its texts."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in values:
        found[name] = (*found.get(name, ()), words)
    return found


def from_json(kept: str) -> Look:
    """Return the look that `to_json` wrote; the whole table for anything else."""
    try:
        told = json.loads(kept)
        return Look(**{name: _READ.get(name, _as_is)(told[name]) for name in told})
    except (ValueError, TypeError, KeyError, AttributeError):
        return Look()


def _as_is(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    return value


def _search(told: Mapping[str, Any] | None) -> Search | None:
    return None if told is None else Search(**{**told, "fields": tuple(told["fields"])})


def _sort(told: Mapping[str, Any] | None) -> Sort | None:
    return None if told is None else Sort(**told)


_READ: Mapping[str, Any] = {
    "has": _search,
    "parts": lambda told: frozenset(Part(word) for word in told),
    "statuses": lambda told: frozenset(RowStatus(word) for word in told),
    "tags": frozenset,
    "values": lambda told: tuple((name, value) for name, value in told),
    "empty": frozenset,
    "findings": frozenset,
    "rows": tuple,
    "sort": _sort,
}

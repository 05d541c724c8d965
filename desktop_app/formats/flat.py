"""JSON values as the cells of a row: nested keys become columns, everything becomes text."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from desktop_app.formats.headers import plain_name

_DEEPEST_COLUMN = 6
DEEPEST = 200
"""How many levels of lists and objects within each other are read; more is no training data."""


class Cells(Mapping[str, str]):
    """The cells of a JSON object, made when one is asked for; every column is there, the missing ones empty."""

    __slots__ = ("_columns", "_made", "_source")

    def __init__(self, source: Mapping[str, Any], columns: tuple[str, ...]) -> None:
        self._source = source
        self._columns = columns
        self._made: dict[str, str] | None = None

    def _whole(self) -> dict[str, str]:
        if self._made is None:
            self._made = dict.fromkeys(self._columns, "") | flat(self._source)
        return self._made

    def __getitem__(self, column: str) -> str:
        return self._whole()[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def __repr__(self) -> str:
        return repr(self._whole())

    def __reduce__(self) -> tuple[Callable[..., dict[str, str]], tuple[dict[str, str]]]:
        return dict, (self._whole(),)


def flat(source: Mapping[str, Any]) -> dict[str, str]:
    """Return column -> text of an object; the key b within a is the column "a.b", a list is compact JSON."""
    cells: dict[str, str] = {}
    _put(cells, "", source, 1)
    return cells


def text_of(value: object) -> str:
    """Return a JSON value as text: true, 7, 0.5, nothing for null, compact JSON for lists and objects."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def is_too_deep(value: object) -> bool:
    """Tell whether a value holds more levels than DEEPEST."""
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for each in level for inner in _inner(each)]
        if not level:
            return False
    return True


def holds_nul(value: object) -> bool:
    """Tell whether a NUL character stands anywhere in the value."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            if "\0" in each:
                return True
        elif isinstance(each, dict):
            waiting.extend(each)
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
    return False


def _inner(value: object) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _put(cells: dict[str, str], prefix: str, source: Mapping[str, Any], level: int) -> None:
    for key, value in source.items():
        name = plain_name(prefix + str(key)) or "column"
        if isinstance(value, dict) and value and level < _DEEPEST_COLUMN:
            _put(cells, f"{prefix}{key}.", value, level + 1)
            continue
        number = 2
        free = name
        while free in cells:  # "a.b" may stand beside an "a" that holds a "b"
            free = f"{name} ({number})"
            number += 1
        cells[free] = text_of(value)

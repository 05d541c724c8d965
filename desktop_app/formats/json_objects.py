"""Reading JSON of every layout: which layout it is, its columns, and whether it is training data already."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.core.problem import Problem
from desktop_app.core.reading import MOST_COLUMNS, Found, Reading
from desktop_app.core.share_gpt import shape_of
from desktop_app.formats.flat import Cells, flat
from desktop_app.formats.json_lines import Item, JsonLines
from desktop_app.formats.json_stream import JsonStream
from desktop_app.formats.json_values import BrokenJsonError, second_opinion, value_at
from desktop_app.formats.lines import Texts
from desktop_app.formats.opening import in_words
from desktop_app.formats.records import Items, Record, Records, Unread
from desktop_app.formats.trl_lines import source_of as training_line

if TYPE_CHECKING:
    from desktop_app.core.example import Shape

_SAMPLE_OBJECTS = 2000
_SAMPLE_BYTES = 1 << 24
_NEARLY_ALL = 0.9
_SNIFFED = 20
_SPOTS = 64
_SPOT_BYTES = 1 << 16
_WRAPPER_PIECES = 4
_WRAPPER = re.compile(
    r'\{\s*(?:"[^"]*"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[\w.+-]+|\{[^{}]*\})\s*,\s*)*"(?P<name>[^"]*)"\s*:\s*\[\s*\{'
)
_OF_EXAMPLES = (
    *("messages", "conversations", "preferred_output", "non_preferred_output", "tools"),
    *("prompt", "chosen", "rejected"),
)
"""Keys whose lists belong to one example."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the objects stand in the file: one a line, or in a stream that may be `inside` of one object."""

    lines: bool
    inside: bool = False


def find_out(path: Path, reading: Reading) -> Found:
    """Find out the columns (the keys of the first objects and of some from all over the file) and the shape."""
    encoding = reading.encoding or "utf-8"
    columns: dict[str, None] = {}
    shapes: Counter[Shape | None] = Counter()
    first: Unread | None = None
    for item in _sample(path, encoding, _layout(path, encoding)):
        if isinstance(item, Unread):
            first = first or item
            continue
        _, source = item
        columns |= dict.fromkeys(flat(source))
        shapes[shape_of(training_line(source))] += 1
    if not columns:
        details = f"{first.line}: {first.reason.key}: {first.raw[:200]}" if first else ""
        raise Problem("file_no_objects", details=details, name=path.name)
    shape, count = shapes.most_common(1)[0]
    known = shape if count >= _NEARLY_ALL * shapes.total() else None
    return Found(path.name, reading, tuple(islice(columns, MOST_COLUMNS)), shape=known)


def records(path: Path, found: Found) -> Records:
    """Return every object, in order; its `source` is the object as it came."""
    encoding = found.reading.encoding or "utf-8"
    objects = _objects(path, encoding, _layout(path, encoding), found.columns)
    late: dict[str, int] = {}
    return Records(_records(objects, found, late), lambda: objects.done, late)


def is_json(path: Path, encoding: str) -> bool:
    """Tell whether the file, by its first values, is JSON that holds objects."""
    start = _first_text(path, encoding).lstrip("\ufeff \t\r\n")
    if not start.startswith(("{", "[")):
        return False
    items = list(islice(_objects(path, encoding, _layout(path, encoding), ()), _SNIFFED))
    return any(not isinstance(item, Unread) for item in items)


def is_meant(path: Path, encoding: str) -> bool:
    """Tell whether a file that is named as JSON is meant as such: a line near its start begins like an object."""
    lines = _first_text(path, encoding).splitlines()[:_SNIFFED]
    return any(line.lstrip("\ufeff \t").startswith(("{", "[")) for line in lines)


def _records(objects: JsonLines | JsonStream, found: Found, late: dict[str, int]) -> Items:
    columns = found.columns
    known = frozenset(columns)
    plain = found.shape is None
    for item in objects:
        if isinstance(item, Unread):
            yield item
            continue
        line, source = item
        cells = Cells(source, columns)
        # Plain values under known keys bring no new column; all the others are looked at.
        if plain and not (known.issuperset(source) and not any(type(value) is dict for value in source.values())):
            for name in cells.keys() - known:
                late.setdefault(name, line)
        yield Record(line, cells, training_line(source))


def _objects(path: Path, encoding: str, layout: _Layout, columns: tuple[str, ...]) -> JsonLines | JsonStream:
    if layout.lines:
        return JsonLines(path, encoding)
    return JsonStream(path, encoding, frozenset(name.split(".")[0] for name in columns), inside=layout.inside)


def _sample(path: Path, encoding: str, layout: _Layout) -> Iterator[Item]:
    """Yield the first objects, and of JSON Lines some from all over the file."""
    objects = _objects(path, encoding, layout, ())
    for item in islice(objects, _SAMPLE_OBJECTS):
        yield item
        if objects.done > _SAMPLE_BYTES:
            break
    if layout.lines and encoding == "utf-8" and objects.done < path.stat().st_size:
        yield from _spots(path, objects.done)


def _spots(path: Path, begin: int) -> Iterator[Item]:
    """Yield the first whole line behind each of some places of a file of JSON Lines."""
    with in_words(path), path.open("rb") as file:
        size = path.stat().st_size
        for spot in range(_SPOTS):
            file.seek(begin + (size - begin) * spot // _SPOTS)
            file.readline(_SPOT_BYTES)
            for source in _values(file.readline(_SPOT_BYTES).decode("utf-8", "replace")):
                yield 0, source


def _values(line: str) -> list[dict[str, Any]]:
    """Return the objects of a line, none where it is not whole."""
    try:
        return [value for value in second_opinion(line) if isinstance(value, dict)]
    except BrokenJsonError:
        return []


def _layout(path: Path, encoding: str) -> _Layout:
    """Return lines if many of the first lines are objects; else a stream, perhaps inside of one object."""
    start = _first_text(path, encoding)
    whole = [line for line in start.splitlines() if line.strip("\ufeff \t")][:_SNIFFED]
    good = sum(bool(_values(line)) for line in whole if line.lstrip("\ufeff \t").startswith("{"))
    most = len(whole) / (4 if whole and _values(whole[0]) else 2)
    in_lines = good >= max(1, most) and not start.lstrip("\ufeff \t\r\n").startswith("[")
    inside = (not in_lines or len(whole) == 1) and _is_wrapper(path, encoding)
    return _Layout(lines=in_lines and not inside, inside=inside)


def _is_wrapper(path: Path, encoding: str) -> bool:
    """Tell whether the file is one object whose lists of objects are what is meant, such as {"data": [{…}, {…}]}."""
    pieces = list(islice(Texts(path, encoding), _WRAPPER_PIECES + 1))
    start = "".join(pieces[:_WRAPPER_PIECES]).lstrip("\ufeff \t\r\n")
    if not start.startswith("{"):
        return False
    try:
        value, end = value_at(start, 0)
    except BrokenJsonError:
        begins = _WRAPPER.match(start)
        return len(pieces) > _WRAPPER_PIECES and begins is not None and begins["name"] not in _OF_EXAMPLES
    return len(pieces) <= _WRAPPER_PIECES and not start[end:].strip() and _wraps(value)


def _wraps(source: Mapping[str, Any]) -> bool:
    lists = [value for value in source.values() if isinstance(value, list) and value]
    inside = any(all(isinstance(each, dict) for each in value) for value in lists)
    return inside and shape_of(training_line(source)) is None


def _first_text(path: Path, encoding: str) -> str:
    return next(iter(Texts(path, encoding)), "")

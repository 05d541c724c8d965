"""How examples lie in the columns of a table that we write, and how they come back out of it, exactly.

The columns are `part`, `status` and the fields of the shape that most rows have. A row that those fields cannot hold
(several turns, tools, another shape, half of a surrogate pair) stands as JSON in one more column, `messages`, and
leaves its fields empty. So each row has one truth, and `source_of` gives back the very example.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop_app.core.example import (
    Completion,
    Conversation,
    Example,
    Message,
    Part,
    Preference,
    Shape,
    to_line,
)
from desktop_app.core.fields import FIELDS
from desktop_app.core.reading import Found, Kind
from desktop_app.core.storable import storable
from desktop_app.core.text import Text, text
from desktop_app.formats.lines import shown
from desktop_app.formats.records import Items, Record, Records, Unread

WHOLE = "messages"
"""The column of whole examples."""
_ABOUT = ("part", "status")
_TABLES = (Kind.DELIMITED, Kind.WORKBOOK, Kind.PARQUET)
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One row to be written: its number in the table from 1, its part and status, and the example."""

    number: int
    part: Part
    status: str
    example: Example


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one table: the fields of `shape`, and with `whole` the column of whole examples."""

    shape: Shape
    whole: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns, in order."""
        return (*_ABOUT, *FIELDS[self.shape], *((WHOLE,) if self.whole else ()))

    def cells(self, row: ExportRow) -> list[str]:
        """Return the row's cells; the layout must be one that holds it."""
        values = fields_of(row.example) if row.example.shape is self.shape else None
        if values is not None:
            return [row.part.value, row.status, *values, *([""] if self.whole else [])]
        if not self.whole:
            raise ValueError(f"row {row.number} needs the column {WHOLE!r}")
        return [row.part.value, row.status, *("" for _ in FIELDS[self.shape]), whole(row.example)]


def fields_of(example: Example) -> tuple[str, ...] | None:
    """Return the fields of the example's shape, if one cell each holds the whole of it; else None."""
    if isinstance(example, Completion):
        values: tuple[str, ...] | None = (example.prompt, example.completion)
    elif isinstance(example, Conversation):
        values = None if example.extra else _contents(example.messages, ("user", "assistant"))
    elif example.extra or example.input_extra or len(example.preferred) != 1 or len(example.non_preferred) != 1:
        values = None
    else:
        said = (*example.messages, *example.preferred, *example.non_preferred)
        values = _contents(said, ("user", "assistant", "assistant"))
    return None if values is None or _HALF.search("".join(values)) else values


def _contents(messages: Sequence[Message], roles: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return a system prompt ("" for none) and the texts of messages of these roles, if that is all there is."""
    values = tuple(message.content for message in messages)
    if any(message.extra for message in messages):
        return None
    found = tuple(message.role for message in messages)
    if found == roles:
        return ("", *values)
    return values if found == ("system", *roles) and values[0] else None


def whole(example: Example) -> str:
    """Return the example as the JSON of one cell: the list of messages where there is nothing else to a chat."""
    line = to_line(example)
    written = json.dumps(line[WHOLE] if set(line) == {WHOLE} else line, ensure_ascii=False)
    return storable(written)  # a backslash before the number of a half is how JSON writes it


def layout_of(columns: Sequence[str]) -> Layout | None:
    """Return the layout of a table that TuneDesk wrote, by its columns; None for any other table."""
    for shape in Shape:
        for layout in (Layout(shape), Layout(shape, whole=True)):
            if tuple(columns) == layout.columns:
                return layout
    return None


def own_delimiter(first: str) -> str:
    """Return what parts the names in the first line of a table that TuneDesk wrote; "" for any other line."""
    names = first.lstrip("\ufeff").rstrip("\r\n")
    return next((delimiter for delimiter in ",\t" if layout_of(names.split(delimiter)) is not None), "")


def source_of(layout: Layout, cells: Mapping[str, str]) -> Mapping[str, Any] | Text:
    """Return the training line that a row of our own table holds, or why it cannot be told."""
    values = {name: cells[name] for name in FIELDS[layout.shape]}
    said = cells[WHOLE] if layout.whole else ""
    if not said.strip():
        return to_line(_rebuilt(layout.shape, values))
    if any(values.values()):
        return text("row.two_examples", column=WHOLE)
    try:
        line = json.loads(said)
    except (ValueError, RecursionError):
        return text("row.whole_unreadable", column=WHOLE)
    line = {WHOLE: line} if isinstance(line, list) else line
    return line if isinstance(line, dict) else text("row.whole_unreadable", column=WHOLE)


def recognised(found: Found) -> Found:
    """Return what was found out about a table; one that TuneDesk wrote holds training data already."""
    layout = _layout_of(found)
    return replace(found, shape=layout.shape) if layout else found


def with_examples(found: Found, records: Records) -> Records:
    """Return the records of a table; those of one that TuneDesk wrote come with the training line they hold."""
    layout = _layout_of(found)
    return records if layout is None else Records(_with_sources(layout, records), lambda: records.done, records.late)


def _layout_of(found: Found) -> Layout | None:
    return layout_of(found.columns) if found.reading.kind in _TABLES else None


def _with_sources(layout: Layout, records: Records) -> Items:
    try:
        for item in records:
            yield _with_source(layout, item) if isinstance(item, Record) else item
    finally:
        records.close()


def _with_source(layout: Layout, record: Record) -> Record | Unread:
    source = source_of(layout, record.cells)
    if isinstance(source, Text):
        return Unread(record.line, source, shown(record.cells[WHOLE]))
    return Record(record.line, record.cells, source)


def _rebuilt(shape: Shape, values: Mapping[str, str]) -> Example:
    if shape is Shape.COMPLETION:
        return Completion(values["prompt"], values["completion"])
    system = (Message("system", values["system"]),) if values["system"] else ()
    asked = (*system, Message("user", values["user"]))
    if shape is Shape.CHAT:
        return Conversation((*asked, Message("assistant", values["assistant"])))
    good, bad = (Message("assistant", values[name]) for name in ("preferred", "non_preferred"))
    return Preference(asked, (good,), (bad,))

"""Writing many cells of the table at once: what was pasted, filled or cleared."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from desktop_app.core.block import Block, from_html, from_own, from_tsv, to_html, to_own, to_tsv
from desktop_app.core.example import Example, Part, RowStatus
from desktop_app.core.fields import FIELDS, field_is_editable, read_field, write_field
from desktop_app.core.remarks import tags_in
from desktop_app.store import examples
from desktop_app.store.edit import Edit
from desktop_app.store.examples import Row
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from array import array

_PAGE = 500


class Beside(StrEnum):
    """The columns that hold no field of the example."""

    PART = "part"
    STATUS = "status"
    NOTE = "note"
    TAGS = "tags"


Column = int | Beside
"""A field by its place from the end (1 is the last one, the answer), or what stands beside the example."""


@dataclass(frozen=True, slots=True)
class Like:
    """Stands for the text that another field of the same row holds."""

    column: int


Values = Sequence[tuple[Column, str | Like]]
"""What is written into the cells of one row."""


@dataclass(frozen=True, slots=True)
class Clip:
    """What lies on the clipboard: cells of this program, HTML and plain text, each empty where there is none."""

    own: bytes = b""
    html: str = ""
    text: str = ""


@dataclass(slots=True)
class Outcome:
    """What became of the cells: how many took their text, and how many could not, by the reason."""

    written: int = 0
    joined: int = 0
    """Show several turns of a conversation, or have no field here."""
    unknown: int = 0
    """Are no part or status that is known."""
    made: list[int] = field(default_factory=list)
    """The ids of the new rows."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words that name a part or a status, in small letters."""

    parts: Mapping[str, Part]
    statuses: Mapping[str, RowStatus]


async def read_clip(clip: Clip) -> Block:
    """Return the cells on the clipboard, from the form that keeps most of them."""
    return await asyncio.to_thread(_read_clip, clip)


async def read_pages(project: Project, ids: "array[int]") -> AsyncIterator[list[Row]]:
    """Yield the rows with these ids in their order, many at a time; rows that are gone are left out."""
    for start in range(0, len(ids), _PAGE):
        yield await asyncio.to_thread(_page, project, ids[start : start + _PAGE])


@dataclass(frozen=True, slots=True)
class Forms:
    """Cells in the forms in which they are put on the clipboard; `html` is None where it would lose letters."""

    own: bytes
    html: str | None
    text: str


async def forms(rows: Sequence[Sequence[str]]) -> Forms:
    """Return cells in all forms."""
    return await asyncio.to_thread(lambda: Forms(to_own(rows), to_html(rows), to_tsv(rows)))


def write_cells(
    edit: Edit, project: Project, rows: Iterable[tuple[int, Values]], words: Words, outcome: Outcome
) -> None:
    """Write these values into the rows with these ids, each of which comes once; rows that are gone are left."""
    rest = iter(rows)
    while portion := dict(islice(rest, _PAGE)):
        with project.reading() as connection:
            there = examples.page(connection, list(portion))
        edit.change_many(
            (row.id, new)
            for row in there
            if (new := _changed(row.example, portion[row.id], outcome)) is not None and new != row.example
        )
        _write_beside(edit, portion, words, outcome)
        edit.course.advance(len(portion))


def append_rows(edit: Edit, empty: Example, part: Part, rows: Iterable[Values], words: Words, outcome: Outcome) -> None:
    """Put rows at the end that are like an empty one but for these values."""
    wanted = list(rows)
    made = edit.append((_changed(empty, values, outcome) or empty, part) for values in wanted)
    _write_beside(edit, dict(zip(made, wanted, strict=True)), words, outcome)
    outcome.made.extend(made)


def _page(project: Project, ids: "array[int]") -> list[Row]:
    with project.reading() as connection:
        return examples.page(connection, ids)


def _read_clip(clip: Clip) -> Block:
    with suppress(ValueError):  # a later version may write its cells in another form, and text besides
        if clip.own:
            return from_own(clip.own)
    return (from_html(clip.html) if clip.html else None) or from_tsv(clip.text)


def _changed(example: Example, values: Values, outcome: Outcome) -> Example | None:
    """Return the example with these texts in its fields; None where none of them has one."""
    names, found = FIELDS[example.shape], None
    for column, value in values:
        if isinstance(column, Beside):
            continue
        now = found or example
        if column > len(names) or not field_is_editable(now, names[-column]):
            outcome.joined += 1
            continue
        words = value if isinstance(value, str) else _like(example, value)
        found = write_field(now, names[-column], words)
        outcome.written += 1
    return found


def _like(example: Example, other: Like) -> str:
    names = FIELDS[example.shape]
    return read_field(example, names[-other.column]) if other.column <= len(names) else ""


def _write_beside(edit: Edit, portion: Mapping[int, Values], words: Words, outcome: Outcome) -> None:
    """Set the parts and statuses that are named by their words, and what is said about rows."""
    wanted: dict[tuple[Beside, str], list[int]] = {}
    for row_id, values in portion.items():
        for column, value in values:
            if isinstance(column, Beside):
                said = value.strip() if isinstance(value, str) else ""
                wanted.setdefault((column, said), []).append(row_id)
    for (column, said), ids in wanted.items():
        word = said.casefold()
        if column is Beside.NOTE:
            edit.set_note(ids, said)
        elif column is Beside.TAGS:
            edit.set_tags(ids, tags_in(said))
        elif column is Beside.PART and word in words.parts:
            edit.set_part(ids, words.parts[word])
        elif column is Beside.STATUS and word in words.statuses:
            edit.set_status(ids, words.statuses[word])
        else:
            outcome.unknown += len(ids)
            continue
        outcome.written += len(ids)

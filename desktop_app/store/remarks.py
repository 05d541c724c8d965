"""Notes and tags of rows, as they are kept and found; most rows have none."""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from desktop_app.core.remarks import REMARKS, tags_text
from desktop_app.core.search import Finder, Search
from desktop_app.core.storable import storable
from desktop_app.store.examples import as_tags

_SAID = "SELECT id, note, tags FROM head WHERE (note IS NOT NULL OR tags IS NOT NULL)"


def found(
    connection: sqlite3.Connection, search: Search, wanted: Iterable[int] | None = None
) -> Iterator[tuple[int, str, str]]:
    """Yield the rows (of those with these ids) in whose note or tags a Search for them finds something.

    With each come the name of the remark and the text that was found. Raise the Problems of core.search.Finder.
    """
    finder = Finder(search)
    chosen = "" if wanted is None else " AND id IN (SELECT value FROM json_each(?))"
    values = () if wanted is None else (json.dumps(list(wanted)),)
    for row_id, note, tags in connection.execute(_SAID + chosen, values):
        for name, words in zip(REMARKS, (note or "", tags_text(as_tags(tags))), strict=True):
            span = finder.first(words) if name in search.fields else None
            if span is not None:
                yield row_id, name, words[slice(*span)]
                break


def kept_note(note: str) -> str | None:
    """Return a note as it stands in a row's column; None for none."""
    return _shown(note) or None


def kept_tags(tags: Iterable[str]) -> str | None:
    """Return tags, each a line without blanks at its ends, as they stand in a row's column; None for none."""
    lines = dict.fromkeys(" ".join(_shown(tag).split()) for tag in tags)
    lines.pop("", None)
    return "\n" + "\n".join(lines) + "\n" if lines else None


def retagged(
    connection: sqlite3.Connection, row_ids: Iterable[int], add: Iterable[str], remove: Iterable[str]
) -> dict[str | None, list[int]]:
    """Return what would stand in the column of tags of these rows with some tags put to them and others taken away.

    Rows that would have the same stand together.
    """
    new, gone = list(as_tags(kept_tags(add))), set(remove)
    found: dict[str | None, list[int]] = {}
    query = "SELECT id, tags FROM head WHERE id IN (SELECT value FROM json_each(?))"
    for row_id, kept in connection.execute(query, (json.dumps(list(row_ids)),)):
        tags = kept_tags(tag for tag in (*as_tags(kept), *new) if tag not in gone)
        found.setdefault(tags, []).append(row_id)
    return found


def _shown(text: str) -> str:
    """Return a text that can be kept: without zero bytes, which nobody sees and at which SQLite's JSON would end."""
    return storable(text.replace("\0", ""))

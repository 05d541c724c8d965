"""Finding a text in the notes and tags of rows, of which most have none."""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from desktop_app.core.remarks import REMARKS, tags_text
from desktop_app.core.search import Finder, Search
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


def kept_tags(tags: Iterable[str]) -> str | None:
    """Return tags as they stand in a row's column of tags; None for none."""
    once = dict.fromkeys(tags)
    return "\n" + "\n".join(once) + "\n" if once else None

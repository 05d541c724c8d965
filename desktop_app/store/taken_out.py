"""The rows of a draft that its steps took out, as the undo journal holds them."""

import json
import sqlite3
from collections.abc import Iterator

from desktop_app.core.text import text
from desktop_app.store import borrowed
from desktop_app.store.sources import LeftOut

_LONGEST = 2000


def taken_out(connection: sqlite3.Connection) -> Iterator[LeftOut]:
    """Yield each row that a done step took out: its line in the file, the step's words as reason, and its text.

    What could not be converted was not taken out but left out.
    """
    newest = "SELECT row, max(seq) AS seq FROM change WHERE place = ? AND before IS NOT NULL GROUP BY row"
    query = (
        f"WITH head_change AS ({newest}), body_change AS ({newest})"
        " SELECT coalesce(json_extract(h.before, '$.line'), h.row), step.label, b.before"
        " FROM head_change JOIN change h ON h.seq = head_change.seq JOIN step ON step.id = h.step"
        " JOIN body_change ON body_change.row = h.row JOIN change b ON b.seq = body_change.seq"
        " WHERE step.undone = 0 AND step.id > ? AND h.row NOT IN (SELECT id FROM head) ORDER BY 1, h.row"
    )
    for line, label, raw in connection.execute(query, ("head", "body", borrowed.kept_step(connection))):
        key, values = json.loads(label)
        yield LeftOut(line, text(key, **values), raw[:_LONGEST])

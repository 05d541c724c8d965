"""A job's story, a page at a time: which lines there are in order, and the lines themselves."""

import sqlite3
from array import array
from collections.abc import Collection, Sequence

from desktop_app.core.happenings import in_words
from desktop_app.core.job import JobEvent
from desktop_app.core.pauses import is_turn


def places(connection: sqlite3.Connection, job_id: str, words: str = "", keys: Collection[str] = ()) -> "array[int]":
    """Return where the lines lie, the oldest first; with `words` only those that hold them.

    A line whose plain words (`core.happenings`) have one of these `keys` counts as holding them.
    """
    if not words:
        # In one piece: for each line by itself the window would have to wait once.
        query = "SELECT group_concat(seq) FROM (SELECT seq FROM job_event WHERE job = ? ORDER BY time, seq)"
        told: str | None = connection.execute(query, (job_id,)).fetchone()[0]
        return array("q", map(int, told.split(","))) if told else array("q")
    sought = words.casefold()
    query = "SELECT seq, message FROM job_event WHERE job = ? ORDER BY time, seq"
    found = array("q")
    for seq, message in connection.execute(query, (job_id,)):
        if sought in message.casefold() or (keys and (said := in_words(message)) is not None and said.key in keys):
            found.append(seq)
    return found


def page(connection: sqlite3.Connection, wanted: Sequence[int]) -> dict[int, JobEvent]:
    """Return the lines that lie at these places; one that is gone is left out."""
    marks = ", ".join("?" * len(wanted))
    query = f"SELECT seq, id, time, level, message FROM job_event WHERE seq IN ({marks})"
    return {row[0]: JobEvent(*row[1:]) for row in connection.execute(query, list(wanted))}


def turns(connection: sqlite3.Connection, job_id: str) -> list[tuple[float, str]]:
    """Return times and words of the lines with which pauses begin and end."""
    query = "SELECT time, message FROM job_event WHERE job = ? AND message LIKE 'Fine-tuning job %'"
    return [(time, said) for time, said in connection.execute(query, (job_id,)) if is_turn(said)]


def last(connection: sqlite3.Connection, job_id: str) -> JobEvent | None:
    """Return the newest line; None where there is none."""
    query = "SELECT id, time, level, message FROM job_event WHERE job = ? ORDER BY time DESC, seq DESC LIMIT 1"
    row = connection.execute(query, (job_id,)).fetchone()
    return JobEvent(*row) if row else None

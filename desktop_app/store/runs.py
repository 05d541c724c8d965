"""What each training was made of: written before anything is sent, joined with its job when the provider made one."""

import json
import sqlite3
from collections.abc import Generator, Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any, cast

from desktop_app.core.example import Part
from desktop_app.core.job import Job, Plan
from desktop_app.core.problem import Problem
from desktop_app.core.run_record import RowChanges, RunRecord, SentFile, SentRow
from desktop_app.core.target import Price
from desktop_app.core.training_line import row_hash, sent_line
from desktop_app.store import examples, jobs

_TOLD = 1000
"""After so many rows it is told how far a comparison is."""
_CLAIMED = "CREATE TEMP TABLE IF NOT EXISTS claimed_run (mark TEXT PRIMARY KEY)"


def begin(connection: sqlite3.Connection, record: RunRecord, rows: Iterable[SentRow]) -> RunRecord:
    """Write a run down and claim it; an unfinished one of the same plan and data is claimed in its place.

    Raise Problem("train.starting") where just that training is being started already.
    """
    twin = next((kept for kept in unfinished(connection) if _same(kept, record)), None)
    if twin is None:
        values = (record.mark, record.planned, record.connection, jobs.as_text(record.plan), _text(record))
        connection.execute("INSERT INTO run (mark, planned, connection, plan, record) VALUES (?, ?, ?, ?, ?)", values)
        connection.executemany(
            "INSERT INTO run_row VALUES (?, ?, ?, ?)", ((record.mark, r.row, r.part.value, r.hash) for r in rows)
        )
    claim(connection, (twin or record).mark)
    return twin or record


def claim(connection: sqlite3.Connection, mark: str) -> None:
    """Take a run as one's own; raise Problem("train.starting") for one under way, Problem("train.gone") for no run.

    Claims live as long as the project is open in this program, so that a crash leaves none behind.
    """
    if connection.execute("SELECT 1 FROM run WHERE mark = ? AND job IS NULL", (mark,)).fetchone() is None:
        raise Problem("train.gone")
    _take(connection, mark)


def release(connection: sqlite3.Connection, mark: str) -> None:
    """Give a claim back; without one nothing happens."""
    connection.execute(_CLAIMED)
    connection.execute("DELETE FROM temp.claimed_run WHERE mark = ?", (mark,))


def claim_plan(connection: sqlite3.Connection, place: str, plan: Plan) -> None:
    """Keep a plan for oneself while its files are written; raise Problem("train.starting") if somebody does already."""
    _take(connection, _key(place, plan))


def release_plan(connection: sqlite3.Connection, place: str, plan: Plan) -> None:
    """Let others start the same plan."""
    release(connection, _key(place, plan))


def finish(connection: sqlite3.Connection, mark: str, job: Job) -> None:
    """Remember the job of a run; both are there, or neither. A job the project knows already is only joined."""
    run = record(connection, mark)
    if connection.execute("SELECT 1 FROM job WHERE id = ?", (job.id,)).fetchone() is None:
        jobs.add(connection, job, run.plan)
    connection.execute("UPDATE run SET job = ? WHERE mark = ?", (job.id, mark))


def join(connection: sqlite3.Connection, mark: str, job_id: str) -> bool:
    """Say that a job of the project was made by an unfinished run; tell whether there was such a run."""
    query = "UPDATE run SET job = ? WHERE mark = ? AND job IS NULL"
    return connection.execute(query, (job_id, mark)).rowcount == 1


def forget(connection: sqlite3.Connection, mark: str) -> None:
    """Take a run without a job out of the project; one that has a job stays."""
    connection.execute("DELETE FROM run WHERE mark = ? AND job IS NULL", (mark,))


def record(connection: sqlite3.Connection, mark: str) -> RunRecord:
    """Return what a training was made of; KeyError for an unknown mark."""
    return _one(connection, "mark", mark)


def record_of_job(connection: sqlite3.Connection, job_id: str) -> RunRecord | None:
    """Return what a job was made of; None for one that was not started from this project."""
    try:
        return _one(connection, "job", job_id)
    except KeyError:
        return None


def unfinished(connection: sqlite3.Connection) -> list[RunRecord]:
    """Return the runs of which no job is known, the oldest first."""
    found = connection.execute("SELECT record FROM run WHERE job IS NULL ORDER BY planned, mark")
    return [_record(stored) for (stored,) in found]


def records(connection: sqlite3.Connection) -> dict[str, RunRecord]:
    """Return what each job that was started from this project was made of, by the job's id."""
    found = connection.execute("SELECT job, record FROM run WHERE job IS NOT NULL ORDER BY planned, mark")
    return {job: _record(stored) for job, stored in found}


def joined_jobs(connection: sqlite3.Connection) -> set[str]:
    """Return the ids of all jobs that are known to have been made by a run."""
    return {row[0] for row in connection.execute("SELECT job FROM run WHERE job IS NOT NULL")}


def rows_of(connection: sqlite3.Connection, mark: str) -> Iterator[SentRow]:
    """Yield the rows a training was made of, by their ids."""
    query = "SELECT row, part, hash FROM run_row WHERE run = ? ORDER BY row"
    for row, part, sent in connection.execute(query, (mark,)):
        yield SentRow(row, Part(part), sent)


def of_row(connection: sqlite3.Connection, row: int) -> dict[str, SentRow]:
    """Return as what a row was sent to each training that was started with it, by the training's mark."""
    query = (
        "SELECT run, row, part, hash FROM run_row WHERE row = ? AND run IN (SELECT mark FROM run WHERE job IS NOT NULL)"
    )
    return {mark: SentRow(at, Part(part), sent) for mark, at, part, sent in connection.execute(query, (row,))}


def difference(connection: sqlite3.Connection, mark: str, other: str) -> tuple[int, int, int]:
    """Return how many training lines the other run has more than this one, has not any more, and shares with it.

    Lines count by what they say: a row that was copied or came with another id is the same line.
    """
    lines = "FROM run_row WHERE part = 'training' AND run = ?"
    query = (
        "SELECT coalesce(sum(max(b - a, 0)), 0), coalesce(sum(max(a - b, 0)), 0), coalesce(sum(min(a, b)), 0) FROM"
        f" (SELECT sum(x) AS a, sum(y) AS b FROM (SELECT hash, 1 AS x, 0 AS y {lines}"
        f" UNION ALL SELECT hash, 0, 1 {lines}) GROUP BY hash)"
    )
    added, removed, same = connection.execute(query, (mark, other)).fetchone()
    return added, removed, same


def changed_since(connection: sqlite3.Connection, mark: str) -> RowChanges:
    """Return how the rows differ from those of a training; each row is read, so not for the window's thread."""
    walk = compared_with(connection, mark)
    while True:
        try:
            next(walk)
        except StopIteration as end:
            return cast("RowChanges", end.value)


def compared_with(connection: sqlite3.Connection, mark: str) -> Generator[int, None, RowChanges]:
    """Compare the rows with those of a training; yield now and then how many were read, return how they differ."""
    run = record(connection, mark)
    left_out, parts = frozenset(run.left_out), frozenset(run.rows)
    then = {sent.row: sent for sent in rows_of(connection, mark)}
    new, changed, moved = [], [], []
    read = 0
    for part in sorted(parts):
        for row in examples.rows(connection, part):
            sent = then.pop(row.id, None)
            if sent is None:
                new.append(row.id)
            elif sent.hash != row_hash(sent_line(row.example, left_out)):
                changed.append(row.id)
            elif sent.part is not part:
                moved.append(row.id)
            read += 1
            if read % _TOLD == 0:
                yield read
    return RowChanges(tuple(new), tuple(changed), tuple(moved), tuple(then))


def _take(connection: sqlite3.Connection, name: str) -> None:
    connection.execute(_CLAIMED)
    if not connection.execute("INSERT OR IGNORE INTO temp.claimed_run VALUES (?)", (name,)).rowcount:
        raise Problem("train.starting")


def _key(place: str, plan: Plan) -> str:
    return f"{place} {jobs.as_text(plan)}"


def _same(one: RunRecord, other: RunRecord) -> bool:
    """Tell whether two records ask for the same training: the same plan with the same files."""
    return (one.plan, [f.sha256 for f in one.files]) == (other.plan, [f.sha256 for f in other.files])


def _one(connection: sqlite3.Connection, column: str, value: str) -> RunRecord:
    row = connection.execute(f"SELECT record FROM run WHERE {column} = ?", (value,)).fetchone()
    if row is None:
        raise KeyError(value)
    return _record(row[0])


def _text(run: RunRecord) -> str:
    return json.dumps(asdict(run), default=date.isoformat)


def _record(stored: str) -> RunRecord:
    values: dict[str, Any] = json.loads(stored)
    price = values["price"]
    values["plan"] = jobs.plan_of(values["plan"])
    values["files"] = tuple(SentFile(**{**file, "part": Part(file["part"])}) for file in values["files"])
    values["left_out"] = tuple(values["left_out"])
    values["price"] = Price(**{**price, "as_of": date.fromisoformat(price["as_of"])}) if price else None
    return RunRecord(**values)

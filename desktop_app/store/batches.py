"""Batches of questions and the answers they brought; an answer is on disk before the next is asked for.

`plan` holds columns and repeats as JSON. A cell is kept as its three numbers with dots between them.
An answer's `entry` is null until its cost is about to be entered into the ledger, then the number of the entry that
will hold it, and that number below zero once the entry is written: a crash in between repeats an entry, which the
ledger knows by its reference, and never loses or doubles a cost. It is 0 for an answer that costs nothing.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from desktop_app.core.answer import Answer, Request
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Voice, setting_of
from desktop_app.core.problem import Problem
from desktop_app.core.storable import storable
from desktop_app.store import answers

_MONTH = "strftime('%Y-%m', created, 'unixepoch')"
"""The month of an answer in universal time, as the ledger sums it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A batch in a list: what it is, how many answers it wants and how many it has."""

    id: int
    mark: str
    kind: Kind
    title: str
    made: float
    size: int
    answered: int


@dataclass(frozen=True, slots=True)
class Entry:
    """The cost of some answers of one column in one month; `number` tells the entries of a batch apart."""

    number: int
    column: int
    time: float
    tokens_in: int
    tokens_out: int


def add(connection: sqlite3.Connection, batch: Batch) -> int:
    """Write a batch down before anything is asked; return its number. One that is there already stays as it is."""
    known = connection.execute("SELECT id FROM batch WHERE mark = ?", (batch.mark,)).fetchone()
    if known is not None:
        return int(known[0])
    plan = {"columns": [asdict(column) for column in batch.columns], "repeats": batch.repeats}
    made = connection.execute(
        "INSERT INTO batch (mark, made, kind, title, plan) VALUES (?, ?, ?, ?, ?)",
        (batch.mark, batch.made, batch.kind.value, storable(batch.title), json.dumps(plan)),
    )
    number = int(made.lastrowid or 0)
    connection.executemany(
        "INSERT INTO batch_prompt (batch, place, row, asked, expected) VALUES (?, ?, ?, ?, ?)",
        (
            (number, place, prompt.row, json.dumps(answers.question_line(prompt.question)), storable(prompt.expected))
            for place, prompt in enumerate(batch.prompts)
        ),
    )
    return number


def get(connection: sqlite3.Connection, number: int) -> Batch | None:
    """Return a batch; None for one that was removed."""
    found = connection.execute("SELECT mark, made, kind, title, plan FROM batch WHERE id = ?", (number,)).fetchone()
    if found is None:
        return None
    mark, made, kind, title, plan = found
    values = json.loads(plan)
    query = "SELECT asked, expected, row FROM batch_prompt WHERE batch = ? ORDER BY place"
    prompts = tuple(
        Prompt(answers.question_of(json.loads(asked)), expected, row)
        for asked, expected, row in connection.execute(query, (number,))
    )
    return Batch(
        mark,
        Kind(kind),
        title,
        made,
        prompts,
        tuple(_column(column) for column in values["columns"]),
        values["repeats"],
    )


def listed(connection: sqlite3.Connection, kinds: Sequence[Kind], words: str = "") -> list[Line]:
    """Return the batches of some kinds, the newest first; with `words` only those that hold them.

    Looked through are the title, the questions and the answers, without regard to case.
    """
    marks = ", ".join("?" * len(kinds))
    query = f"""
        SELECT id, mark, kind, title, made, plan, (SELECT count(*) FROM batch_prompt WHERE batch = b.id),
               (SELECT count(*) FROM answer WHERE batch = b.id)
        FROM batch b WHERE kind IN ({marks}) ORDER BY made DESC, id DESC
    """
    found = [
        Line(number, mark, Kind(kind), title, made, prompts * _per_prompt(json.loads(plan)), answered)
        for number, mark, kind, title, made, plan, prompts, answered in connection.execute(query, [*kinds])
    ]
    sought = words.strip().casefold()
    return [line for line in found if not sought or _holds(connection, line, sought)]


def rename(connection: sqlite3.Connection, number: int, title: str) -> None:
    """Give a batch another title."""
    connection.execute("UPDATE batch SET title = ? WHERE id = ?", (storable(title), number))


def remove(connection: sqlite3.Connection, number: int) -> None:
    """Take a batch away with its answers; their cost stays in the ledger."""
    connection.execute("DELETE FROM answer WHERE batch = ?", (number,))
    connection.execute("DELETE FROM batch WHERE id = ?", (number,))


def put(
    connection: sqlite3.Connection, number: int, cell: Cell, request: Request, answer: Answer, *, paid: bool
) -> bool:
    """Keep the answer of a cell; return False where the cell has one already, which then stays.

    `paid` tells whether it has to be entered into the ledger.
    """
    name = name_of(cell)
    query = "SELECT 1 FROM answer WHERE batch = ? AND cell = ?"
    if connection.execute(query, (number, name)).fetchone() is not None:
        return False
    kept = answers.add(connection, request, answer)
    connection.execute(
        "UPDATE answer SET batch = ?, cell = ?, place = ?, entry = ? WHERE id = ?",
        (number, name, cell.column, None if paid else 0, kept),
    )
    connection.execute("DELETE FROM batch_fault WHERE batch = ? AND cell = ?", (number, name))
    return True


def put_fault(connection: sqlite3.Connection, number: int, cell: Cell, problem: Problem) -> None:
    """Keep why a cell has no answer."""
    said = json.dumps({"key": problem.key, "details": problem.details, "values": problem.values})
    connection.execute(
        "INSERT INTO batch_fault (batch, cell, problem) VALUES (?, ?, ?) "
        "ON CONFLICT (batch, cell) DO UPDATE SET problem = excluded.problem",
        (number, name_of(cell), said),
    )


def answered(connection: sqlite3.Connection, number: int) -> set[Cell]:
    """Return the cells that have an answer."""
    return {cell_named(name) for (name,) in connection.execute("SELECT cell FROM answer WHERE batch = ?", (number,))}


def outcomes(connection: sqlite3.Connection, number: int) -> Iterator[tuple[Cell, Answer]]:
    """Yield the answers in the order in which they came."""
    for name, answer in connection.execute("SELECT cell, answer FROM answer WHERE batch = ? ORDER BY id", (number,)):
        yield cell_named(name), answers.answer_of(answer)


def faults(connection: sqlite3.Connection, number: int) -> Mapping[Cell, Problem]:
    """Return why cells have no answer."""
    found = {}
    for name, said in connection.execute("SELECT cell, problem FROM batch_fault WHERE batch = ?", (number,)):
        values = json.loads(said)
        found[cell_named(name)] = Problem(values["key"], details=values["details"], **values["values"])
    return found


def unsettled(connection: sqlite3.Connection) -> list[int]:
    """Return the batches that have answers whose cost is not in the ledger yet."""
    query = "SELECT DISTINCT batch FROM answer WHERE batch IS NOT NULL AND (entry IS NULL OR entry > 0)"
    return [number for (number,) in connection.execute(query)]


def take_entries(connection: sqlite3.Connection, number: int) -> list[Entry]:
    """Give every answer that was not entered yet its entry, and return the entries that are open."""
    groups = connection.execute(
        f"SELECT DISTINCT place, {_MONTH} FROM answer WHERE batch = ? AND entry IS NULL", (number,)
    ).fetchall()
    for place, month in groups:
        connection.execute(
            "UPDATE answer SET entry = (SELECT 1 + max(coalesce(abs(entry), 0)) FROM answer WHERE batch = :batch) "
            f"WHERE batch = :batch AND place = :place AND entry IS NULL AND {_MONTH} = :month",
            {"batch": number, "place": place, "month": month},
        )
    query = (
        "SELECT entry, place, max(created), coalesce(sum(json_extract(answer, '$.prompt_tokens')), 0), "
        "coalesce(sum(json_extract(answer, '$.tokens')), 0) "
        "FROM answer WHERE batch = ? AND entry > 0 GROUP BY entry, place"
    )
    return [Entry(*row) for row in connection.execute(query, (number,))]


def close_entry(connection: sqlite3.Connection, number: int, entry: int) -> None:
    """Note that an entry stands in the ledger."""
    connection.execute("UPDATE answer SET entry = -entry WHERE batch = ? AND entry = ?", (number, entry))


def _holds(connection: sqlite3.Connection, line: Line, sought: str) -> bool:
    if sought in line.title.casefold():
        return True
    prompts = connection.execute("SELECT asked, expected FROM batch_prompt WHERE batch = ?", (line.id,))
    if any(sought in f"{json.loads(asked)}\n{expected}".casefold() for asked, expected in prompts):
        return True
    texts = connection.execute("SELECT json_extract(answer, '$.text') FROM answer WHERE batch = ?", (line.id,))
    return any(sought in text.casefold() for (text,) in texts)


def _per_prompt(plan: Mapping[str, Any]) -> int:
    if "turns" in plan:
        return 1  # in a conversation each prompt goes to one of the models
    return len(plan["columns"]) * int(plan["repeats"])


def _column(values: Mapping[str, Any]) -> Column:
    return Column(Voice(**values["voice"]), setting_of(values["setting"]))


def name_of(cell: Cell) -> str:
    """Return the name under which an answer is kept."""
    return f"{cell.prompt}.{cell.column}.{cell.repeat}"


def cell_named(name: str) -> Cell:
    """Return the cell of a name that `name_of` gave."""
    return Cell(*map(int, name.split(".")))

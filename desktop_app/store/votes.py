"""The votes on answers of a batch. An answer is named by its cell, as `store.batches` writes it."""

import sqlite3
import time
from dataclasses import dataclass

from desktop_app.core.ballots import Ballot, Verdict, Vote
from desktop_app.core.batch import Kind
from desktop_app.core.storable import storable
from desktop_app.store.batches import cell_named, name_of


@dataclass(frozen=True, slots=True)
class Choice:
    """A batch that can be voted on: how many models answered how many of its prompts, and the votes so far."""

    id: int
    kind: Kind
    title: str
    made: float
    models: int
    prompts: int
    votes: int


def choices(connection: sqlite3.Connection) -> list[Choice]:
    """Return the batches in which two models or more have answered, the newest first."""
    query = """
        SELECT b.id, b.kind, b.title, b.made, a.models, a.prompts, (SELECT count(*) FROM vote WHERE batch = b.id)
        FROM batch b JOIN (
            SELECT batch, count(DISTINCT place) AS models,
                   count(DISTINCT substr(cell, 1, instr(cell, '.') - 1)) AS prompts
            FROM answer WHERE batch IS NOT NULL GROUP BY batch
        ) a ON a.batch = b.id
        WHERE a.models > 1 AND b.kind IN (?, ?) ORDER BY b.made DESC, b.id DESC
    """
    found = connection.execute(query, (Kind.COMPARE.value, Kind.TEST.value))
    return [Choice(number, Kind(kind), *rest) for number, kind, *rest in found]


def of_batch(connection: sqlite3.Connection, number: int) -> list[Vote]:
    """Return the votes on a batch in the order in which they were given."""
    query = "SELECT left_cell, right_cell, verdict, comment FROM vote WHERE batch = ? ORDER BY id"
    return [
        Vote(Ballot(cell_named(left), cell_named(right)), Verdict(verdict), comment)
        for left, right, verdict, comment in connection.execute(query, (number,))
    ]


def put(connection: sqlite3.Connection, number: int, vote: Vote) -> None:
    """Keep a vote; one on the same two answers is taken back by it."""
    left, right = name_of(vote.ballot.left), name_of(vote.ballot.right)
    connection.execute("DELETE FROM vote WHERE batch = ? AND left_cell = ? AND right_cell = ?", (number, left, right))
    connection.execute(
        "INSERT INTO vote (batch, left_cell, right_cell, verdict, comment, made) VALUES (?, ?, ?, ?, ?, ?)",
        (number, left, right, vote.verdict.value, storable(vote.comment), time.time()),
    )


def take_back(connection: sqlite3.Connection, number: int, ballot: Ballot) -> None:
    """Forget the vote on two answers."""
    connection.execute(
        "DELETE FROM vote WHERE batch = ? AND left_cell = ? AND right_cell = ?",
        (number, name_of(ballot.left), name_of(ballot.right)),
    )

"""The project's memory of answers that models gave."""

import json
import sqlite3
import time
from dataclasses import asdict, dataclass
from typing import Any

from desktop_app.core.answer import Answer, Finish, Request


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer with the question it belongs to (a prompt, or messages) and its time in seconds since 1970."""

    created: float
    question: Any
    answer: Answer


def add(connection: sqlite3.Connection, request: Request, answer: Answer) -> None:
    """Remember an answer with its question."""
    asked = request.question
    question = asked if isinstance(asked, str) else [{"role": m.role, "content": m.content} for m in asked]
    connection.execute(
        "INSERT INTO answer (created, model, question, answer) VALUES (?, ?, ?, ?)",
        (time.time(), answer.model, json.dumps(question), json.dumps(asdict(answer))),
    )


def latest(connection: sqlite3.Connection, limit: int = 100) -> list[KeptAnswer]:
    """Return the newest answers first."""
    query = "SELECT created, question, answer FROM answer ORDER BY id DESC LIMIT ?"
    return [
        KeptAnswer(created, json.loads(question), _answer(answer))
        for created, question, answer in connection.execute(query, (limit,))
    ]


def of_model(connection: sqlite3.Connection, model: str) -> list[KeptAnswer]:
    """Return every answer of one model, the oldest first."""
    query = "SELECT created, question, answer FROM answer WHERE model = ? ORDER BY id"
    return [
        KeptAnswer(created, json.loads(asked), _answer(answer))
        for created, asked, answer in connection.execute(query, (model,))
    ]


def _answer(stored: str) -> Answer:
    values = json.loads(stored)
    return Answer(**{**values, "finish": Finish(values["finish"])})

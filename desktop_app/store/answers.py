"""The project's memory of answers that models gave."""

import json
import sqlite3
import time
from dataclasses import asdict, dataclass
from typing import Any

from desktop_app.core.answer import Answer, Drawn, Finish, Question, Request
from desktop_app.core.example import message_line, message_of


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer with the question it belongs to (a prompt, or messages) and its time in seconds since 1970."""

    created: float
    question: Any
    answer: Answer


def add(connection: sqlite3.Connection, request: Request, answer: Answer) -> int:
    """Remember an answer with its question; return its number."""
    made = connection.execute(
        "INSERT INTO answer (created, model, question, answer) VALUES (?, ?, ?, ?)",
        (time.time(), answer.model, json.dumps(question_line(request.question)), json.dumps(_line(answer))),
    )
    return int(made.lastrowid or 0)


def of_model(connection: sqlite3.Connection, model: str) -> list[KeptAnswer]:
    """Return every answer of one model, the oldest first."""
    query = "SELECT created, question, answer FROM answer WHERE model = ? ORDER BY id"
    return [
        KeptAnswer(created, json.loads(asked), answer_of(answer))
        for created, asked, answer in connection.execute(query, (model,))
    ]


def timed(connection: sqlite3.Connection, model: str, limit: int) -> list[tuple[float, int]]:
    """Return how many seconds and tokens the newest whole answers of a model took, where its tokens were counted."""
    query = """
        SELECT json_extract(answer, '$.seconds'), json_extract(answer, '$.tokens') FROM answer
        WHERE model = ? AND json_extract(answer, '$.tokens') > 0 ORDER BY id DESC LIMIT ?
    """
    return [(float(seconds), int(tokens)) for seconds, tokens in connection.execute(query, (model, limit))]


def question_line(asked: Question) -> Any:  # noqa: ANN401 - JSON
    """Return a question as it is kept: a text, or the messages as objects."""
    return asked if isinstance(asked, str) else [message_line(m) for m in asked]


def question_of(kept: Any) -> Question:  # noqa: ANN401 - JSON
    """Return a question that was kept."""
    return kept if isinstance(kept, str) else tuple(message_of(m) for m in kept)


def answer_of(stored: str) -> Answer:
    """Return an answer that was kept; one of an older version lacks what was not known then."""
    values = json.loads(stored)
    drawn = tuple(
        Drawn(text, logprob, tuple((other, value) for other, value in others))
        for text, logprob, others in values.pop("drawn", ())
    )
    counted = {name: values.get(name) or 0 for name in ("tokens", "prompt_tokens")}  # null, where a place did not count
    return Answer(**{**values, **counted, "finish": Finish(values["finish"]), "drawn": drawn})


def _line(answer: Answer) -> dict[str, Any]:
    """Return an answer as it is kept; what was not asked for takes no room."""
    line = asdict(answer)
    drawn = [[one.text, one.logprob, one.others] for one in answer.drawn]
    return {**line, "drawn": drawn} if drawn else {key: value for key, value in line.items() if key != "drawn"}

"""Answers that outlive their model: what was recorded when an account came home, and what earlier tests brought."""

import json
import sqlite3
from collections.abc import Iterator

from desktop_app.core.answer import Answer, Question
from desktop_app.core.batch import Kind
from desktop_app.store import answers

_RECORDED = f"FROM answer LEFT JOIN batch ON batch.id = answer.batch WHERE (batch IS NULL OR kind = '{Kind.TEST}')"
"""Comparisons and searches are left out: they are asked in many ways."""


def models(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return each model that has recorded answers, with the number of its questions, the most questions first."""
    query = f"SELECT model, count(DISTINCT question) {_RECORDED} GROUP BY model ORDER BY 2 DESC, 1"
    return [(model, count) for model, count in connection.execute(query)]


def of_model(connection: sqlite3.Connection, model: str) -> Iterator[tuple[str, Answer]]:
    """Yield the key of each question with a model's answer, the oldest first."""
    query = f"SELECT question, answer {_RECORDED} AND model = ? ORDER BY answer.id"
    for asked, answer in connection.execute(query, (model,)):
        yield _key(json.loads(asked)), answers.answer_of(answer)


def key(asked: Question) -> str:
    """Return a text that is equal for equal questions."""
    return _key(json.loads(json.dumps(answers.question_line(asked))))


def _key(line: object) -> str:
    return json.dumps(line, sort_keys=True)

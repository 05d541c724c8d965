"""What judges were asked about tests: each is a batch of kind JUDGE whose plan also says what it is about.

In the plan, `judge` is an object: the test's mark, the rubric's scale and words, and each case as a list (the prompt
and the columns as they are shown), those nobody is asked about apart.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from desktop_app.core.batch import Batch, Kind
from desktop_app.core.judging import Case, Rubric, Scale, Trial
from desktop_app.store import batches


def add(connection: sqlite3.Connection, batch: Batch, trial: Trial) -> int:
    """Write down what a judge will be asked, before it is; return the batch's number."""
    number = batches.add(connection, batch)
    plan = json.dumps(_line(trial))
    connection.execute("UPDATE batch SET plan = json_set(plan, '$.judge', json(?)) WHERE id = ?", (plan, number))
    return number


def get(connection: sqlite3.Connection, number: int) -> Trial | None:
    """Return what a batch of a judge is about; None for one that was removed, or is none."""
    query = "SELECT json_extract(plan, '$.judge') FROM batch WHERE id = ? AND kind = ?"
    found = connection.execute(query, (number, Kind.JUDGE.value)).fetchone()
    return None if found is None or found[0] is None else _trial(json.loads(found[0]))


def of_test(connection: sqlite3.Connection, mark: str) -> list[int]:
    """Return the numbers of the batches in which a test was judged, the newest first."""
    query = "SELECT id FROM batch WHERE kind = ? AND json_extract(plan, '$.judge.test') = ? ORDER BY made DESC, id DESC"
    return [number for (number,) in connection.execute(query, (Kind.JUDGE.value, mark))]


def _line(trial: Trial) -> dict[str, Any]:
    return {
        "test": trial.test,
        "scale": trial.rubric.scale.value,
        "rubric": trial.rubric.words,
        "cases": _lines(trial.cases),
        "alike": _lines(trial.alike),
    }


def _lines(cases: Iterable[Case]) -> list[list[int | None]]:
    return [[case.prompt, case.first, case.second] for case in cases]


def _trial(line: dict[str, Any]) -> Trial:
    cases, alike = (tuple(Case(*case) for case in line[name]) for name in ("cases", "alike"))
    return Trial(line["test"], Rubric(Scale(line["scale"]), line["rubric"]), cases, alike)

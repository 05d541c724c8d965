"""Rows that ask the same and answer differently."""

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from desktop_app.core.checks.finding import SHOWN, Finding, Remedy, Seen, Severity, Subject
from desktop_app.core.checks.questions import Questions
from desktop_app.core.checks.task import Tally, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Contradictions:
    """Finds the same question with different answers: wrong among classes, often wanted among texts."""

    def __init__(self, questions: Questions, tally: Tally) -> None:
        self._questions = questions
        self._tally = tally

    def see(self, rows: Sequence[Seen]) -> None:
        """Look at nothing: questions and answers are collected once for all checks."""

    def finish(self) -> Iterable[Finding]:
        """Return these rows; among classes with the offer to keep the answer that most rows of a question give."""
        again = _asked_again(self._questions.asked)
        if not len(again):
            return
        ids = self._questions.ids[again]
        differ, outvoted = _votes(self._questions.asked[again], self._questions.answered[again])
        rows = array("q", ids[differ].tolist())
        if not rows:
            return
        shown = rows[:SHOWN]
        if self._tally.task is not Task.CLASSIFICATION:
            yield Finding("different_answers", Subject.LABELS, Severity.NOTE, len(rows), shown, whole=rows)
            return
        out = array("q", ids[outvoted].tolist())
        act = Remedy("drop_outvoted", {"outvoted": len(out)}, out)
        yield Finding("contradictions", Subject.LABELS, Severity.PROBLEM, len(rows), shown, {}, act)


def _asked_again(asked: "NDArray[np.int64]") -> "NDArray[np.intp]":
    """Return the places of all rows that do not stand alone with their question, in order: mostly few."""
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before all rows are there

    order = np.argsort(asked, kind="stable")
    same = np.diff(asked[order]) == 0
    alone = np.ones(len(asked), dtype=np.bool_)
    alone[order[1:][same]] = alone[order[:-1][same]] = False
    return np.flatnonzero(~alone)


def _votes(asked: "NDArray[np.int64]", answered: "NDArray[np.int64]") -> "tuple[NDArray[np.bool_], NDArray[np.bool_]]":
    """Return for each row whether others answer its question otherwise, and whether it does not win against them.

    Where no answer of a question has more rows than every other, none wins.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before all rows are there

    order = np.lexsort((answered, asked))
    question = _numbered(asked[order])
    pair = _numbered(question, answered[order])
    votes = np.bincount(pair)
    of_pair = question[np.flatnonzero(np.diff(pair, prepend=-1))]
    firsts = np.flatnonzero(np.diff(of_pair, prepend=-1))
    best = votes == np.maximum.reduceat(votes, firsts)[of_pair]
    wins = best & (np.add.reduceat(best.astype(np.int64), firsts) == 1)[of_pair]
    differ, outvoted = np.zeros(len(asked), dtype=np.bool_), np.zeros(len(asked), dtype=np.bool_)
    differ[order] = (np.bincount(of_pair) > 1)[question]
    outvoted[order] = ~wins[pair]
    return differ, outvoted & differ


def _numbered(*sorted_by: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Return for sorted rows the number, from 0, of the run of equal ones each belongs to."""
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before all rows are there

    changes = np.zeros(len(sorted_by[0]), dtype=np.int64)
    for values in sorted_by:
        changes[1:] |= values[1:] != values[:-1]
    return np.cumsum(changes)

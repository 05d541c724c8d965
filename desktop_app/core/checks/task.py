"""What kind of task the rows are: the one count all checks share, and what follows from it."""

from array import array
from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from desktop_app.core.checks.finding import Circumstances, Finding, Severity, Subject
from desktop_app.core.checks.portion import Portion
from desktop_app.core.checks.texts import says
from desktop_app.core.labels import looks_like_labels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROWS_PER_CLASS = 3
"""An answer is given at least so often on average where answers are classes."""


class Task(StrEnum):
    """What the model is to learn, as far as the rows tell."""

    OPEN_ENDED = "open-ended"
    """Answers without questions: the model learns to write such texts."""
    CLASSIFICATION = "classification"
    """Few different answers that come back again and again."""
    CONDITIONAL = "conditional"
    """A text for each question."""


class Tally:
    """A check that counts rows, questions and different answers; the other checks ask it for the task when they finish.

    It keeps eight bytes a row. Nothing may be added after the first question.
    """

    def __init__(self, circumstances: Circumstances) -> None:
        self._completes = circumstances.target.completes
        self._answers = array("q")
        self._longest = 0
        self._asked = False

    def see(self, rows: Portion) -> None:
        """Count some rows; those without an answer's text tell nothing."""
        if not rows.all_answer:
            rows = Portion([row for row in rows if says(row.answer)])
        self._answers.extend(rows.answered)
        self._longest = max((self._longest, *map(len, rows.answers)))
        self._asked = self._asked or any(rows.prompts)

    @property
    def rows(self) -> int:
        """The number of rows with an answer."""
        return len(self._answers)

    @cached_property
    def per_answer(self) -> "NDArray[np.int64]":
        """How often each of the different answers is given, in no order."""
        import numpy as np  # noqa: PLC0415 - heavy, not wanted before all rows are there

        return np.unique(np.frombuffer(self._answers, dtype=np.int64), return_counts=True)[1].astype(np.int64)

    @property
    def task(self) -> Task:
        """The task, by the rule of the old `prepare_data` tool; but only short answers are classes."""
        if not self._asked:
            return Task.OPEN_ENDED
        labels = looks_like_labels(self.rows, len(self.per_answer), self._longest)
        return Task.CLASSIFICATION if labels else Task.CONDITIONAL

    def finish(self) -> Iterable[Finding]:
        """Say what kind of task it is where that matters; of classes the check of them speaks, which knows them."""
        if not self.rows:
            return
        nobody = array("q")
        if self.task is Task.OPEN_ENDED:
            yield Finding("open_ended", Subject.AMOUNT, Severity.NOTE, self.rows, nobody)
        elif self.task is Task.CONDITIONAL and self._completes:
            yield Finding("conditional_generation", Subject.AMOUNT, Severity.NOTE, self.rows, nobody)

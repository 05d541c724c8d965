"""Are there enough rows? The numbers are those of OpenAI's guides and of the tutorials of the last years."""

from array import array
from collections.abc import Iterable

from desktop_app.core.checks.finding import Circumstances, Finding, Severity, Subject
from desktop_app.core.checks.labels import Labels
from desktop_app.core.checks.portion import Portion
from desktop_app.core.checks.task import Tally, Task
from desktop_app.core.example import Part

PER_CLASS = 100
"""About so many rows a class make a dependable classifier."""

GENERATION = 500
"""About so many rows make a dependable writer."""


class Amount:
    """Compares the number of training rows with what a training needs at least and what it does well with."""

    def __init__(self, circumstances: Circumstances, tally: Tally, labels: Labels) -> None:
        self._least = circumstances.target.least_rows
        self._tally = tally
        self._labels = labels
        self._training = 0

    def see(self, rows: Portion) -> None:
        """Count the rows that are trained on."""
        self._training += rows.parts.count(Part.TRAINING)

    def finish(self) -> Iterable[Finding]:
        """Say the next step worth reaching, and whether the classes are filled."""
        count = self._training
        step = self._step(count)
        if step is not None:
            check, severity = step
            yield Finding(check, Subject.AMOUNT, severity, count, array("q"), {"least": self._least})
        if self._tally.task is Task.CLASSIFICATION and count >= self._least:
            per_class = self._labels.sizes()
            small = [rows for rows in per_class if rows < PER_CLASS]
            if small and len(per_class) > 1:
                values = {"small": len(small), "classes": len(per_class)}
                yield Finding("few_per_class", Subject.AMOUNT, Severity.ADVICE, sum(small), array("q"), values)

    def _step(self, count: int) -> tuple[str, Severity] | None:
        if count < self._least:
            return "too_few_rows", Severity.BLOCKS
        if count < 50:
            return "rows_below_50", Severity.ADVICE
        if count < 100:
            return "rows_below_100", Severity.ADVICE
        if self._tally.task is Task.CLASSIFICATION:
            return None  # the rows of each class count, not their sum
        if count < GENERATION:
            return "generation_below_500", Severity.ADVICE
        return ("rows_below_1000", Severity.NOTE) if count < 1000 else None

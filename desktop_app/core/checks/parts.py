"""Questions that stand in the training part and in one that measures: the measurement would flatter the model."""

from array import array
from collections.abc import Iterable, Sequence

from desktop_app.core.checks.finding import Finding, Seen, Severity, Subject
from desktop_app.core.checks.piles import Verdict, found
from desktop_app.core.checks.questions import Questions


class Overlap:
    """Compares the parts by what their rows ask; it lets Questions look at the rows."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    def see(self, rows: Sequence[Seen]) -> None:
        """Look at nothing: the questions are collected once for all checks."""

    def finish(self) -> Iterable[Finding]:
        """Return the rows of the other parts whose question is trained on."""
        import numpy as np  # noqa: PLC0415 - heavy, and not wanted before all rows are there

        trained = self._questions.trained
        if trained.all() or not trained.any():
            return
        asked = self._questions.asked
        known = ~trained & np.isin(asked, np.unique(asked[trained]))
        rows = array("q", self._questions.ids[known].tolist())
        if rows:
            verdict = Verdict(Severity.PROBLEM, "drop_parts_overlap", recommended=True)
            yield found("parts_overlap", Subject.PARTS, rows, verdict)

"""Rows without an answer, and columns of the file that nobody asked for."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop_app.core.checks.finding import SHOWN, Circumstances, Finding, Remedy, Seen, Severity, Subject
from desktop_app.core.checks.portion import Portion
from desktop_app.core.example import Completion

if TYPE_CHECKING:
    from desktop_app.core.text import Value

_NAMED = 3
"""So many of several columns are called by their names."""


class EmptyAnswers:
    """Finds prompt-completion rows whose completion is empty or made of spaces alone.

    Chats and preference pairs may have answers without text (a call of a tool); the checks of their shapes judge those.
    """

    def __init__(self) -> None:
        self._found = array("q")

    def see(self, rows: Portion) -> None:
        """Look at some rows."""
        if rows.all_answer:
            return
        empty = (row for row in rows if not row.answer or row.answer.isspace())
        self._found.extend(row.id for row in empty if isinstance(row.example, Completion))

    def finish(self) -> Iterable[Finding]:
        """Return the rows that teach nothing."""
        found = self._found
        if found:
            act = Remedy("drop_empty", rows=found)
            yield Finding(
                "empty_answers", Subject.ROWS, Severity.PROBLEM, len(found), found[:SHOWN], {}, act, recommended=True
            )


class UnusedColumns:
    """Names the columns that no part of the rows is made of."""

    def __init__(self, circumstances: Circumstances) -> None:
        self._columns = circumstances.unused_columns

    def see(self, rows: Sequence[Seen]) -> None:
        """Look at nothing: it is the file that knows."""

    def finish(self) -> Iterable[Finding]:
        """Return one note for all columns."""
        if self._columns:
            yield Finding("unused_columns", Subject.ROWS, Severity.NOTE, 0, array("q"), _named(self._columns))


def late_columns(columns: Mapping[str, int]) -> tuple[Finding, ...]:
    """Return the note about columns that nobody could choose, with the line where each was met first."""
    if not columns:
        return ()
    values = {**_named(tuple(columns)), "line": min(columns.values())}
    return (Finding("late_columns", Subject.ROWS, Severity.NOTE, 0, array("q"), values),)


def _named(columns: Sequence[str]) -> "dict[str, Value]":
    return {"columns": ", ".join(columns[:_NAMED]) + (" …" if len(columns) > _NAMED else ""), "number": len(columns)}

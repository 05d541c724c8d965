"""Rows of the open project, read when somebody looks at them."""

from desktop_app.core.fields import question_and_answer
from desktop_app.core.problem import Problem
from desktop_app.gui.meaning import words
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples
from desktop_app.store.examples import Row


class RowsRead:
    """Reads single rows; numbers are those of the table, counted from 1."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._numbers: dict[int, int] = {}

    def forget(self) -> None:
        """Forget the order of the table: it is another one now."""
        self._numbers = {}

    def one(self, row: int) -> Row | None:
        """Return a row; None for one that is gone."""
        found = self.some([row])
        return found[0] if found else None

    def some(self, rows: list[int]) -> list[Row]:
        """Return these rows, without those that are gone."""
        project = self._workspace.project
        if project is None:
            return []
        try:
            with project.reading() as connection:
                if not self._numbers:
                    self._numbers = {each: at for at, each in enumerate(examples.ids(connection), start=1)}
                return examples.page(connection, rows)
        except Problem:
            return []  # the project is just being closed

    def number(self, row: int) -> str:
        """Return a row's number in the table, as people read it."""
        return number(self._numbers.get(row, 0)) if row in self._numbers else ""

    def title(self, row: Row) -> str:
        """Return a row's number and what it is used as."""
        return f"{self.number(row.id)} · {words.part(row.part.value)}"

    def hint(self, row: int) -> str:
        """Return a row in a few words."""
        found = self.one(row)
        if found is None:
            return ""
        asked, answered = question_and_answer(found.example)
        return f"{self.title(found)}\n{words.gist(asked)}\n→ {words.gist(answered)}"

"""Changes of turns that are on their way to the disk, and what a row looks like with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.core.example import Example
from desktop_app.core.fields import field_is_editable, write_field
from desktop_app.core.remarks import REMARKS
from desktop_app.core.text import Text
from desktop_app.core.turns import Act
from desktop_app.store.examples import Row


@dataclass(frozen=True, slots=True, eq=False)
class TurnChange:
    """One change: the example as it was seen, as it shall be, and the act that makes one of the other."""

    row_id: int
    label: Text
    before: Example
    after: Example
    act: Act

    def apply(self, example: Example) -> Example:
        """Return what shall stand on the disk; one that has changed meanwhile is changed by the act alone."""
        return self.after if example == self.before else self.act(example)


class Pending:
    """The changes that are not on disk yet, in the order they were made."""

    def __init__(self) -> None:
        self._changes: list[TurnChange] = []

    @property
    def changes(self) -> tuple[TurnChange, ...]:
        """Return them, the oldest first."""
        return tuple(self._changes)

    def add(self, change: TurnChange) -> None:
        """Take one more."""
        self._changes.append(change)

    def drop(self, change: TurnChange) -> None:
        """Let go of one that is on disk or cannot be made any more."""
        if change in self._changes:
            self._changes.remove(change)

    def clear(self) -> None:
        """Let go of all: another project is on show."""
        self._changes.clear()

    def over(self, row: Row, held: Mapping[tuple[int, str], str]) -> Example:
        """Return the row's example with all that is on its way: fields of the table, then changes of turns.

        A change that is on disk already does no more: what it was made for is not there.
        """
        example = row.example
        for (row_id, name), words in held.items():
            if row_id == row.id and name not in REMARKS and field_is_editable(example, name):
                example = write_field(example, name, words)
        for change in self._changes:
            if change.row_id == row.id and change.before == example:
                example = change.after
        return example

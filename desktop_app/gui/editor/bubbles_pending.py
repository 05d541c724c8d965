"""Changes of a row that are on their way from the pane to the disk, and what the row looks like with them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop_app.core.example import Example
from desktop_app.core.fields import field_is_editable, write_field
from desktop_app.core.remarks import REMARKS
from desktop_app.core.search import texts
from desktop_app.core.text import Text, text
from desktop_app.core.turns import Act
from desktop_app.store.edit import Edit
from desktop_app.store.examples import Row


@dataclass(frozen=True, slots=True, eq=False)
class TurnChange:
    """One change: the example as it was seen, as it shall be, and the act that makes one of the other."""

    row_id: int
    label: Text
    before: Example
    after: Example
    act: Act

    @property
    def typed(self) -> str:
        """Return the texts that were not there before the change."""
        before = {words for _, words in texts(self.before)}
        return "\n\n".join(words for _, words in texts(self.after) if words not in before)

    def apply(self, example: Example) -> Example:
        """Return what shall stand on the disk; one that has changed meanwhile is changed by the act alone."""
        return self.after if example == self.before else self.act(example)

    def write(self, edit: Edit) -> None:
        """Make the change."""
        edit.change(self.row_id, self.apply)

    def over(self, row: Row) -> Row:
        """Return the row with the change; one that is on disk already does no more: what it was for is not there."""
        return replace(row, example=self.after) if row.example == self.before else row


@dataclass(frozen=True, slots=True, eq=False)
class Remark:
    """What people say about a row: another note, or (without one) tags that come and tags that go."""

    row_id: int
    note: str | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    @property
    def label(self) -> Text:
        """Return what the step is called."""
        return text("step.tag_row") if self.note is None else text("step.note_row")

    @property
    def typed(self) -> str:
        """Return the words that would be lost with it."""
        return ", ".join(self.add) if self.note is None else self.note

    def write(self, edit: Edit) -> None:
        """Make the change."""
        if self.note is None:
            edit.tag([self.row_id], self.add, self.remove)
        else:
            edit.set_note([self.row_id], self.note)

    def over(self, row: Row) -> Row:
        """Return the row with what is said, which may stand there already."""
        if self.note is not None:
            return replace(row, note=self.note)
        tags = dict.fromkeys((*row.tags, *self.add))
        return replace(row, tags=tuple(tag for tag in tags if tag not in self.remove))


class Pending:
    """The changes that are not on disk yet, in the order they were made."""

    def __init__(self) -> None:
        self._changes: list[TurnChange | Remark] = []

    @property
    def changes(self) -> tuple[TurnChange | Remark, ...]:
        """Return them, the oldest first."""
        return tuple(self._changes)

    def add(self, change: TurnChange | Remark) -> None:
        """Take one more."""
        self._changes.append(change)

    def drop(self, change: TurnChange | Remark) -> None:
        """Let go of one that is on disk or cannot be made any more."""
        if change in self._changes:
            self._changes.remove(change)

    def clear(self) -> None:
        """Let go of all: another project is on show."""
        self._changes.clear()

    def over(self, row: Row, held: Mapping[tuple[int, str], str]) -> Row:
        """Return the row with all that is on its way: fields of the table, then changes of the pane."""
        example = row.example
        for (row_id, name), words in held.items():
            if row_id == row.id and name not in REMARKS and field_is_editable(example, name):
                example = write_field(example, name, words)
        now = replace(row, example=example)
        for change in self._changes:
            if change.row_id == row.id:
                now = change.over(now)
        return now

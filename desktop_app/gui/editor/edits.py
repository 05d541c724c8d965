"""What can be done to rows, as steps that can be undone."""

from collections.abc import Callable, Sequence

from desktop_app.core.example import Completion, Conversation, Example, Message, Part, Preference, RowStatus, Shape
from desktop_app.core.text import text
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples
from desktop_app.store.edit import Edit
from desktop_app.store.examples import Row

_PAGE = 500


def insert_below(workspace: Workspace, row: Row | None, shape: Shape, on_made: Callable[[int], None]) -> None:
    """Put an empty row below another (at the end without one), in its part and with its system prompt."""
    made: list[int] = []
    part = row.part if row else Part.TRAINING
    example = empty_like(row.example if row else None, shape)

    def put(edit: Edit) -> None:
        made.append(edit.insert_below(row.id if row else 0, example, part))

    workspace.do(text("step.insert_row"), put, lambda: on_made(made[0]))


def insert(workspace: Workspace, row: Row, count: int, on_made: Callable[[int], None], *, above: bool) -> None:
    """Put empty rows above or below another, in its part and with its system prompt; `on_made` gets the first id."""
    made: list[int] = []
    example = empty_like(row.example, row.example.shape)

    def put(edit: Edit) -> None:
        # Each right below the same row: the one made last stands first.
        made.extend(edit.insert_below(row.id, example, row.part) for _ in range(count))
        made.reverse()
        if above:
            edit.move(made, row.id)

    label = text("step.insert_row") if count == 1 else text("step.insert_rows", count=count)
    workspace.do(label, put, lambda: on_made(made[0]))


def move(workspace: Workspace, ids: Sequence[int], before: int | None) -> None:
    """Put rows, in the order given, before another one; None means at the end of the table."""
    label = text("step.move_row") if len(ids) == 1 else text("step.move_rows", count=len(ids))
    workspace.do(label, lambda edit: edit.move(ids, before))


def duplicate(workspace: Workspace, ids: Sequence[int]) -> None:
    """Put a copy of each row right below it."""
    project = workspace.project
    if project is None:
        return

    def put(edit: Edit) -> None:
        for start in range(0, len(ids), _PAGE):
            with project.reading() as connection:
                rows = examples.page(connection, ids[start : start + _PAGE])
            for row in rows:
                edit.insert_below(row.id, row.example, row.part)

    label = text("step.duplicate_row") if len(ids) == 1 else text("step.duplicate_rows", count=len(ids))
    workspace.do(label, put)


def delete(workspace: Workspace, ids: Sequence[int]) -> None:
    """Take rows out of the table."""
    label = text("step.delete_row") if len(ids) == 1 else text("step.delete_rows", count=len(ids))
    workspace.do(label, lambda edit: edit.delete(ids))


def set_part(workspace: Workspace, ids: Sequence[int], part: Part) -> None:
    """Move rows to a part."""
    one, more = text("step.move_to_part", part=part.value), text("step.set_part", count=len(ids), part=part.value)
    label = one if len(ids) == 1 else more
    workspace.do(label, lambda edit: edit.set_part(ids, part))


def set_status(workspace: Workspace, ids: Sequence[int], status: RowStatus) -> None:
    """Say how far people are with rows."""
    one = text("step.mark_row", status=status.value)
    label = one if len(ids) == 1 else text("step.set_status", count=len(ids), status=status.value)
    workspace.do(label, lambda edit: edit.set_status(ids, status))


def tag(workspace: Workspace, ids: Sequence[int], add: Sequence[str], remove: Sequence[str]) -> None:
    """Put tags to rows and take others away."""
    label = text("step.tag_row") if len(ids) == 1 else text("step.tag", count=len(ids))
    workspace.do(label, lambda edit: edit.tag(ids, add, remove))


def note(workspace: Workspace, ids: Sequence[int], words: str) -> None:
    """Write a note beside rows; an empty one takes it away."""
    label = text("step.note_row") if len(ids) == 1 else text("step.note", count=len(ids))
    workspace.do(label, lambda edit: edit.set_note(ids, words))


def empty_like(example: Example | None, shape: Shape) -> Example:
    """Return an empty example of the shape of another, with its system prompt."""
    shape = example.shape if example else shape
    if shape is Shape.COMPLETION:
        return Completion("", "")
    first = example.messages[:1] if isinstance(example, Conversation | Preference) else ()
    system = tuple(m for m in first if m.role == "system")
    asked, answer = (*system, Message("user", "")), Message("assistant", "")
    return Preference(asked, (answer,), (answer,)) if shape is Shape.PREFERENCE else Conversation((*asked, answer))

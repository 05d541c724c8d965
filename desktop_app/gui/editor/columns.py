"""What the columns of the table are, and what a row shows in each."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.example import Example, Part, RowStatus, Shape
from desktop_app.core.fields import FIELDS, field_is_editable, read_field
from desktop_app.core.remarks import REMARKS, tags_in, tags_text
from desktop_app.store.examples import Row
from desktop_app.work.paste_block import Beside, Column, Words

PART = 0
FIRST_FIELD = 1
_BEHIND = (Beside.STATUS, Beside.NOTE, Beside.TAGS)
"""What stands behind the fields; the number of the row stands in its head."""


def column_count(shape: Shape) -> int:
    """Return how many columns a table of this shape has: part, the fields, status, note, tags."""
    return FIRST_FIELD + len(FIELDS[shape]) + len(_BEHIND)


def is_field(shape: Shape, column: int) -> bool:
    """Tell whether the column holds one of the fields."""
    return FIRST_FIELD <= column < FIRST_FIELD + len(FIELDS[shape])


def beside(shape: Shape, column: int) -> Beside | None:
    """Return what stands beside the example in this column; None for one of the fields."""
    if column == PART:
        return Beside.PART
    return None if is_field(shape, column) else _BEHIND[column - FIRST_FIELD - len(FIELDS[shape])]


def is_text(shape: Shape, column: int) -> bool:
    """Tell whether the column holds texts, which can be anything and nothing: fields, notes, tags."""
    return beside(shape, column) not in (Beside.PART, Beside.STATUS)


def names(shape: Shape) -> tuple[str, ...]:
    """Return the names of the columns of a table of this shape."""
    return (Beside.PART.value, *FIELDS[shape], *(each.value for each in _BEHIND))


def field_at(shape: Shape, column: int, example: Example) -> str | None:
    """Return the field of the example that stands in this column of a table of this shape, if there is one.

    Rows of another shape stand with their answer under the answer and their question under the question.
    """
    names = FIELDS[example.shape]
    from_end = field_from_end(shape, column)
    return names[-from_end] if is_field(shape, column) and from_end <= len(names) else None


def text_at(shape: Shape, column: int, example: Example) -> str | None:
    """Return the name of the text that is typed into this column: that of `field_at`, or one of REMARKS."""
    name = beside(shape, column)
    return field_at(shape, column, example) if name is None else name.value if name in REMARKS else None


def written_as(shape: Shape, column: int) -> Column:
    """Return what a column of the table is for those who write into many cells."""
    return beside(shape, column) or field_from_end(shape, column)


def field_from_end(shape: Shape, column: int) -> int:
    """Return the place of a field's column counted from the end: 1 is that of the answer."""
    return FIRST_FIELD + len(FIELDS[shape]) - column


def words() -> Words:
    """Return the words that name parts and statuses: those on the screen, and those of the file."""
    parts = {word.casefold(): part for part in Part for word in (part.value, part_word(part))}
    statuses = {word.casefold(): status for status in RowStatus for word in (status.value, status_word(status))}
    return Words(parts, statuses)


def column_of(shape: Shape, field: str, example: Example) -> int:
    """Return the column in which a text of the row stands; the first field's where it has none of its own."""
    if field in REMARKS:
        return names(shape).index(field)
    fields = FIELDS[example.shape]
    from_end = len(fields) - fields.index(field)
    return FIRST_FIELD + max(0, len(FIELDS[shape]) - from_end)


def cell_text(shape: Shape, column: int, row: Row) -> str:
    """Return the whole text of a cell."""
    match beside(shape, column):
        case Beside.PART:
            return part_word(row.part)
        case Beside.STATUS:
            return status_word(row.status)
        case Beside.NOTE:
            return row.note
        case Beside.TAGS:
            return tags_text(row.tags)
    name = field_at(shape, column, row.example)
    return "" if name is None else read_field(row.example, name)


def as_said(name: str, words: str) -> str:
    """Return what was typed as a text of this name in the form in which it is kept and shown again."""
    if name == Beside.NOTE:
        return words.strip()
    return tags_text(tags_in(words)) if name == Beside.TAGS else words


def is_editable(shape: Shape, column: int, row: Row) -> bool:
    """Tell whether a cell can be changed."""
    if is_field(shape, column):
        name = field_at(shape, column, row.example)
        return name is not None and field_is_editable(row.example, name)
    return beside(shape, column) is not Beside.STATUS


def header(shape: Shape, column: int) -> str:
    """Return the heading of a column."""
    return column_word(names(shape)[column])


def column_word(name: str) -> str:
    """Return the heading of a column by its name."""
    match name:
        case Beside.PART:
            return QCoreApplication.translate("editor", "Part")
        case Beside.STATUS:
            return QCoreApplication.translate("editor", "Status")
        case Beside.NOTE:
            return QCoreApplication.translate("editor", "Note")
        case Beside.TAGS:
            return QCoreApplication.translate("editor", "Tags")
    return field_word(name)


def field_word(name: str) -> str:
    """Return the heading of one of the FIELDS."""
    return {
        "prompt": QCoreApplication.translate("editor", "Prompt"),
        "completion": QCoreApplication.translate("editor", "Completion"),
        "system": QCoreApplication.translate("editor", "System prompt"),
        "user": QCoreApplication.translate("editor", "Prompt (user)"),
        "assistant": QCoreApplication.translate("editor", "Answer (assistant)"),
        "preferred": QCoreApplication.translate("editor", "Better answer (preferred)"),
        "non_preferred": QCoreApplication.translate("editor", "Worse answer"),
    }[name]


def part_word(part: Part) -> str:
    """Return the name of a part."""
    match part:
        case Part.TRAINING:
            return QCoreApplication.translate("editor", "Training")
        case Part.VALIDATION:
            return QCoreApplication.translate("editor", "Validation")
        case Part.TEST:
            return QCoreApplication.translate("editor", "Test")


def part_words() -> list[str]:
    """Return the names of all parts."""
    return [part_word(part) for part in Part]


def status_word(status: str) -> str:
    """Return the name of a row's status; one that a later TuneDesk made is shown as it is."""
    match status:
        case "new":
            return QCoreApplication.translate("editor", "New")
        case "edited":
            return QCoreApplication.translate("editor", "Edited")
        case "reviewed":
            return QCoreApplication.translate("editor", "Reviewed")
        case "problem":
            return QCoreApplication.translate("editor", "Problem")
        case "excluded":
            return QCoreApplication.translate("editor", "Excluded")
    return status

"""From chosen cells of one column to the look at all rows that have there what one of them has."""

from collections.abc import Sequence
from dataclasses import replace

from desktop_app.core.example import RowStatus, Shape
from desktop_app.core.fields import field_is_editable, read_field
from desktop_app.core.look import Look
from desktop_app.core.search import Search
from desktop_app.gui.editor import columns
from desktop_app.store.examples import Row
from desktop_app.work.paste_block import Beside


def like(look: Look, shape: Shape, column: int, rows: Sequence[Row]) -> Look:
    """Return the look with the condition that a row is in this column like one of these rows.

    It is the same look where their cells say nothing that rows can be chosen by.
    """
    if not rows:
        return look
    match columns.beside(shape, column):
        case None:
            return _like_fields(look, shape, column, rows)
        case Beside.PART:
            return replace(look, parts=frozenset(row.part for row in rows))
        case Beside.STATUS:
            known = frozenset(RowStatus(row.status) for row in rows if row.status in set(RowStatus))
            return replace(look, statuses=known or look.statuses)
        case Beside.TAGS:
            return replace(look, tags=frozenset(tag for row in rows for tag in row.tags) or look.tags)
    note = rows[-1].note  # a look seeks one text
    return replace(look, has=Search(note, case=True, fields=(Beside.NOTE.value,))) if note else look


def _like_fields(look: Look, shape: Shape, column: int, rows: Sequence[Row]) -> Look:
    found: dict[tuple[str, str], None] = {}
    for row in rows:
        name = columns.field_at(shape, column, row.example)
        if name is not None and field_is_editable(row.example, name):  # joined turns are nobody's value
            found[name, read_field(row.example, name)] = None
    fields = {name for name, _ in found}
    if not fields:
        return look
    if look.empty <= fields and not any(words.strip() for _, words in found):  # of fields named, one has to be empty
        return replace(look, empty=frozenset(fields))
    return replace(look, values=(*(pair for pair in look.values if pair[0] not in fields), *found))

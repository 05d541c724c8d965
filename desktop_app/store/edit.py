"""The edits of the project's examples that can be undone."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Sized
from itertools import islice

from desktop_app.core.example import Example, Part, RowStatus
from desktop_app.core.fields import write_field
from desktop_app.store import journal, remarks, remembered, rewriting, row_ids
from desktop_app.store.bodies import packed, unpacked
from desktop_app.store.course import Course
from desktop_app.store.row_ids import ascending
from desktop_app.store.schema import JOURNALED, RANK_GAP
from desktop_app.store.sought import Swap

BATCH = 1000
_PORTION = 10_000
"""So many rows are changed at a time: between two portions it is told how far the change is."""


class Edit:
    """The changes one step can make; it lives inside one transaction of the writer.

    `course` says how far they are. Whoever makes a long change of their own tells it what is to be done, and how far
    they are (`expect`, `advance`): where it was ended that raises Ended, and nothing of the step is kept.
    """

    def __init__(self, connection: sqlite3.Connection, course: Course | None = None) -> None:
        self._connection = connection
        self.course = course or Course()

    def append(self, examples: Iterable[tuple[Example, Part]]) -> list[int]:
        """Put the examples at the end of the table and return their ids."""
        return self._append((example, part.value, None, None) for example, part in examples)

    def take_in(self, source: int, examples: Iterable[tuple[int, Example]]) -> list[int]:
        """Put examples with the lines of the source they came from at the end, for training; return their ids."""
        return self._append((example, Part.TRAINING.value, source, line) for line, example in examples)

    def _append(self, new: Iterable[tuple[Example, str, int | None, int | None]]) -> list[int]:
        execute, many = self._connection.execute, self._connection.executemany
        rank = execute("SELECT coalesce(max(rank), 0) FROM head").fetchone()[0]
        following = first = row_ids.following(self._connection)
        rest = iter(new)
        with journal.journaled_at_once(self._connection, first):
            while batch := list(islice(rest, BATCH)):
                numbered = list(enumerate(batch, start=following))
                heads = [
                    (n, rank + (n - first + 1) * RANK_GAP, part, source, line)
                    for n, (_, part, source, line) in numbered
                ]
                many("INSERT INTO head (id, rank, part, source, line) VALUES (?, ?, ?, ?, ?)", heads)
                many("INSERT INTO body (id, line) VALUES (?, ?)", [(n, packed(new[0])) for n, new in numbered])
                following += len(batch)
        row_ids.used(self._connection, following - 1)
        return list(range(first, following))

    def insert_below(self, row_id: int, example: Example, part: Part) -> int:
        """Put an example right below another and return its id; below a row that is gone means at the end."""
        return self.insert_all_below(row_id, [example], part)[0]

    def insert_all_below(self, row_id: int, examples: Sequence[Example], part: Part) -> list[int]:
        """Put examples, in their order, right below another and return their ids."""
        found = self._connection.execute("SELECT rank FROM head WHERE id = ?", (row_id,)).fetchone()
        if found is None:
            return self.append([(example, part) for example in examples])
        after = self._connection.execute("SELECT min(rank) FROM head WHERE rank > ?", found).fetchone()[0]
        width = RANK_GAP if after is None else (after - found[0]) // (len(examples) + 1)
        if width == 0:
            _spread(self._connection, len(examples) + 1)
            return self.insert_all_below(row_id, examples, part)
        return [self._insert(found[0] + n * width, example, part) for n, example in enumerate(examples, start=1)]

    def delete(self, row_ids: Iterable[int]) -> None:
        """Take examples out of the table."""
        for portion in self._portions(row_ids):
            chosen, values = rewriting.condition(portion)
            self._delete(f"WHERE {chosen}", values)

    def clear(self) -> None:
        """Take every example out of the table."""
        self._delete("", ())

    def _delete(self, where: str, values: Sequence[object]) -> None:
        with journal.changing(self._connection, JOURNALED, where, values):
            for place in JOURNALED:
                self._connection.execute(f"DELETE FROM {place} {where}", values)

    def rewrite(self, examples: Iterable[tuple[int, Example]]) -> None:
        """Put other examples in the place of those with these ids; a row that is gone is left."""
        for batch in self._batches(examples):
            rewriting.put(self._connection, batch)

    def write_field(self, row_id: int, name: str, value: str) -> None:
        """Replace one field (see core.fields.FIELDS) of an example and mark it edited; a row that is gone is left."""
        self.change(row_id, lambda example: write_field(example, name, value))

    def change(self, row_id: int, by: Callable[[Example], Example]) -> None:
        """Replace an example by what `by` makes of it, and mark it edited if that is another one."""
        execute = self._connection.execute
        query = "SELECT body.line, status FROM body JOIN head USING (id) WHERE id = ?"
        line, status = execute(query, (row_id,)).fetchone() or ("", "")
        old = unpacked(line) if line else None
        new = by(old) if old is not None else None
        if new is None or new == old:
            return
        journal.replacing(self._connection, row_id, line, status if (marks := status not in rewriting.MARKED) else None)
        execute("UPDATE body SET line = ? WHERE id = ?", (packed(new), row_id))
        if marks:
            execute("UPDATE head SET status = ? WHERE id = ?", (RowStatus.EDITED.value, row_id))

    def change_many(self, changes: Iterable[tuple[int, Example]]) -> None:
        """Put examples in the place of others and mark those rows edited; faster than one by one."""
        changed: list[Collection[int]] = []
        for batch in self._batches(changes):
            rewriting.put(self._connection, batch)
            changed.append(list(batch))
        rewriting.mark_all_edited(self._connection, changed, self.course)

    def change_texts(
        self, row_ids: Iterable[int], by: Callable[[str], str | None], holding: str = "", swap: Swap | None = None
    ) -> None:
        """Put what `by` makes of a row's text (store.bodies) in its place and mark the row edited; None leaves it.

        `holding` is a pattern of LIKE, with ! before signs of its own, that all texts to be changed fit; `swap` is
        what the database can do of it by itself, to the same effect.
        """
        changed: list[Collection[int]] = []
        for portion in self._portions(row_ids):
            swapped = rewriting.swap_words(self._connection, swap, portion) if swap is not None else []
            new = {}
            if len(swapped) < len(portion):
                lines = rewriting.texts(self._connection, portion, swapped, holding)
                new = {row_id: text for row_id, line in lines if (text := by(line)) is not None}
                rewriting.put(self._connection, new)
            changed.append([*new, *swapped])
        rewriting.mark_all_edited(self._connection, changed, self.course)

    def _batches(self, changes: Iterable[tuple[int, Example]]) -> Iterator[dict[int, str]]:
        """Yield the texts of the examples, by their ids, many at a time."""
        counted = isinstance(changes, Sized)
        if isinstance(changes, Sized):
            self.course.expect(len(changes))
        rest = iter(changes)
        while batch := dict(islice(rest, BATCH)):
            yield {row_id: packed(example) for row_id, example in batch.items()}
            self.course.advance(len(batch) if counted else 0)

    def set_status(self, row_ids: Iterable[int], status: RowStatus) -> None:
        """Say how far people are with these examples."""
        self._set_head(row_ids, "status", status.value)

    def set_note(self, row_ids: Iterable[int], note: str) -> None:
        """Write a note beside these examples; an empty one takes it away."""
        self._set_head(row_ids, "note", remarks.kept_note(note))

    def tag(self, row_ids: Iterable[int], add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Put tags to these examples and take others away; a tag is one line without blanks at its ends."""
        for tags, rows in remarks.retagged(self._connection, row_ids, add, remove).items():
            self._set_head(rows, "tags", tags)

    def set_tags(self, row_ids: Iterable[int], tags: Iterable[str]) -> None:
        """Let these examples bear these tags and no others."""
        self._set_head(row_ids, "tags", remarks.kept_tags(tags))

    def move(self, row_ids: Sequence[int], before: int | None) -> None:
        """Put examples, in the order given, right before another one; None means at the end of the table."""
        moving = set(row_ids)
        order = [row_id for (row_id,) in self._connection.execute("SELECT id FROM head ORDER BY rank")]
        staying = [row_id for row_id in order if row_id not in moving]
        at = staying.index(before) if before in staying else len(staying)
        low = self._rank(staying[at - 1]) if at else 0
        high = self._rank(staying[at]) if at < len(staying) else low + (len(moving) + 1) * RANK_GAP
        width = (high - low) // (len(moving) + 1)
        if width == 0:
            _spread(self._connection, len(moving) + 1)
            self.move(row_ids, before)
            return
        ranks = [(low + (n + 1) * width, row_id) for n, row_id in enumerate(row_ids)]
        chosen, values = rewriting.condition(ascending(moving))
        with journal.changing(self._connection, ("rank",), f"WHERE {chosen}", values):
            self._connection.executemany("UPDATE head SET rank = ? WHERE id = ?", ranks)

    def set_part(self, row_ids: Iterable[int], part: Part) -> None:
        """Move examples to another part."""
        self._set_head(row_ids, "part", part.value)

    def remember(self, key: str, value: str) -> None:
        """Remember something about the project together with this edit; undo leaves it as it is."""
        remembered.keep(self._connection, key, value)

    def remembered(self, key: str) -> str:
        """Return what is remembered about the project under a key; empty for nothing."""
        return remembered.value(self._connection, key)

    def _set_head(self, row_ids: Iterable[int], column: str, value: str | None) -> None:
        for portion in self._portions(row_ids):
            chosen, values = rewriting.condition(portion)
            where, changed = f"WHERE {chosen} AND {column} IS NOT ?", (*values, value)
            with journal.changing(self._connection, (column,), where, changed):
                self._connection.execute(f"UPDATE head SET {column} = ? {where}", (value, *changed))

    def _portions(self, row_ids: Iterable[int]) -> Iterator[Sequence[int]]:
        """Yield these rows, ascending, some at a time, and say how far it is."""
        chosen = ascending(row_ids)
        self.course.expect(len(chosen))
        for start in range(0, len(chosen), _PORTION):
            yield (portion := chosen[start : start + _PORTION])
            self.course.advance(len(portion))

    def _rank(self, row_id: int) -> int:
        return int(self._connection.execute("SELECT rank FROM head WHERE id = ?", (row_id,)).fetchone()[0])

    def _insert(self, rank: int, example: Example, part: Part) -> int:
        execute, row_id = self._connection.execute, row_ids.following(self._connection)
        execute("INSERT INTO head (id, rank, part) VALUES (?, ?, ?)", (row_id, rank, part.value))
        execute("INSERT INTO body (id, line) VALUES (?, ?)", (row_id, packed(example)))
        journal.created(self._connection, row_id)
        row_ids.used(self._connection, row_id)
        return row_id


def _spread(connection: sqlite3.Connection, room: int) -> None:
    """Give every row its full gap again, or a wider one where `room` ranks are needed between two neighbours."""
    gap = max(RANK_GAP, room)
    in_order = connection.execute("SELECT id FROM head ORDER BY rank").fetchall()
    with journal.changing(connection, ("rank",)):
        connection.executemany(
            "UPDATE head SET rank = ? WHERE id = ?",
            [((n + 1) * gap, row_id) for n, (row_id,) in enumerate(in_order)],
        )

"""What the editor's random user must find: plain rows, a stack of states, and what a look shows of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from desktop_app.core.example import Part, RowStatus, Shape
from desktop_app.core.fields import FIELDS
from desktop_app.core.look import By, Look, Sort

NEW, EDITED, EXCLUDED = RowStatus.NEW.value, RowStatus.EDITED.value, RowStatus.EXCLUDED.value
UNKNOWN = 0
"""The id of a row that was just made, until the file tells which one it got."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it must stand in the file and in the table; `texts` are those of the FIELDS of its shape."""

    id: int
    texts: tuple[str, ...]
    part: str = Part.TRAINING.value
    status: str = NEW
    note: str = ""
    tags: tuple[str, ...] = ()

    def edited(self, texts: Iterable[str]) -> "Row":
        """Return the row with other texts, marked edited unless something weightier is said about it."""
        now = tuple(texts)
        if now == self.texts:
            return self
        return replace(self, texts=now, status=self.status if self.status == EXCLUDED else EDITED)

    def tagged(self, add: Sequence[str], remove: Sequence[str] = ()) -> "Row":
        """Return the row with tags put to it and others taken away."""
        return replace(self, tags=tuple(dict.fromkeys(tag for tag in (*self.tags, *add) if tag not in remove)))


Rows = tuple[Row, ...]


@dataclass(slots=True)
class Foreseen:
    """The rows of the file, the states undo and redo lead to, and the ids of the rows on show."""

    shape: Shape
    rows: Rows
    done: list[Rows] = field(default_factory=list)
    undone: list[Rows] = field(default_factory=list)
    look: Look = field(default_factory=Look)
    shown: list[int] = field(default_factory=list)
    highest: int = 0
    """The highest id that any row has had so far."""

    def row(self, row_id: int) -> Row:
        """Return the row with an id."""
        return next(row for row in self.rows if row.id == row_id)

    def step(self, rows: Iterable[Row]) -> bool:
        """Foresee one step that leads to these rows; what changes nothing is none. Tell whether it is one."""
        after = tuple(rows)
        if after == self.rows:
            return False
        self.done.append(self.rows)
        self.undone.clear()
        self.rows = after
        return True

    def change(self, ids: Iterable[int], by: Callable[[Row], Row]) -> bool:
        """Foresee one step that changes the rows with these ids."""
        wanted = set(ids)
        return self.step(by(row) if row.id in wanted else row for row in self.rows)

    def undo(self) -> None:
        """Foresee the state before the newest step."""
        if self.done:
            self.undone.append(self.rows)
            self.rows = self.done.pop()

    def redo(self) -> None:
        """Foresee the state after the step that was taken back last."""
        if self.undone:
            self.done.append(self.rows)
            self.rows = self.undone.pop()

    def jump(self, steps_done: int) -> None:
        """Foresee the state after so many steps of the history."""
        while len(self.done) > steps_done:
            self.undo()
        while len(self.done) < steps_done:
            self.redo()

    def learn_ids(self, on_disk: Sequence[int]) -> None:
        """Take over the ids of the rows that were just made; they must be ones that no row has had, in their places."""
        self.highest = max((self.highest, *(row.id for rows in (*self.done, *self.undone) for row in rows)))
        assert len(on_disk) == len(self.rows), f"{len(on_disk)} rows in the file, {len(self.rows)} foreseen"
        pairs = list(zip(self.rows, on_disk, strict=True))
        for row, found in pairs:
            assert found == row.id or (row.id == UNKNOWN and found > self.highest), f"row {found} for {row}"
        self.rows = tuple(replace(row, id=found) for row, found in pairs)
        self.highest = max((self.highest, *on_disk))

    def look_at(self, look: Look) -> None:
        """Foresee what a look shows that is asked for now."""
        self.look = look
        self.shown = [row.id for row in self._in_order(look.sort) if self._fits(row, look)]

    def follow(self, before: Rows) -> None:
        """Foresee how the rows on show follow a step: those that are gone go, new ones come where they belong."""
        known, now = {row.id for row in before}, [row.id for row in self.rows]
        new = [row_id for row_id in now if row_id not in known]
        if self.look.sort is None:
            if self.look.all_rows:
                self.shown = now
            else:
                wanted = {*self.shown, *new}
                self.shown = [row_id for row_id in now if row_id in wanted]
            return
        self.shown = [row_id for row_id in self.shown if row_id in now]
        for row_id in new:
            place = now.index(row_id)
            above = now[place - 1] if place else UNKNOWN
            self.shown.insert(self.shown.index(above) + 1 if above in self.shown else len(self.shown), row_id)

    def _fits(self, row: Row, look: Look) -> bool:
        if look.parts and row.part not in look.parts:
            return False
        if look.statuses and row.status not in look.statuses:
            return False
        if look.tags and not look.tags & set(row.tags):
            return False
        names = FIELDS[self.shape]
        if look.empty and all(row.texts[names.index(name)].strip() for name in look.empty):
            return False
        return look.has is None or any(look.has.text.lower() in text.lower() for text in row.texts)

    def _in_order(self, sort: Sort | None) -> list[Row]:
        if sort is None:
            return list(self.rows)
        # Rows with the same key stay in the order of the file, and those without a note or tags are the last.
        found = sorted(self.rows, key=lambda row: self._key(row, sort.by), reverse=sort.descending)
        return sorted(found, key=lambda row: sort.by in (By.NOTE, By.TAGS) and not self._key(row, sort.by))

    def _key(self, row: Row, by: str) -> bytes:
        """Return what the database compares: bytes, with the capital letters of ASCII made small."""
        if by == By.PART:
            return str([part.value for part in Part].index(row.part)).encode()
        if by == By.STATUS:
            return row.status.encode()
        if by in (By.NOTE, By.TAGS):
            return (row.note if by == By.NOTE else "\n".join(row.tags) + "\n" * bool(row.tags)).encode().lower()
        return row.texts[FIELDS[self.shape].index(by)].encode().lower()

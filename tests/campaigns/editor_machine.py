"""A random user of the editor: types, adds, deletes, marks, seeks, sorts, undoes, crashes and comes back."""

import shutil
from dataclasses import replace

import hypothesis.strategies as st
from hypothesis.stateful import precondition, rule
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from desktop_app.core.example import Part, RowStatus, Shape
from desktop_app.core.look import By, Look, Sort
from desktop_app.core.remarks import REMARKS, tags_in
from desktop_app.core.search import Search
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.find_bar import Where
from desktop_app.gui.editor.find_preview import PreviewDialog
from desktop_app.gui.editor.marks import NoteDialog, TagDialog
from desktop_app.gui.history_dialog import HistoryDialog
from tests.campaigns.editor_cells import CellUser
from tests.campaigns.editor_foreseen import UNKNOWN, Row
from tests.campaigns.editor_sitting import ANY, SOME, WORDS, Sitting, type_in, with_text
from tests.campaigns.editor_window import CTRL, until

SOUGHT = st.sampled_from(["a", "b", " ", "ab", "e"])
ORDERS = (By.PART, By.STATUS, By.NOTE, By.TAGS)
ENDS = {"enter": Qt.Key.Key_Return, "tab": Qt.Key.Key_Tab, "escape": Qt.Key.Key_Escape}
KEYS = {RowStatus.REVIEWED: Qt.Key.Key_F7, RowStatus.PROBLEM: Qt.Key.Key_F8, RowStatus.EXCLUDED: Qt.Key.Key_F9}


class Changing(Sitting):
    """What the user does to rows."""

    @precondition(lambda self: self.foreseen.shown)
    @rule(at=ANY, field=ANY, words=WORDS, key=st.sampled_from(["enter", "tab", "go", "escape"]), other=ANY)
    def edit_cell(self, at: int, field: int, words: str, key: str, other: int) -> None:
        """Type into a cell, and end that in one of the ways there are."""
        self.counted["cells edited"] += 1
        before, field = self.foreseen.rows, field % len(self.names)
        ids = self.choose([at], field)
        self.window.key(Qt.Key.Key_F2)
        type_in(words)
        if key == "go":
            self.choose([other])
        else:
            self.window.key(ENDS[key])
            self.here = self.here if key == "escape" else None  # Enter and Tab go on to another cell
        if key != "escape":
            self.foreseen.change(ids, lambda row: with_text(row, field, words))
        self.page.table.finish()
        self.after(before)

    @precondition(lambda self: self.foreseen.shown)
    @rule(at=ANY, field=st.integers(0, 1), words=WORDS, key=st.sampled_from(["enter", "go", "escape"]), other=ANY)
    def edit_beside(self, at: int, field: int, words: str, key: str, other: int) -> None:
        """Type into the row beside the table."""
        self.counted["texts edited beside"] += 1
        before = self.foreseen.rows
        ids = self.choose([at])
        self._field_beside(field).setFocus()
        type_in(words)
        if key == "go":
            self.choose([other])
        else:
            self.window.key(*((Qt.Key.Key_Return, CTRL) if key == "enter" else (Qt.Key.Key_Escape,)))
            assert self.page.table.hasFocus()
        if key != "escape":
            self.foreseen.change(ids, lambda row: with_text(row, len(self.names) - 2 + field, words))
        self.after(before)

    @rule(at=ANY, words=WORDS)
    def insert(self, at: int, words: str) -> None:
        """Add a row below another and type its first empty text."""
        self.counted["rows added"] += 1
        before, made = self.foreseen.rows, Row(UNKNOWN, ("",) * len(self.names))
        place = len(before)
        if self.foreseen.shown:
            above = self.foreseen.row(self.choose([at])[-1])
            made = replace(made, part=above.part, texts=(*above.texts[:-2], "", ""))
            place = before.index(above) + 1
        self.foreseen.step((*before[:place], made, *before[place:]))
        self.window.take_keyboard()
        self.page.row_actions["insert"].trigger()
        self.after(before)
        self.here, before = self.foreseen.rows[place].id, self.foreseen.rows
        until(lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit), "the new row is being edited")
        type_in(words)
        self.window.key(Qt.Key.Key_Return)
        self.foreseen.change([self.here], lambda row: with_text(row, row.texts.index(""), words))
        self.page.table.finish()
        self.here = None
        self.after(before)

    @precondition(lambda self: self.foreseen.shown)
    @rule(at=SOME)
    def duplicate(self, at: list[int]) -> None:
        """Put a copy below each of some rows."""
        self.counted["rows duplicated"] += 1
        before, ids = self.foreseen.rows, set(self.choose(at))
        twice = [(row, Row(UNKNOWN, row.texts, row.part)) if row.id in ids else (row,) for row in before]
        self.foreseen.step(row for both in twice for row in both)
        self.page.row_actions["duplicate"].trigger()
        self.after(before)

    @precondition(lambda self: self.foreseen.shown)
    @rule(at=SOME)
    def delete(self, at: list[int]) -> None:
        """Take rows out; the next one that is left becomes the current one."""
        self.counted["rows deleted"] += 1
        before, shown = self.foreseen.rows, list(self.foreseen.shown)
        ids = self.choose(at)
        self.page.row_actions["delete"].trigger()
        self.foreseen.step(row for row in before if row.id not in ids)
        place = shown.index(ids[-1])
        left = [row for row in (*shown[place:], *reversed(shown[:place])) if row not in ids]
        self.after(before)
        self.here = left[0] if left else None

    @precondition(lambda self: self.foreseen.shown)
    @rule(at=SOME, status=st.sampled_from(list(RowStatus)), part=st.none() | st.sampled_from(list(Part)))
    def mark(self, at: list[int], status: RowStatus, part: Part | None) -> None:
        """Say how far one is with rows, or move them to a part."""
        self.counted["rows marked"] += 1
        before, ids = self.foreseen.rows, self.choose(at)
        if part is not None:
            self.page._acts.set_part(part)
            self.foreseen.change(ids, lambda row: replace(row, part=part.value))
        else:
            if status in KEYS:
                self.window.key(KEYS[status])
            else:
                self.page._acts.set_status(status)
            self.foreseen.change(ids, lambda row: replace(row, status=status.value))
        self.after(before)

    @precondition(lambda self: self.foreseen.shown)
    @rule(at=SOME, words=st.text("ab\n", max_size=4), tags=st.lists(st.sampled_from(["red", "a b", "ü"]), max_size=2))
    def say_something(self, at: list[int], words: str, tags: list[str]) -> None:
        """Put tags to rows and write a note beside them."""
        self.counted["notes and tags"] += 1
        before, ids = self.foreseen.rows, self.choose(at)
        self.window.key(Qt.Key.Key_T, CTRL)
        dialog = self.window.dialog(TagDialog)
        dialog.new.setText(", ".join(tags))
        dialog.accept()
        self.foreseen.change(ids, lambda row: row.tagged(tags))
        self.window.take_keyboard()
        self.page.table.setFocus()
        self.window.key(Qt.Key.Key_I, CTRL)
        dialog = self.window.dialog(NoteDialog)
        dialog.text.setPlainText(words)
        changes = words.strip() != self.foreseen.row(ids[-1]).note
        dialog.accept()
        if changes:
            self.foreseen.change(ids, lambda row: replace(row, note=words.strip()))
        self.after(before)

    @precondition(lambda self: self.foreseen.shown)
    @rule(at=ANY, name=st.sampled_from(REMARKS), words=st.text("ab ,\n", max_size=6), key=st.sampled_from(list(ENDS)))
    def edit_remark(self, at: int, name: str, words: str, key: str) -> None:
        """Type a note or tags into their cell, whose column is brought up for it."""
        self.counted["notes and tags typed into cells"] += 1
        before, shown = self.foreseen.rows, self.foreseen.shown
        if name in self.page.view.view.hidden:
            self.page.view.toggle(name)
        place = at % len(shown)
        self.window.choose([place], columns.names(self.foreseen.shape).index(name))
        self.window.key(Qt.Key.Key_F2)
        type_in(words)
        self.window.key(ENDS[key])
        self.here = shown[place] if key == "escape" else None
        if key != "escape":
            said = {"note": words.strip()} if name == "note" else {"tags": tags_in(words)}
            self.foreseen.change([shown[place]], lambda row: replace(row, **said))
        self.after(before)

    def _field_beside(self, field: int) -> QPlainTextEdit:
        """Return the field beside the table with the question (0) or the answer (1)."""
        pane = self.page.pane
        if self.foreseen.shape is Shape.COMPLETION:
            return list(pane.fields.values())[field]
        return pane.bubbles.bubbles[-2 + field].field


class EditorUser(Changing, CellUser):
    """What the user does besides: looking, replacing, going back and forth, leaving."""

    @rule(sought=SOUGHT, by=st.sampled_from(["", "a", "xy\n"]), where=st.sampled_from(list(Where)), at=SOME)
    def replace_all(self, sought: str, by: str, where: Where, at: list[int]) -> None:
        """Replace in the rows shown, chosen, or in all."""
        self.counted["replaced"] += 1
        before = self.foreseen.rows
        chosen = self.choose(at) if self.foreseen.shown else []
        ids = {Where.SHOWN: list(self.foreseen.shown), Where.CHOSEN: chosen, Where.ALL: [row.id for row in before]}
        bar = self.page.find_bar
        bar.open(replacing=True)
        bar.field.setText(sought)
        bar.replacement.setText(by.strip())
        bar.case.setChecked(True)
        bar.where.setCurrentIndex(bar.where.findData(where))
        bar.replace_all.click()
        dialog = self.window.dialog(PreviewDialog)
        self.window.idle()
        dialog.go.click() if dialog.go.isEnabled() else dialog.reject()
        by = by.strip()
        self.foreseen.change(ids[where], lambda row: row.edited(text.replace(sought, by) for text in row.texts))
        self.window.settle()
        bar.left.emit()
        self.after(before)

    @rule(
        look=st.builds(
            Look,
            has=st.none() | st.builds(Search, SOUGHT),
            parts=st.frozensets(st.sampled_from(list(Part)), max_size=2),
            statuses=st.just(frozenset()) | st.frozensets(st.sampled_from(list(RowStatus)), min_size=1),
            tags=st.frozensets(st.sampled_from(["a b", "red", "a"]), max_size=2),
            sort=st.none() | st.builds(Sort, st.sampled_from([*ORDERS, "first", "last"]), st.booleans()),
        )
    )
    def look(self, look: Look) -> None:
        """Sort and filter."""
        self.counted["looks"] += 1
        if look.sort is not None:
            name = {"first": self.names[0], "last": self.names[-1]}.get(look.sort.by, look.sort.by)
            look = replace(look, sort=Sort(name, look.sort.descending))
        self.page.filter.show(look)
        self.foreseen.look_at(look)
        self.window.settle()

    @rule()
    def look_at_all(self) -> None:
        """Take filter and order away."""
        self.look(Look())

    @rule(redo=st.booleans())
    def turn(self, redo: bool) -> None:
        """Undo or redo a step, if there is one."""
        self.counted["redone" if redo else "undone"] += 1
        before, self.here = self.foreseen.rows, None
        (self.window.workspace.redo if redo else self.window.workspace.undo)()
        (self.foreseen.redo if redo else self.foreseen.undo)()
        self.after(before)

    @precondition(lambda self: self.foreseen.done)
    @rule(times=st.integers(1, 4))
    def go_back(self, times: int) -> None:
        """Undo some steps."""
        for _ in range(times):
            self.turn(redo=False)

    @precondition(lambda self: self.foreseen.undone)
    @rule(times=st.integers(1, 4))
    def go_forth(self, times: int) -> None:
        """Redo some steps."""
        for _ in range(times):
            self.turn(redo=True)

    @precondition(lambda self: self.foreseen.shown)
    @rule(at=ANY, field=ANY, words=WORDS)
    def edit_and_undo_in_haste(self, at: int, field: int, words: str) -> None:
        """Type, hand in, and undo before anything is on disk."""
        self.counted["undone in haste"] += 1
        before, field = self.foreseen.rows, field % len(self.names)
        ids = self.choose([at], field)
        self.window.key(Qt.Key.Key_F2)
        type_in(words)
        self.window.key(Qt.Key.Key_Return)
        self.here = None
        self.foreseen.change(ids, lambda row: with_text(row, field, words))
        self.window.workspace.undo()
        self.foreseen.undo()
        self.after(before)

    @rule(to=ANY)
    def jump(self, to: int) -> None:
        """Go to any state of the history."""
        self.counted["jumps"] += 1
        self.here = None
        steps = len(self.foreseen.done) + len(self.foreseen.undone)
        dialog = HistoryDialog(self.window.workspace, self.window.background, self.window.window)
        self.window.watch(dialog.model)
        dialog.open()
        self.window.settle()
        assert dialog.model.rowCount() == steps + 1
        dialog.list.setCurrentIndex(dialog.model.index(to % (steps + 1), 0))
        dialog._go.click()
        self.foreseen.jump(steps - to % (steps + 1))
        self.window.settle()
        dialog.reject()
        self.page.filter.again()  # what comes and goes on the way is seen or not, as the steps are met
        self.foreseen.look_at(self.foreseen.look)
        self.window.settle()

    @precondition(lambda self: self.rested)
    @rule(at=ANY, words=st.none() | WORDS)
    def come_back(self, at: int, words: str | None) -> None:
        """Close the project, perhaps while typing, and open it again."""
        self.counted["reopened"] += 1
        if words is not None and self.foreseen.shown:
            ids = self.choose([at])
            self.window.key(Qt.Key.Key_F2)
            type_in(words)
            self.foreseen.change(ids, lambda row: with_text(row, 0, words))
        self.here = None
        self.window.workspace.close()
        self.window.settle()
        self.window.open(self.path)
        self.foreseen.look_at(self.foreseen.look)
        self.opened_at = self.counted.total()

    @precondition(lambda self: self.rested)
    @rule()
    def crash(self) -> None:
        """Go on with what a crash leaves: the file and the one beside it, as they are."""
        self.counted["crashes"] += 1
        self.here = None
        self.window.settle()
        left = self.path.with_name(f"after-{self.counted['crashes']}.tunedesk")
        for side in ("", "-wal"):
            if self.path.with_name(self.path.name + side).exists():
                shutil.copy(self.path.with_name(self.path.name + side), left.with_name(left.name + side))
        self.window.workspace.close()
        self.path = left
        self.window.open(left)
        self.foreseen.look_at(self.foreseen.look)
        self.opened_at = self.counted.total()

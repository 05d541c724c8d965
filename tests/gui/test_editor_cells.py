"""Many cells at once, as people know it from spreadsheets: copy, cut, paste, fill, empty; each one step."""

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from desktop_app.core.example import Completion, Conversation, Message, Part
from desktop_app.core.fields import FIELDS, read_field
from desktop_app.core.text import text
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.grid_sheet import PasteSheet
from desktop_app.gui.editor.page import EditorPage
from desktop_app.store import examples
from desktop_app.work.paste_block import forms, read_clip
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.held import HeldBack, nothing_under_way

PART, PROMPT, ANSWER, STATUS = 0, columns.FIRST_FIELD, columns.FIRST_FIELD + 1, columns.FIRST_FIELD + 2
Key, Flag = Qt.Key, QItemSelectionModel.SelectionFlag
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def show(qtbot, workspace, background, in_window, tmp_path):
    """Return a function that shows a project with these rows, or six pairs, under the eyes of Qt's model tester."""
    testers = []

    def made(rows=None) -> EditorPage:
        rows = rows or [(Completion(f"q{n}", f" a{n}"), Part.TRAINING) for n in range(6)]
        open_project(qtbot, workspace, tmp_path / "p.tunedesk", rows)
        page = in_window(EditorPage(workspace, background), 1100, 700)
        testers.append(QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal))
        qtbot.waitUntil(lambda: page.model.rowCount() == len(rows))
        page.table.setFocus()
        qtbot.waitUntil(page.table.hasFocus)
        return page

    return made


def choose(page, *areas):
    """Choose cells: each area is first row, last row, first column, last column; the first cell is the current one."""
    found = QItemSelection()
    for top, bottom, left, right in areas:
        found.select(page.model.index(top, left), page.model.index(bottom, right))
    page.table.go_to(areas[0][0], areas[0][2])
    page.table.selectionModel().select(found, Flag.ClearAndSelect)


def texts(workspace):
    """Return the fields of all rows on disk."""
    with workspace.project.reading() as connection:
        rows = list(examples.rows(connection))
    return [tuple(read_field(row.example, name) for name in FIELDS[row.example.shape]) for row in rows]


def ids(workspace):
    with workspace.project.reading() as connection:
        return examples.ids(connection).tolist()


def put(text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def press(qtbot, page, key, modifier=Qt.KeyboardModifier.NoModifier, until=None):
    """Press a key in the table; wait until something holds."""
    qtbot.keyClick(page.table, key, modifier)
    if until is not None:
        qtbot.waitUntil(until)


def steps(workspace):
    return [step.label for step in workspace.project.steps()]


def sheet_of(qtbot, page) -> PasteSheet:
    qtbot.waitUntil(lambda: any(sheet.isVisible() for sheet in page.findChildren(PasteSheet)))
    return next(sheet for sheet in page.findChildren(PasteSheet) if sheet.isVisible())


def copied(qtbot, page) -> str:
    with qtbot.waitSignal(page.cells.copier.copied):
        qtbot.keyClick(page.table, Key.Key_C, CTRL)
    return QGuiApplication.clipboard().text()


def test_a_block_is_pasted_as_one_step_and_taken_back_as_one(qtbot, show, workspace):
    page, before = show(), texts(workspace)
    put('A\t"1\n2"\r\nB\t" ""x"""\r\n')
    choose(page, (1, 1, PROMPT, PROMPT))
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_V, CTRL)
    assert texts(workspace) == [before[0], ("A", "1\n2"), ("B", ' "x"'), *before[3:]]
    assert steps(workspace)[-1] == text("step.paste_cells", count=4)
    assert page.model.index(1, STATUS).data() == "Edited"
    assert {(i.row(), i.column()) for i in page.table.selectedIndexes()} == {(r, c) for r in (1, 2) for c in (1, 2)}
    workspace.undo()
    qtbot.waitUntil(lambda: texts(workspace) == before)


def test_one_text_fills_all_chosen_cells_wherever_they_are(qtbot, show, workspace):
    page = show()
    put("same")
    choose(page, (0, 1, PROMPT, PROMPT), (3, 3, PROMPT, ANSWER))
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_V, CTRL)
    assert texts(workspace) == [
        ("same", " a0"), ("same", " a1"), ("q2", " a2"), ("same", "same"), ("q4", " a4"), ("q5", " a5")
    ]  # fmt: skip
    assert steps(workspace)[-1] == text("step.paste_cells", count=4)


def test_a_block_is_repeated_over_a_selection_that_is_a_multiple_of_it(qtbot, show, workspace):
    page = show()
    put("x\ny\n")
    choose(page, (0, 3, ANSWER, ANSWER))
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_V, CTRL)
    assert [answer for _, answer in texts(workspace)] == ["x", "y", "x", "y", " a4", " a5"]


def test_rows_beyond_the_last_are_asked_for_and_never_dropped(qtbot, show, workspace):
    page, before = show(), texts(workspace)
    put("a\t1\tspare\nb\t2\tspare\nc\t3\tspare\n")
    choose(page, (5, 5, PROMPT, PROMPT))
    press(qtbot, page, Key.Key_V, CTRL)
    sheet = sheet_of(qtbot, page)
    assert "2 rows more" in sheet.said.text()
    assert "column" not in sheet.said.text(), "the status is a column too"
    assert sheet.add.text() == "Add 2 rows and paste"
    assert unnamed_controls(sheet) == []
    qtbot.keyClick(sheet, Key.Key_Escape)
    assert texts(workspace) == before
    page.window().activateWindow()
    qtbot.waitUntil(page.table.hasFocus)
    press(qtbot, page, Key.Key_V, CTRL)
    with qtbot.waitSignal(page.cells.done):
        sheet_of(qtbot, page).add.click()
    assert texts(workspace) == [*before[:5], ("a", "1"), ("b", "2"), ("c", "3")]
    qtbot.waitUntil(lambda: page.model.rowCount() == 8)
    assert "Part and status take only their own words; 3 of these" in page.notice.text
    workspace.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 6)
    assert texts(workspace) == before


def test_columns_beyond_the_last_are_said_and_what_fits_is_pasted(qtbot, show, workspace):
    page = show()
    put("1\tReviewed\tx\n")
    choose(page, (0, 0, ANSWER, ANSWER))
    press(qtbot, page, Key.Key_V, CTRL)
    sheet = sheet_of(qtbot, page)
    assert "last column has no place" in sheet.said.text()
    assert sheet.add.isHidden()
    with qtbot.waitSignal(page.cells.done):
        sheet.only.click()
    assert texts(workspace)[0] == ("q0", "1")
    qtbot.waitUntil(lambda: page.model.index(0, STATUS).data() == "Reviewed")


def test_copied_rows_come_back_whole_even_with_what_text_cannot_hold(qtbot, show, workspace):
    hard = [("a\tb", "line\n"), ('"quoted"', ""), ("מים 漢字 😀", "two\n\nlines")]
    page = show([(Completion(*pair), Part.TEST) for pair in hard] + [(Completion("x", "y"), Part.TRAINING)] * 3)
    choose(page, (0, 2, PART, STATUS))
    copied(qtbot, page)
    choose(page, (3, 3, PART, PART))
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_V, CTRL)
    assert texts(workspace) == hard * 2
    qtbot.waitUntil(lambda: page.counts.text() == "6 rows: 0 training, 0 validation, 6 test")
    assert page.notice.isHidden()


def test_cells_chosen_here_and_there_are_copied_only_where_they_make_a_block(qtbot, show):
    page = show()
    choose(page, (0, 1, ANSWER, ANSWER), (4, 4, ANSWER, ANSWER))
    assert copied(qtbot, page) == " a0\n a1\n a4"
    choose(page, (0, 0, PROMPT, PROMPT), (4, 4, ANSWER, ANSWER))
    press(qtbot, page, Key.Key_C, CTRL)
    assert "cannot be copied at once" in page.notice.text
    assert QGuiApplication.clipboard().text() == " a0\n a1\n a4"


def test_cut_empties_and_clear_empties_but_never_a_part(qtbot, show, workspace):
    page, before = show(), texts(workspace)
    choose(page, (1, 2, ANSWER, ANSWER))
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == " a1\n a2"
    assert texts(workspace)[1:3] == [("q1", ""), ("q2", "")]
    assert steps(workspace)[-1] == text("step.cut_cells", count=2)
    choose(page, (0, 5, PART, STATUS))
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_Delete)
    assert texts(workspace) == [("", "")] * 6
    choose(page, (0, 0, STATUS, STATUS))
    press(qtbot, page, Key.Key_Backspace)
    assert "cannot be emptied" in page.notice.text
    for _ in range(2):
        workspace.undo()
    qtbot.waitUntil(lambda: texts(workspace) == before)


def test_a_cut_right_after_a_copy_empties_only_what_lies_on_the_clipboard_by_then(qtbot, show, workspace):
    page, copies = show(), []
    page.cells.copier.copied.connect(copies.append)
    choose(page, (0, 5, PROMPT, ANSWER))
    press(qtbot, page, Key.Key_C, CTRL)
    choose(page, (1, 2, ANSWER, ANSWER))
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_X, CTRL)
    assert copies == [2], "the first ones are not wanted any more"
    assert QGuiApplication.clipboard().text() == " a1\n a2"
    assert [answer for _, answer in texts(workspace)] == [" a0", "", "", " a3", " a4", " a5"]


def test_fill_down_and_right_take_the_first_of_each(qtbot, show, workspace):
    page = show()
    choose(page, (1, 3, PART, ANSWER))
    page.model.setData(page.model.index(1, PART), Part.TEST)
    qtbot.waitUntil(lambda: page.model.index(1, PART).data() == "Test")
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_D, CTRL)
    assert texts(workspace)[1:5] == [("q1", " a1")] * 3 + [("q4", " a4")]
    qtbot.waitUntil(lambda: [page.model.index(n, PART).data() for n in (2, 3)] == ["Test", "Test"])
    choose(page, (5, 5, PROMPT, PROMPT))
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_D, CTRL)
    assert texts(workspace)[5] == ("q4", " a5"), "one row takes what is above it"
    choose(page, (0, 1, PROMPT, ANSWER))
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_R, CTRL)
    assert texts(workspace)[:2] == [("q0", "q0"), ("q1", "q1")]
    choose(page, (4, 4, ANSWER, ANSWER))
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_R, CTRL)
    assert texts(workspace)[4] == ("q4", "q4")


def test_control_enter_puts_what_is_typed_into_all_chosen_cells(qtbot, show, workspace):
    page = show()
    choose(page, (0, 2, ANSWER, ANSWER))
    qtbot.keyClicks(page.table, "n")
    editor = page.table.viewport().findChild(QPlainTextEdit)
    qtbot.keyClicks(editor, "ew")
    with qtbot.waitSignal(page.cells.done):
        qtbot.keyClick(editor, Key.Key_Return, CTRL)
    assert [answer for _, answer in texts(workspace)] == ["new"] * 3 + [" a3", " a4", " a5"]
    assert steps(workspace)[-1] == text("step.fill_cells", count=3)
    assert len(steps(workspace)) == 2


def test_what_is_typed_for_many_cells_is_not_lost_where_it_cannot_be_saved(qtbot, show, workspace):
    page = show()
    with workspace.project.reading() as connection:
        full = connection.execute("PRAGMA page_count").fetchone()[0]
    workspace.project.write(lambda c: c.execute(f"PRAGMA max_page_count = {full}")).result()
    choose(page, (0, 2, ANSWER, ANSWER))
    page.cells.fill("long " * 20_000)
    qtbot.waitUntil(page.notice.isVisible)
    assert page.model.text(0, ANSWER) == "long " * 20_000
    assert [answer for _, answer in texts(workspace)][:3] == [" a0", " a1", " a2"]
    workspace.project.write(lambda c: c.execute("PRAGMA max_page_count = 100000")).result()
    page.notice.button.click()
    qtbot.waitUntil(lambda: texts(workspace)[0][1] == "long " * 20_000)


def test_enter_goes_down_and_tab_goes_on_while_editing(qtbot, show, workspace):
    page = show()
    page.table.go_to(0, PROMPT)
    for key, place in ((Key.Key_Tab, (0, ANSWER)), (Key.Key_Return, (1, ANSWER)), (Key.Key_Backtab, (1, PROMPT))):
        qtbot.keyClicks(page.table, "z")
        qtbot.keyClick(QApplication.focusWidget(), key)
        assert (page.table.place, page.table.currentIndex().column()) == place
    qtbot.waitUntil(lambda: texts(workspace)[:2] == [("z", "z"), ("q1", "z")])


def test_several_turns_are_left_alone_and_it_is_said(qtbot, show, workspace):
    turns = tuple(Message(r, w) for r, w in (("user", "a"), ("assistant", "b"), ("user", "c"), ("assistant", "d")))
    short = Conversation((Message("user", "hi"), Message("assistant", "ho")))
    page = show([(Conversation(turns), Part.TRAINING), (short, Part.TRAINING)])
    put("new")
    choose(page, (0, 1, PROMPT + 1, PROMPT + 2))
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_V, CTRL)
    assert [row[1:] for row in texts(workspace)] == [("user: a\n\nassistant: b\n\nuser: c", "new"), ("new", "new")]
    assert "One cell was left as it was" in page.notice.text


def test_rows_are_moved_by_the_keyboard_and_stay_chosen(qtbot, show, workspace):
    page = show()
    order = ids(workspace)
    choose(page, (2, 3, PROMPT, PROMPT))
    alt = Qt.KeyboardModifier.AltModifier
    press(qtbot, page, Key.Key_Up, alt, lambda: page.table.place == 1)
    assert ids(workspace) == [order[n] for n in (0, 2, 3, 1, 4, 5)]
    qtbot.waitUntil(lambda: page.table.selected_places() == [1, 2])
    for place in (2, 3, 4):
        press(qtbot, page, Key.Key_Down, alt, lambda place=place: page.table.place == place)
        qtbot.waitUntil(lambda place=place: page.table.selected_places() == [place, place + 1])
    press(qtbot, page, Key.Key_Down, alt)
    assert ids(workspace) == [order[n] for n in (0, 1, 4, 5, 2, 3)]
    assert steps(workspace)[1:] == [text("step.move_rows", count=2)] * 4, "at the end there is nowhere to go"


def test_rows_are_moved_by_dragging_their_heads(qtbot, show, workspace):
    page = show()
    order, heads = ids(workspace), page.table.heads
    port, middle = heads.viewport(), heads.width() // 2

    def at(place, part=2):
        return heads.sectionViewportPosition(place) + heads.sectionSize(place) * part // 4

    qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=QPoint(middle, at(1)))
    assert page.table.selectionModel().isRowSelected(1)
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(middle, at(1)))
    qtbot.mouseMove(port, QPoint(middle, at(3)))
    qtbot.mouseMove(port, QPoint(middle, at(4, 3)))
    assert heads._line.isVisible()
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(middle, at(4, 3)))
    qtbot.waitUntil(lambda: page.table.place == 4)
    assert ids(workspace) == [order[n] for n in (0, 2, 3, 4, 1, 5)]
    assert heads._line.isHidden()
    qtbot.mousePress(port, Qt.MouseButton.RightButton, pos=QPoint(middle, at(0)))
    qtbot.mouseRelease(port, Qt.MouseButton.RightButton, pos=QPoint(middle, at(0)))
    assert page.table.selected_places() == [0]
    page.table.sortByColumn(PROMPT, Qt.SortOrder.AscendingOrder)
    page.table.selectRow(0)
    page.row_actions["down"].trigger()
    assert "sorted order" in page.notice.text


def test_rows_are_put_above_and_below_as_many_as_are_chosen(qtbot, show, workspace):
    page = show()
    order = ids(workspace)
    choose(page, (1, 2, PROMPT, PROMPT))
    page.row_actions["insert_above"].trigger()
    qtbot.waitUntil(lambda: page.table.viewport().findChild(QPlainTextEdit) is not None)
    assert page.table.place == 1
    assert [ids(workspace)[n] for n in (0, 3, 4)] == [order[0], order[1], order[2]]
    assert texts(workspace)[1:3] == [("", ""), ("", "")]
    page.table.finish()
    choose(page, (0, 0, PROMPT, PROMPT))
    page.row_actions["insert_above"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 9 and page.table.place == 0)
    page.table.finish()
    choose(page, (8, 8, PROMPT, PROMPT))
    page.row_actions["insert_below"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 10 and page.table.place == 9)
    assert ids(workspace)[8] == order[5]


def test_whole_rows_are_chosen_by_the_keyboard_and_the_row_after_a_delete_is_the_next(qtbot, show, workspace):
    page = show()
    order = ids(workspace)
    page.table.go_to(2, ANSWER)
    press(qtbot, page, Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert page.table.selectionModel().isRowSelected(2)
    press(qtbot, page, Key.Key_Delete, CTRL, lambda: page.model.rowCount() == 5)
    assert page.model.ids[page.table.place] == order[3]


def test_control_with_an_arrow_leads_to_the_edge_and_with_shift_chooses_the_way(qtbot, show, workspace):
    page = show()
    page.table.setColumnHidden(STATUS, True)
    page.table.go_to(1, PROMPT)
    press(qtbot, page, Key.Key_Right, CTRL)
    assert (page.table.place, page.table.currentIndex().column()) == (1, ANSWER)
    press(qtbot, page, Key.Key_Down, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert (page.table.place, page.table.selected_places(), page.table.selected_columns()) == (
        5, [1, 2, 3, 4, 5], [ANSWER]
    )  # fmt: skip
    press(qtbot, page, Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert page.table.selected_places() == [1, 2, 3, 4]
    press(qtbot, page, Key.Key_D, CTRL, lambda: texts(workspace)[4] == ("q4", " a1"))
    assert texts(workspace)[5] == ("q5", " a5")
    press(qtbot, page, Key.Key_Up, CTRL)
    press(qtbot, page, Key.Key_Left, CTRL)
    assert page.table.selectedIndexes() == [page.model.index(0, PART)]
    press(qtbot, page, Key.Key_End, CTRL)
    assert page.table.selectedIndexes() == [page.table.currentIndex()] == [page.model.index(5, ANSWER)]
    press(qtbot, page, Key.Key_Home, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert len(page.table.selectedIndexes()) == 6 * 3


def test_where_nothing_lies_on_the_clipboard_that_is_said(qtbot, show, workspace):
    page = show()
    QGuiApplication.clipboard().clear()  # Qt then has no data at all
    press(qtbot, page, Key.Key_V, CTRL)
    qtbot.waitUntil(page.notice.isVisible)
    assert len(workspace.project.steps()) == 1


def test_the_menu_of_the_cells_is_asked_for_by_its_keys_where_the_cell_is(qtbot, show):
    page = show()
    page.table.go_to(2, ANSWER)
    page.table.customContextMenuRequested.disconnect()  # a menu that is up takes the keyboard of all tests
    with qtbot.waitSignal(page.table.customContextMenuRequested) as asked:
        press(qtbot, page, Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert page.table.indexAt(asked.args[0]) == page.table.currentIndex()


def test_two_pastes_in_a_hurry_each_go_where_they_were_wanted(qtbot, show, workspace, monkeypatch):
    page, held = show(), HeldBack(read_clip)
    monkeypatch.setattr("desktop_app.gui.editor.grid_paste.read_clip", held)
    put("A\nB")
    choose(page, (0, 0, PROMPT, PROMPT))
    press(qtbot, page, Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: held.calls == 1)
    choose(page, (3, 3, ANSWER, ANSWER))
    with qtbot.waitSignal(page.cells.done):
        press(qtbot, page, Key.Key_V, CTRL)
    with qtbot.waitSignal(page.cells.done):
        held.go.set()
    assert texts(workspace) == [("A", " a0"), ("B", " a1"), ("q2", " a2"), ("q3", "A"), ("q4", "B"), ("q5", " a5")]


@pytest.mark.parametrize("act", ["paste", "cut"])
def test_what_comes_late_does_not_happen_in_the_next_project(qtbot, show, workspace, monkeypatch, tmp_path, act):
    page = show()
    name = "grid_paste.read_clip" if act == "paste" else "copying.forms"
    held = HeldBack(read_clip if act == "paste" else forms)
    monkeypatch.setattr(f"desktop_app.gui.editor.{name}", held)
    put("A\nB")
    choose(page, (0, 1, PROMPT, ANSWER))
    press(qtbot, page, Key.Key_V if act == "paste" else Key.Key_X, CTRL)
    qtbot.waitUntil(lambda: held.calls == 1)
    rows = [(Completion(f"other {n}", f" one {n}"), Part.TRAINING) for n in range(3)]
    open_project(qtbot, workspace, tmp_path / "other.tunedesk", rows)
    held.go.set()
    qtbot.waitUntil(lambda: nothing_under_way(page))
    workspace.do(text("step.clear_cell"), lambda _: None)
    qtbot.waitUntil(lambda: nothing_under_way(workspace))
    assert texts(workspace) == [(f"other {n}", f" one {n}") for n in range(3)]

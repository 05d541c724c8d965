"""The table of examples: edits reach the disk, nothing typed is lost, any number of rows."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedWidget

from desktop_app.core.change import Change
from desktop_app.core.example import Completion, Conversation, Message, Part
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.page import EditorPage
from desktop_app.gui.editor.pages import AT_ONCE, KEPT, ROWS
from desktop_app.gui.workspace import Workspace
from tests.gui.accessible import unnamed_controls

LABEL = text("step.insert_row")
PROMPT, ANSWER = columns.FIRST_FIELD, columns.FIRST_FIELD + 1


def pairs(count: int) -> list[tuple[Completion, Part]]:
    return [(Completion(f"question {n} ->", f" answer {n}"), Part.TRAINING) for n in range(count)]


@pytest.fixture
def workspace(qtbot, background, tmp_path):
    made = Workspace(background)
    yield made
    made.close()


def open_with(qtbot, workspace: Workspace, path: Path, examples, shape: str = "completion") -> None:
    workspace.create(path)
    qtbot.waitUntil(lambda: workspace.project is not None)
    workspace.project.do(LABEL, lambda edit: edit.append(examples)).result()
    workspace.project.set_setting("shape", shape).result()


@pytest.fixture
def show(qtbot, theme, workspace, background, tmp_path):
    """Return a function that opens a project with these examples and shows its table."""

    def made(examples, shape: str = "completion") -> EditorPage:
        open_with(qtbot, workspace, tmp_path / "heroes.tunedesk", examples, shape)
        page = EditorPage(workspace, background)
        qtbot.addWidget(page)
        page.resize(1100, 700)
        page.show()
        qtbot.waitExposed(page)
        qtbot.waitUntil(lambda: page.model.rowCount() == len(examples))
        page.activateWindow()
        page.table.setFocus()
        return page

    return made


def on_disk(workspace: Workspace) -> list[str]:
    """Return the lines of the project file as another program reads them."""
    connection = sqlite3.connect(workspace.project.path)
    try:
        query = "SELECT body.line FROM head JOIN body USING (id) ORDER BY rank"
        return [line for (line,) in connection.execute(query)]
    finally:
        connection.close()


def cell(page: EditorPage, row: int, column: int) -> QModelIndex:
    return page.model.index(row, column)


def editor_of(page: EditorPage) -> QPlainTextEdit:
    return page.table.viewport().findChild(QPlainTextEdit)


def settled(qtbot, page: EditorPage) -> None:
    qtbot.waitUntil(lambda: not page.model.held)


def type_into_cell(qtbot, page: EditorPage, row: int, column: int, words: str) -> None:
    page.table.go_to(row, column)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    editor = editor_of(page)
    editor.selectAll()
    qtbot.keyClicks(editor, words)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_choosing_all_rows_reads_only_those_on_show(show, qtbot):
    page = show(pairs(3000))
    page.table.selectAll()
    page.window().grab()
    assert len(page.table.selected_places()) == 3000
    assert len(list(page.model._pages)) <= 2 * AT_ONCE


def test_rows_that_are_read_at_once_stay_on_show(show):
    page = show(pairs(3))
    assert page.state == "content"
    assert not page._busy_timer.isActive()


def test_an_edit_is_on_disk_and_undo_and_redo_show_at_once(qtbot, show, workspace):
    page = show(pairs(5))
    type_into_cell(qtbot, page, 2, ANSWER, " better")
    assert cell(page, 2, ANSWER).data() == " better"
    settled(qtbot, page)
    assert '" better"' in on_disk(workspace)[2]
    assert cell(page, 2, 3).data() == "Edited"
    workspace.undo()
    qtbot.waitUntil(lambda: cell(page, 2, ANSWER).data() == " answer 2")
    assert '" answer 2"' in on_disk(workspace)[2]
    workspace.redo()
    qtbot.waitUntil(lambda: cell(page, 2, ANSWER).data() == " better")
    assert page.table.place == 3, "Enter hands in and goes on to the next row"


def test_a_double_click_goes_on_with_the_text_and_typing_replaces_it(qtbot, show):
    page = show(pairs(3))
    spot = page.table.visualRect(cell(page, 1, ANSWER)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseRelease(editor_of(page), Qt.MouseButton.LeftButton)  # which Qt's double click leaves out
    qtbot.keyClicks(editor_of(page), "!")
    qtbot.keyClick(editor_of(page), Qt.Key.Key_Return)
    assert cell(page, 1, ANSWER).data(Qt.ItemDataRole.EditRole) == " answer 1!"
    settled(qtbot, page)
    page.table.go_to(0, PROMPT)
    qtbot.keyClicks(page.table, "n")
    qtbot.keyClicks(editor_of(page), "ew")
    qtbot.keyClick(editor_of(page), Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(editor_of(page), "line")
    qtbot.keyClick(editor_of(page), Qt.Key.Key_Return)
    assert cell(page, 0, PROMPT).data(Qt.ItemDataRole.EditRole) == "new\nline"
    settled(qtbot, page)


def test_escape_in_a_cell_leaves_all_as_it_was(qtbot, show, workspace):
    page = show(pairs(2))
    before = on_disk(workspace)
    page.table.go_to(0, ANSWER)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    qtbot.keyClicks(editor_of(page), "thrown away")
    qtbot.keyClick(editor_of(page), Qt.Key.Key_Escape)
    assert cell(page, 0, ANSWER).data() == " answer 0"
    assert not page.model.held
    assert on_disk(workspace) == before


def test_the_row_beside_is_handed_in_when_another_row_is_chosen(qtbot, show, workspace):
    page = show(pairs(3))
    page.table.go_to(1, ANSWER)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    field = page.pane.fields["completion"]
    assert field.hasFocus()
    field.selectAll()
    qtbot.keyClicks(field, "typed beside")
    page.table.go_to(2)
    settled(qtbot, page)
    assert '"typed beside"' in on_disk(workspace)[1]
    assert page.pane.fields["completion"].toPlainText() == " answer 2"


def test_control_enter_hands_in_and_escape_takes_back(qtbot, show, workspace):
    page = show(pairs(2))
    page.table.go_to(0, PROMPT)
    page.pane.focus_field("prompt")
    field = page.pane.fields["prompt"]
    qtbot.keyClicks(field, "XY")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.toPlainText() == "question 0 ->"
    assert page.table.hasFocus()
    page.pane.focus_field("prompt")
    qtbot.keyClicks(field, "Q")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page)
    assert '"question 0 ->Q"' in on_disk(workspace)[0]


def test_what_is_being_typed_is_saved_when_the_project_closes(qtbot, show, workspace, tmp_path):
    page = show(pairs(2))
    page.table.go_to(0, PROMPT)
    page.pane.focus_field("completion")
    field = page.pane.fields["completion"]
    field.selectAll()
    qtbot.keyClicks(field, "last words")
    path = workspace.project.path
    workspace.close()
    with sqlite3.connect(path) as other:
        assert "last words" in other.execute("SELECT line FROM body WHERE id = 1").fetchone()[0]
    other.close()
    assert page.state == "empty"
    assert page.model.rowCount() == 0
    qtbot.waitUntil(lambda: not page.model.held)


def test_a_text_that_cannot_be_saved_stays_and_is_said(qtbot, show, workspace):
    page = show(pairs(2))
    with workspace.project.reading() as connection:
        full = connection.execute("PRAGMA page_count").fetchone()[0]
    workspace.project.write(lambda c: c.execute(f"PRAGMA max_page_count = {full}")).result()
    long = "word " * 20_000
    page.table.go_to(0, ANSWER)
    page.pane.focus_field("completion")
    field = page.pane.fields["completion"]
    field.setPlainText(long)
    field.document().setModified(True)
    page.pane.commit()
    qtbot.waitUntil(page.notice.isVisible)
    assert "no space left" in page.notice.text
    assert field.toPlainText() == long
    assert cell(page, 0, ANSWER).data(Qt.ItemDataRole.EditRole) == long
    workspace.project.write(lambda c: c.execute("PRAGMA max_page_count = 100000")).result()
    page.notice.button.click()
    settled(qtbot, page)
    assert page.notice.isHidden()
    assert long in on_disk(workspace)[0]


def test_rows_are_added_duplicated_deleted_and_moved_each_as_one_step(qtbot, show, workspace):
    page = show(pairs(6))
    page.table.go_to(1, PROMPT)
    page.row_actions["insert"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 7)
    qtbot.waitUntil(lambda: editor_of(page) is not None)
    assert page.table.place == 2
    qtbot.keyClicks(editor_of(page), "fresh")
    qtbot.keyClick(editor_of(page), Qt.Key.Key_Return)
    settled(qtbot, page)
    page.table.go_to(2)
    page.row_actions["duplicate"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 8)
    assert [cell(page, n, PROMPT).data() for n in (2, 3, 4)] == ["fresh", "fresh", "question 2 ->"]

    page.table.go_to(0, PROMPT)
    page.table.selectAll()
    page.row_actions["delete"].trigger()
    qtbot.waitUntil(lambda: page.state == "empty")
    assert on_disk(workspace) == []
    workspace.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 8)
    assert len(on_disk(workspace)) == 8

    page.table.go_to(0, PROMPT)
    parts = next(action.menu() for action in page._marks.actions() if action.text() == "Move to part")
    parts.actions()[2].trigger()
    qtbot.waitUntil(lambda: "1 test" in page.counts.text())
    assert page.counts.text() == "8 rows: 7 training, 0 validation, 1 test"
    assert cell(page, 0, columns.PART).data() == "Test"


def test_deleting_and_undoing_keep_the_place(qtbot, show, workspace):
    page = show(pairs(3000))
    page.table.go_to(2000, ANSWER)
    scrolled = page.table.verticalScrollBar().value()
    workspace.do(text("step.delete_rows", count=2), lambda edit: edit.delete([11, 2990]))
    qtbot.waitUntil(lambda: page.model.rowCount() == 2998)
    assert cell(page, page.table.place, PROMPT).data() == "question 2000 ->"
    assert page.table.verticalScrollBar().value() == scrolled
    workspace.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3000)
    assert page.table.place == 2000


def test_find_walks_over_the_rows_and_round_the_end(qtbot, show):
    page = show([*pairs(1500), (Completion("rare Needle", " x"), Part.TEST)])
    page.row_actions["find"].trigger()
    assert page.find_bar.field.hasFocus()
    qtbot.keyClicks(page.find_bar.field, "needle")
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.place == 1500)
    assert page.pane.fields["prompt"].textCursor().selectedText() == "Needle"
    page.find_bar.field.setText("answer 7")
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.table.place == 7)
    assert "other end" in page.find_bar.word
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: page.table.place == 799)
    page.find_bar.field.setText("nowhere at all")
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "No row holds" in page.find_bar.word)
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Escape)
    assert page.find_bar.isHidden()
    assert page.table.hasFocus()


def test_cells_are_copied_as_a_spreadsheet_wants_them(qtbot, show):
    page = show([(Completion('say "hi"\nnow', " x\ty"), Part.TEST), *pairs(1)])
    page.table.selectAll()
    with qtbot.waitSignal(page.cells.copier.copied):
        page.row_actions["copy"].trigger()
    copied = QGuiApplication.clipboard().text()
    assert copied == 'Test\t"say ""hi""\nnow"\t" x\ty"\tNew\nTraining\tquestion 0 ->\t answer 0\tNew'


def test_other_shapes_and_longer_conversations_show_sensibly(qtbot, show, workspace):
    turns = tuple(Message(r, w) for r, w in (("user", "a"), ("assistant", "b"), ("user", "c"), ("assistant", "d")))
    chat = Conversation((Message("system", "Be kind."), Message("user", "hi"), Message("assistant", "hello")))
    page = show(
        [(chat, Part.TRAINING), (Completion("p", " c"), Part.TEST), (Conversation(turns), Part.TRAINING)], "chat"
    )
    assert [cell(page, 0, c).data() for c in (1, 2, 3)] == ["Be kind.", "hi", "hello"]
    assert [cell(page, 1, c).data() for c in (1, 2, 3)] == ["", "p", " c"]
    editable = Qt.ItemFlag.ItemIsEditable
    assert not cell(page, 1, 1).flags() & editable
    assert not cell(page, 2, 2).flags() & editable
    assert cell(page, 2, 3).flags() & editable
    page.table.go_to(1, 3)
    assert set(page.pane.fields) == {"prompt", "completion"}
    page.table.go_to(2, 3)
    assert [bubble.field.toPlainText() for bubble in page.pane.bubbles.bubbles] == ["a", "b", "c", "d"]
    type_into_cell(qtbot, page, 1, 3, " done")
    settled(qtbot, page)
    assert '" done"' in on_disk(workspace)[1]


def test_texts_come_back_exactly(qtbot, show, workspace):
    hard = "no\u00a0break, tab\tand\n\nlines, مرحبا, " + "x" * 5000
    page = show([(Completion(hard, " a"), Part.TRAINING)])
    page.table.go_to(0, PROMPT)
    page.pane.focus_field("prompt")
    field = page.pane.fields["prompt"]
    page.pane.commit()
    assert not page.model.held, "nothing was typed, so nothing is written"
    qtbot.keyClicks(field, "+")
    page.pane.commit()
    settled(qtbot, page)
    assert page.model.text(0, PROMPT) == hard + "+"


def test_a_part_is_chosen_in_its_cell(qtbot, show):
    page = show(pairs(2))
    index = cell(page, 1, columns.PART)
    page.model.setData(index, Part.VALIDATION)
    qtbot.waitUntil(lambda: index.data() == "Validation")
    assert cell(page, 0, columns.PART).data() == "Training"


def test_the_empty_place_offers_a_file(qtbot, theme, workspace, background):
    page = EditorPage(workspace, background)
    qtbot.addWidget(page)
    page.show()
    assert page.state == "empty"
    with qtbot.waitSignal(page.import_wanted):
        page._empty_state._button.click()


def test_the_keyboard_is_in_the_table_after_an_import(qtbot, theme, workspace, background, tmp_path):
    open_with(qtbot, workspace, tmp_path / "a.tunedesk", [])
    stack, before, page = QStackedWidget(), QLineEdit(), EditorPage(workspace, background)
    qtbot.addWidget(stack)
    stack.addWidget(before)
    stack.addWidget(page)
    stack.show()
    stack.activateWindow()
    before.setFocus()
    qtbot.waitUntil(lambda: page.state == "empty")
    workspace.project.do(LABEL, lambda edit: edit.append(pairs(3))).result()
    workspace.announce(Change(examples=True, order=True))
    stack.setCurrentWidget(page)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    qtbot.waitUntil(page.table.hasFocus)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.table.place == 1


def test_the_model_keeps_qts_rules_while_rows_come_and_go(qtbot, qtmodeltester, show, workspace):
    page = show(pairs(300))
    assert page.model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    qtmodeltester.check(page.model)
    workspace.do(text("step.delete_rows", count=3), lambda edit: edit.delete([1, 150, 300]))
    qtbot.waitUntil(lambda: page.model.rowCount() == 297)
    workspace.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 300)


def test_a_hundred_thousand_rows_cost_only_what_is_looked_at(qtbot, show, workspace):
    page = show(pairs(0))
    line = '{"prompt": "question", "completion": " answer"}'

    def fill(connection: sqlite3.Connection) -> None:
        many = range(1, 100_001)
        connection.executemany("INSERT INTO head (id, rank, part) VALUES (?, ?, 'training')", ((n, n) for n in many))
        connection.executemany("INSERT INTO body (id, line) VALUES (?, ?)", ((n, line) for n in many))

    workspace.project.write(fill).result()
    workspace.announce(Change(examples=True, order=True))
    qtbot.waitUntil(lambda: page.model.rowCount() == 100_000)
    read = []
    inner = page.model._pages._read

    def counted(project, wanted):
        read.append(len(wanted))
        return inner(project, wanted)

    page.model._pages._read = counted
    places = range(0, 100_000, 4_999)
    for place in places:
        page.table.go_to(place)
        page.table.viewport().repaint()
    assert len(list(page.model._pages)) <= KEPT
    assert len(read) <= 2 * len(places)
    assert max(read) == AT_ONCE * ROWS


def test_every_control_has_a_name_and_texts_run_their_way(qtbot, show):
    page = show([(Completion("مرحبا ->", " hello"), Part.TRAINING), *pairs(3)])
    page.row_actions["find"].trigger()
    page.notice.tell_problem(Problem("disk_full", name="a", folder="b"), savable=True)
    assert unnamed_controls(page) == []
    option = page.pane.fields["prompt"].document().defaultTextOption()
    assert option.textDirection() is Qt.LayoutDirection.RightToLeft
    said = cell(page, 0, PROMPT).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Row 1, Prompt: ")

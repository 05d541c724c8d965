"""Notes and tags as columns: shown where wanted, typed into, pasted, sorted and sought; each act one step."""

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit

from desktop_app.core.example import Completion, Part
from desktop_app.core.look import By, Sort
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.grid_menu import view_menu
from desktop_app.gui.editor.page import EditorPage
from desktop_app.store import examples
from tests.gui.filled import open_project

NOTE, TAGS = columns.FIRST_FIELD + 3, columns.FIRST_FIELD + 4
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, workspace, background, in_window, tmp_path):
    rows = [(Completion(f"q{n}", f" a{n}"), Part.TRAINING) for n in range(6)]
    open_project(qtbot, workspace, tmp_path / "p.tunedesk", rows)
    shown = in_window(EditorPage(workspace, background), 1100, 700)
    tester = QAbstractItemModelTester(shown.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.waitUntil(lambda: shown.model.rowCount() == 6)
    assert NOTE not in shown.table.shown_columns()
    for name in ("note", "tags"):
        shown.view.toggle(name)
    shown.table.setFocus()
    qtbot.waitUntil(shown.table.hasFocus)
    yield shown
    tester.deleteLater()


def said(workspace):
    with workspace.project.reading() as connection:
        return [(row.note, row.tags) for row in examples.rows(connection)]


def type_into(qtbot, page, row, column, words, key=Qt.Key.Key_Return):
    page.table.go_to(row, column)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit))
    editor = QApplication.focusWidget()
    editor.selectAll()
    qtbot.keyClicks(editor, words)
    qtbot.keyClick(editor, key)
    qtbot.waitUntil(lambda: not page.model.held)


def choose(page, top, bottom, left, right):
    area = QItemSelection(page.model.index(top, left), page.model.index(bottom, right))
    page.table.go_to(top, left)
    page.table.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def labels(workspace):
    return [step.label.key for step in workspace.project.steps()][1:]


def test_the_menu_offers_the_columns_and_the_project_remembers_them(qtbot, page, workspace, background, in_window):
    ticked = [action.text() for action in view_menu(page, page.view).actions() if action.isChecked()]
    assert ticked[:6] == ["Part", "Prompt", "Completion", "Status", "Note", "Tags"]
    qtbot.waitUntil(lambda: "hideable" in workspace.project.settings().get("view_completion", ""))
    again = in_window(EditorPage(workspace, background), 1100, 700)
    assert again.table.shown_columns()[-2:] == [NOTE, TAGS]
    again.view.reset()
    assert NOTE not in again.table.shown_columns()


def test_what_is_typed_into_them_is_one_step_each_and_comes_back(qtbot, page, workspace):
    type_into(qtbot, page, 1, NOTE, "  Is this true? ")
    type_into(qtbot, page, 1, TAGS, "odd,  ask   Eva,odd,")
    type_into(qtbot, page, 2, NOTE, "never mind", Qt.Key.Key_Escape)
    type_into(qtbot, page, 1, TAGS, "odd,ask Eva")  # the same as before
    assert said(workspace) == [("", ()), ("Is this true?", ("odd", "ask Eva")), *[("", ())] * 4]
    assert labels(workspace) == ["step.note_row", "step.tag_row"]
    qtbot.waitUntil(lambda: page.model.text(1, TAGS) == "odd, ask Eva")
    assert [page.model.row(1).status, page.model.index(1, NOTE).data()] == ["new", "Is this true?"]
    page.table.go_to(1, NOTE)
    assert page.pane.notes.note.toPlainText() == "Is this true?"
    workspace.undo()
    qtbot.waitUntil(lambda: page.model.text(1, TAGS) == "")
    workspace.redo()
    qtbot.waitUntil(lambda: page.model.text(1, TAGS) == "odd, ask Eva")


def test_a_block_is_pasted_filled_copied_and_emptied_there(qtbot, page, workspace):
    choose(page, 0, 0, NOTE, NOTE)
    QGuiApplication.clipboard().setText("first\tred, blue\nsecond\t\n")
    with qtbot.waitSignal(page.cells.done):
        qtbot.keyClick(page.table, Qt.Key.Key_V, CTRL)
    assert said(workspace)[:3] == [("first", ("red", "blue")), ("second", ()), ("", ())]
    qtbot.waitUntil(lambda: page.model.text(0, TAGS) == "red, blue")
    choose(page, 0, 3, TAGS, TAGS)
    with qtbot.waitSignal(page.cells.done):
        qtbot.keyClick(page.table, Qt.Key.Key_D, CTRL)
    assert [tags for _, tags in said(workspace)] == [("red", "blue")] * 4 + [()] * 2
    qtbot.waitUntil(lambda: page.model.text(3, TAGS) == "red, blue")
    choose(page, 0, 1, NOTE, TAGS)
    with qtbot.waitSignal(page.cells.copier.copied):
        qtbot.keyClick(page.table, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "first\tred, blue\nsecond\tred, blue"
    choose(page, 0, 3, NOTE, TAGS)
    with qtbot.waitSignal(page.cells.done):
        qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert said(workspace) == [("", ())] * 6
    assert labels(workspace) == ["step.paste_cells", "step.fill_cells", "step.clear_cells"]


def test_a_head_sorts_and_the_menu_filters_by_them(qtbot, page, workspace):
    for row, note, tags in ((4, "b", "red"), (2, "a", "blue"), (5, "B", "red, blue")):
        type_into(qtbot, page, row, NOTE, note)
        type_into(qtbot, page, row, TAGS, tags)
    page.table.horizontalHeader().setSortIndicator(NOTE, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: [page.model.ids[place] for place in range(3)] == [5, 6, 3])
    assert page.filter.look.sort == Sort(By.NOTE, descending=True)
    assert page.filter_row.chips[0].text() == "Sorted by Note, from the end"
    page.table.go_to(1, TAGS)
    menu = QMenu(page)
    page.filter.add_to(menu)
    next(action for action in menu.actions() if action.text() == "Filter by this value").trigger()
    qtbot.waitUntil(lambda: page.model.ids.tolist() == [5, 6, 3])
    assert page.filter_row.chips[0].text() == "Tag: blue or red"


def test_of_several_notes_the_menu_filters_by_the_one_one_is_at(qtbot, page):
    for row, note in ((0, "near"), (2, "far")):
        type_into(qtbot, page, row, NOTE, note)
    choose(page, 0, 2, NOTE, NOTE)
    menu = QMenu(page)
    page.filter.add_to(menu)
    next(action for action in menu.actions() if action.text() == "Filter by this value").trigger()
    qtbot.waitUntil(lambda: page.model.ids.tolist() == [1])


def test_a_text_in_them_is_found_and_nothing_is_replaced_there(qtbot, page, workspace):
    type_into(qtbot, page, 4, NOTE, "Ask Eva")
    bar = page.find_bar
    page.row_actions["replace"].trigger()
    bar.fields.setCurrentIndex(bar.fields.findData("note"))
    assert not bar.replace.isEnabled()
    assert not bar.replace_all.isEnabled()
    page.table.go_to(0, columns.FIRST_FIELD)
    bar.field.setText("eva")
    bar.seek(backwards=False)
    qtbot.waitUntil(lambda: page.table.place == 4)
    assert page.table.currentIndex().column() == NOTE
    assert page.pane.notes.note.textCursor().selectedText() == "Eva"
    bar.only.click()
    qtbot.waitUntil(lambda: page.model.ids.tolist() == [5])
    assert page.filter_row.chips[0].text() == "Text: “eva” in Note"
    bar.fields.setCurrentIndex(0)
    assert bar.replace_all.isEnabled()


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_over_a_narrow_column_some_words_are_seen_while_they_are_edited(qtbot, page, direction):
    page.window().setLayoutDirection(direction)
    page.table.setColumnWidth(TAGS, 50)
    page.table.go_to(2, TAGS)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit))
    editor = QApplication.focusWidget()
    assert editor.width() >= 30 * editor.fontMetrics().averageCharWidth()
    assert page.table.viewport().rect().contains(editor.geometry())
    assert editor.geometry().intersects(page.table.visualRect(page.table.currentIndex()))

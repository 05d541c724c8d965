"""How the table is looked at: columns, widths, heights, letters, the frozen column; all remembered by the project."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, QTranslator
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QToolButton

from desktop_app.core.example import Completion, Conversation, Message, Part, Shape
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.actions import replace_keys
from desktop_app.gui.editor.grid_chosen import chosen
from desktop_app.gui.editor.grid_lines import lines_of
from desktop_app.gui.editor.grid_menu import cell_menu, head_menu, view_menu
from desktop_app.gui.editor.grid_view import View, from_json
from desktop_app.gui.editor.page import EditorPage
from desktop_app.gui.editor.review_views import RowViews
from desktop_app.settings.paths import resource
from desktop_app.work.apart import Apart
from tests.gui.filled import open_project

PROMPT, ANSWER = columns.FIRST_FIELD, columns.FIRST_FIELD + 1
LONG = "A very long answer that goes on and on. " * 20


@pytest.fixture
def show(qtbot, workspace, background, in_window, tmp_path):
    def made(rows=None, width=1100) -> EditorPage:
        rows = rows or [(Completion(f"q{n}", LONG), Part.TRAINING) for n in range(40)]
        if workspace.project is None:
            open_project(qtbot, workspace, tmp_path / "p.tunedesk", rows)
        page = in_window(EditorPage(workspace, background), width, 700)
        qtbot.waitUntil(lambda: page.model.rowCount() == len(rows))
        page.table.setFocus()
        qtbot.waitUntil(page.table.hasFocus)
        return page

    return made


def wheel(page, delta):
    at = QPointF(50, 50)
    none, ctrl = Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier
    event = QWheelEvent(at, at, QPoint(), QPoint(0, delta), none, ctrl, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(page.table.viewport(), event)


def entry(menu, words):
    return next(action for action in menu.actions() if action.text() == words)


def test_all_of_it_is_remembered_by_the_project(qtbot, show, workspace):
    page = show()
    page.table.setColumnWidth(PROMPT, 333)
    page.view.toggle("part")
    page.view.move("completion", -1)
    page.view.set(replace(page.view.view, lines=3, frozen=False))
    wanted = page.view.view
    assert wanted.widths["prompt"] == 333 / page.table.fontMetrics().height()
    qtbot.waitUntil(lambda: from_json(workspace.project.settings().get("view_completion", "")) == wanted)
    again = show()
    assert again.view.view == wanted
    assert again.table.columnWidth(PROMPT) == 333
    assert again.table.shown_columns() == [ANSWER, PROMPT, columns.FIRST_FIELD + 2]


def test_each_head_is_shown_whole_however_narrow_the_table_is(qapp, show):
    german = QTranslator()
    assert german.load(str(resource("languages", "tunedesk_de.qm")))
    qapp.installTranslator(german)
    try:
        page = show(width=500)
        page.view.set(View(hidden=frozenset()))
        heads = [columns.header(Shape.COMPLETION, column) for column in range(page.model.columnCount())]
    finally:
        qapp.removeTranslator(german)
    assert heads[-1] == "Schlagwörter"
    letters = page.table.horizontalHeader().fontMetrics()
    for column, head in enumerate(heads):
        assert page.table.columnWidth(column) >= letters.horizontalAdvance(head) + 16, head


def test_what_was_chosen_last_is_kept_when_the_project_closes_at_once(qtbot, show, workspace):
    page = show()
    path = workspace.project.path
    page.view.set(replace(page.view.view, lines=6))
    workspace.close()
    workspace.open(path)
    qtbot.waitUntil(lambda: page.model.rowCount() == 40)
    assert page.view.view.lines == 6
    assert page.table.rowHeight(0) >= 6 * page.table.fontMetrics().lineSpacing()


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"zoom": "x"}', '{"widths": 3, "zoom": 1, "lines": 1}'])
def test_a_view_that_nobody_understands_is_the_usual_one(kept):
    assert from_json(kept) == View()
    assert from_json(View(zoom=120, hidden=frozenset({"part"})).to_json()) == View(zoom=120, hidden=frozenset({"part"}))


def test_a_view_kept_before_there_were_columns_of_remarks_does_not_show_them():
    old = {"widths": {}, "order": [], "hidden": ["part"], "lines": 3, "zoom": 100, "frozen": True}
    assert from_json(json.dumps(old)).hidden == {"part", "note", "tags"}
    shown = View(hidden=frozenset({"tags"}))
    assert from_json(shown.to_json()) == shown


def test_the_wheel_with_control_changes_the_letters_of_the_table_alone(qtbot, show, theme):
    page = show()
    size, height = page.table.font().pointSizeF(), page.table.rowHeight(0)
    page.table.setColumnWidth(PROMPT, 200)
    for _ in range(5):
        wheel(page, 120)
    assert page.table.font().pointSizeF() == pytest.approx(size * 1.5)
    assert page.table.rowHeight(0) > height
    assert page.table.columnWidth(PROMPT) == pytest.approx(300, abs=6)
    assert page.counts.font().pointSizeF() == size
    theme.set_text_size(200)
    assert page.table.font().pointSizeF() == pytest.approx(size * 3)
    wheel(page, -120)
    assert page.view.view.zoom == 140
    page.view.reset()
    theme.set_text_size(100)
    assert page.table.font().pointSizeF() == size
    assert page.view.view.widths == {}


@pytest.mark.parametrize(("keys", "zoom"), [("+", 110), ("=", 110), ("-", 90)])
def test_the_keys_of_a_zoom_change_the_letters_of_the_table_and_are_remembered(qtbot, show, workspace, keys, zoom):
    page = show()
    program = QAction(page.window())
    program.setShortcuts([QKeySequence(f"Ctrl+{keys}"), QKeySequence("Ctrl+0")])
    page.window().addAction(program)
    heard = []
    program.triggered.connect(lambda: heard.append(keys))
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(page.table, keys, ctrl)
    assert page.view.view.zoom == zoom
    qtbot.waitUntil(lambda: from_json(workspace.project.settings().get("view_completion", "")).zoom == zoom)
    qtbot.keyClick(page.table, Qt.Key.Key_0, ctrl)
    assert page.view.view.zoom == 100
    assert heard == []
    page.pane.fields["prompt"].setFocus()
    qtbot.keyClick(page.pane.fields["prompt"], Qt.Key.Key_0, ctrl)
    assert heard == [keys], "outside the table they are the program's keys"


def test_several_lines_show_line_breaks_as_such(show):
    page = show([(Completion("one\ntwo", "x" * 2000), Part.TRAINING)])
    prompt, answer = (page.model.index(0, column) for column in (PROMPT, ANSWER))
    assert (prompt.data(), len(answer.data())) == ("one ↵ two", 300)
    page.view.set(replace(page.view.view, lines=3))
    assert (prompt.data(), len(answer.data())) == ("one\ntwo", 900)


def test_lines_are_whole_and_the_last_one_says_that_it_goes_on(qapp):
    font = qapp.font()
    wide = QFontMetrics(font).horizontalAdvance("m") * 20
    assert lines_of("one\n\ntwo", font, wide, 3) == ["one", "", "two"]
    assert lines_of("one\ntwo\nthree", font, wide, 2) == ["one", "two…"]
    lines = lines_of("😀 words " * 30, font, wide, 3)
    assert len(lines) == 3
    assert lines[2].endswith("…")
    assert all(QFontMetrics(font).horizontalAdvance(line) <= wide for line in lines)
    assert len(lines_of("x" * 500, font, wide, 6)) == 6


def test_the_menu_shows_and_hides_columns_but_never_the_last(show):
    page = show()
    menu = view_menu(page, page.view)
    for words in ("Part", "Prompt", "Completion", "Status"):
        entry(menu, words).trigger()
        menu.aboutToShow.emit()
    assert [columns.header(page.model.shape, c) for c in page.table.shown_columns()] == ["Status"]
    assert entry(menu, "Status").isChecked()
    entry(menu, "Look at the table as at first").trigger()
    assert len(page.table.shown_columns()) == 4
    entry(menu, "3 lines a row").trigger()
    assert page.view.view.lines == 3


def test_what_is_hidden_is_never_gone_to_nor_copied_nor_emptied(qtbot, show, workspace):
    page = show()
    page.view.toggle("prompt")
    page.table.go_to(3, PROMPT)
    assert page.table.currentIndex().column() in page.table.shown_columns()
    page.table.selectRow(0)
    with qtbot.waitSignal(page.cells.done):
        page.row_actions["clear"].trigger()
    assert [page.model.text(0, column) for column in (PROMPT, ANSWER)] == ["q0", ""]
    qtbot.waitUntil(lambda: bool(chosen(page.table)))  # the rows are looked at anew, and what was chosen comes back
    with qtbot.waitSignal(page.cells.copier.copied):
        page.row_actions["copy"].trigger()
    assert QApplication.clipboard().text() == "Training\t\tEdited"


def test_a_head_offers_to_hide_its_column_and_to_show_others(show):
    page = show()
    page.view.toggle("part")
    menu = head_menu(page.view, PROMPT)
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Hide “Prompt”", "Move to the front", "Move to the back", "Show “Part”", "Show “Note”", "Show “Tags”"
    ]  # fmt: skip
    entry(menu, "Show “Part”").trigger()
    entry(menu, "Hide “Prompt”").trigger()
    menu.deleteLater()
    assert PROMPT not in page.table.shown_columns()
    assert 0 in page.table.shown_columns()


def test_the_menu_of_the_cells_has_every_act_with_its_key(show):
    page = show()
    menu = cell_menu(page, page.row_actions, (page._marks,), page.filter.add_to)
    keys = {action.text(): action.shortcut().toString() for action in menu.actions()}
    assert keys["Paste cells"] == "Ctrl+V"
    assert page.row_actions["replace"].shortcut().toString() == replace_keys()
    assert (replace_keys("linux"), replace_keys("win32"), replace_keys("darwin")) == ("Ctrl+H", "Ctrl+H", "Ctrl+Alt+F")
    assert keys["Fill down"] == "Ctrl+D"
    assert keys["Delete rows"] == "Ctrl+Del"
    menu.deleteLater()


def test_the_acts_stand_in_one_line_where_the_window_is_1180_wide(qtbot, show, workspace, background):
    page = show(width=1180 - 184)  # beside the rail
    RowViews(workspace, background, Apart(), page)
    width = page.tools.geometry().width()
    assert page.tools.count() == 10
    assert page.tools.heightForWidth(width) == page.tools.sizeHint().height()


def test_the_current_row_stays_in_view_where_a_line_comes_up_above(qtbot, show):
    page = show()
    page.table.go_to(0, ANSWER)
    last = page.table.rowAt(page.table.viewport().height() - 1) - 1
    page.table.go_to(last, ANSWER)
    before = page.table.viewport().height()
    page.row_actions["replace"].trigger()
    qtbot.waitUntil(lambda: page.table.viewport().height() < before)
    shown = page.table.visualRect(page.table.currentIndex())
    assert page.table.viewport().rect().contains(shown)


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)
def test_a_button_with_a_menu_opens_the_menu_itself(show):
    page = show()
    marks = next(b for b in page.findChildren(QToolButton) if b.accessibleName() == "Mark")
    opened = []
    page._marks.aboutToShow.connect(lambda: QTimer.singleShot(0, page._marks, lambda: opened.append(seen())))

    def seen():
        menu = next(each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible())
        words = [action.text() for action in menu.actions()]
        menu.close()
        return words

    marks.showMenu()
    assert opened[0][:2] == ["New", "Edited"]


def test_no_two_acts_of_the_page_share_a_key(show):
    page = show()
    keys = [key.toString() for action in page.table.actions() + page.actions() for key in action.shortcuts()]
    assert len(keys) == len(set(keys)) > 20


def test_the_prompt_stays_in_view_and_takes_clicks_where_it_is_seen(qtbot, show):
    page = show(width=1000)
    table, frozen = page.table, page.table._frozen
    table.setColumnWidth(PROMPT, 200)
    table.setColumnWidth(ANSWER, 1500)
    table.go_to(0, PROMPT)
    assert frozen.isHidden()
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() > 1000)
    table.horizontalScrollBar().setValue(600)
    assert frozen.isVisible()
    assert frozen.width() == min(200, round(table.viewport().width() * 0.45))
    y = table.horizontalHeader().height() + table.rowViewportPosition(3) + 5
    qtbot.mouseClick(frozen, Qt.MouseButton.LeftButton, pos=QPoint(20, y))
    assert (table.place, table.currentIndex().column()) == (3, PROMPT)
    assert table.horizontalScrollBar().value() == 600
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert (table.place, table.horizontalScrollBar().value()) == (4, 600)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    assert frozen.isHidden(), "what is edited is seen where it stands"
    qtbot.keyClick(table.viewport().findChild(QPlainTextEdit), Qt.Key.Key_Escape)
    page.view.set(replace(page.view.view, frozen=False))
    table.horizontalScrollBar().setValue(600)
    assert frozen.isHidden()


def test_a_cell_that_is_gone_to_never_lies_under_the_prompt(qtbot, show):
    turns = (Message("system", "s" * 200), Message("user", "u" * 200), Message("assistant", LONG))
    page = show([(Conversation(turns), Part.TRAINING)] * 5, width=900)
    table = page.table
    for column in range(1, 4):
        table.setColumnWidth(column, 300)
    table.setColumnWidth(0, 400)
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() > 800)
    table.horizontalScrollBar().setValue(9999)
    assert table._frozen.covers(2)
    table.go_to(0, 3)
    assert table.visualRect(table.currentIndex()).left() >= table._frozen.width() or table._frozen.isHidden()
    table.go_to(0, 1)
    assert table.visualRect(table.currentIndex()).left() >= 0

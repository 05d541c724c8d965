"""The review: one row at a time, one key for each decision, ten of them to be taken back, the place kept."""

from array import array
from collections import defaultdict

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QWidget

from desktop_app.core.example import Completion, Conversation, Message, Part, Preference
from desktop_app.core.look import Look
from desktop_app.core.problem import Problem
from desktop_app.gui.doing import Doing, Way
from desktop_app.gui.editor.columns import FIRST_FIELD
from desktop_app.gui.editor.page import EditorPage
from desktop_app.gui.editor.review_bar import review_actions
from desktop_app.gui.editor.review_course import PLACE
from desktop_app.gui.editor.review_page import ReviewPage
from desktop_app.gui.editor.review_views import RowViews
from desktop_app.store import examples
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.screens.pseudo import Pseudo

Key = Qt.Key
TEXTS = ("word", "word " * 40, "line\n" * 60)


def rows(count):
    return [(Completion(f"q{n} {TEXTS[n % 3]}", f" a{n}"), Part.TRAINING) for n in range(count)]


@pytest.fixture
def review(qtbot, workspace, background, in_window, tmp_path):
    def begun(given, at=0):
        project = open_project(qtbot, workspace, tmp_path / "p.tunedesk", given)
        page = in_window(ReviewPage(workspace, background), 1000, 720)
        with project.reading() as connection:
            ids = examples.ids(connection)
        page.start(ids, Look(), at)
        qtbot.waitUntil(page.text.hasFocus)
        return page

    return begun


def kept(workspace):
    with workspace.project.reading() as connection:
        return {row.id: (row.status, row.note) for row in examples.rows(connection)}


def press(qtbot, *keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def test_each_key_decides_about_one_row_and_the_next_one_comes(qtbot, review, workspace):
    page = review(rows(6))
    press(qtbot, Key.Key_A, Key.Key_X, Key.Key_Right, Key.Key_D)
    press(qtbot, Key.Key_P)
    assert page.bar.line.hasFocus()
    qtbot.keyClicks(page.bar.line, "who says so?")
    press(qtbot, Key.Key_Return)
    assert page.text.hasFocus()
    assert page.head.place == "Row 6 of 6"
    qtbot.waitUntil(lambda: page.head.sum == "1 accepted · 1 excluded · 1 with a problem · 1 deleted · 2 open")
    assert kept(workspace) == {
        1: ("reviewed", ""), 2: ("excluded", ""), 3: ("new", ""), 5: ("problem", "who says so?"), 6: ("new", "")
    }  # fmt: skip
    assert [step.label.key for step in workspace.project.steps()][1:] == [
        "step.review_accept", "step.review_exclude", "step.review_delete", "step.review_problem"
    ]  # fmt: skip
    assert unnamed_controls(page) == []


def test_arrows_and_backspace_are_signs_in_any_language(qtbot, qapp):
    pseudo = Pseudo()
    qapp.installTranslator(pseudo)
    try:
        holder = QWidget()
        qtbot.addWidget(holder)
        acts = review_actions(holder, defaultdict(lambda: lambda: None))
    finally:
        qapp.removeTranslator(pseudo)
    assert [acts[name].iconText().split()[-1] for name in ("back", "next", "take_back")] == ["(←)", "(→)", "(⌫)"]


def test_the_line_for_a_problem_stands_where_the_buttons_stood(qtbot, review):
    page = review(rows(2))
    press(qtbot, Key.Key_P)
    asked, mark = page.bar.line, next(button for button in page.bar.findChildren(QPushButton) if button.isVisible())
    middle = [part.mapTo(page, part.rect().center()).y() for part in (asked, mark)]
    assert abs(middle[0] - middle[1]) <= 2, middle


def test_the_end_sums_up_and_leads_on(qtbot, review, workspace):
    page = review(rows(3))
    press(qtbot, Key.Key_A, Key.Key_Right, Key.Key_X)
    qtbot.waitUntil(lambda: "One row is still open" in page.end.head.text())
    assert page.end.isVisible()
    assert page.end.sum.text() == "1 accepted · 1 excluded"
    page.end.open.click()
    qtbot.waitUntil(lambda: page.head.place == "Row 2 of 3")
    press(qtbot, Key.Key_P, Key.Key_Return, Key.Key_Right)
    qtbot.waitUntil(lambda: page.end.head.text() == "All 3 rows are decided.")
    assert page.end.problems.isVisible()
    assert not page.end.open.isVisible()
    with qtbot.waitSignal(page.table_wanted) as wanted:
        page.end.problems.click()
    assert wanted.args[0].statuses == {"problem"}
    press(qtbot, Key.Key_Left)
    assert page.head.place == "Row 3 of 3"
    assert page.text.hasFocus()


def test_ten_decisions_can_be_taken_back_by_backspace_or_undo(qtbot, review, workspace):
    page = review(rows(12))
    press(qtbot, *[Key.Key_X] * 12)
    qtbot.waitUntil(lambda: page.head.sum.startswith("0 accepted · 12 excluded"))
    workspace.undo()  # as Ctrl+Z does
    qtbot.waitUntil(lambda: page.head.place == "Row 12 of 12")
    for number in range(11, 2, -1):
        press(qtbot, Key.Key_Backspace)
        qtbot.waitUntil(lambda number=number: page.head.place == f"Row {number} of 12")
    press(qtbot, Key.Key_Backspace)
    assert "no decision" in page.head.words
    assert [status for status, _ in kept(workspace).values()] == ["excluded"] * 2 + ["new"] * 10
    assert page.text.hasFocus()


def test_a_deleted_row_comes_back_where_it_was_and_one_already_accepted_costs_no_step(qtbot, review, workspace):
    page = review(rows(4))
    press(qtbot, Key.Key_A, Key.Key_Left, Key.Key_A, Key.Key_D)
    qtbot.waitUntil(lambda: page.head.sum == "1 accepted · 1 deleted · 2 open")
    press(qtbot, Key.Key_Left)
    assert "not in the table any more" in page.text.widget().findChildren(type(page.end.sum))[0].text()
    assert not page.acts["accept"].isEnabled()
    press(qtbot, Key.Key_Right, Key.Key_Backspace)
    qtbot.waitUntil(lambda: page.head.place == "Row 2 of 4")
    assert page.acts["accept"].isEnabled()
    assert "q1" in page.text.said
    press(qtbot, Key.Key_Backspace)
    assert page.head.place == "Row 1 of 4"
    assert kept(workspace)[1][0] == "reviewed"  # it was so before the second A


def test_editing_takes_the_letters_and_esc_returns_to_the_row(qtbot, review, workspace):
    page = review(rows(3))
    press(qtbot, Key.Key_E)
    field = page.desk.pane.fields["completion"]
    assert field.hasFocus()
    field.selectAll()
    qtbot.keyClicks(field, "axed")
    assert page.head.place == "Row 1 of 3"
    qtbot.keyClick(field, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Completion: axed" in page.text.said)
    assert page.text.hasFocus()
    press(qtbot, Key.Key_E)
    qtbot.keyClicks(page.desk.pane.fields["completion"], "never mind")
    press(qtbot, Key.Key_Escape)
    assert page.text.hasFocus()
    assert "never" not in page.text.said
    press(qtbot, Key.Key_P, Key.Key_Escape, Key.Key_A)
    qtbot.waitUntil(lambda: kept(workspace)[1][0] == "reviewed")


@pytest.mark.parametrize("chat", [False, True])
def test_editing_goes_on_at_the_end_of_the_answer(qtbot, review, chat):
    turns = Conversation((Message("user", "Where?"), Message("assistant", "Here")))
    page = review([(turns if chat else Completion("Where? ->", " Here"), Part.TRAINING)])
    press(qtbot, Key.Key_E)
    qtbot.keyClicks(QApplication.focusWidget(), ", I think")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.text.said.endswith("Here, I think"))


def test_what_is_edited_is_in_view_with_the_largest_letters(qtbot, review, theme):
    theme.set_text_size(200)
    turns = (Message("system", "Be kind. " * 20), Message("user", "Where is it? " * 20), Message("assistant", "Here."))
    page = review([(Conversation(turns), Part.TRAINING)])
    press(qtbot, Key.Key_E)
    field = page.desk.pane.bubbles.bubbles[-1].field
    assert field.hasFocus()
    area = field.parentWidget()
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    port = area.viewport()
    qtbot.waitUntil(lambda: port.rect().contains(field.mapTo(port, field.rect().center())))


def test_nothing_jumps_between_rows_of_very_different_length(qtbot, review):
    page = review(rows(6))
    places = set()
    for _ in range(5):
        corners = [page.bar.mapTo(page, page.bar.pos()), page.text.pos()]
        places.add((*map(str, corners), page.text.width(), page.text.height(), page.text.viewport().width()))
        assert page.text.hasFocus()
        assert page.text.verticalScrollBar().value() == 0
        press(qtbot, Key.Key_Down, Key.Key_Right)
    assert len(places) == 1


def test_the_place_is_kept_for_the_same_look_alone(qtbot, review, workspace):
    page = review(rows(5))
    press(qtbot, Key.Key_A, Key.Key_A)
    with qtbot.waitSignal(page.left) as left:
        press(qtbot, Key.Key_Escape)
    assert left.args == [3]
    qtbot.waitUntil(lambda: '"row": 3' in workspace.project.settings().get(PLACE, ""))  # on its way to the disk
    ids = array("q", range(1, 6))
    page.start(ids, Look(), 0)
    assert page.head.place == "Row 3 of 5"
    assert "where you stopped" in page.head.words
    page.start(ids, Look(parts=frozenset({Part.TRAINING})), 0)
    assert page.head.place == "Row 1 of 5"
    page.start(ids, Look(), 3)
    assert page.head.place == "Row 4 of 5"


def test_chats_and_pairs_are_read_turn_by_turn_with_the_answers_side_by_side(qtbot, review):
    chat = Conversation((Message("system", "Be brief."), Message("user", "Hi"), Message("assistant", "Hello")))
    pair = Preference(
        (Message("user", "2+2?"),), (Message("assistant", "It is 4"),), (Message("assistant", "It is 5"),)
    )
    page = review([(chat, Part.TRAINING), (pair, Part.TRAINING)])
    assert page.text.said == "System prompt: Be brief.\nUser: Hi\nAssistant: Hello"
    press(qtbot, Key.Key_Right)
    assert "It is [differs: 4]" in page.text.said
    assert "It is [differs: 5]" in page.text.said


def test_arrows_follow_the_way_the_window_reads(qtbot, review):
    page = review(rows(3))
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    press(qtbot, Key.Key_Left)
    assert page.head.place == "Row 2 of 3"
    press(qtbot, Key.Key_Right)
    assert page.head.place == "Row 1 of 3"


def test_it_begins_at_the_current_row_of_the_table_and_comes_back_to_the_last_one(
    qtbot, workspace, background, in_window, tmp_path
):
    open_project(qtbot, workspace, tmp_path / "p.tunedesk", rows(8))
    editor = in_window(EditorPage(workspace, background), 1000, 700)
    qtbot.waitUntil(lambda: editor.model.rowCount() == 8)
    views = RowViews(workspace, background, None, editor)
    editor.table.go_to(2, FIRST_FIELD)
    with qtbot.waitSignal(views.shown) as shown:
        views.review()
    page = shown.args[0]
    qtbot.addWidget(page)
    assert page.head.place == "Row 3 of 8"
    page.acts["next"].trigger()
    page.acts["leave"].trigger()
    assert editor.table.place == 3


def test_a_decision_that_cannot_be_saved_is_said_and_its_row_is_back(qtbot, review, workspace, monkeypatch):
    page = review(rows(3))

    def refuse(label, work, on_done=None, on_problem=None):
        doing = Doing(label, Way.DO, workspace)
        QTimer.singleShot(0, lambda: on_problem(Problem("disk_full", name="p", folder="f")))
        return doing

    with monkeypatch.context() as patched:
        patched.setattr(workspace, "do", refuse)
        press(qtbot, Key.Key_X)
        qtbot.waitUntil(lambda: page.head.place == "Row 1 of 3" and len(page.head.words) > 20)
    press(qtbot, Key.Key_X)
    qtbot.waitUntil(lambda: kept(workspace)[1][0] == "excluded")
    assert page.head.place == "Row 2 of 3"


def test_backspace_takes_back_the_decision_it_names_also_after_an_undo_elsewhere(qtbot, review, workspace):
    page = review(rows(4))
    press(qtbot, Key.Key_A, Key.Key_A, Key.Key_A, Key.Key_Left, Key.Key_A)  # the last one changes nothing
    qtbot.waitUntil(lambda: page.head.sum.startswith("3 accepted"))
    qtbot.waitUntil(lambda: len(workspace.project.steps()) == 4)
    workspace.undo()  # the third row's own step
    qtbot.waitUntil(lambda: page.head.sum.startswith("2 accepted"))
    qtbot.waitUntil(lambda: page.head.place == "Row 3 of 4")
    workspace.redo()
    qtbot.waitUntil(lambda: page.head.sum.startswith("3 accepted"))
    press(qtbot, Key.Key_Backspace)
    assert "Taken back: row 3" in page.head.words, "of the one that changed nothing"
    press(qtbot, Key.Key_Backspace)
    qtbot.waitUntil(lambda: "Something else was changed after it" in page.head.words)
    assert [status for status, _ in kept(workspace).values()] == ["reviewed"] * 3 + ["new"]

"""What is wanted of rows elsewhere: which rows a wish is about, and which trainings saw a row."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.gui.editor.columns import FIRST_FIELD
from desktop_app.gui.editor.page import EditorPage
from desktop_app.gui.editor.review_views import RowViews
from desktop_app.gui.editor.seen_dialog import SeenDialog
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.learned import MARK, learn


@pytest.fixture
def page(qtbot, workspace, background, in_window, tmp_path):
    rows = [(Completion(f"question {n}", f" answer {n}"), Part.TRAINING) for n in range(6)]
    learn(open_project(qtbot, workspace, tmp_path / "p.tunedesk", rows))
    shown = in_window(EditorPage(workspace, background), 1000, 700)
    qtbot.waitUntil(lambda: shown.model.rowCount() == 6)
    return shown


def dialog():
    return next((each for each in QApplication.topLevelWidgets() if isinstance(each, SeenDialog)), None)


def asked(qtbot, page, place):
    page.table.go_to(place, FIRST_FIELD)
    for _ in range(2):  # twice in a hurry is once
        page.row_actions["seen"].trigger()
    qtbot.waitUntil(lambda: dialog() is not None and dialog().isVisible())
    return dialog()


def test_a_wish_names_the_chosen_rows_and_those_on_show(qtbot, page):
    page.table.go_to(1, FIRST_FIELD)
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(page.wishes.rework_wanted) as wish:
        page.row_actions["rework"].trigger()
    assert [list(ids) for ids in wish.args] == [[2, 3], [1, 2, 3, 4, 5, 6]]
    with qtbot.waitSignal(page.wishes.like_wanted) as wish:
        page.row_actions["like"].trigger()
    assert wish.args == [3]


def test_the_trainings_that_saw_a_row_are_told_and_a_changed_one_is_compared(
    qtbot, page, workspace, background, monkeypatch
):
    views = RowViews(workspace, background, None, page)
    asked_for = []
    monkeypatch.setattr(type(views.since_page), "start", lambda _, mark, row: asked_for.append((mark, row)))
    qtbot.addWidget(views.since_page)
    project = workspace.project
    project.do(text("step.insert_row"), lambda edit: edit.write_field(2, "completion", " another")).result()
    same = asked(qtbot, page, 0)
    assert same.said.text() == "One training saw row 1."
    assert "learned from it as it is now" in same.list.item(0).text()
    assert not same.compare.isEnabled()
    assert unnamed_controls(same) == []
    qtbot.keyClick(same, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog() is None)
    other = asked(qtbot, page, 1)
    assert "with another text than now" in other.list.item(0).text()
    qtbot.keyClick(other, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog() is None)
    assert asked_for == [(MARK, 2)]


def test_a_row_no_training_saw_is_said_to_be_one(qtbot, page, workspace):
    label = text("step.insert_row")
    change = workspace.project.do(
        label, lambda edit: edit.append([(Completion("new", " one"), Part.TRAINING)])
    ).result()
    workspace.announce(change)
    qtbot.waitUntil(lambda: page.model.rowCount() == 7)
    told = asked(qtbot, page, 6)
    assert told.said.text() == "No training of this project has seen row 7 yet."
    assert told.list.isHidden()
    qtbot.keyClick(told, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialog() is None)

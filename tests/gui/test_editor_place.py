"""The current row stays the current row while the rows around it come, go and are put in another order."""

import asyncio
import threading

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QPlainTextEdit

from desktop_app.core.example import Completion, Conversation, Message, Part, Shape
from desktop_app.core.look import Look, Sort
from desktop_app.core.text import text
from desktop_app.gui.editor import columns, follow
from desktop_app.gui.editor.follow_place import PlaceKeeper
from desktop_app.gui.editor.page import EditorPage
from desktop_app.store import examples
from desktop_app.work.look_up import looked
from tests.gui.filled import open_project

PROMPT, ANSWER = columns.FIRST_FIELD, columns.FIRST_FIELD + 1
ROWS = [(Completion(f"q{n:03}", f" a{299 - n:03}"), Part.TRAINING) for n in range(300)]


@pytest.fixture
def page(qtbot, workspace, background, in_window, tmp_path):
    open_project(qtbot, workspace, tmp_path / "p.tunedesk", ROWS)
    shown = in_window(EditorPage(workspace, background), 1100, 700)
    qtbot.waitUntil(lambda: shown.model.rowCount() == 300)
    settled(qtbot, shown)
    shown.table.setFocus()
    return shown


@pytest.fixture
def gate(monkeypatch):
    """Let the first portion of a look through, and the others when the gate is opened."""
    opened = threading.Event()

    async def slowly(project, look):
        number = 0
        async for each in looked(project, look):
            yield each
            number += 1
            if number == 1:
                await asyncio.to_thread(opened.wait, 30)

    monkeypatch.setattr(follow, "looked", slowly)
    yield opened
    opened.set()


def settled(qtbot, page):
    qtbot.waitUntil(lambda: page._follower._task is None)


def current(page):
    return page.model.index(page.table.place, PROMPT).data()


def beside(page):
    return page.pane.fields["prompt"].toPlainText()


def choose(page, *places):
    page.table.go_to(places[-1], ANSWER)
    for place in places:
        index = page.model.index(place, ANSWER)
        page.table.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)


def test_no_other_row_stands_in_for_one_that_is_still_to_come(qtbot, page, gate):
    choose(page, 3, 4, 5)
    page.filter.show(Look(sort=Sort("completion")))
    qtbot.waitUntil(lambda: page.model.rowCount() == 64)
    assert page.table.place == -1
    assert beside(page) == "q005"
    page.row_actions["delete"].trigger()
    gate.set()
    settled(qtbot, page)
    assert page.model.rowCount() == 300, "Delete had no row to work on"
    assert (current(page), beside(page)) == ("q005", "q005")
    assert page.table.currentIndex().column() == ANSWER
    assert {page.model.index(place, PROMPT).data() for place in page.table.selected_places()} == {
        "q003",
        "q004",
        "q005",
    }


def test_whoever_goes_elsewhere_meanwhile_stays_there(qtbot, page, gate):
    page.table.go_to(3, ANSWER)
    page.filter.show(Look(sort=Sort("completion")))
    qtbot.waitUntil(lambda: page.model.rowCount() == 64)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    gone_to = current(page)
    assert gone_to == beside(page) == "q299"
    gate.set()
    settled(qtbot, page)
    assert current(page) == gone_to


def test_a_look_without_the_current_row_ends_at_the_next_one_it_shows(qtbot, page, gate, workspace):
    with workspace.project.reading() as connection:
        last = list(examples.ids(connection))[100:]
    workspace.do(text("step.set_part", count=200, part="test"), lambda edit: edit.set_part(last, Part.TEST))
    qtbot.waitUntil(lambda: page.model.index(299, columns.PART).data() == "Test")
    settled(qtbot, page)
    page.table.go_to(42, ANSWER)
    page.filter.show(Look(parts=frozenset({Part.TEST})))
    qtbot.waitUntil(lambda: page.model.rowCount() == 64)
    assert page.table.place == -1
    gate.set()
    settled(qtbot, page)
    assert (current(page), beside(page), page.table.place) == ("q100", "q100", 0)


def test_after_a_delete_the_row_below_is_the_current_one(qtbot, page, workspace):
    choose(page, 10, 11, 12)
    page.row_actions["delete"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 297)
    assert (current(page), beside(page), page.table.place) == ("q013", "q013", 10)
    assert page.table.currentIndex().column() == ANSWER
    workspace.undo()
    qtbot.waitUntil(lambda: page.model.rowCount() == 300)
    assert (current(page), page.table.place) == ("q012", 12)
    choose(page, 298, 299)
    page.row_actions["delete"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 298)
    assert current(page) == beside(page) == "q297"


def test_the_keyboard_stays_beside_while_rows_around_come_and_go(qtbot, page, workspace):
    page.table.go_to(100, ANSWER)
    page.pane.focus_field("prompt")
    field = page.pane.fields["prompt"]
    qtbot.keyClicks(field, " typed")
    workspace.do(text("step.delete_rows", count=2), lambda edit: edit.delete([5, 290]))
    qtbot.waitUntil(lambda: page.model.rowCount() == 298)
    assert field.hasFocus()
    assert not page.model.held, "it was not handed in before it was finished"
    qtbot.keyClicks(field, " on")
    page.pane.commit()
    qtbot.waitUntil(lambda: not page.model.held)
    assert current(page) == "q100 typed on"
    assert len(workspace.project.steps()) == 3


def test_a_row_added_where_the_filter_shows_none_is_edited_at_once(qtbot, page):
    page.filter.show(Look(tags=frozenset({"nobody bears this"})))
    settled(qtbot, page)
    assert page.model.rowCount() == 0
    page.row_actions["insert"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: isinstance(page.window().focusWidget(), QPlainTextEdit))


def test_a_row_added_where_there_is_none_is_edited_at_once(qtbot, page):
    page.table.selectAll()
    page.row_actions["delete"].trigger()
    qtbot.waitUntil(lambda: page.state == "empty")
    settled(qtbot, page)
    page.row_actions["insert"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    settled(qtbot, page)
    assert page.state == "content"
    qtbot.waitUntil(lambda: isinstance(page.window().focusWidget(), QPlainTextEdit))


def test_a_copy_below_the_current_row_does_not_become_the_current_one(qtbot, page):
    page.table.go_to(299, PROMPT)
    page.row_actions["delete"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 299)
    settled(qtbot, page)
    assert current(page) == "q298"
    page.row_actions["duplicate"].trigger()  # the copy may get the id of the row that was just deleted
    qtbot.waitUntil(lambda: page.model.rowCount() == 300)
    settled(qtbot, page)
    assert page.table.place == 298


def test_the_row_comes_back_after_a_filter_that_shows_none(qtbot, page):
    page.table.go_to(42, ANSWER)
    page.filter.show(Look(tags=frozenset({"nobody bears this"})))
    settled(qtbot, page)
    assert (page.model.rowCount(), page.table.place) == (0, -1)
    page.filter.show(Look())
    settled(qtbot, page)
    assert (current(page), beside(page)) == ("q042", "q042")


def test_the_columns_follow_rows_that_were_converted_and_an_undo_of_it(qtbot, workspace, page):
    turned = Conversation((Message("user", "q"), Message("assistant", "a")))
    ids = list(page.model.ids)
    workspace.do(text("step.convert_to_chat"), lambda edit: edit.rewrite((row, turned) for row in ids))
    qtbot.waitUntil(lambda: page.model.shape is Shape.CHAT and page.model.rowCount() == 300)
    assert page.model.headerData(columns.FIRST_FIELD + 1, Qt.Orientation.Horizontal) == "Prompt (user)"
    workspace.undo()
    qtbot.waitUntil(lambda: page.model.shape is Shape.COMPLETION and page.model.rowCount() == 300)
    settled(qtbot, page)
    assert page.model.index(0, PROMPT).data() == "q000"


def test_all_rows_are_looked_through_only_where_the_next_one_went_too(qtbot, workspace, page, monkeypatch, tmp_path):
    looked_through = []
    usual = PlaceKeeper._nearest
    monkeypatch.setattr(PlaceKeeper, "_nearest", lambda *given: looked_through.append(1) or usual(*given))
    open_project(qtbot, workspace, tmp_path / "another.tunedesk", ROWS)
    qtbot.waitUntil(lambda: page.model.rowCount() == 300 and not page.table.place)
    settled(qtbot, page)
    choose(page, 10)
    page.row_actions["delete"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 299 and current(page) == "q011")
    assert looked_through == []
    choose(page, 20, 21)
    page.row_actions["delete"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 297 and current(page) == "q023")
    assert looked_through == []
    choose(page, 296)
    page.row_actions["delete"].trigger()
    qtbot.waitUntil(lambda: page.model.rowCount() == 296 and current(page) == "q298")
    assert looked_through == [1], "behind the last row there is none"

"""A chat beside the table: its turns as bubbles, each change one step that can be undone."""

import json
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from desktop_app.core.example import Completion, Conversation, Message, Part, Preference, to_line
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.core.turns import with_text
from desktop_app.gui.doing import Doing, Way
from desktop_app.gui.editor.page import EditorPage
from desktop_app.gui.theme.say import say
from desktop_app.store import examples
from desktop_app.store.edit import Edit
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project

# What Qt says of menus where there is no screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", "This plugin does not support grabbing")

CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Bonn"}'}}
CHAT = Conversation(
    (
        Message("system", "Be kind.\n" * 9),
        Message("user", "Rain?", {"content": [{"type": "text", "text": "Rain?"}, {"type": "file", "file": {"a": 1}}]}),
        Message("assistant", "", {"tool_calls": [CALL], "content": None}),
        Message("tool", "rain", {"tool_call_id": "c1"}),
        Message("assistant", "Yes, rain."),
    )
)
SHORT = Conversation((Message("user", "hi"), Message("assistant", "hello")))
PAIR = Preference((Message("user", "q"),), (Message("assistant", "good"),), (Message("assistant", "bad"),))


@pytest.fixture
def show(qtbot, workspace, background, in_window, tmp_path):
    """Return a function that shows the editor with these rows, the first one current."""

    def shown(*rows):
        open_project(qtbot, workspace, tmp_path / "p.tunedesk", [(row, Part.TRAINING) for row in rows])
        page = in_window(EditorPage(workspace, background), 1300, 900)
        qtbot.waitUntil(lambda: page.model.rowCount() == len(rows) and page.state == "content")
        page.table.go_to(0)
        return page

    return shown


def kept(workspace):
    with workspace.project.reading() as connection:
        return [row.example for row in examples.rows(connection)]


def said(workspace, place=0):
    return [(m.role, m.content) for m in kept(workspace)[place].messages]


def bubble(page, number):
    return page.pane.bubbles.bubbles[number]


def focused(page):
    """Return what has the keyboard; without a screen a window is not always the active one after a menu."""
    return page.window().focusWidget()


def choose(qtbot, page, button, words):
    """Open the menu of a button by the keyboard and choose what bears these words."""
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in button.findChildren(QMenu)))
    menu = next(menu for menu in button.findChildren(QMenu) if menu.isVisible())
    action = next(action for action in menu.actions() if action.text() == words)
    assert action.isEnabled()
    menu.setActiveAction(action)
    qtbot.keyClick(menu, Qt.Key.Key_Return)


def steps(workspace):
    return [say(step.label) for step in workspace.project.steps()]


def test_every_turn_shows_its_role_its_text_and_what_else_it_carries(show):
    page = show(CHAT, Completion("p", "c"))
    shown = page.pane.bubbles.bubbles
    assert [b.role.text() for b in shown] == ["System prompt", "User", "Assistant", "Tool result", "Assistant"]
    assert [b.field.toPlainText() for b in shown] == [m.content for m in CHAT.messages]
    assert shown[2].calls.readable.text() == "Calls the function weather\n    city: Bonn"
    assert shown[2].field.isHidden()
    assert "c1" in shown[3].note.text()
    assert shown[1].note.text().startswith("File in this row")
    assert [b.learn.isVisible() for b in shown] == [False, False, True, False, True]
    assert page.pane.bubbles.system.isHidden()
    assert shown[0].whole.isVisible()
    folded = shown[0].field.height()
    shown[0].whole.click()
    assert shown[0].field.height() > folded
    assert unnamed_controls(page.pane) == []
    page.table.go_to(1)
    assert page.pane.bubbles.isHidden()
    assert page.pane.fields["completion"].toPlainText() == "c"


def test_a_text_is_written_when_it_is_left_and_esc_takes_it_back(qtbot, show, workspace):
    page = show(CHAT)
    field = bubble(page, 3).field
    field.setFocus()
    qtbot.keyClicks(field, "Heavy ")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: said(workspace)[3] == ("tool", "Heavy rain"))
    assert page.table.hasFocus()
    assert steps(workspace)[-1] == "edit a turn (tool result)"
    qtbot.waitUntil(lambda: not page.pane.pending.changes)
    before = len(steps(workspace))
    field.setFocus()
    qtbot.keyClicks(field, "no")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.toPlainText() == "Heavy rain"
    page.pane.commit()
    assert len(steps(workspace)) == before
    workspace.undo()
    qtbot.waitUntil(lambda: bubble(page, 3).field.toPlainText() == "rain")
    assert kept(workspace) == [CHAT]


def test_turns_are_added_moved_deleted_and_given_another_role_by_the_keyboard(qtbot, show, workspace):
    page = show(SHORT)
    choose(qtbot, page, bubble(page, 1).more, "Add a turn below")
    qtbot.waitUntil(lambda: focused(page) is bubble(page, 2).field)
    qtbot.keyClicks(bubble(page, 2).field, "and?")
    choose(qtbot, page, bubble(page, 2).role, "Assistant")
    qtbot.waitUntil(lambda: said(workspace)[2:] == [("assistant", "and?")])
    choose(qtbot, page, bubble(page, 2).more, "Move up")
    qtbot.waitUntil(lambda: focused(page) is bubble(page, 1).field)
    choose(qtbot, page, bubble(page, 2).more, "Delete this turn")
    qtbot.waitUntil(lambda: said(workspace) == [("user", "hi"), ("assistant", "and?")])
    assert steps(workspace)[-5:] == [
        "add a turn",
        "edit a turn (user)",
        "change the role of a turn to assistant",
        "move a turn",
        "delete a turn",
    ]
    page.pane.bubbles.system.click()
    qtbot.waitUntil(lambda: said(workspace)[0] == ("system", ""))
    assert focused(page) is bubble(page, 0).field
    for _ in range(6):
        workspace.undo()
    qtbot.waitUntil(lambda: kept(workspace) == [SHORT])
    qtbot.waitUntil(lambda: len(page.pane.bubbles.bubbles) == 2)


def test_many_changes_at_once_all_come_to_the_disk_in_their_order(qtbot, show, workspace):
    page = show(SHORT)
    for _ in range(6):
        page.pane.bubbles.add.click()
    for at, shown in enumerate(page.pane.bubbles.bubbles):
        shown.field.setPlainText(f"t{at}")
        shown.field.document().setModified(True)
    page.pane.commit()
    bubble(page, 0).acts.delete()
    bubble(page, 0).acts.delete()
    assert [b.field.toPlainText() for b in page.pane.bubbles.bubbles] == [f"t{n}" for n in range(2, 8)]
    qtbot.waitUntil(lambda: not page.pane.pending.changes)
    assert [words for _, words in said(workspace)] == [f"t{n}" for n in range(2, 8)]
    assert [b.field.toPlainText() for b in page.pane.bubbles.bubbles] == [f"t{n}" for n in range(2, 8)]


def test_learning_and_names_are_kept_as_the_line_s_own_keys(qtbot, show, workspace):
    page = show(SHORT)
    shown = bubble(page, 1)
    assert shown.property("kind") == "good"
    shown.learn.setFocus()
    qtbot.keyClick(shown.learn, Qt.Key.Key_Space)
    assert shown.property("kind") == "note"
    choose(qtbot, page, shown.more, "Name who speaks")
    qtbot.keyClicks(shown.name, "Bo")
    page.table.setFocus()
    qtbot.waitUntil(lambda: kept(workspace)[0].messages[1].extra == {"weight": 0, "name": "Bo"})
    qtbot.waitUntil(lambda: not page.pane.pending.changes)
    assert shown.name.isVisible()


def test_broken_json_of_a_call_stays_with_a_sentence_until_it_is_right(qtbot, show, workspace):
    page = show(CHAT, SHORT)
    calls = bubble(page, 2).calls
    calls.toggle.click()
    calls.field.setFocus()
    calls.field.selectAll()
    typed = '[{"id": "c2", "function": {"name": "snow", "arguments": "{}"}}'
    calls.field.insertPlainText(typed)
    page.table.setFocus()
    assert "line 1" in calls.sentence.text()
    assert calls.sentence.isVisible()
    assert kept(workspace)[0] == CHAT
    page.table.go_to(1)
    assert not calls.isVisible()
    page.table.go_to(0)
    assert calls.field.toPlainText() == typed
    assert calls.sentence.isVisible()
    bubble(page, 4).acts.delete()
    assert len(page.pane.bubbles.bubbles) == 5, "the turns stay where they are until the JSON is right"
    assert calls.field.hasFocus()
    calls.field.insertPlainText("]")
    page.table.setFocus()
    qtbot.waitUntil(lambda: kept(workspace)[0].messages[2].extra["tool_calls"][0]["id"] == "c2")
    assert calls.sentence.isHidden()
    assert calls.readable.text() == "Calls the function snow"
    calls.field.insertPlainText("{")
    qtbot.keyClick(calls.field, Qt.Key.Key_Escape)
    assert json.loads(calls.field.toPlainText())[0]["id"] == "c2"


def test_answers_of_a_pair_stand_side_by_side_and_can_be_swapped(qtbot, show, workspace):
    page = show(PAIR)
    question, good, bad = page.pane.bubbles.bubbles
    assert good.mapTo(page, good.rect().topLeft()).y() == bad.mapTo(page, bad.rect().topLeft()).y()
    assert good.mapTo(page, good.rect().topLeft()).x() < bad.mapTo(page, bad.rect().topLeft()).x()
    assert good.learn.isHidden()
    page.pane.bubbles.swap.click()
    assert (good.field.toPlainText(), bad.field.toPlainText()) == ("bad", "good")
    qtbot.waitUntil(lambda: to_line(kept(workspace)[0])["preferred_output"][0]["content"] == "bad")
    assert question.field.toPlainText() == "q"


def test_a_text_that_cannot_be_saved_stays_and_is_saved_again(qtbot, show, workspace, monkeypatch):
    page = show(SHORT)
    real = workspace.do

    def refuse(label, work, on_done=None, on_problem=None):
        on_problem(Problem("disk_full", name="p", folder="f"))
        return Doing(label, Way.DO, workspace)

    monkeypatch.setattr(workspace, "do", refuse)
    bubble(page, 1).field.setFocus()
    qtbot.keyClicks(bubble(page, 1).field, "well, ")
    page.table.setFocus()
    assert page.notice.isVisible()
    page.model.refresh(None)
    assert bubble(page, 1).field.toPlainText() == "well, hello"
    monkeypatch.setattr(workspace, "do", real)
    page.notice.button.click()
    qtbot.waitUntil(lambda: said(workspace)[1][1] == "well, hello")
    qtbot.waitUntil(page.notice.isHidden)


def test_a_note_and_tags_that_cannot_be_saved_are_said_and_saved_again(qtbot, show, workspace, monkeypatch):
    page = show(SHORT)
    real = workspace.do

    def refuse(label, work, on_done=None, on_problem=None):
        on_problem(Problem("disk_full", name="p", folder="f"))
        return Doing(label, Way.DO, workspace)

    monkeypatch.setattr(workspace, "do", refuse)
    page.pane.notes.note.setFocus()
    qtbot.keyClicks(page.pane.notes.note, "ask Eva")
    page.pane.notes.tags.setFocus()
    qtbot.keyClicks(page.pane.notes.tags, "funny")
    page.table.setFocus()
    assert page.notice.owed
    page.model.refresh(None)
    assert (page.pane.notes.note.toPlainText(), page.pane.notes.tags.text()) == ("ask Eva", "funny")
    monkeypatch.setattr(workspace, "do", real)
    page.notice.button.click()

    def written():
        with workspace.project.reading() as connection:
            (row,) = examples.rows(connection)
        return (row.note, row.tags) == ("ask Eva", ("funny",))

    qtbot.waitUntil(written)
    qtbot.waitUntil(page.notice.isHidden)


def test_a_change_of_a_turn_that_is_gone_is_said_and_all_else_stays(qtbot, show, workspace):
    page = show(CHAT)
    short = Conversation(CHAT.messages[:1])
    page.pane.bubbles.bubbles[4].field.setFocus()
    qtbot.keyClicks(bubble(page, 4).field, "x")
    workspace.do(text("step.delete_turn"), lambda edit: edit.change(page.model.ids[0], lambda _: short))
    page.pane.commit()
    qtbot.waitUntil(page.notice.isVisible)
    assert kept(workspace) == [short]
    qtbot.waitUntil(lambda: len(page.pane.bubbles.bubbles) == 1)
    assert not page.pane.pending.changes


def test_the_keyboard_goes_to_the_table_when_its_turn_goes(qtbot, show, workspace):
    page = show(CHAT, SHORT)
    bubble(page, 4).field.setFocus()
    row, short = page.model.ids[0], Conversation(CHAT.messages[:2])
    workspace.do(text("step.delete_turn"), lambda edit: edit.change(row, lambda _: short))
    qtbot.waitUntil(lambda: len(page.pane.bubbles.bubbles) == 2)
    assert focused(page) is page.table


def test_typing_goes_on_while_another_turn_of_the_row_changes(qtbot, show, workspace):
    page = show(SHORT)
    bubble(page, 0).field.setFocus()
    qtbot.keyClicks(bubble(page, 0).field, "oh ")
    where = bubble(page, 1).acts.turn.where
    row = page.model.ids[0]
    workspace.do(text("step.edit_turn", role="a"), lambda edit: edit.change(row, lambda e: with_text(e, where, "bye")))
    qtbot.waitUntil(lambda: bubble(page, 1).field.toPlainText() == "bye")
    assert bubble(page, 0).field.toPlainText() == "oh hi"
    assert focused(page) is bubble(page, 0).field
    page.pane.commit()
    qtbot.waitUntil(lambda: said(workspace) == [("user", "oh hi"), ("assistant", "bye")])


def test_a_very_long_conversation_shows_the_rest_on_demand(qtbot, show, workspace):
    page = show(Conversation(tuple(Message(("user", "assistant")[n % 2], f"t{n}") for n in range(100))))
    side = page.pane.bubbles.sides["messages"]
    assert len(side.bubbles) == 30
    page.pane.focus_field("assistant")
    assert len(side.bubbles) == 100
    assert focused(page) is bubble(page, 99).field


def test_note_and_tags_are_edited_beside_the_row(qtbot, show, workspace):
    page = show(SHORT, CHAT)
    notes = page.pane.notes
    notes.note.setFocus()
    qtbot.keyClicks(notes.note, "Ask Eva.")
    notes.tags.setFocus()
    qtbot.keyClicks(notes.tags, "funny,  to  do ,funny")
    qtbot.keyClick(notes.tags, Qt.Key.Key_Return)

    def rows():
        with workspace.project.reading() as connection:
            return [(row.note, tuple(row.tags)) for row in examples.rows(connection)]

    qtbot.waitUntil(lambda: rows() == [("Ask Eva.", ("funny", "to do")), ("", ())])
    qtbot.waitUntil(lambda: page.model.row(0).tags == ("funny", "to do"))  # else the note alone may be on show by now
    assert page.table.hasFocus()
    notes.tags.setFocus()
    notes.tags.setText("to do")
    page.table.go_to(1)
    qtbot.waitUntil(lambda: rows()[0] == ("Ask Eva.", ("to do",)))
    assert (notes.note.toPlainText(), notes.tags.text()) == ("", "")
    qtbot.waitUntil(lambda: page.model.row(0).tags == ("to do",))
    page.table.go_to(0)
    notes.tags.setFocus()
    qtbot.keyClicks(notes.tags, ", x")
    qtbot.keyClick(notes.tags, Qt.Key.Key_Escape)
    assert notes.tags.text() == "to do"


@pytest.fixture
def slow(monkeypatch):
    """Return a function that holds an act of an Edit until what it returns is set."""
    doors = []

    def held(name):
        real, door = getattr(Edit, name), threading.Event()
        doors.append(door)

        def act(*given):
            door.wait()
            real(*given)

        monkeypatch.setattr(Edit, name, act)
        return door

    yield held
    for door in doors:
        door.set()


def test_tags_on_their_way_stay_when_the_news_of_the_note_comes_first(qtbot, show, workspace, slow):
    page, written = show(SHORT, CHAT), slow("tag")
    notes = page.pane.notes
    notes.note.setFocus()
    qtbot.keyClicks(notes.note, "Ask Eva.")
    notes.tags.setFocus()
    qtbot.keyClicks(notes.tags, "funny")
    notes.commit()
    qtbot.waitUntil(lambda: page.model.row(0).note == "Ask Eva.")
    assert (page.model.row(0).tags, notes.tags.text()) == ((), "funny")
    qtbot.keyClicks(notes.tags, ", sad")
    page.table.go_to(1)
    assert notes.tags.text() == ""
    page.table.go_to(0)
    assert notes.tags.text() == "funny, sad"
    written.set()
    qtbot.waitUntil(lambda: page.model.row(0).tags == ("funny", "sad"))
    qtbot.waitUntil(lambda: not page.pane.pending.changes)
    assert (notes.note.toPlainText(), notes.tags.text()) == ("Ask Eva.", "funny, sad")


def test_a_note_on_its_way_stays_when_the_news_of_the_tags_comes_first(qtbot, show, workspace, slow):
    page, written = show(SHORT), slow("set_note")
    notes, row = page.pane.notes, page.model.ids[0]
    workspace.do(text("step.tag_row"), lambda edit: edit.tag([row], ["funny"]))
    notes.note.setFocus()
    qtbot.keyClicks(notes.note, "Ask Eva.")
    notes.commit()
    qtbot.waitUntil(lambda: notes.tags.text() == "funny")
    assert (page.model.row(0).note, notes.note.toPlainText()) == ("", "Ask Eva.")
    written.set()
    qtbot.waitUntil(lambda: page.model.row(0).note == "Ask Eva.")


def test_nothing_in_a_bubble_overlaps_in_a_narrow_window(qtbot, workspace, background, in_window, tmp_path):
    turns = (Message("system", "You are a kind clerk of a lamp shop, and brief."), *SHORT.messages)
    open_project(qtbot, workspace, tmp_path / "n.tunedesk", [(Conversation(turns), Part.TRAINING)])
    page = in_window(EditorPage(workspace, background), 920, 770)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and page.state == "content")
    page.table.go_to(0)
    last = bubble(page, 2)
    qtbot.waitUntil(lambda: last.learn.mapTo(last, last.learn.rect().bottomLeft()).y() < last.field.y())
    for shown in page.pane.bubbles.bubbles:
        assert shown.field.geometry().bottom() <= shown.rect().bottom()

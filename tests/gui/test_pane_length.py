"""How long a row is while it is typed, what of it would be cut, and what nobody could see."""

import pytest
from PySide6.QtGui import QTextOption

from desktop_app.core.example import Completion, Conversation, Message, Part
from desktop_app.gui.editor.pane_counter import PaneCounter
from desktop_app.gui.editor.pane_desk import PaneDesk
from desktop_app.store import examples, sources
from desktop_app.work.row_length import Cut, Length, length_of
from tests.gui.filled import open_project

LONG = "word " * 20_000


@pytest.fixture
def pane(qtbot, workspace, background, apart, in_window, tmp_path):
    rows = [(Completion(f"question {n} ->", f" answer {n} END"), Part.TRAINING) for n in range(6)]
    project = open_project(qtbot, workspace, tmp_path / "p.tunedesk", rows)
    desk = in_window(PaneDesk(workspace), 700, 700)
    desk.counter = PaneCounter(workspace, background, apart, desk.pane)
    with project.reading() as connection:
        desk.edit(0, examples.page(connection, [1])[0])
    return desk.pane  # a count that is under way ends with the window, and would never say so to whoever waited for it


@pytest.fixture
def typed(qtbot, pane):
    """Return a function that hands in what was typed before the window goes, which is before any fixture ends."""

    def done():
        desk = pane.window().centralWidget()
        desk.finish()
        qtbot.waitUntil(lambda: not desk._held.held)

    return done


def shaded(field):
    return [each.cursor.selectedText() for each in field.extraSelections()]


def test_the_count_follows_the_typing_and_steps_back_meanwhile(qtbot, pane, typed):
    field = pane.fields["completion"]
    field.setPlainText(" answer 0 and more END")
    assert not pane.length.isEnabled()
    qtbot.waitUntil(lambda: pane.length.isEnabled() and pane.length.length is not None)
    first = pane.length.length
    assert "tokens · at most 1" in pane.length.whole
    field.insertPlainText(" once more")
    assert not pane.length.isEnabled()
    assert pane.length.length == first  # what was counted stays on show, greyed
    qtbot.waitUntil(lambda: pane.length.isEnabled() and pane.length.length != first)
    assert pane.length.length.total > first.total
    typed()


def test_what_is_too_long_is_shaded_from_where_it_would_be_cut(qtbot, pane):
    pane.fields["completion"].setPlainText(LONG)
    qtbot.waitUntil(lambda: pane.length.length is not None and pane.length.length.cut is not None)
    cut = pane.length.length.cut
    assert cut.text == 1
    assert shaded(pane.fields["prompt"]) == []
    assert len(shaded(pane.fields["completion"])[0]) == len(LONG) - cut.letters
    assert "would be cut" in pane.length.whole


def test_a_count_that_is_on_disk_needs_no_other(qtbot, pane, workspace, apart):
    around = pane.findChild(PaneCounter)
    qtbot.waitUntil(lambda: around._around is not None)
    workspace.project.write(lambda c: sources.set_lengths(c, "o200k_base", [(1, 12, 5)])).result()
    around.recount()
    qtbot.waitUntil(lambda: pane.length.length is not None)
    assert pane.length.length == Length(12, 5, around._around.limit, exact=False)
    assert apart.process_id is None


def test_spaces_line_ends_and_the_end_mark_are_shown_on_demand_and_remembered(qtbot, pane, workspace):
    counter = pane.findChild(PaneCounter)
    qtbot.waitUntil(lambda: counter._around is not None)
    field = pane.fields["completion"]
    assert shaded(field) == []
    pane.spaces.click()
    assert shaded(field) == [" END"]
    assert field.document().defaultTextOption().flags() & QTextOption.Flag.ShowTabsAndSpaces
    field.setPlainText(" answer  ")
    pane.spaces.toggle(), pane.spaces.toggle()
    assert shaded(field) == ["  "]
    qtbot.waitUntil(lambda: workspace.project.settings().get("show_spaces") == "1")


def test_the_cut_of_a_chat_names_the_turn(workspace, qtbot, tmp_path):
    chat = Conversation((Message("user", "Hi"), Message("assistant", LONG), Message("user", "And then?")))
    project = open_project(qtbot, workspace, tmp_path / "c.tunedesk", [(chat, Part.TRAINING)])
    *_, long = length_of(project.path, chat)
    *_, short = length_of(project.path, Conversation((Message("user", "Hi"), Message("assistant", "Hello"))))
    if long.limit is not None and long.total > long.limit:
        assert long.cut is not None
        assert long.cut.text == 1
    assert short.cut is None
    assert short.total < 20
    assert Cut(1, 0) != long.cut

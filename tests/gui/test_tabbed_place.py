"""The playground's place: its rooms are made when they are first shown, and the keyboard leads from one to the next."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Column, Setting, Voice
from desktop_app.core.job import HERE
from desktop_app.gui.widgets.tabbed_place import Room, TabbedPlace
from tests.fake_provider import TUNED
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project, talks

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def place(in_window):
    """Show a place with three rooms; `built` names those that were made."""
    made = TabbedPlace("Rooms")
    made.built = []

    def room(name):
        def build():
            made.built.append(name)
            return QPushButton(name)

        return build

    for name in ("compare", "talk", "finder"):
        made.add_room(Room(name, name.title(), f"What one does in {name}"), room(name))
    return in_window(made)


def test_a_room_is_made_when_it_is_first_shown(place):
    assert place.built == ["compare"]
    assert place.current == "compare"
    place.choose("finder")
    assert place.built == ["compare", "finder"]
    assert place.room("finder").isVisible()
    assert not place.room("compare").isVisible()
    place.choose("compare")
    place.choose("finder")
    assert place.built == ["compare", "finder"]
    with pytest.raises(KeyError):
        place.choose("kitchen")


def test_the_keyboard_leads_through_the_rooms(qtbot, place):
    shown = []
    place.room_changed.connect(shown.append)
    place.room("compare").setFocus()
    qtbot.keyClick(place.room("compare"), Qt.Key.Key_Tab, CTRL)
    assert place.current == "talk"
    qtbot.keyClick(place, Qt.Key.Key_Backtab, CTRL | SHIFT)
    assert place.current == "compare"
    place.tabs.setFocus()
    qtbot.keyClick(place.tabs, Qt.Key.Key_Right)
    qtbot.keyClick(place.tabs, Qt.Key.Key_Right)
    assert place.current == "finder"
    assert shown == ["talk", "compare", "talk", "finder"]
    assert unnamed_controls(place) == []


def test_who_turns_to_a_room_begins_above_it_and_finds_the_keyboard_where_it_was_when_coming_back(qtbot, in_window):
    def room():
        held = QWidget()
        box = QVBoxLayout(held)
        for name in ("first", "last"):
            box.addWidget(QPushButton(name))
        return held

    made = TabbedPlace("Rooms")
    for name in ("compare", "talk"):
        made.add_room(Room(name, name.title(), ""), room)
    in_window(made)
    last = made.room("compare").findChildren(QPushButton)[1]
    last.setFocus()
    qtbot.keyClick(last, Qt.Key.Key_Tab, CTRL)
    assert made.tabs.hasFocus()
    qtbot.keyClick(made.tabs, Qt.Key.Key_Tab)
    assert made.room("talk").findChildren(QPushButton)[0].hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, CTRL)
    assert last.hasFocus()


def test_a_single_room_needs_no_strip(in_window):
    made = TabbedPlace("Rooms")
    made.add_room(Room("compare", "Compare", ""), QPushButton)
    in_window(made)
    assert not made.tabs.isVisible()
    made.add_room(Room("talk", "Talk", ""), QPushButton)
    assert made.tabs.isVisible()


def test_what_one_room_wants_of_another_happens(qtbot, program, tmp_path):
    open_project(qtbot, program.workspace, tmp_path / "heroes.tunedesk", talks())
    program.window.go("data")
    qtbot.waitUntil(lambda: program.rooms.editor.model.rowCount() == 21)
    program.window.go("playground")
    page, place = program.rooms.playground, program.window.page("playground")
    qtbot.waitUntil(lambda: len(page.models) == 2)
    assert page.comparison.board.sources.button.isVisible()
    for name in place.names:
        place.choose(name)
        assert place.room(name).isVisible()
    setting = Setting(Sampling(0.7, 33))
    place.room("finder").compare_wanted.emit(Column(Voice(HERE, TUNED), setting))
    assert place.current == "compare"
    qtbot.waitUntil(lambda: page.models[0] == TUNED)
    assert page.comparison.board.setting == setting
    wanted = [program.rooms.editor.model.ids[at] for at in (3, 4, 7)]
    place.room("test").rows_wanted.emit(wanted)
    assert program.window.place == "data"
    qtbot.waitUntil(lambda: list(program.rooms.editor.model.ids) == wanted)
    program.window.go("playground")
    place.choose("talk")
    program.rooms.training.compare_wanted.emit(TUNED)
    assert place.current == "compare"

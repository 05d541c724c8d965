"""The playground's place: its rooms are made when they are first shown, and the keyboard leads from one to the next."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.gui.playground_place import PlaygroundPlace
from tests.gui.accessible import unnamed_controls

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def place(in_window):
    """Show a place with three rooms; `built` names those that were made."""
    made = PlaygroundPlace()
    made.built = []

    def room(name):
        def build():
            made.built.append(name)
            return QPushButton(name)

        return build

    for name in ("compare", "talk", "finder"):
        made.add_room(name, name.title(), f"What one does in {name}", room(name))
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


def test_a_single_room_needs_no_strip(in_window):
    made = PlaygroundPlace()
    made.add_room("compare", "Compare", "", QPushButton)
    in_window(made)
    assert not made.tabs.isVisible()
    made.add_room("talk", "Talk", "", QPushButton)
    assert made.tabs.isVisible()

"""The Data place: its rooms in a strip, the wizard in their stead, and the keyboard that turns them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from desktop_app.gui.data_place import TABLE, DataPlace
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.tabbed_place import Room
from tests.gui.accessible import unnamed_controls

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def place(in_window):
    """Show the place with a table that is empty and one more room; `built` names what was made."""
    editor = Page("Rows", "")
    editor.show_empty("table", "No rows")
    built = []

    def build(name, widget):
        def made():
            built.append(name)
            return widget()

        return made

    made = DataPlace(editor, build("wizard", lambda: QLineEdit(accessibleName="Wizard")))
    make = Room("make", "Make data", "What one does there")
    made.rooms.add_room(make, build("make", lambda: QPushButton("write")))
    made.built = built
    return in_window(made)


def test_the_table_comes_first_and_other_rooms_are_made_when_they_are_shown(place):
    assert place.rooms.current == TABLE
    assert place.rooms.tabs.isVisible()
    assert place.editor.isVisible()
    assert place.built == []
    place.show_room("make")
    assert place.built == ["make"]
    assert not place.editor.isVisible()
    place.show_editor()
    assert place.editor.isVisible()
    assert unnamed_controls(place) == []


def test_the_wizard_takes_the_place_of_the_strip(place):
    place.show_room("make")
    place.show_wizard()
    assert place.importing
    assert not place.rooms.tabs.isVisible()
    assert place.built == ["make", "wizard"]
    place.show_editor()
    assert not place.importing
    assert place.rooms.current == TABLE
    place.show_wizard()
    place.show_room("make")
    assert not place.importing
    assert place.rooms.room("make").isVisible()


def test_another_view_of_the_rows_stands_in_the_room_of_the_table(place):
    view = QLabel("review")
    place.show_view(view)
    assert view.isVisible()
    place.show_room("make")
    assert not view.isVisible()
    place.rooms.choose(TABLE)
    assert view.isVisible()
    place.show_editor()
    assert place.editor.isVisible()


def test_the_keyboard_turns_the_rooms(qtbot, place):
    place.rooms.tabs.setFocus()
    qtbot.keyClick(place.rooms.tabs, Qt.Key.Key_Tab, CTRL)
    assert place.rooms.current == "make"
    place.rooms.room("make").setFocus()
    qtbot.keyClick(place.rooms.room("make"), Qt.Key.Key_Backtab, CTRL | SHIFT)
    assert place.rooms.current == TABLE


def test_a_table_is_pasted_where_rows_could_be(place):
    wanted = []
    place.paste_wanted.connect(lambda: wanted.append(place.rooms.current))
    paste = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_V, CTRL)
    place.keyPressEvent(paste)
    place.show_room("make")
    place.keyPressEvent(paste)
    assert wanted == [TABLE]

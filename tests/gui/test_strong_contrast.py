"""What strong contrast adds to lists, tables and what has the keyboard: frames that nobody can overlook."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QTableWidget, QTableWidgetItem, QWidget

from desktop_app.gui.theme.palette import LIGHT_CONTRAST

FRAME, ACCENT = QColor(LIGHT_CONTRAST.frame), QColor(LIGHT_CONTRAST.accent)


@pytest.fixture
def strong(theme):
    theme.set_contrast("strong")
    return theme


def table(look=""):
    made = QTableWidget(3, 2)
    made.setProperty("look", look)
    for row in range(3):
        for column in range(2):
            made.setItem(row, column, QTableWidgetItem("words"))
    made.setShowGrid(False)
    return made


def colours_down(view, place):
    """Return the colours down the middle of a cell, from its upper edge to the lower one."""
    image = view.viewport().grab().toImage()
    return [image.pixelColor(place.right() - 4, y) for y in range(place.top(), place.bottom())]


@pytest.mark.parametrize("look", ["", "grid"])
def test_a_chosen_row_is_framed_above_and_below(strong, qtbot, look):
    view = table(look)
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.selectRow(1)
    for row, framed in ((1, True), (2, False)):
        found = colours_down(view, view.visualItemRect(view.item(row, 0)))
        assert (FRAME in found[:3], FRAME in found[-3:]) == (framed, framed)


def test_a_frame_takes_no_room_from_the_words(strong, qtbot):
    view = QListWidget()
    view.addItems(["72 % alike\nWhen is it open?", "60 % alike\nWhen is it shut?"])
    qtbot.addWidget(view)
    view.resize(300, 200)
    place = view.visualItemRect(view.item(0)).adjusted(4, 4, -4, -4)
    words = []
    for chosen in (0, 1):
        view.setCurrentRow(chosen)
        image = view.viewport().grab(place).toImage()
        places = [(x, y) for x in range(200) for y in range(image.height())]
        dark = [at for at in places if image.pixelColor(*at).lightness() < 110]
        words.append((min(dark), max(dark), {y for _, y in dark}))
    assert words[0] == words[1]


@pytest.mark.parametrize("make", [QLineEdit, lambda: QPushButton("Ask")])
def test_what_has_the_keyboard_has_the_widest_frame_and_the_same_size(strong, qtbot, make):
    window, part, other = QWidget(), make(), QLineEdit()
    part.setParent(window)
    other.setParent(window)
    other.move(0, 100)
    qtbot.addWidget(window)
    window.resize(300, 200)
    window.show()
    window.activateWindow()
    sizes = []
    for holder, frame in ((part, [ACCENT] * 3), (other, [FRAME])):
        holder.setFocus()
        qtbot.waitUntil(holder.hasFocus)
        image = part.grab().toImage()
        assert [image.pixelColor(image.width() // 2, y) for y in range(len(frame))] == frame
        sizes.append(part.sizeHint())
    assert sizes[0] == sizes[1]

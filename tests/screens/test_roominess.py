"""What nobody could read is found: cut off, covered, out of reach, faint or in no translator's hands."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QScrollArea, QTabBar, QTableView, QVBoxLayout, QWidget

from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import label
from tests.screens.astray import astray
from tests.screens.faintness import faint
from tests.screens.pseudo import spoken, untold
from tests.screens.roominess import cramped

WORDS = "Compare rows that are alike"
ROOM = QSize(600, 400)


@pytest.fixture
def window(qtbot):
    """Return an empty window that is on show."""
    window = QWidget()
    window.resize(ROOM)
    qtbot.addWidget(window)
    window.show()
    return window


def put(part, window, width=400, height=40, x=10, y=10):
    part.setParent(window)
    part.setGeometry(x, y, width, height)
    part.show()
    return part


def table():
    model = QStandardItemModel(0, 1)
    model.setHorizontalHeaderLabels([WORDS])
    view = QTableView()
    model.setParent(view)
    view.setModel(model)
    view.setColumnWidth(0, 40)
    return view


def menu():
    box = QComboBox()
    box.addItem(WORDS)
    return box


def tabs():
    bar = QTabBar()
    bar.addTab(WORDS)
    bar.addTab(WORDS)
    return bar


def wide_page():
    area = QScrollArea()
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inner = QWidget()
    inner.setFixedSize(500, 20)
    area.setWidget(inner)
    return area


@pytest.mark.parametrize("make", [lambda: QLabel(WORDS), lambda: QPushButton(WORDS), menu, tabs, table, wide_page])
def test_what_has_too_little_room_is_found(window, make):
    part = put(make(), window, width=60)
    found = [*cramped(window, ROOM)]
    assert len(found) >= 1
    assert all(type(part).__name__ in each or "QHeaderView" in each for each in found)


@pytest.mark.parametrize("make", [lambda: QLabel(WORDS), lambda: QPushButton(WORDS), menu, tabs, lambda: Elided(WORDS)])
def test_what_has_room_is_not_remarked_on(window, make):
    put(make(), window, width=560)
    assert [*cramped(window, ROOM)] == []


def test_words_that_go_on_in_the_next_line_need_height_not_width(window):
    part = QLabel(WORDS)
    part.setWordWrap(True)
    put(part, window, width=120, height=200)
    assert [*cramped(window, ROOM)] == []
    part.resize(120, 12)
    assert WORDS in "".join(cramped(window, ROOM))


def test_what_is_shortened_has_a_tooltip_with_all_of_it(window):
    part = put(Elided(WORDS), window, width=60)
    assert [*cramped(window, ROOM)] == []
    part.setToolTip("")
    assert WORDS in "".join(cramped(window, ROOM))


def test_what_lies_outside_or_over_each_other_is_found(window):
    put(QPushButton("One"), window, width=100, x=550)
    assert "lies outside its QWidget" in "".join(cramped(window, ROOM))
    put(QLabel("Two"), window, y=100)
    put(QLabel("Three"), window, y=110)
    assert "'Two' and QLabel 'Three' lie over each other" in "".join(cramped(window, ROOM))


def test_what_a_scroll_bar_leads_to_is_not_lost(window):
    area = QScrollArea()
    inner = QWidget()
    box = QVBoxLayout(inner)
    for number in range(40):
        box.addWidget(QLabel(str(number)))
    area.setWidget(inner)
    put(area, window, width=300, height=200)
    assert [*cramped(window, ROOM)] == []


def test_a_window_that_outgrows_its_place_is_found(window):
    assert "larger than" in "".join(cramped(window, QSize(500, 400)))


def test_grey_on_grey_is_found_and_what_cannot_be_used_may_be_grey(window):
    window.setStyleSheet("QWidget { background: #888888; color: #999999 }")
    part = put(QLabel(WORDS), window)
    assert WORDS in "".join(faint(window))
    part.setEnabled(False)
    assert [*faint(window)] == []
    window.setStyleSheet("QWidget { background: #ffffff; color: #333333 }")
    part.setEnabled(True)
    assert [*faint(window)] == []


def test_words_that_no_translator_saw_are_found(window):
    part = put(QLabel(spoken(WORDS)), window)
    assert [*untold(window)] == []
    part.setText(WORDS)
    assert WORDS in "".join(untold(window))


def test_words_that_go_by_their_letters_are_found_where_one_reads_from_the_right(window):
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    put(QLabel(WORDS), window)
    put(label(WORDS), window, y=60)
    centred = put(QLabel(WORDS), window, y=110)
    centred.setAlignment(Qt.AlignmentFlag.AlignCenter)
    found = list(astray(window))
    assert found == [f"QLabel {WORDS!r} stands where its letters begin"]
    window.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert not list(astray(window))

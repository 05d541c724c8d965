"""The pages of the help, each for itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from desktop_app.core.fitting import Way
from desktop_app.gui.help.place import HelpPlace
from desktop_app.gui.help.words_page import WordsPage
from tests.gui.accessible import unnamed_controls


@pytest.fixture
def switch():
    return {"offline": False}


@pytest.fixture
def place(qtbot, theme, switch):
    made = HelpPlace(lambda: switch["offline"])
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.fixture
def words(qtbot, theme):
    made = WordsPage()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def test_typing_narrows_the_words(words, qtbot):
    everything = words.table.shown
    assert everything == sorted(everything, key=str.casefold)
    qtbot.keyClicks(words.search, "TOKEN")
    assert words.table.shown == ["Token"]
    words.search.setText("numbers")
    assert words.table.shown == ["Embedding"], "what no name has is sought in the meanings"
    words.search.setText("qqq")
    assert words.table.shown == []
    assert any(part.isVisible() and "No word" in part.text() for part in words.findChildren(QLabel))
    words.search.clear()
    assert words.table.shown == everything


def test_a_word_is_found_by_the_fields_name_for_it(words):
    words.search.setText("epoch")
    assert words.table.shown == ["Pass over the data (epoch)"]


def test_rows_are_as_high_as_their_words(words):
    table = words.table
    row = table.shown.index("Token")
    before = table.rowHeight(row)
    words.resize(420, 700)
    assert table.rowHeight(row) > before
    assert sum(table.columnWidth(column) for column in range(2)) == table.viewport().width()


def test_the_table_of_the_internet_says_how_the_switch_stands(place, qtbot, switch):
    place.choose("internet")
    page = place.room("internet")
    assert "forbid" in page.switch.text
    place.choose("words")
    switch["offline"] = True
    place.choose("internet")
    assert page.switch.text.startswith("You stay offline")
    with qtbot.waitSignal(place.network_wanted):
        page.switch._button.click()


def test_the_switch_is_looked_at_anew_when_the_preferences_over_the_page_are_closed(place, qtbot, switch):
    place.choose("internet")
    page = place.room("internet")
    over = QDialog(place)
    over.open()
    qtbot.waitUntil(over.isActiveWindow)
    switch["offline"] = True
    over.reject()
    qtbot.waitUntil(lambda: page.switch.text.startswith("You stay offline"))


def test_each_line_of_the_internet_is_told_in_full(place):
    table = place.room("internet").table
    assert len(table.shown) == len(set(table.shown)) >= 8
    cells = [table.item(row, column).text() for row in range(table.rowCount()) for column in range(4)]
    assert all(cells)
    assert table.item(0, 3).text() == "Nothing"


def test_the_questions_follow_what_shall_come_out(place):
    place.choose("advice")
    page = place.room("advice")
    asked = (page.changing, page.shifting, page.plenty, page.tried)
    assert [question.isVisible() for question in asked] == [True, False, True, True]
    page.wish.buttons[1].click()
    assert [question.isVisible() for question in asked] == [False, True, True, True]
    page.wish.buttons[2].click()
    assert [question.isVisible() for question in asked] == [False, False, False, False]
    assert page.advice.way is Way.COMPARE_MEANINGS


def test_the_advice_is_on_show_and_follows_each_answer(place, qtbot):
    place.choose("advice")
    page = place.room("advice")
    shown = [page._headline.text()]
    page.changing.buttons[1].setFocus()
    qtbot.keyClick(page.changing.buttons[1], Qt.Key.Key_Space)
    shown.append(page._headline.text())
    page.changing.buttons[0].click()
    page.plenty.buttons[1].click()
    shown.append(page._headline.text())
    assert len(set(shown)) == 3
    with qtbot.waitSignal(place.room_wanted, check_params_cb=lambda room: room == "make"):
        page.go.click()


def test_esc_leaves_and_everything_has_a_name(place, qtbot):
    for name in place.names:
        place.choose(name)
        assert unnamed_controls(place) == []
    with qtbot.waitSignal(place.left):
        qtbot.keyClick(place, Qt.Key.Key_Escape)

"""The start page."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QToolButton

from desktop_app.gui.start.card import Card
from desktop_app.gui.start.page import StartPage
from desktop_app.gui.start.recent import RecentRow
from desktop_app.gui.start.sample_row import SampleRow
from desktop_app.gui.widgets.row_button import RowButton
from desktop_app.settings.paths import documents_dir, projects_dir
from tests.gui.accessible import unnamed_controls


@pytest.fixture
def asked():
    return []


@pytest.fixture
def page(qtbot, theme, asked):
    def choose(parent, title, folder, filters, chosen):
        asked.append((folder, filters))
        chosen("/data/chosen")

    made = StartPage(choose)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.fixture
def paths(tmp_path):
    there = tmp_path / "Customer answers.tunedesk"
    there.write_text("", encoding="utf-8")
    return [str(there), str(tmp_path / "gone" / "Heroes.tunedesk")]


def card(page, title):
    return next(made for made in page.findChildren(Card) if made.text() == title)


def rows(page):
    return [row for row in page.findChildren(RecentRow) if row.isVisible()]


def test_the_sample_begins_with_a_key(page, qtbot):
    with qtbot.waitSignal(page.sample_wanted, check_params_cb=lambda name: name == "superheroes"):
        qtbot.keyClick(card(page, "Try the sample"), Qt.Key.Key_Return)


def test_each_sample_opens_with_one_key_and_says_what_it_teaches(page, qtbot):
    found = page.findChildren(SampleRow)
    assert [row.name for row in found] == ["superheroes", "tickets", "marv"]
    for row in found:
        assert "The model learns" in row.button.accessibleDescription()
        with qtbot.waitSignal(page.sample_wanted, check_params_cb=lambda name, row=row: name == row.name):
            qtbot.keyClick(row.button, Qt.Key.Key_Return)


def test_what_needs_the_internet_and_what_suits_a_task_is_one_key_away(page, qtbot):
    for words, room in (("What needs the internet", "internet"), ("Does my task want fine-tuning?", "advice")):
        button = next(each for each in page.findChildren(QPushButton) if each.text() == words)
        with qtbot.waitSignal(page.help_wanted, check_params_cb=lambda name, room=room: name == room):
            qtbot.keyClick(button, Qt.Key.Key_Space)


def test_a_file_of_ones_own_is_chosen(page, qtbot, asked):
    with qtbot.waitSignal(page.file_wanted, check_params_cb=lambda path: path == "/data/chosen"):
        qtbot.keyClick(card(page, "Use my file"), Qt.Key.Key_Space)
    assert "*.csv" in asked[0][1]


def test_the_next_table_is_looked_for_where_the_last_one_lay(page, asked):
    for _ in range(2):
        page.choose_file()
    assert [folder for folder, _ in asked] == [documents_dir(), Path("/data")]


def test_a_project_is_chosen(page, qtbot, asked):
    with qtbot.waitSignal(page.project_wanted):
        page.choose_project()
    assert asked[0][0] == projects_dir()
    assert "*.tunedesk" in asked[0][1]


def test_a_project_is_chosen_elsewhere_where_nothing_can_be_written(page, qtbot, asked, own_home):
    own_home.mkdir(exist_ok=True)
    (own_home / "projects").write_text("a file stands where the folder would be")
    with qtbot.waitSignal(page.project_wanted):
        page.choose_project()
    assert asked[0][0] == documents_dir()


def test_there_is_no_card_for_what_does_not_exist(page, qtbot):
    found = [made.text() for made in page.findChildren(Card)]
    assert found == ["Try the sample", "Use my file", "Bring my models home"]
    with qtbot.waitSignal(page.rescue_wanted):
        qtbot.keyClick(page.findChildren(Card)[2], Qt.Key.Key_Return)


def test_a_table_is_pasted_with_the_button_or_the_keys(page, qtbot):
    with qtbot.waitSignal(page.paste_wanted):
        qtbot.keyClick(page._paste, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.paste_wanted):
        qtbot.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_it_says_what_needs_the_internet(page):
    said = [part.text() for part in page.findChildren(QLabel) if part.isVisible()]
    assert len([text for text in said if "internet" in text]) == 1


def test_without_projects_the_list_is_not_there(page):
    assert "Recent projects" not in [part.text() for part in page.findChildren(QLabel) if part.isVisible()]
    assert rows(page) == []


def test_a_recent_project_opens_with_a_key(page, qtbot, paths):
    page.set_recent(paths)
    first = rows(page)[0]
    with qtbot.waitSignal(page.project_wanted, check_params_cb=lambda path: path == paths[0]):
        qtbot.keyClick(first.findChild(RowButton), Qt.Key.Key_Return)


def test_a_missing_project_says_so_and_can_be_removed(page, qtbot, paths):
    page.set_recent(paths)
    there, gone = rows(page)
    assert there.findChild(RowButton).isEnabled()
    assert not gone.findChild(RowButton).isEnabled()
    assert any("Missing" in part.accessibleName() for part in gone.findChildren(QLabel))
    remove = gone.findChild(QToolButton)
    assert remove.accessibleName() == "Remove Heroes from the list"
    with qtbot.waitSignal(page.forget_wanted, check_params_cb=lambda path: path == paths[1]):
        qtbot.keyClick(remove, Qt.Key.Key_Space)


def test_a_project_that_goes_missing_is_seen_on_the_next_visit(page, paths):
    page.set_recent(paths[:1])
    assert rows(page)[0].findChild(RowButton).isEnabled()
    page.hide()
    Path(paths[0]).unlink()
    page.show()
    assert not rows(page)[0].findChild(RowButton).isEnabled()


def test_delete_removes_a_project_from_the_list(page, qtbot, paths):
    page.set_recent(paths)
    with qtbot.waitSignal(page.forget_wanted):
        qtbot.keyClick(rows(page)[0].findChild(RowButton), Qt.Key.Key_Delete)


def test_the_list_is_replaced_and_not_added_to(page, paths):
    page.set_recent(paths)
    page.set_recent(paths[:1])
    assert [row.path for row in rows(page)] == paths[:1]


def test_cards_stand_one_under_the_other_where_words_need_the_room(page, theme):
    assert page._cards.direction() is QBoxLayout.Direction.LeftToRight
    theme.set_text_size(200)
    page.resize(700, 600)
    assert page._cards.direction() is QBoxLayout.Direction.TopToBottom


def test_everything_has_a_name(page, paths):
    page.set_recent(paths)
    assert unnamed_controls(page) == []

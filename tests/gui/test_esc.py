"""Esc while something lies over the page: what goes on is left first, then the notice; one thing at a press."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop_app.core.problem import Problem
from desktop_app.gui.actions import Actions
from desktop_app.gui.editor.review_bar import review_actions
from desktop_app.gui.finder.page import FinderPage
from desktop_app.gui.making.page import MakingPage
from desktop_app.gui.models.farewell import Farewell
from desktop_app.gui.models.parting import Parting
from desktop_app.gui.playground.page import PlaygroundPage
from desktop_app.gui.rail import Rail
from desktop_app.gui.talk.page import TalkPage
from desktop_app.gui.testing import page as tests_room
from desktop_app.gui.training.run_steering import CancelQuestion
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.window import Window
from desktop_app.settings.preferences import Preferences
from tests.fake_provider import TUNED, Speech
from tests.gui.filled import open_project

SAID = {
    "notice": lambda window: window.notice("The copy is written."),
    "problem": lambda window: window.show_problem(Problem("file_empty", name="a.csv")),
}
CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.usefixtures("undressed")


@pytest.fixture
def window(qtbot, theme, tmp_path):
    """Return a function that shows the program's window with this page."""
    made = Window(Actions(), theme, Preferences(tmp_path / "preferences.json"))
    qtbot.addWidget(made)

    def shown(page):
        made.add_place("room", "Room", "table", lambda: page)
        made.add_place("other", "Other", "table", lambda: Page("Other", ""))
        made.go("room")
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return shown


def press(qtbot, key=Qt.Key.Key_Escape, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


@pytest.fixture
def project(qtbot, workspace, provider, tmp_path):
    """Open a project where there is a model to ask."""
    provider.tuned = [(TUNED, 200)]
    return open_project(qtbot, workspace, tmp_path / "heroes.tunedesk")


@pytest.fixture
def making(qtbot, window, parts, provider, project):
    """Let a model write data, slowly; return the window and the room."""
    assert project.path.exists()
    provider.answers = lambda _model, question: Speech(question, waits_after=1)
    page = MakingPage(*parts)
    shown = window(page)
    qtbot.waitUntil(lambda: page.plan.form.voice is not None)
    page.plan.grid.template.setPlainText("Describe {age}.")
    page.plan.grid.values.lists["age"].box.setPlainText("18\n60")
    qtbot.waitUntil(lambda: page.plan.answers > 0)
    page.plan.grid.template.setFocus()
    press(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.underway.running and provider.speaking > 0)
    page.result.table.setFocus()
    return shown, page


@pytest.mark.parametrize("kind", SAID)
def test_esc_stops_what_is_paid_for_and_only_then_takes_the_notice_away(qtbot, making, provider, kind):
    shown, page = making
    SAID[kind](shown)
    press(qtbot)
    assert not page.underway.running
    assert shown._notices.isVisible()
    press(qtbot)
    assert not shown._notices.isVisible()
    provider.let_go()


def test_esc_stops_what_is_paid_for_where_nothing_lies_over_it(qtbot, making, provider):
    _, page = making
    press(qtbot)
    assert not page.underway.running
    provider.let_go()


def test_whoever_is_elsewhere_with_the_keyboard_takes_the_notice_away(qtbot, making, provider):
    shown, page = making
    SAID["notice"](shown)
    shown.findChild(Rail)._buttons["other"].setFocus()
    press(qtbot)
    assert not shown._notices.isVisible()
    assert page.underway.running
    provider.let_go()


def test_the_room_that_is_not_on_show_keeps_esc_from_nobody(qtbot, making, provider):
    shown, page = making
    shown.go("other")
    SAID["problem"](shown)
    shown.findChild(Rail)._buttons["other"].setFocus()
    press(qtbot)
    assert not shown._notices.isVisible()
    assert page.underway.running
    provider.let_go()


@pytest.mark.parametrize("room", [PlaygroundPage, TalkPage, FinderPage, tests_room.TestingPage, MakingPage])
def test_where_nothing_goes_on_esc_takes_the_notice_away(qtbot, window, parts, apart, project, room):
    assert project.path.exists()
    page = room(*parts, apart) if room is tests_room.TestingPage else room(*parts)
    shown = window(page)
    qtbot.waitUntil(lambda: not page.offers.busy and page.state == "content")
    shown.enter("room")
    assert page.isAncestorOf(QApplication.focusWidget())
    for say in SAID.values():
        say(shown)
        press(qtbot)
        assert not shown._notices.isVisible()


@pytest.mark.parametrize("question", [CancelQuestion, Farewell, Parting])
def test_a_question_in_the_page_is_left_first(qtbot, window, question):
    page = Page("Room", "")
    made = question("") if question is Farewell else question()
    page.set_content(made)
    shown = window(page)
    SAID["problem"](shown)
    left = []
    made.kept.connect(lambda: left.append(1))
    made.keep.setFocus()
    press(qtbot)
    assert (len(left), shown._notices.isVisible()) == (1, True)
    made.hide()
    shown.findChild(Rail)._buttons["other"].setFocus()
    press(qtbot)
    assert (len(left), shown._notices.isVisible()) == (1, False)


def test_a_key_of_an_act_comes_before_the_notice_as_far_as_it_is_heard(qtbot, window):
    page, line, left = Page("Room", ""), QLineEdit(), []
    slots = dict.fromkeys(("accept", "exclude", "problem", "edit", "delete", "back", "next"), list)
    slots |= dict.fromkeys(("take_back", "first", "last"), list) | {"leave": lambda: left.append(1)}
    acts = review_actions(line, slots)
    page.set_content(line)
    shown = window(page)
    SAID["problem"](shown)
    line.setFocus()
    press(qtbot)
    assert (len(left), shown._notices.isVisible()) == (1, True)
    acts["leave"].setEnabled(False)
    press(qtbot)
    assert (len(left), shown._notices.isVisible()) == (1, False)


@pytest.mark.parametrize(("context", "first"), [("WidgetShortcut", False), ("WindowShortcut", True)])
def test_a_key_that_is_heard_elsewhere_alone_keeps_nobody_from_the_notice(qtbot, window, context, first):
    page, line, other, left = Page("Room", ""), QLineEdit(), QLineEdit(), []
    page.set_content(line)
    other.setParent(page)
    shown = window(page)
    key = QShortcut(QKeySequence("Esc"), other)
    key.setContext(Qt.ShortcutContext[context])
    key.activated.connect(lambda: left.append(1))
    other.show()
    SAID["problem"](shown)
    line.setFocus()
    press(qtbot)
    assert (bool(left), shown._notices.isVisible()) == (first, first)

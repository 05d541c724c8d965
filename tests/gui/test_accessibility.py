"""Everything the keyboard reaches has a name, and the keyboard reaches everything."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.problem import Problem
from desktop_app.core.wizard import Where
from desktop_app.gui.actions import Actions
from desktop_app.gui.rail import Rail
from desktop_app.gui.start.page import StartPage
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.row_button import RowButton
from desktop_app.gui.window import Window
from desktop_app.gui.wizard.split_where import SplitWhere
from desktop_app.settings.preferences import Preferences
from tests.gui.accessible import StrayWindows, unnamed_controls


@pytest.fixture
def window(qtbot, theme, tmp_path):
    made = Window(Actions(), theme, Preferences(tmp_path / "preferences.json"))
    project = tmp_path / "Heroes.tunedesk"
    project.write_text("", encoding="utf-8")

    def start():
        page = StartPage()
        page.set_recent([str(project), str(tmp_path / "gone.tunedesk")])
        return page

    made.add_place("start", "Start", "house", start)
    made.add_place("data", "Data", "table", QWidget)
    qtbot.addWidget(made)
    made.go("start")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_the_window_has_a_name_for_everything(window):
    assert unnamed_controls(window) == []
    window.show_problem(Problem("file_empty", name="a.csv"), lambda: None)
    assert unnamed_controls(window) == []
    window.notice("Done.")
    assert unnamed_controls(window) == []


@pytest.mark.parametrize("action", ["palette", "preferences", "shortcuts", "about"])
def test_every_dialog_has_a_name_for_everything(window, action):
    window._actions[action].trigger()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert unnamed_controls(dialog) == []
    dialog.reject()


def test_the_check_finds_what_has_no_name(qtbot, theme):
    outer = QWidget()
    qtbot.addWidget(outer)
    box = QVBoxLayout(outer)
    silent, named, hidden = QPlainTextEdit(), QLineEdit(), QPushButton()
    named.setAccessibleName("Name")
    for part in (silent, named, hidden):
        box.addWidget(part)
    hidden.hide()
    outer.show()
    assert unnamed_controls(outer) == ["QPlainTextEdit '' in QWidget"]


def test_what_opens_as_a_window_and_is_none_is_noticed(qtbot, theme, qapp):
    watcher = StrayWindows()
    qapp.installEventFilter(watcher)
    window, early, late, folded = QMainWindow(), QLabel("early"), QLabel("late"), QComboBox()
    for part in (window, early, late):
        qtbot.addWidget(part)
    early.setVisible(True)
    late.setVisible(False)
    page = QWidget()
    box = QVBoxLayout(page)
    for part in (early, late, folded):
        box.addWidget(part)
    window.setCentralWidget(page)
    window.show()
    late.show()
    folded.showPopup()
    folded.hidePopup()
    assert watcher.found == ["QLabel ''"]
    late.setParent(None)
    late.setHidden(False)
    assert watcher.found == ["QLabel ''"] * 2
    qapp.removeEventFilter(watcher)


def test_tab_reaches_every_control(window, qtbot):
    wanted = {
        part
        for part in window.findChildren(QWidget)
        if part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    wanted -= {part for part in wanted if part.focusProxy() is not None}
    # In a group of places the arrows move; Tab stops at the one that is checked.
    places = [part for part in wanted if getattr(part, "isCheckable", bool)() and not part.isChecked()]
    reached = set()
    for _ in range(len(wanted) + 5):
        qtbot.keyClick(window, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert wanted - set(places) <= reached


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_focus_can_be_seen(window, qtbot, theme, appearance):
    theme.apply(appearance)
    page = window.page("start")
    for part in page.findChildren(QWidget):
        takes = part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not takes:
            continue
        part.clearFocus()
        plain = part.grab().toImage()
        part.setFocus(Qt.FocusReason.TabFocusReason)
        assert part.grab().toImage() != plain, f"{type(part).__name__} does not show its focus"


def acted_on(control: QWidget) -> str:
    """Do what assistive technology can do with a control, and return what it is called."""
    acts = QAccessible.queryAccessibleInterface(control).actionInterface()
    name = next(each for each in acts.actionNames() if each != acts.setFocusAction())
    acts.doAction(name)
    return name


def place_button(window, name: str) -> RowButton:
    return next(each for each in window.findChild(Rail).findChildren(RowButton) if each.text() == name)


def test_places_are_chosen_by_assistive_technology(window):
    start, data = place_button(window, "Start"), place_button(window, "Data")
    assert QAccessible.queryAccessibleInterface(data).role() is QAccessible.Role.RadioButton
    assert acted_on(data) == "Toggle"
    assert window.place == "data"
    window.go("start")
    assert start.isChecked()
    assert not data.isChecked()


def test_no_place_is_marked_on_a_page_that_is_none_and_each_can_be_entered_from_there(window, qtbot):
    window.add_page("rescue", QWidget)
    window.go("rescue")
    start = place_button(window, "Start")
    assert not start.isChecked()
    qtbot.mouseClick(start, Qt.MouseButton.LeftButton)
    assert window.place == "start"


def test_choices_of_the_wizard_are_heard_from_assistive_technology_and_not_from_the_program(qtbot, theme):
    where = SplitWhere()
    qtbot.addWidget(where)
    chosen = []
    where.chosen.connect(chosen.append)
    where.ask(12, Where.REPLACE)
    assert where.present is where.radios[Where.REPLACE]
    assert chosen == []
    acted_on(where.radios[Where.TEST])
    assert chosen == [Where.TEST]


def test_a_menu_says_on_every_system_what_is_chosen_in_it(qtbot, theme):
    """On Linux, Qt tells assistive technology the entry that is chosen in the place of a menu's name."""
    plain, helped = Menu(), Menu()
    for menu in (plain, helped):
        qtbot.addWidget(menu)
        menu.addItem("All groups")
    helped.setAccessibleDescription("Groups of one kind.")
    for menu in (plain, helped):
        menu.setAccessibleName("Which groups are listed")
    assert plain.accessibleDescription() == "Which groups are listed"
    assert helped.accessibleDescription() == "Groups of one kind."

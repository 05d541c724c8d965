"""Everything the keyboard reaches has a name, and the keyboard reaches everything."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.actions import Actions
from desktop_app.gui.start.page import StartPage
from desktop_app.gui.window import Window
from desktop_app.settings.preferences import Preferences
from tests.gui.accessible import unnamed_controls


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

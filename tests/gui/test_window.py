"""The frame: places, menus, notices, palette, preferences, dropped files, and leaving."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTableWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.actions import Actions, Row, menus
from desktop_app.gui.help_dialogs import AboutDialog, ShortcutsDialog
from desktop_app.gui.palette_dialog import PaletteDialog
from desktop_app.gui.preferences.dialog import PreferencesDialog
from desktop_app.gui.rail import Rail
from desktop_app.gui.theme.palette import DARK, colours
from desktop_app.gui.theme.say import say
from desktop_app.gui.under_way import LONG_S
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.row_button import RowButton
from desktop_app.gui.widgets.tabbed_place import Room
from desktop_app.gui.window import Window
from desktop_app.settings.preferences import APPEARANCE, TEXT_SIZE, WINDOW, Preferences

PLACES = {
    "start": "Start",
    "data": "Data",
    "training": "Training",
    "playground": "Playground",
    "models": "Models",
}


@pytest.fixture
def actions(qapp):
    return Actions()


@pytest.fixture
def preferences(tmp_path):
    return Preferences(tmp_path / "preferences.json")


@pytest.fixture
def built():
    return []


@pytest.fixture
def window(qtbot, theme, actions, preferences, built):
    made = Window(actions, theme, preferences)

    def build(place):
        built.append(place)
        return Page(PLACES[place], "A sentence.")

    for place, title in PLACES.items():
        made.add_place(place, title, "table", lambda place=place: build(place))
    qtbot.addWidget(made)
    made.go("start")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def texts(widget):
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisible())


def problem(name="a"):
    return Problem("file_empty", name=name)


def test_a_place_is_built_on_the_first_visit_and_only_then(window, built, qtbot):
    assert built == ["start"]
    with qtbot.waitSignal(window.place_changed, check_params_cb=lambda place: place == "data"):
        window.go("data")
    window.go("start")
    window.go("data")
    assert built == ["start", "data"]
    assert window.page("data").isVisible()


def test_ctrl_and_a_number_lead_to_the_places(window, qtbot):
    for number, place in enumerate(PLACES, 1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.place == place


def test_the_rail_leads_to_the_places_and_marks_the_one_on_show(window, qtbot):
    buttons = {b.text(): b for b in window.findChildren(RowButton) if b.isVisible()}
    buttons["Training"].click()
    assert window.place == "training"
    assert [name for name, b in buttons.items() if b.isChecked()] == ["Training"]
    assert buttons["Training"].accessibleDescription() == "You are here"
    buttons["Training"].setFocus()
    qtbot.keyClick(buttons["Training"], Qt.Key.Key_Down)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.place == "playground"


def test_every_place_is_in_the_menu(window, actions):
    bar = window.menuBar()
    titles = [action.text() for action in bar.actions()]
    assert titles == list(menus().values())
    go = [action.text() for action in bar.actions()[3].menu().actions()]
    assert go == list(PLACES.values())
    listed = {action for menu in bar.actions() for action in menu.menu().actions()}
    assert set(actions.all()) <= listed


def test_the_project_stands_in_rail_and_title(window):
    assert "None open" in texts(window)
    window.set_project_name("Superheroes")
    assert window.windowTitle() == "Superheroes - TuneDesk"
    assert "Superheroes" in texts(window)
    window.set_project_name(None)
    assert window.windowTitle() == "TuneDesk"


def test_background_work_shows_at_the_foot(window):
    piece = window.work.piece(window, lambda: None)
    piece.tell("Training, step 40 of 120", 1 / 3)
    rail = window.findChild(Rail)
    assert rail._bar.isVisible()
    assert rail._bar.value() == 333
    piece.tell("Loading")
    assert rail._bar.maximum() == 0
    piece.tell(None)
    assert not rail._bar.isVisible()
    assert not rail._work.isVisible()


def test_no_background_work_hides_another_and_a_click_leads_to_the_newest(window, qtbot):
    rail, ways = window.findChild(Rail), []
    training = window.work.piece(window, lambda: ways.append("training"))
    rescue = window.work.piece(window, lambda: ways.append("rescue"))
    training.tell("Training: step 3 of 9", 1 / 3)
    rescue.tell("Bringing home: <b>letters</b>", 0.5)
    assert rail._work.accessibleName() == "2 tasks"
    assert "Training: step 3 of 9" in rail._work.toolTip()
    assert "Bringing home" in rail._work.toolTip()
    assert rail._work.accessibleDescription() == "Training: step 3 of 9. Bringing home: <b>letters</b>."
    assert rail._bar.value() == 333, "the one that is least far"
    qtbot.mouseClick(rail._work, Qt.MouseButton.LeftButton)
    training.tell("Training: step 4 of 9", 4 / 9)
    qtbot.mouseClick(rail._work, Qt.MouseButton.LeftButton)
    assert ways == ["rescue", "rescue"], "news of another one do not change where it leads"
    rescue.tell("Bringing home: the last one")
    assert rail._bar.maximum() == 0, "of one nobody knows how far it is"
    rescue.leave()
    assert rail._work.accessibleName() == "Training: step 4 of 9"
    assert rail._work.accessibleDescription() == ""
    rail._work.setFocus()
    qtbot.keyClick(rail._work, Qt.Key.Key_Space)
    assert ways[-1] == "training"


def test_only_work_that_took_long_is_said_to_be_over(window):
    now, said = [0.0], []
    window.work.clock = lambda: now[0]
    window.work.over.connect(said.append)
    piece = window.work.piece(window, lambda: None)
    for seconds in (LONG_S, LONG_S + 1):
        piece.tell("Exporting “m”", 0.0)
        now[0] += seconds
        piece.tell("Exporting “m”", 1.0)
        piece.tell(None)
        piece.tell(None)
    assert said == ["Exporting “m”"], "the long one, once"
    piece.tell("Exporting “m”", 0.0)
    now[0] += 2 * LONG_S
    piece.leave()
    assert len(said) == 1


def test_a_problem_waits_until_it_is_dismissed(window, qtbot):
    window.show_problem(problem("a.csv"))
    window.show_problem(problem("b.csv"))
    assert say(problem("b.csv").happened) in texts(window)
    assert "2 problems" in texts(window)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert say(problem("a.csv").happened) in texts(window)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert say(problem("a.csv").happened) not in texts(window)
    assert "problem" not in texts(window)


def test_the_same_problem_is_said_once(window):
    for _ in range(5):
        window.show_problem(problem())
    assert window._notices.problems != []
    assert len(window._notices.problems) == 1
    assert "1 problem" in texts(window)


def test_a_problem_can_be_tried_again(window):
    said = []
    window.show_problem(problem(), lambda: said.append(1))
    again = next(b for b in window.findChildren(QPushButton) if b.isVisible() and b.text() == "Try again")
    again.click()
    assert said == [1]
    assert not window._notices.isVisible()


def test_a_notice_lies_over_the_page_and_moves_nothing(window, qtbot):
    before = window.page("start").geometry()
    window.notice("95 training rows created.")
    assert "95 training rows created." in texts(window)
    assert window.page("start").geometry() == before
    assert window._notices._timer.isActive()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert "95 training rows created." not in texts(window)


def test_a_problem_lies_over_the_page_that_is_entered_next(window, qtbot):
    window.show_problem(Problem("disk_full", name="heroes", folder="here"))
    notices = window._notices
    for place in ("data", "start", "models"):
        window.go(place)
        over = window._stack.childAt(notices.geometry().center())
        assert notices is over or notices.isAncestorOf(over), place


def test_a_notice_does_not_hide_a_problem(window, qtbot):
    window.show_problem(problem())
    window.notice("95 training rows created.")
    assert say(problem().happened) in texts(window)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window._notices.problems == []


def test_escape_belongs_to_the_page_when_nothing_is_on_show(window, qtbot):
    field = QLineEdit()
    window.page("start").set_content(field)
    said = []
    field.keyPressEvent = lambda event: said.append(Qt.Key(event.key()))
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert said == [Qt.Key.Key_Escape]


def test_the_notice_stays_at_the_foot_when_the_window_grows(window):
    window.show_problem(problem())
    window.resize(1300, 900)
    window.centralWidget().layout().activate()
    notices = window._notices
    assert notices.geometry().bottom() <= notices.parentWidget().height()
    assert notices.parentWidget().height() - notices.geometry().bottom() < 40


def test_the_palette_finds_and_does(window, qtbot, actions):
    dialog = window.open_palette()
    assert isinstance(dialog, PaletteDialog)
    assert not dialog.isHidden()
    assert "Save a copy…" not in dialog.shown  # no project is open
    search = dialog.findChild(QLineEdit)
    qtbot.keyClicks(search, "APPEAR dark")
    assert dialog.shown == ["Dark appearance"]
    qtbot.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: colours() is DARK)
    assert actions["dark"].isChecked()


def test_the_palette_finds_an_action_by_what_else_people_call_it(window, qtbot):
    dialog = window.open_palette()
    search = dialog.findChild(QLineEdit)
    qtbot.keyClicks(search, "import csv")
    assert dialog.shown == ["Open a file with rows…"]
    search.clear()
    qtbot.keyClicks(search, "theme night")
    assert dialog.shown == ["Dark appearance"]
    dialog.reject()


def test_the_palette_puts_a_name_before_what_else_people_call_an_action(window, qtbot):
    window.add_room("data", Room("theme", "Theme", "What rows are about"), lambda: None)
    dialog = window.open_palette()
    search, all_of_them = dialog.findChild(QLineEdit), dialog.shown
    qtbot.keyClicks(search, "models")
    assert dialog.shown == ["Models", "Bring my models home…"]
    search.clear()
    qtbot.keyClicks(search, "theme")
    others = ["Appearance like the system", "Light appearance", "Dark appearance"]
    assert dialog.shown == [f"{PLACES['data']}: Theme", *others]
    search.clear()
    assert dialog.shown == all_of_them
    assert all_of_them[0] == "Open a sample: Superheroes"  # as in the menus
    dialog.reject()


def test_the_palette_leads_to_a_room_by_its_name_or_by_what_one_does_there(window, qtbot):
    entered = []
    window.add_room("data", Room("meaning", "Meaning", "See which rows mean the same"), lambda: entered.append(1))
    dialog = window.open_palette()
    search = dialog.findChild(QLineEdit)
    qtbot.keyClicks(search, "mean same")
    assert dialog.shown == [f"{PLACES['data']}: Meaning"]
    qtbot.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: entered == [1])


def test_the_palette_moves_with_the_arrows_and_leaves_with_escape(window, qtbot):
    dialog = window.open_palette()
    search = dialog.findChild(QLineEdit)
    for _ in range(2):
        qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(search, Qt.Key.Key_Up)
    assert dialog._list.currentItem().text(0) == dialog.shown[1]
    qtbot.keyClicks(search, "no such words")
    assert dialog.shown == []
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_ctrl_k_opens_the_palette(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert len(window.findChildren(PaletteDialog)) == 1
    window.findChild(PaletteDialog).reject()


def test_conditions_enable_actions(actions):
    assert not actions["save_copy"].isEnabled()
    actions.set_condition("project", holds=True)
    assert actions["save_copy"].isEnabled()
    late = actions.add(Row("late", "Late", "edit", when="project"))
    assert late.isEnabled()
    actions.set_condition("project", holds=False)
    assert not late.isEnabled()
    assert late not in actions.enabled()


def test_no_two_actions_have_the_same_keys(window, actions):
    keys = [each.toString() for action in actions.all() for each in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+K", "Ctrl+1", "Ctrl+5", "Ctrl+Shift+Z", "Ctrl+Z"} <= set(keys)


@pytest.mark.parametrize("keys", ["Ctrl+Shift+Z", "Ctrl+Y"])
def test_redo_knows_the_keys_of_every_system(window, qtbot, actions, keys):
    redo = actions["redo"]
    assert redo.shortcut() == QKeySequence(QKeySequence.StandardKey.Redo)  # what menus and the list of keys show
    actions.set_condition("redo", holds=True)
    with qtbot.waitSignal(redo.triggered):
        pressed = QKeySequence(keys)[0]
        qtbot.keyClick(window, pressed.key(), pressed.keyboardModifiers())


def test_the_text_grows_from_the_keyboard_and_is_remembered(window, qtbot, theme, preferences, actions):
    actions["larger"].trigger()
    assert theme.text_size == 115
    assert preferences.get(TEXT_SIZE) == 115
    for _ in range(9):
        actions["larger"].trigger()
    assert theme.text_size == 200
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert theme.text_size == 100
    actions["smaller"].trigger()
    assert theme.text_size == 100


def test_one_change_of_the_look_paints_once(window, qtbot, theme, actions):
    painted = []
    theme.changed.connect(lambda: painted.append((theme.appearance, theme.text_size)))
    actions["larger"].trigger()
    actions["dark"].trigger()
    actions["dark"].trigger()
    assert painted == [("system", 115), ("dark", 115)]


def test_the_preferences_hold_at_once(window, theme, preferences, qtbot):
    dialog = window.open_preferences()
    assert isinstance(dialog, PreferencesDialog)
    box = dialog.findChild(QComboBox, "appearance")
    box.setFocus()
    index = box.findData("dark")
    box.setCurrentIndex(index)
    box.activated.emit(index)
    assert theme.appearance == "dark"
    assert preferences.get(APPEARANCE) == "dark"
    assert Preferences(preferences._path).get(APPEARANCE) == "dark"
    dialog.accept()


def test_preferences_that_cannot_be_saved_hold_for_now(window, theme, preferences, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    preferences._path = blocked / "preferences.json"
    window._appearance.choose("dark")
    assert theme.appearance == "dark"
    assert [shown.key for shown in window._notices.problems] == ["preferences_not_saved"]


def test_the_window_takes_the_preferences_of_last_time(qtbot, theme, actions, preferences):
    preferences.set(APPEARANCE, "dark")
    preferences.set(TEXT_SIZE, 150)
    made = Window(actions, theme, preferences)
    qtbot.addWidget(made)
    assert (theme.appearance, theme.text_size) == ("dark", 150)
    assert actions["dark"].isChecked()


def test_size_is_remembered_and_nonsense_is_not(qtbot, theme, preferences):
    first = Window(Actions(), theme, preferences)
    qtbot.addWidget(first)
    first.show()
    first.resize(900, 640)  # no wider than the screen of this platform lets a window be restored
    with qtbot.waitSignal(first.closing):
        first.close()
    second = Window(Actions(), theme, preferences)
    qtbot.addWidget(second)
    assert (second.width(), second.height()) == (900, 640)
    preferences.set(WINDOW, "%%% no base64 %%%")
    third = Window(Actions(), theme, preferences)
    qtbot.addWidget(third)
    assert third.width() == 1180


def drop(window, urls):
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, left, none)
    enter.ignore()
    window.dragEnterEvent(enter)
    event = QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, left, none)
    window.dropEvent(event)
    return enter.isAccepted()


def test_all_dropped_files_are_handed_on(window, qtbot):
    said = []
    window.files_dropped.connect(said.append)
    assert drop(window, ["file:///data/heroes.csv", "file:///data/more.csv"])
    assert said == [["/data/heroes.csv", "/data/more.csv"]]
    assert not drop(window, ["https://example.org/heroes.csv"])
    assert said == [["/data/heroes.csv", "/data/more.csv"]]


def test_quit_closes_the_window(window, actions, qtbot):
    with qtbot.waitSignal(window.closing):
        actions["quit"].trigger()
    assert not window.isVisible()


def test_help_lists_all_keys_and_all_licences(window, actions, qtbot):
    of_a_page = QAction("Turn the page", window.page("data"))
    of_a_page.setShortcut("F7")
    actions["shortcuts"].trigger()
    dialog = window.findChild(ShortcutsDialog)
    table = dialog.findChild(QTableWidget)
    listed = {table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())}
    assert listed["All actions…"] == "Ctrl+K"
    assert listed["Playground"] == "Ctrl+4"
    assert listed["Turn the page"] == "F7"
    assert len(listed) == table.rowCount(), "each stands there once"
    dialog.accept()
    actions["about"].trigger()
    about = window.findChild(AboutDialog)
    text = about._licences()
    assert "SIL OPEN FONT LICENSE" in text
    assert "Lucide" in text
    assert "Lesser General Public License" in text
    for part in ("RapidFuzz: MIT", "torch: Apache-2.0", "openTSNE: BSD-3-Clause", "CPython: PSF-2.0"):
        assert part in text
    about.accept()


def test_an_installed_program_says_where_the_licences_lie(window, monkeypatch, tmp_path):
    (tmp_path / "about").mkdir()
    (tmp_path / "about" / "LICENCES.txt").write_text("all of them")
    monkeypatch.setattr("desktop_app.gui.help_dialogs.sys.prefix", str(tmp_path))
    about = AboutDialog(window)
    assert str(tmp_path / "about" / "LICENCES.txt") in about._licences()


def test_the_smallest_window_is_usable_at_the_largest_text(window, theme, actions):
    theme.set_text_size(200)
    window.resize(900, 600)
    window.set_project_name("A project with a really very long name of the autumn campaign 2026")
    assert (window.width(), window.height()) == (900, 600)
    assert window.minimumSizeHint().width() <= 900
    assert window.minimumSizeHint().height() <= 600
    rail = window.findChild(Rail)
    for button in rail.findChildren(RowButton):
        if button.isVisible():
            assert button._words.text() == button.text(), "a word of the rail is cut off"


def test_native_keys_stand_in_the_tooltips(window):
    data = next(b for b in window.findChildren(RowButton) if b.text() == "Data")
    assert QKeySequence("Ctrl+2").toString(QKeySequence.SequenceFormat.NativeText) in data.toolTip()


def test_the_window_loads_nothing_heavy():
    code = (
        "import sys, desktop_app.gui.window, desktop_app.gui.start.page\n"
        "heavy = {'pyqtgraph', 'pandas', 'openai', 'keyring', 'numpy', 'torch', 'tiktoken'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

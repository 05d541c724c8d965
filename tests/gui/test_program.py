"""The program put together: what one room wants of another happens, and what goes wrong is said."""

import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop_app.app import Program
from desktop_app.core.example import Completion, Part
from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.core.wizard import STEPS, Step
from desktop_app.crash import CrashBorder
from desktop_app.gui.editor.unsaved_texts import UnsavedTexts
from desktop_app.gui.theme.fonts import POINTS
from desktop_app.settings import paths
from desktop_app.settings.preferences import RECENT_PROJECTS, TEXT_SIZE, Preferences
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work import watch
from tests.engine.ending import end_engine
from tests.gui.accessible import unnamed_controls


@pytest.fixture
def remembered():
    """Return what the preferences hold before the program starts."""
    return []


@pytest.fixture
def program(qapp, qtbot, theme, no_stray_windows, remembered):
    border = CrashBorder(paths.log_dir())
    kept = Preferences(paths.data_dir() / "preferences.json")
    for preference, value in remembered:
        kept.set(preference, value)
    made = Program(qapp, border)
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.window.close()
    border.stop()
    end_engine(paths.engine_dir())
    made.deleteLater()


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifiers)


def visible_words(window) -> list[str]:
    return [part.accessibleName() or part.text() for part in window.findChildren(QLabel) if part.isVisible()]


def rows_of(path) -> int:
    with sqlite3.connect(path) as connection:
        count = connection.execute("SELECT count(*) FROM body").fetchone()[0]
    connection.close()
    return count


def begin_sample(program, qtbot):
    program.rooms.start.sample.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    wizard = program.rooms.wizard
    qtbot.waitUntil(lambda: program.rooms.data.importing and wizard.wizard is not None and wizard.state == "content")
    return wizard


def walk(qtbot, wizard):
    """Press Enter on every page of the wizard."""
    for step in STEPS:
        qtbot.waitUntil(lambda step=step: wizard.wizard.step is step and wizard.next.isEnabled())
        press(qtbot, Qt.Key.Key_Return)


def test_the_sample_becomes_rows_with_the_enter_key_alone(program, qtbot):
    wizard = begin_sample(program, qtbot)
    walk(qtbot, wizard)
    qtbot.waitUntil(lambda: program.rooms.editor.state == "content" and not program.rooms.data.importing)
    project = program.workspace.project
    assert project.name == "Superheroes"
    assert rows_of(project.path) == 120
    assert program.window.windowTitle().startswith("Superheroes")
    assert str(project.path) in program.preferences.get(RECENT_PROJECTS)
    for _ in range(20):  # each repair is a step of its own, above the one that brought the rows in
        if "create 120 rows" in program.actions["undo"].text():
            break
        before = program.actions["undo"].text()
        program.actions["undo"].trigger()
        qtbot.waitUntil(lambda before=before: program.actions["undo"].text() != before)
    assert "create 120 rows" in program.actions["undo"].text()
    assert rows_of(project.path) == 120
    qtbot.waitUntil(program.rooms.editor.table.hasFocus)


def test_rows_that_are_alike_are_shown_after_the_wizard_to_whoever_asked_for_it(program, qtbot):
    wizard = begin_sample(program, qtbot)
    wizard.steps.check.board.view.later.setChecked(True)
    walk(qtbot, wizard)
    qtbot.waitUntil(lambda: not program.rooms.data.importing)
    pairs = program.rooms.views.pairs_page
    qtbot.waitUntil(lambda: pairs.isVisible() and pairs.state in ("content", "empty"))
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(program.rooms.editor.table.hasFocus)
    begin_sample(program, qtbot)
    assert not wizard.steps.check.alike_wanted, "another file, another wish"


def test_the_next_start_could_tell_a_project_that_stayed_empty(program, qtbot, monkeypatch):
    create, noted = Project.create, []

    def watched(path):
        noted.extend(each.read_text("utf-8") == str(path) for each in paths.drafts_dir().glob("*/project.txt"))
        return create(path)

    monkeypatch.setattr(Project, "create", watched)
    walk(qtbot, begin_sample(program, qtbot))
    qtbot.waitUntil(lambda: program.rooms.editor.state == "content" and not program.rooms.data.importing)
    assert noted == [True]
    qtbot.waitUntil(lambda: not list(paths.drafts_dir().iterdir()))


def test_rows_take_the_keyboard_when_their_project_opens_or_the_mouse_made_them(program, qtbot):
    wizard = begin_sample(program, qtbot)
    for _ in STEPS:
        qtbot.waitUntil(wizard.next.isEnabled)
        wizard.next.setFocus()
        qtbot.mouseClick(wizard.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(program.rooms.editor.table.hasFocus)
    path = program.workspace.project.path
    program.workspace.close()
    press(qtbot, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    program.open(path)
    qtbot.waitUntil(program.rooms.editor.table.hasFocus)


def test_the_first_project_opened_has_the_keyboard_in_its_table(program, qtbot, tmp_path):
    project = Project.create(tmp_path / "first.tunedesk")
    project.do(text("step.insert_row"), lambda e: e.append([(Completion("q", "a"), Part.TRAINING)])).result()
    project.close()
    program.open(project.path)
    qtbot.waitUntil(lambda: program.workspace.project is not None)
    qtbot.waitUntil(program.rooms.editor.table.hasFocus)


def test_leaving_the_wizard_leaves_no_empty_project_behind(program, qtbot):
    begin_sample(program, qtbot)
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: program.window.place == "start")
    assert program.workspace.project is None
    assert list(paths.projects_dir().iterdir()) == []
    assert program.preferences.get(RECENT_PROJECTS) == []


def test_a_wrong_file_is_said_and_another_can_be_chosen(program, qtbot, tmp_path):
    picture = tmp_path / "holiday.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    program.open(picture)
    wizard = program.rooms.wizard
    qtbot.waitUntil(lambda: wizard.state == "problem")
    assert (list(paths.projects_dir().iterdir()), program.preferences.get(RECENT_PROJECTS)) == ([], [])
    assert wizard.problem.key == "file_not_text"
    assert wizard.primary.isVisible()
    table = tmp_path / "answers.csv"
    table.write_text("prompt,completion\n" + "".join(f"q{n},a{n}\n" for n in range(20)))
    program.open(table)
    qtbot.waitUntil(lambda: wizard.state == "content" and wizard.wizard is not None)
    assert (list(paths.projects_dir().iterdir()), program.preferences.get(RECENT_PROJECTS)) == ([], [])
    walk(qtbot, wizard)
    qtbot.waitUntil(lambda: not program.rooms.data.importing)
    assert program.workspace.project.name == "answers"
    assert [path.name for path in paths.projects_dir().glob("*.tunedesk")] == ["answers.tunedesk"]


@pytest.mark.parametrize("away", ["quit", "another project", "the sample again"])
def test_a_table_that_never_became_rows_leaves_no_project(program, qtbot, tmp_path, away):
    other = Project.create(tmp_path / "other.tunedesk")
    other.close()
    begin_sample(program, qtbot)
    assert list(paths.projects_dir().iterdir()) == [], "a window that is killed now leaves none"
    assert program.workspace.project is None
    if away == "quit":
        program.window.close()
    elif away == "another project":
        program.open(other.path)
        qtbot.waitUntil(lambda: program.workspace.project is not None and program.workspace.project.name == "other")
        assert not program.rooms.data.importing, "the sample does not go into a project that was opened meanwhile"
    else:
        program.bringing.take_sample()
        wizard = program.rooms.wizard
        qtbot.waitUntil(lambda: program.rooms.data.importing and wizard.wizard is not None)
    assert list(paths.projects_dir().iterdir()) == []
    assert program.preferences.get(RECENT_PROJECTS) == ([str(other.path)] if away == "another project" else [])


def test_rows_that_cannot_be_put_into_a_project_are_not_lost(program, qtbot, monkeypatch):
    wizard = begin_sample(program, qtbot)
    folder = paths.projects_dir()

    def full():
        raise Problem("folder_not_writable", folder=str(folder))

    with monkeypatch.context() as patched:
        patched.setattr(paths, "projects_dir", full)
        walk(qtbot, wizard)
        qtbot.waitUntil(lambda: wizard.state == "problem")
    assert wizard.problem.key == "folder_not_writable"
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.state == "content" and wizard.next.isEnabled())
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not program.rooms.data.importing)
    assert rows_of(folder / "Superheroes.tunedesk") == 120


def test_a_pack_that_has_no_place_to_go_says_so(program, own_home, tmp_path):
    (own_home / "projects").write_text("a file stands where the folder would be")
    program.open(tmp_path / "heroes.tunedeskpack")
    assert any("Nothing can be written to" in words for words in visible_words(program.window))


def test_the_first_card_has_the_keyboard_where_everyone_begins(program, qtbot):
    sample = program.rooms.start.sample
    assert sample.hasFocus()
    begin_sample(program, qtbot)
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: program.window.place == "start")
    assert sample.hasFocus()


def test_a_project_that_is_open_elsewhere_is_said(program, qtbot, tmp_path):
    other = Project.create(tmp_path / "busy.tunedesk")
    said = []
    program.problem.connect(said.append)
    program.open(other.path)
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].key == "project_in_use"
    assert program.workspace.project is None
    other.close()
    program.open(other.path)
    qtbot.waitUntil(lambda: program.workspace.project is not None)


def test_a_second_file_goes_into_the_open_project(program, qtbot, tmp_path):
    table = tmp_path / "more.csv"
    table.write_text("prompt,completion\n" + "".join(f"q{n},a{n}\n" for n in range(20)))
    program.open(table)
    wizard = program.rooms.wizard
    qtbot.waitUntil(lambda: wizard.state == "content" and wizard.wizard is not None)
    walk(qtbot, wizard)
    qtbot.waitUntil(lambda: not program.rooms.data.importing)
    project = program.workspace.project
    assert rows_of(project.path) == 20
    program.open(table)
    qtbot.waitUntil(lambda: program.rooms.data.importing and wizard.state == "content" and wizard.wizard is not None)
    assert program.workspace.project is project
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not program.rooms.data.importing)
    assert rows_of(project.path) == 20


def test_an_unfinished_training_is_followed_from_the_moment_its_project_opens(program, qtbot, tmp_path):
    project = Project.create(tmp_path / "long.tunedesk")
    project.do(
        text("step.insert_row"), lambda e: e.append((Completion(str(n), "a"), Part.TRAINING) for n in range(12))
    ).result()
    job = Job("ftjob-x", "local", "m", JobStatus.RUNNING, 1.0)
    project.write(lambda c: jobs.add(c, job, Plan("m"))).result()
    project.close()
    program.open(project.path)
    qtbot.waitUntil(lambda: program.workspace.project is not None and program.rooms.training.run is not None)
    assert program.rooms.training.run.job.id == "ftjob-x"


def test_a_training_is_told_of_in_passing_wherever_one_is(provider, program, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "POLL_SECONDS", 0.03)
    project = Project.create(tmp_path / "long.tunedesk")
    project.do(text("step.insert_row"), lambda e: e.append([(Completion("q", "a"), Part.TRAINING)])).result()
    job = Job("ftjob-1", "local", "m", JobStatus.RUNNING, 1.0, total_steps=12)
    project.write(lambda c: jobs.add(c, job, Plan("m"))).result()
    project.close()
    running = provider.add_job()
    running.begin()
    running.advance(3)
    program.open(project.path)
    qtbot.waitUntil(lambda: "Training: step 3 of 12" in visible_words(program.window))
    running.advance(9)
    running.succeed()
    qtbot.waitUntil(lambda: any("training is finished" in words for words in visible_words(program.window)))
    assert program.window.place == "data"
    assert "Training: step 3 of 12" not in visible_words(program.window)


@pytest.mark.parametrize("place", ["start", "data", "training", "playground", "models"])
def test_every_place_can_be_reached_and_names_its_controls(program, qtbot, place):
    keys = [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5]
    number = ["start", "data", "training", "playground", "models"].index(place)
    press(qtbot, keys[number], Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.window.place == place)
    assert unnamed_controls(program.window) == []


@pytest.mark.parametrize("remembered", [[(TEXT_SIZE, 150)]], ids=["text at 150 %"])
def test_the_program_begins_in_the_size_it_was_left_in(program, qapp):
    assert program.window.menuBar().font().pointSizeF() == qapp.font().pointSizeF() == POINTS * 1.5


def test_a_place_takes_the_focus_so_that_its_keys_work_at_once(program, qtbot):
    press(qtbot, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.rooms.data.isAncestorOf(QApplication.focusWidget()))
    press(qtbot, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(program.rooms.start.sample.hasFocus)


def test_a_table_is_pasted_from_the_clipboard(program, qtbot):
    QApplication.clipboard().setText("question\tanswer\n" + "".join(f"q{n}\ta{n}\n" for n in range(12)))
    program.rooms.start.sample.setFocus()
    press(qtbot, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wizard = program.rooms.wizard
    qtbot.waitUntil(lambda: program.rooms.data.importing and wizard.wizard is not None and wizard.state == "content")
    assert wizard.wizard.found.columns == ("question", "answer")
    walk(qtbot, wizard)
    qtbot.waitUntil(lambda: not program.rooms.data.importing)
    assert rows_of(program.workspace.project.path) == 12


def test_an_empty_clipboard_is_said(program, qtbot):
    said = []
    program.problem.connect(said.append)
    QApplication.clipboard().clear()
    press(qtbot, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.rooms.data.isAncestorOf(QApplication.focusWidget()))
    press(qtbot, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].key == "clipboard_empty"
    assert program.workspace.project is None


@pytest.mark.parametrize("into", ["a new project", "the open project"])
def test_a_file_that_was_left_is_gone_on_with_from_the_data_page(program, qtbot, tmp_path, into):
    if into == "the open project":
        project = Project.create(tmp_path / "old.tunedesk")
        project.do(text("step.insert_row"), lambda e: e.append([(Completion("q", "a"), Part.TRAINING)])).result()
        project.close()
        program.open(project.path)
        qtbot.waitUntil(lambda: program.workspace.project is not None)
    table = tmp_path / "more.csv"
    table.write_text("prompt,completion\n" + "".join(f"q{n},a{n}\n" for n in range(20)))
    program.open(table)
    wizard = program.rooms.wizard
    qtbot.waitUntil(lambda: wizard.state == "content" and wizard.wizard is not None)
    press(qtbot, Qt.Key.Key_Return)
    wizard.steps.shape.system.same.setChecked(True)
    wizard.steps.shape.system.text.setPlainText("Be kind.")
    press(qtbot, Qt.Key.Key_Escape)
    data = program.rooms.data
    qtbot.waitUntil(lambda: not data.importing and data.unfinished is not None)
    assert (program.workspace.project is None) == (into == "a new project")
    press(qtbot, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    if into == "the open project":  # also on another day
        path = program.workspace.project.path
        program.workspace.close()
        assert data.unfinished is None
        program.open(path)
        qtbot.waitUntil(lambda: data.unfinished is not None)
    qtbot.waitUntil(data.banner.isVisible)
    data.banner.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: data.importing and wizard.state == "content" and wizard.wizard is not None)
    assert wizard.wizard.mapping.system == "Be kind."
    assert wizard.wizard.step is Step.SHAPE
    for step in STEPS[1:]:
        qtbot.waitUntil(lambda step=step: wizard.wizard.step is step and wizard.next.isEnabled())
        wizard.next.click()
    qtbot.waitUntil(lambda: not data.importing)
    assert rows_of(program.workspace.project.path) == (20 if into == "a new project" else 21)
    assert data.unfinished is None


def test_preference_pairs_are_shown_in_the_table(program, qtbot, tmp_path):
    table = tmp_path / "pairs.csv"
    table.write_text("q,good,bad\n" + "".join(f"q{n},better {n},worse {n}\n" for n in range(20)))
    program.open(table)
    wizard = program.rooms.wizard
    qtbot.waitUntil(lambda: wizard.state == "content" and wizard.wizard is not None)
    wizard._draw(wizard.wizard.answer(target="openai/gpt-4.1-mini-2025-04-14"))
    walk(qtbot, wizard)
    qtbot.waitUntil(lambda: program.rooms.editor.state == "content" and not program.rooms.data.importing)
    bubbles = program.rooms.editor.pane.bubbles
    assert [bubble.field.toPlainText() for bubble in bubbles.bubbles] == ["q0", "better 0", "worse 0"]


def test_closing_leaves_one_file_and_no_lock(program, qtbot, tmp_path):
    program.workspace.create(tmp_path / "one.tunedesk")
    qtbot.waitUntil(lambda: program.workspace.project is not None)
    program.window.close()
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["one.tunedesk"]


def test_what_will_be_switched_off_is_said_where_everyone_begins(qapp, qtbot, theme, program):
    start = program.rooms.start
    assert not start._dates.isVisible()
    program.reach.connections.add("openai", "OpenAI", "https://api.openai.com/v1")
    program._say_dates()
    assert start._dates.isVisible()
    assert "2027" in start._dates.text


@pytest.fixture
def broken_list(home):
    """Put a list of prices of one's own where the program looks for it; a comma is missing in it."""
    path = paths.data_dir() / "providers.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"providers": []\n "as_of": "2026-11-21"}', encoding="utf-8")
    return path


def test_a_broken_list_of_ones_own_is_said_at_the_start_and_stops_nobody(broken_list, program, qtbot):
    told = " ".join(visible_words(program.window))
    assert "“providers.json” cannot be understood from line 2 on" in told
    wizard = begin_sample(program, qtbot)
    assert wizard.state == "content"


def test_a_window_with_something_unsaved_closes_its_project_first_and_shows_what_is_not_in_it(program, qtbot, tmp_path):
    path = tmp_path / "full.tunedesk"
    made = Project.create(path)
    made.do(text("step.insert_row"), lambda edit: edit.append([(Completion("q", " a"), Part.TRAINING)])).result()
    made.close()
    program.open(path)
    editor = program.rooms.editor
    qtbot.waitUntil(lambda: program.workspace.project is not None and editor.model.rowCount() == 1)
    size = "SELECT page_count FROM pragma_page_count"
    program.workspace.project.write(
        lambda c: c.execute(f"PRAGMA max_page_count = {c.execute(size).fetchone()[0]}")
    ).result()
    long = "word " * 20_000
    editor.model.edited.emit(1, "completion", long)
    qtbot.waitUntil(lambda: editor.notice.owed)
    program.window.close()
    assert program.window.isVisible()
    assert program.workspace.project is None
    qtbot.waitUntil(lambda: any(each.isVisible() for each in program.window.findChildren(UnsavedTexts)))
    (shown,) = program.window.findChildren(UnsavedTexts)
    assert shown.texts.toPlainText() == long
    shown.accept()
    program.window.close()
    assert not program.window.isVisible()


def test_every_room_is_found_in_the_list_of_all_actions_and_led_to(program, qtbot):
    rooms = {"data": "meaning", "playground": "talk", "models": "storage"}
    for place, room in rooms.items():
        dialog = program.window.open_palette()
        name = program.actions[f"go_{place}_{room}"].text()
        qtbot.keyClicks(dialog._search, name)
        assert dialog.shown == [name]
        qtbot.keyClick(dialog._search, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda place=place: program.window.place == place)
        page = program.window.page(place)
        strip = page.rooms if place == "data" else page
        qtbot.waitUntil(lambda strip=strip, room=room: strip.current == room)
        assert strip.isAncestorOf(program.window.focusWidget()), name
        offered = {action.objectName() for action in program.actions.enabled()}
        assert {f"go_{place}_{each}" for each in strip.names} <= offered


def test_a_file_that_is_on_its_way_keeps_its_place(program, qtbot):
    wizard = begin_sample(program, qtbot)
    program.actions["go_data_meaning"].trigger()
    assert program.rooms.data.importing
    wizard.abandon()

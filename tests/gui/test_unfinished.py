"""Whoever goes away in the middle of the wizard, in whatever way, finds the answers again, and only those."""

import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.app import Program
from desktop_app.core.example import Completion, Part
from desktop_app.core.left import Left
from desktop_app.core.text import text
from desktop_app.core.wizard import STEPS, Step
from desktop_app.crash import CrashBorder
from desktop_app.settings import paths
from desktop_app.settings.left_files import LeftFiles
from desktop_app.store.project import Project
from desktop_app.work import unfinished


@pytest.fixture
def make(qapp, qtbot, theme, provider):
    """Return a function that starts the program, also a second time after it was closed."""
    made = []

    def started() -> Program:
        border = CrashBorder(paths.log_dir())
        program = Program(qapp, border)
        qtbot.addWidget(program.window)
        program.window.show()
        made.append((program, border))
        return program

    yield started
    for program, border in made:
        program.window.close()
        border.stop()
        program.deleteLater()


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a table and returns its path."""

    def written(name: str):
        path = tmp_path / name
        path.write_text("prompt,completion\n" + "".join(f"{name} {n},a{n}\n" for n in range(20)))
        return path

    return written


@pytest.fixture
def old(tmp_path):
    """Return the path of a project with one row."""
    project = Project.create(tmp_path / "old.tunedesk")
    project.do(text("step.insert_row"), lambda e: e.append([(Completion("q", "a"), Part.TRAINING)])).result()
    project.close()
    return project.path


def begun(qtbot, program, path):
    """Open a table and wait for the wizard's first page."""
    program.open(path)
    asks(qtbot, program, path)
    return program.rooms.wizard


def asks(qtbot, program, path):
    wizard = program.rooms.wizard
    qtbot.waitUntil(
        lambda: (
            program.rooms.data.importing
            and wizard.errand.path == path
            and wizard.state == "content"
            and wizard.wizard is not None
        )
    )


def answer(qtbot, program, path, said="Be kind."):
    """Open a table and give an answer of one's own on the second page."""
    wizard = begun(qtbot, program, path)
    wizard.next.click()
    wizard.steps.shape.system.same.setChecked(True)
    wizard.steps.shape.system.text.setPlainText(said)
    qtbot.waitUntil(lambda: wizard.wizard.mapping.system == said)
    return wizard


def opened(qtbot, program, path):
    program.open(path)
    qtbot.waitUntil(lambda: program.workspace.project is not None and program.workspace.project.path == path)


def go_on(qtbot, program, path):
    """Press the button over the rows, and wait for the page that was left."""
    data = program.rooms.data
    program.window.enter("data")
    qtbot.waitUntil(lambda: data.unfinished is not None and data.unfinished.path == path)
    qtbot.waitUntil(data.banner.isVisible)
    data.banner.findChild(QPushButton).click()
    asks(qtbot, program, path)
    return program.rooms.wizard


def finish(qtbot, program):
    wizard = program.rooms.wizard
    for step in STEPS[STEPS.index(wizard.wizard.step) :]:
        qtbot.waitUntil(lambda step=step: wizard.wizard.step is step and wizard.next.isEnabled())
        wizard.next.click()
    qtbot.waitUntil(lambda: not program.rooms.data.importing)


def kept_in(path) -> list[str]:
    """Return what a project that nobody has open says was left in it."""
    project = Project.open(path)
    try:
        return [left.path.name for left in unfinished._there(project)]
    finally:
        project.close()


def kept_here() -> list[str]:
    return [left.path.name for left in LeftFiles(paths.data_dir() / "left.json").all()]


def test_closing_the_window_keeps_what_was_answered_on_the_way_to_a_new_project(qtbot, make, table):
    path = table("a.csv")
    first = make()
    answer(qtbot, first, path)
    first.window.close()
    assert kept_here() == ["a.csv"]
    second = make()
    qtbot.waitUntil(lambda: any("“a.csv” is not in a table yet" in said for said in words(second.window)))
    wizard = go_on(qtbot, second, path)
    assert (wizard.wizard.step, wizard.wizard.mapping.system) == (Step.SHAPE, "Be kind.")
    finish(qtbot, second)
    assert second.workspace.project.name == "a"
    assert second.rooms.data.unfinished is None
    second.window.close()
    assert kept_here() == []
    assert kept_in(paths.projects_dir() / "a.tunedesk") == []


def words(window) -> list[str]:
    return [each.text() for each in window.findChildren(QLabel) if each.isVisible()]


@pytest.mark.parametrize("away", ["the window", "the project", "another project"])
def test_closing_keeps_what_was_answered_in_the_project(qtbot, make, table, old, tmp_path, away):
    path, program = table("a.csv"), make()
    opened(qtbot, program, old)
    answer(qtbot, program, path)
    if away == "the window":
        program.window.close()
        assert kept_in(old) == ["a.csv"]
        program = make()
    elif away == "the project":
        program.workspace.close()
        assert program.rooms.data.unfinished is None
    else:
        other = Project.create(tmp_path / "other.tunedesk")
        other.close()
        opened(qtbot, program, other.path)
        assert not program.rooms.data.importing
    assert kept_here() == [], "it belongs to the project"
    opened(qtbot, program, old)
    wizard = go_on(qtbot, program, path)
    assert (wizard.wizard.step, wizard.wizard.mapping.system) == (Step.SHAPE, "Be kind.")


def test_another_project_that_is_opened_does_not_get_what_was_to_make_a_new_one(qtbot, make, table, old):
    path, program = table("a.csv"), make()
    answer(qtbot, program, path)
    opened(qtbot, program, old)
    assert not program.rooms.data.importing
    assert kept_here() == ["a.csv"]
    program.workspace.close()
    qtbot.waitUntil(lambda: program.rooms.data.unfinished == unfinished._there(None)[0])
    assert kept_in(old) == []


@pytest.mark.parametrize("into", ["a new project", "the open project"])
def test_another_file_leaves_the_first_one_to_be_gone_on_with(qtbot, make, table, old, into):
    a, b, program = table("a.csv"), table("b.csv"), make()
    if into == "the open project":
        opened(qtbot, program, old)
    answer(qtbot, program, a)
    begun(qtbot, program, b)
    finish(qtbot, program)
    if into == "a new project":  # where the first one was to make one of its own
        assert program.rooms.data.unfinished is None
        program.workspace.close()
    wizard = go_on(qtbot, program, a)
    assert wizard.wizard.mapping.system == "Be kind."


def test_two_files_that_were_left_are_both_offered_the_newest_first(qtbot, make, table, old):
    a, b, program = table("a.csv"), table("b.csv"), make()
    opened(qtbot, program, old)
    answer(qtbot, program, a)
    wizard = answer(qtbot, program, b, "Be brief.")
    wizard.cancel.click()
    wizard = go_on(qtbot, program, b)
    assert wizard.wizard.mapping.system == "Be brief."
    finish(qtbot, program)
    wizard = go_on(qtbot, program, a)
    assert wizard.wizard.mapping.system == "Be kind."
    wizard.cancel.click()
    qtbot.waitUntil(lambda: program.rooms.data.unfinished is not None)
    program.rooms.data.forget.click()
    program.workspace.close()
    assert kept_in(old) == [], "neither what is finished nor what is not wanted comes back"


def test_the_same_file_opened_once_more_does_not_begin_anew(qtbot, make, table):
    path, program = table("a.csv"), make()
    wizard = answer(qtbot, program, path)
    program.window.enter("start")
    program.open(path)
    assert program.rooms.data.importing
    assert program.window.place == "data"
    assert (wizard.wizard.step, wizard.wizard.mapping.system) == (Step.SHAPE, "Be kind.")
    assert wizard.state == "content"


def test_what_nobody_answered_is_not_kept(qtbot, make, table, old):
    program = make()
    begun(qtbot, program, table("a.csv"))
    program.window.close()
    assert kept_here() == []
    program = make()
    opened(qtbot, program, old)
    begun(qtbot, program, table("b.csv"))
    program.workspace.close()
    assert kept_in(old) == []


def test_what_is_not_wanted_any_more_does_not_come_back_at_the_next_start(qtbot, make, table):
    program = make()
    answer(qtbot, program, table("a.csv"))
    qtbot.keyClick(program.rooms.wizard, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: program.window.place == "start")
    assert program.rooms.data.unfinished is not None
    program.window.enter("data")
    program.rooms.data.forget.click()
    assert kept_here() == []
    program.window.close()
    program = make()
    program.window.enter("data")
    qtbot.waitUntil(lambda: not program.bringing.unfinished._looking.running)
    assert program.rooms.data.unfinished is None


@pytest.mark.parametrize("into", ["a new project", "the open project"])
def test_rows_that_are_being_written_when_the_window_closes_are_not_offered_again(qtbot, make, table, old, into):
    path, program = table("a.csv"), make()
    if into == "the open project":
        opened(qtbot, program, old)
    answer(qtbot, program, path).cancel.click()
    wizard = go_on(qtbot, program, path)
    while wizard.wizard.step is not Step.SPLIT:
        qtbot.waitUntil(wizard.next.isEnabled)
        wizard.next.click()
    qtbot.waitUntil(wizard.next.isEnabled)
    wizard.next.click()
    qtbot.waitUntil(lambda: wizard.creation.writing or not program.rooms.data.importing)
    project = program.workspace.project.path
    qtbot.waitUntil(lambda: rows_in(project) > 1)
    program.window.close()
    assert kept_here() == []
    assert kept_in(project) == []


def rows_in(path) -> int:
    with sqlite3.connect(path) as connection:
        count = connection.execute("SELECT count(*) FROM head").fetchone()[0]
    connection.close()
    return count


def test_a_place_that_cannot_be_written_is_said_and_the_answers_stay_for_now(qtbot, make, table):
    program, said = make(), []
    program.problem.connect(said.append)
    (paths.data_dir() / "left.json").mkdir()
    answer(qtbot, program, table("a.csv")).cancel.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].key == "preferences_not_saved"
    assert isinstance(program.rooms.data.unfinished, Left)

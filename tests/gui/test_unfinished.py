"""Whoever goes away in the middle of the wizard, in whatever way, finds the answers again; files that wait stay."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop_app.app import Program
from desktop_app.core.example import Completion, Part
from desktop_app.core.left import Left
from desktop_app.core.text import text
from desktop_app.core.wizard import STEPS, Step, Where
from desktop_app.crash import CrashBorder
from desktop_app.launch import Opening
from desktop_app.settings import paths
from desktop_app.settings.left_files import LeftFiles
from desktop_app.store import examples
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


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, left, none))


@pytest.mark.parametrize("into", ["a new project", "the open project"])
def test_of_two_dropped_files_the_second_is_told_and_offered_when_the_first_is_in_the_table(
    qtbot, make, table, old, into
):
    train, valid, program = table("train.csv"), table("valid.csv"), make()
    before = 0
    if into == "the open project":
        opened(qtbot, program, old)
        before = 1
    drop(program.window, train, valid)
    assert any("“train.csv” is read first. “valid.csv” waits" in said for said in words(program.window))
    asks(qtbot, program, train)
    finish(qtbot, program)
    project, data = program.workspace.project, program.rooms.data
    assert rows_in(project.path) == before + 20
    qtbot.waitUntil(data.banner.isVisible)
    assert data.banner.text == "“valid.csv” is not in the table yet: now it is its turn."
    assert data.banner.findChild(QPushButton).text() == "Read it"
    wizard = go_on(qtbot, program, valid)
    wizard._draw(wizard.wizard.answer(where=Where.VALIDATION))
    finish(qtbot, program)
    assert program.workspace.project is project
    with project.reading() as connection:
        assert examples.counts(connection)[Part.VALIDATION] >= 20
    assert data.unfinished is None
    program.window.close()
    assert (kept_here(), kept_in(project.path)) == ([], [])


def test_files_that_wait_are_there_at_the_next_start_and_each_can_be_let_go(qtbot, make, table):
    a, b, c, program = table("a.csv"), table("b.csv"), table("c.csv"), make()
    drop(program.window, a, b, c, a)
    assert any("“a.csv” is read first. 2 more files wait" in said for said in words(program.window))
    asks(qtbot, program, a)
    program.window.close()
    assert kept_here() == ["b.csv"], "nobody answered anything of the first, and nobody wants it any more"
    program = make()
    data = program.rooms.data
    program.window.enter("data")
    qtbot.waitUntil(lambda: data.unfinished is not None)
    assert data.banner.text == "“b.csv” is not in the table yet: now it is its turn. After it comes “c.csv”."
    go_on(qtbot, program, b).cancel.click()
    qtbot.waitUntil(lambda: data.unfinished == Left(b, then=(c,)))
    program.window.enter("data")
    data.forget.click()
    qtbot.waitUntil(lambda: data.unfinished == Left(c))
    data.forget.click()
    assert data.unfinished is None
    assert kept_here() == []


def test_a_file_that_comes_while_another_is_still_being_read_waits_behind_it(qtbot, make, table):
    a, b, program = table("a.csv"), table("b.csv"), make()
    program.open(a)
    program.open(b)
    assert any("“a.csv” is read first. “b.csv” waits" in said for said in words(program.window))
    asks(qtbot, program, a)
    assert program.rooms.wizard.errand.then == (b,)
    program.open(a, b)  # once more
    assert program.rooms.wizard.errand.then == (b,)
    program.rooms.wizard.next.click()
    program.rooms.wizard.steps.shape.system.same.setChecked(True)
    program.rooms.wizard.steps.shape.system.text.setPlainText("Be kind.")
    program.rooms.wizard.cancel.click()
    qtbot.waitUntil(lambda: program.rooms.data.unfinished is not None)
    assert (program.rooms.data.unfinished.path, program.rooms.data.unfinished.then) == (a, (b,))


def test_a_project_among_several_files_is_opened_alone_and_the_others_are_named(qtbot, make, table, old):
    a, program = table("a.csv"), make()
    drop(program.window, old, a)
    assert "Not opened: a.csv. A project or a pack is opened alone." in words(program.window)
    qtbot.waitUntil(lambda: program.workspace.project is not None)
    drop(program.window, a, old)
    assert "Not opened: old.tunedesk. A project or a pack is opened alone." in words(program.window)
    asks(qtbot, program, a)


def test_files_on_the_clipboard_are_taken_like_dropped_ones(qtbot, make, table):
    a, b, program = table("a.csv"), table("b.csv"), make()
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(path)) for path in (a, b)])
    QApplication.clipboard().setMimeData(copied)
    program.bringing.paste()
    asks(qtbot, program, a)
    assert program.rooms.wizard.errand.then == (b,)


class Running(QObject):
    """Plays the program and its window, and notes what is opened."""

    asked = Signal(str)
    rung = Signal(str)
    focusWindowChanged = Signal()  # noqa: N815 - Qt's name

    def __init__(self):
        super().__init__()
        self.opened = []
        self.window = self
        self.isMinimized = lambda: False
        self.show = self.raise_ = self.activateWindow = lambda: None

    def open(self, *files):
        self.opened.append([file.name for file in files])


def test_files_that_the_system_names_one_by_one_are_all_opened(qapp):
    running = Running()
    opening = Opening(running, None, running, Path("first.csv"))
    running.asked.emit("a.csv")
    running.rung.emit("b.csv")
    running.rung.emit("")
    assert running.opened == [], "there is no window yet"
    opening.program = running
    running.asked.emit("c.csv")
    assert running.opened == [["first.csv", "a.csv", "b.csv", "c.csv"]]
    running.asked.emit("d.csv")
    assert running.opened[1:] == [["d.csv"]]

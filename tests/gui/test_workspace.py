"""The open project for the windows, where somebody does the unexpected."""

import threading

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.app import Program
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.core.wizard import STEPS
from desktop_app.crash import CrashBorder
from desktop_app.gui.background import Task
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.settings import paths
from desktop_app.store.project import Project


@pytest.fixture
def program(qapp, own_home):
    border = CrashBorder(paths.log_dir())
    made = Program(QApplication.instance(), border)
    problems = []
    made.problem.connect(problems.append)
    made.problems = problems
    yield made
    made.window.close()
    made.window.deleteLater()
    border.stop()


def test_the_project_that_is_open_can_be_opened_again(program, qtbot, tmp_path):
    path = tmp_path / "p.tunedesk"
    Project.create(path).close()
    program.open(path)
    qtbot.waitUntil(lambda: program.workspace.project is not None)
    opened = program.workspace.project
    program.window.go("start")
    program.open(tmp_path / "." / "p.tunedesk")
    qtbot.waitUntil(lambda: program.window.place == "data")
    assert program.workspace.project is opened
    assert program.problems == []


def nothing_under_way(program):
    return not any(task.running for task in program.workspace.findChildren(Task))


def test_a_project_that_is_asked_for_twice_in_a_hurry_is_opened_once(program, qtbot, tmp_path):
    path = tmp_path / "p.tunedesk"
    Project.create(path).close()
    for _ in range(2):  # as with a double click
        program.open(path)
    qtbot.waitUntil(lambda: program.workspace.project is not None)
    qtbot.waitUntil(lambda: nothing_under_way(program))
    assert program.workspace.project.path == path
    assert program.problems == []


@pytest.fixture
def slow(tmp_path, monkeypatch):
    """Make a project that takes long to open; return its file, and the gate before which it waits."""
    path, gate, opened = tmp_path / "slow.tunedesk", threading.Event(), Project.open
    Project.create(path).close()

    def held(wanted):
        if wanted == path:
            gate.wait(60)
        return opened(wanted)

    monkeypatch.setattr(Project, "open", held)
    yield path, gate
    gate.set()


def test_of_two_projects_the_one_asked_for_last_is_open_however_long_the_first_takes(program, qtbot, tmp_path, slow):
    first, gate = slow
    last = tmp_path / "quick.tunedesk"
    Project.create(last).close()
    program.open(first)
    program.open(last)
    qtbot.waitUntil(lambda: program.workspace.project is not None)
    gate.set()
    qtbot.waitUntil(lambda: nothing_under_way(program))
    assert program.workspace.project.path == last
    Project.open(first).close()  # nobody holds it any more
    assert program.problems == []


def test_a_project_that_comes_late_does_not_end_what_was_begun_meanwhile(program, qtbot, slow):
    path, gate = slow
    program.open(path)
    program.bringing.take_sample()
    gate.set()
    qtbot.waitUntil(lambda: nothing_under_way(program))
    assert program.workspace.project is None
    assert program.rooms.data.importing
    Project.open(path).close()
    assert program.problems == []


def brought(program, qtbot, table):
    """Write a table there, open it, and take what the wizard proposes up to its last button."""
    rows = [f"What is {n} and {n}?,It is {2 * n}." for n in range(20)]
    table.write_text("prompt,completion\n" + "\n".join(rows) + "\n", encoding="utf-8")
    program.window.show()
    program.open(table)
    wizard = program.rooms.wizard
    for step in STEPS:
        qtbot.waitUntil(lambda step=step: wizard.wizard is not None and wizard.wizard.step is step)
        qtbot.waitUntil(wizard.next.isEnabled)
        wizard.next.click()


@pytest.mark.parametrize(("stem", "name"), [("a:b?", "a b"), ("x" * 250, "x" * 120), ("?", "Project")])
def test_a_table_of_any_name_becomes_a_project(program, qtbot, tmp_path, stem, name):
    brought(program, qtbot, tmp_path / f"{stem}.csv")
    qtbot.waitUntil(lambda: program.workspace.project is not None)
    assert program.workspace.project.name == name
    assert program.problems == []
    qtbot.waitUntil(lambda: not program.rooms.data.importing)


def test_a_place_for_projects_that_cannot_be_made_is_said(program, qtbot, own_home, tmp_path):
    (own_home / "projects").touch()
    brought(program, qtbot, tmp_path / "t.csv")
    words = english(Problem("folder_not_writable", folder=str(own_home / "projects")).happened)
    qtbot.waitUntil(lambda: any(words == part.text() for part in program.rooms.wizard.findChildren(QLabel)))
    assert program.workspace.project is None
    (own_home / "projects").unlink()
    wizard = program.rooms.wizard
    wizard.findChild(ProblemView)._again.click()
    qtbot.waitUntil(wizard.next.isEnabled)
    wizard.next.click()
    qtbot.waitUntil(lambda: program.workspace.project is not None)
    qtbot.waitUntil(lambda: not program.rooms.data.importing)

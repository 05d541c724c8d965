"""The open project for the windows, where somebody does the unexpected."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.app import Program
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.core.wizard import STEPS
from desktop_app.crash import CrashBorder
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

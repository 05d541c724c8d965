"""The open project for the windows, where somebody does the unexpected."""

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.app import Program
from desktop_app.crash import CrashBorder
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


@pytest.mark.parametrize(("stem", "name"), [("a:b?", "a b"), ("x" * 250, "x" * 120), ("?", "Project")])
def test_a_table_of_any_name_becomes_a_project(program, qtbot, tmp_path, stem, name):
    table = tmp_path / f"{stem}.csv"
    table.write_text("prompt,completion\nq,a\n", encoding="utf-8")
    program.open(table)
    qtbot.waitUntil(lambda: program.workspace.project is not None)
    assert program.workspace.project.name == name
    assert program.problems == []


def test_a_place_for_projects_that_cannot_be_made_is_said(program, qtbot, own_home, tmp_path):
    (own_home / "projects").touch()
    table = tmp_path / "t.csv"
    table.write_text("prompt,completion\nq,a\n", encoding="utf-8")
    program.open(table)
    assert [problem.key for problem in program.problems] == ["folder_not_writable"]

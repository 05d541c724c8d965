"""Undo and redo at their edges: edits that change nothing, and what is kept after undoing a lot."""

import pytest

from desktop_app.core.change import Change
from desktop_app.core.example import Completion, Part
from desktop_app.core.fields import expected
from desktop_app.core.text import text
from desktop_app.store import examples
from desktop_app.store.project import Project

LABEL = text("step.edit_field", field="completion")


@pytest.fixture
def project(tmp_path):
    opened = Project.create(tmp_path / "heroes.tunedesk")
    opened.do(LABEL, lambda edit: edit.append([(Completion("question", " answer"), Part.TRAINING)])).result()
    yield opened
    opened.close()


def write(project: Project, value: str) -> Change:
    return project.do(LABEL, lambda edit: edit.write_field(1, "completion", value)).result()


def answer(project: Project) -> str:
    with project.reading() as connection:
        return expected(examples.page(connection, [1])[0].example)


def steps_back(project: Project) -> int:
    count = 0
    while project.history().undo:
        project.undo().result()
        count += 1
    return count


def test_an_edit_that_changes_nothing_leaves_redo_as_it_was(project):
    write(project, " new")
    project.undo().result()
    assert write(project, " answer") == Change()
    assert project.history().redo == LABEL
    project.redo().result()
    assert answer(project) == " new"


def test_a_hundred_steps_are_kept_also_after_many_were_undone(project):
    for number in range(90):
        write(project, f" {number}")
    for _ in range(80):
        project.undo().result()
    for number in range(80):
        write(project, f" again {number}")
    assert steps_back(project) == 91
    assert project.history().redo == LABEL


def test_half_a_surrogate_pair_is_kept_and_can_be_undone(project):
    write(project, " \ud83d alone")
    assert answer(project) == " \ud83d alone"
    write(project, " mended")
    project.undo().result()
    assert answer(project) == " \ud83d alone"

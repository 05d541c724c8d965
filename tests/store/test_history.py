"""Undo and redo at their edges: edits that change nothing, and what is kept after undoing a lot."""

import pytest

from desktop_app.core.change import Change
from desktop_app.core.example import Completion, Part, RowStatus
from desktop_app.core.fields import expected
from desktop_app.core.text import text
from desktop_app.store import examples, history
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


def test_a_history_that_grew_too_large_loses_its_oldest_steps_and_says_so(project, monkeypatch):
    monkeypatch.setattr(history, "KEPT_BYTES", 20_000)
    for number in range(10):
        write(project, f" {number}" * 1000)
    assert project.history().forgotten == 0
    for number in range(10):
        write(project, f" {number}" * 3000)
    forgotten = project.history().forgotten
    assert forgotten > 0
    assert len(project.steps()) == 21 - forgotten
    assert steps_back(project) == 21 - forgotten
    assert answer(project) != " answer"
    while project.history().redo:
        project.redo().result()
    assert answer(project) == " 9" * 3000


def test_the_newest_step_stays_however_large_it_is(project, monkeypatch):
    monkeypatch.setattr(history, "KEPT_BYTES", 1000)
    write(project, " much" * 1000)
    write(project, " short")
    assert [step.label for step in project.steps()] == [LABEL]
    project.undo().result()
    assert answer(project) == " much" * 1000


def test_an_excluded_row_stays_and_is_not_learned_from(project):
    def seen():
        with project.reading() as connection:
            every, used = list(examples.ids(connection)), list(examples.ids(connection, Part.TRAINING))
            return every, used, examples.counts(connection)[Part.TRAINING], examples.excluded(connection)

    project.do(LABEL, lambda edit: edit.set_status([1], RowStatus.EXCLUDED)).result()
    assert seen() == ([1], [], 0, 1)
    write(project, " edited")
    assert seen() == ([1], [], 0, 1)
    with project.reading() as connection:
        assert list(examples.rows(connection, Part.TRAINING)) == []
    for _ in range(2):
        project.undo().result()
    assert seen() == ([1], [1], 1, 0)


def test_a_tag_is_one_line_and_stands_once(project):
    project.do(LABEL, lambda edit: edit.tag([1], ["ask\nEva ", "ask Eva", "", "later"])).result()
    with project.reading() as connection:
        assert examples.page(connection, [1])[0].tags == ("ask Eva", "later")
        assert examples.all_tags(connection) == ["ask Eva", "later"]


def test_half_a_surrogate_pair_in_remarks_is_shown_as_its_number(project):
    def remark(edit):
        edit.set_note([1], "note \ud83d")
        edit.tag([1], ["tag \ud83d"])
        edit.remember("system", "prompt \ud83d")

    project.do(LABEL, remark).result()
    with project.reading() as connection:
        (row,) = examples.page(connection, [1])
    assert (row.note, row.tags) == (r"note \ud83d", (r"tag \ud83d",))
    assert project.settings()["system"] == r"prompt \ud83d"


def test_half_a_surrogate_pair_is_kept_and_can_be_undone(project):
    write(project, " \ud83d alone")
    assert answer(project) == " \ud83d alone"
    write(project, " mended")
    project.undo().result()
    assert answer(project) == " \ud83d alone"

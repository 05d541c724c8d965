"""Rows that are alike, found in a project's file, and what people say of them, kept with the project."""

import asyncio
from contextlib import closing

import pytest

from desktop_app.core.alike import Kind
from desktop_app.core.example import Completion, Part, RowStatus
from desktop_app.core.text import text
from desktop_app.store.project import Project
from desktop_app.work import alike

LABEL = text("step.insert_row")


@pytest.fixture
def project(tmp_path):
    with closing(Project.create(tmp_path / "rows.tunedesk")) as made:
        pairs = [("Where?", "Here."), ("Who?", "Me."), ("Where?", "Here."), ("Who?", "You."), ("When?", "Now.")]
        rows = [(Completion(asked, said), Part.TRAINING) for asked, said in pairs]
        made.do(LABEL, lambda edit: edit.append(rows)).result()
        yield made


def found(project):
    *_, groups = alike.look_for(project.path)
    return groups


def test_the_same_rows_and_the_same_question_are_found_with_what_they_ask(project):
    assert {(group.kind, group.rows, group.gist) for group in found(project)} == {
        (Kind.SAME, (1, 3), "Where?"),
        (Kind.ANSWERS, (2, 4), "Who?"),
    }


def test_excluded_rows_are_like_nobody(project):
    project.do(LABEL, lambda edit: edit.set_status([3, 4], RowStatus.EXCLUDED)).result()
    assert found(project) == ()


def test_so_many_groups_of_a_kind_are_shown_and_no_more(project, monkeypatch):
    more = [(Completion(f"Another {n}?", "Yes."), Part.TRAINING) for n in (1, 2, 1, 2)]
    project.do(LABEL, lambda edit: edit.append(more)).result()
    assert sum(group.kind is Kind.SAME for group in found(project)) == 3
    monkeypatch.setattr(alike, "MOST", 2)
    kinds = [group.kind for group in found(project)]
    assert (kinds.count(Kind.SAME), kinds.count(Kind.ANSWERS)) == (2, 1)


def test_what_somebody_called_different_is_remembered_the_newest_at_least(project, monkeypatch):
    assert asyncio.run(alike.different(project)) == frozenset()
    monkeypatch.setattr(alike, "_REMEMBERED", 2)
    alike.remember_different(project, ["old", "newer", "newest"])
    project.write(lambda _: None).result()  # what was queued before is on disk by then
    assert asyncio.run(alike.different(project)) == {"newer", "newest"}
    assert [step.label.key for step in project.steps()] == [LABEL.key]  # it is no step of the history


def test_a_group_is_settled_when_at_most_one_of_its_rows_is_used(project):
    groups = {place: group.rows for place, group in enumerate(found(project))}
    assert set(asyncio.run(alike.settled(project, groups)).values()) == {False}
    project.do(LABEL, lambda edit: edit.delete([1])).result()
    project.do(LABEL, lambda edit: edit.set_status([4], RowStatus.EXCLUDED)).result()
    assert set(asyncio.run(alike.settled(project, groups)).values()) == {True}

"""Finding a text in the rows on show: the nearest one on, the other way, and round the end of the table."""

import asyncio
from array import array
from contextlib import closing

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.search import REMARKS, Search
from desktop_app.core.text import text
from desktop_app.store.project import Project
from desktop_app.work import read_rows
from desktop_app.work.read_rows import Match, find

LABEL = text("step.insert_row")


@pytest.fixture
def project(tmp_path):
    with closing(Project.create(tmp_path / "p.tunedesk")) as made:
        rows = [Completion(f"question {n}", "Hero" if n % 4 == 2 else "other") for n in range(12)]
        made.do(LABEL, lambda edit: edit.append((row, Part.TRAINING) for row in rows)).result()
        yield made


def found(project, search, start, ids=None, **how):
    shown = array("q", range(1, 13)) if ids is None else array("q", ids)
    return asyncio.run(find(project, shown, search, start, **how))


@pytest.mark.parametrize("together", [4096, 3])  # all rows in one look, and in several
def test_the_nearest_row_comes_first_and_after_the_last_the_first(project, monkeypatch, together):
    monkeypatch.setattr(read_rows, "_SOUGHT", together)
    hero = Search("hero")
    assert found(project, hero, 2) == Match(7, "completion", "Hero")  # rows 3, 7 and 11 have it
    assert found(project, hero, 10) == Match(3, "completion", "Hero", around=True)
    assert found(project, hero, 6, backwards=True) == Match(3, "completion", "Hero")
    assert found(project, hero, 0, backwards=True) == Match(11, "completion", "Hero", around=True)


def test_the_row_one_stands_in_comes_last(project):
    assert found(project, Search("question 5"), 5) == Match(6, "prompt", "question 5", around=True)
    assert found(project, Search("question 5"), 5, backwards=True) == Match(6, "prompt", "question 5", around=True)


def test_what_is_nowhere_and_what_is_nothing_is_not_found(project):
    assert found(project, Search("villain"), 3) is None
    assert found(project, Search(""), 3) is None
    assert found(project, Search("hero"), 0, ids=[]) is None
    assert found(project, Search("hero"), 0, ids=[1, 2, 99]) is None  # hidden rows are none, nor those that are gone


def test_remarks_are_found_in_the_order_of_the_rows_on_show(project):
    project.do(LABEL, lambda edit: edit.set_note([2, 9], "a hero's row")).result()
    remark = Search("hero", fields=REMARKS)
    assert found(project, remark, 0).row_id == 2
    assert found(project, remark, 0, ids=[5, 9, 2]).row_id == 9
    assert found(project, remark, 0, ids=[5, 6]) is None

"""Ids of rows: each is given once in the life of a project."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.store import examples, row_ids, schema
from desktop_app.store.course import Course, Ended
from desktop_app.store.project import Project

LABEL = text("step.insert_row")
ROW = (Completion("q", " a"), Part.TRAINING)


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "p.tunedesk")
    made.do(LABEL, lambda edit: edit.append([ROW] * 3)).result()
    yield made
    made.close()


def ids(project):
    with project.reading() as connection:
        return examples.ids(connection).tolist()


def test_the_id_of_a_deleted_row_is_not_given_again(project):
    project.do(LABEL, lambda edit: edit.delete([2, 3])).result()
    project.do(LABEL, lambda edit: edit.insert_below(1, *ROW)).result()
    project.do(LABEL, lambda edit: edit.append([ROW])).result()
    assert ids(project) == [1, 4, 5]
    for _ in range(3):
        project.undo().result()
    assert ids(project) == [1, 2, 3]
    project.do(LABEL, lambda edit: edit.append([ROW])).result()
    assert ids(project) == [1, 2, 3, 6], "what was undone had an id, too"


def test_a_step_that_was_ended_gives_its_ids_back(project):
    course = Course()

    def put(edit):
        edit.append([ROW])
        course.end()
        edit.course.expect(1)
        edit.course.advance(1)

    with pytest.raises(Ended):
        project.do(LABEL, put, course).result()
    project.do(LABEL, lambda edit: edit.append([ROW])).result()
    assert ids(project) == [1, 2, 3, 4]


def test_rows_that_an_older_project_has_lost_keep_their_ids(tmp_path):
    path = tmp_path / "old.tunedesk"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(connection, schema.MIGRATIONS[:7])
        connection.execute("INSERT INTO head (id, rank, part) VALUES (4, 1048576, 'training')")
        connection.execute('INSERT INTO body VALUES (4, \'{"prompt": "q", "completion": " a"}\')')
        connection.execute("INSERT INTO run VALUES ('m', 0, '', '', '', NULL)")
        connection.execute("INSERT INTO run_row VALUES ('m', 7, 'training', x'00')")
    with closing(Project.open(path)) as project:
        project.do(LABEL, lambda edit: edit.append([ROW])).result()
        assert ids(project) == [4, 8], "a training knows a row 7"


@given(st.lists(st.integers(-5, 45_000)))
def test_they_come_in_order_each_once(chosen):
    assert row_ids.ascending(chosen) == sorted(set(chosen))


def test_however_many_they_are_only_some_are_put_in_order_at_a_time(monkeypatch):
    lengths = []
    monkeypatch.setattr(row_ids, "sorted", lambda some: lengths.append(len(some)) or sorted(some), raising=False)
    chosen = [*range(60_000, 0, -1), *range(30_000)]
    assert row_ids.ascending(iter(chosen)) == [*range(60_001)]
    assert max(lengths) <= 10_000

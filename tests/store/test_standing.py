"""How far people are with some rows, and which is the next nobody has decided about."""

from array import array

import pytest

from desktop_app.core.example import Completion, Part, RowStatus
from desktop_app.core.text import text
from desktop_app.store import row_findings, standing
from desktop_app.store.project import Project

LABEL = text("step.insert_row")


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "p.tunedesk")
    made.do(LABEL, lambda edit: edit.append((Completion(f"q{n}", "a"), Part.TRAINING) for n in range(8))).result()

    def mark(edit):
        edit.set_status([1, 2], RowStatus.REVIEWED)
        edit.set_status([4], RowStatus.EXCLUDED)
        edit.set_status([5], RowStatus.PROBLEM)
        edit.write_field(6, "prompt", "edited")
        edit.delete([8])

    made.do(LABEL, mark).result()
    yield made
    made.close()


def test_only_the_rows_in_question_are_counted(project):
    with project.reading() as connection:
        assert standing.statuses(connection, array("q", [1, 2, 3, 4, 8])) == {"reviewed": 2, "new": 1, "excluded": 1}
        assert standing.used(connection, [1, 4, 8]) == {1}


@pytest.mark.parametrize(("start", "place"), [(0, 2), (2, 2), (3, 5), (6, 6), (7, 2)])
def test_the_next_open_row_is_found_from_any_place_on_and_around(project, start, place, monkeypatch):
    monkeypatch.setattr(standing, "_PAGE", 3)
    with project.reading() as connection:
        assert standing.next_open(connection, array("q", range(1, 9)), start) == place


def test_where_all_is_decided_there_is_none(project):
    with project.reading() as connection:
        assert standing.next_open(connection, array("q", [1, 2, 4, 5, 8]), 2) is None
        assert standing.next_open(connection, array("q"), 0) is None


def test_what_was_found_in_a_row_is_known_or_not_looked_for_yet(project):
    with project.reading() as connection:
        stamp = row_findings.stamp(connection)
        assert row_findings.of_row(connection, 1) is None
    ids = array("q", range(1, 8))
    project.write(lambda c: row_findings.keep(c, stamp, ids, {"b": array("q", [1]), "a": array("q", [1])})).result()
    with project.reading() as connection:
        assert row_findings.of_row(connection, 1) == ("a", "b")
        assert row_findings.of_row(connection, 2) == ()

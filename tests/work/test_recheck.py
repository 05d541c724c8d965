"""What is known of single rows is found aside by a real process, goes with an edit, and comes back true."""

import asyncio

import pytest

from desktop_app.core.example import Completion, Part, RowStatus
from desktop_app.core.look import Look
from desktop_app.core.text import text
from desktop_app.store import looks, row_findings, sources
from desktop_app.store.project import Project
from desktop_app.work import recheck as recheck_module
from desktop_app.work.apart import Apart
from desktop_app.work.recheck import recheck

LABEL = text("step.insert_row")


@pytest.fixture
def project(tmp_path):
    rows = [Completion(f"question {n}", f" answer {n}") for n in range(12)]
    rows += [Completion("question 3", " answer 3"), Completion("without", " ")]
    made = Project.create(tmp_path / "p.tunedesk")
    made.do(LABEL, lambda edit: edit.append((row, Part.TRAINING) for row in rows)).result()
    yield made
    made.close()


def checked(project):
    async def whole():
        apart = Apart()
        try:
            return await recheck(project, apart)
        finally:
            await apart.close()

    return asyncio.run(whole())


def rows_of(project, name):
    with project.reading() as connection:
        return [row for portion in looks.ids(connection, Look(findings=frozenset({name}))) for row in portion]


def test_findings_of_rows_are_mended_after_edits_deletes_and_undo(project):
    assert checked(project)
    assert rows_of(project, "duplicates") == [13]
    assert rows_of(project, "empty_answers") == [14]
    with project.reading() as connection:
        assert looks.facets(connection).findings["duplicates"] == 1
        vocabulary = looks.vocabulary(connection)
        assert vocabulary
        assert sources.uncounted(connection, vocabulary) == []
        assert row_findings.are_fresh(connection)
    project.do(LABEL, lambda edit: edit.write_field(14, "completion", " something")).result()
    assert rows_of(project, "empty_answers") == []  # at once: what was said of the old text is not said of the new one
    assert checked(project)
    assert rows_of(project, "empty_answers") == []
    project.do(LABEL, lambda edit: edit.delete([4])).result()
    assert checked(project)
    assert rows_of(project, "duplicates") == []
    project.undo().result()
    assert checked(project)
    assert rows_of(project, "duplicates") == [13]


def test_an_excluded_row_is_nobodys_twin(project):
    project.do(LABEL, lambda edit: edit.set_status([13], RowStatus.EXCLUDED)).result()
    assert checked(project)
    assert rows_of(project, "duplicates") == []


def test_what_changed_meanwhile_is_not_called_checked(project, monkeypatch):
    class Late(Apart):
        async def one(self, function, *args):
            found = await super().one(function, *args)
            project.do(LABEL, lambda edit: edit.write_field(13, "completion", " another")).result()
            return found

    with monkeypatch.context() as patch:
        patch.setitem(globals(), "Apart", Late)
        assert not checked(project)
    assert rows_of(project, "duplicates") == []
    assert checked(project)


def test_rows_that_are_as_they_were_are_not_looked_over_again(project):
    assert checked(project)

    class Idle:
        async def one(self, *_):
            raise AssertionError("nothing has changed")

    assert asyncio.run(recheck(project, Idle()))


def test_many_rows_are_written_in_portions_and_all_of_them_arrive(project, monkeypatch):
    monkeypatch.setattr(recheck_module, "_PORTION", 5)
    assert checked(project)
    assert rows_of(project, "duplicates") == [13]
    with project.reading() as connection:
        assert connection.execute("SELECT count(*) FROM row_checked").fetchone() == (14,)

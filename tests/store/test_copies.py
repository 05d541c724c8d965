"""What must not go wrong around a project file: copies over others, half made files, closing while others come in."""

import subprocess
import sys
import textwrap
import threading

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.fields import expected
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.store import examples, schema
from desktop_app.store.connection import connect
from desktop_app.store.project import Project

LABEL = text("step.edit_field", field="completion")


def put(project: Project, answer: str) -> None:
    project.do(LABEL, lambda edit: edit.append([(Completion("q", answer), Part.TRAINING)])).result()


def answers(project: Project) -> list[str]:
    with project.reading() as connection:
        return [expected(row.example) for row in examples.page(connection, list(examples.ids(connection)))]


@pytest.fixture
def project(tmp_path):
    opened = Project.create(tmp_path / "heroes.tunedesk")
    put(opened, " mine")
    yield opened
    opened.close()


def test_a_copy_never_takes_the_place_of_an_open_project(project, tmp_path):
    other = Project.create(tmp_path / "other.tunedesk")
    put(other, " theirs")
    for target in (project.path, other.path):
        with pytest.raises(Problem) as caught:
            project.save_copy(target)
        assert caught.value.key == "copy_over_open"
    put(other, " and more")
    other.close()
    again = Project.open(other.path)
    assert answers(again) == [" theirs", " and more"]
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_copy_in_the_place_of_a_crashed_project_is_the_copy(project, tmp_path):
    target = tmp_path / "old.tunedesk"
    script = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from desktop_app.core.example import Completion, Part
        from desktop_app.core.text import text
        from desktop_app.store.project import Project
        project = Project.create(Path(sys.argv[1]))
        rows = [(Completion("q", " old"), Part.TRAINING)] * 5
        project.do(text("step.edit_field"), lambda edit: edit.append(rows)).result()
        os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    subprocess.run([sys.executable, "-c", script, str(target)], check=False)
    assert target.with_name("old.tunedesk-wal").stat().st_size > 0
    project.save_copy(target)
    copy = Project.open(target)
    assert answers(copy) == [" mine"]
    copy.close()


def test_a_copy_that_cannot_be_written_is_said_of_the_copy(project, tmp_path):
    for target in (tmp_path / "no" / "copy.tunedesk", tmp_path / "folder.tunedesk"):
        (tmp_path / "folder.tunedesk").mkdir(exist_ok=True)
        with pytest.raises(Problem) as caught:
            project.save_copy(target)
        assert (caught.value.key, caught.value.values["name"]) == ("copy_not_written", target.name)
    assert not (tmp_path / "no").exists()
    assert not list(tmp_path.glob("*.part"))


def test_a_project_that_could_not_be_made_leaves_nothing_behind(tmp_path, monkeypatch):
    broken = ("CREATE TABLE once (x); CREATE TABLE once (x);",)
    monkeypatch.setattr(schema.migrate, "__defaults__", (broken,))
    with pytest.raises(Problem):
        Project.create(tmp_path / "new.tunedesk")
    assert list(tmp_path.iterdir()) == []


def test_a_migration_and_its_version_are_on_disk_together(tmp_path):
    path = tmp_path / "p.tunedesk"
    Project.create(path).close()
    broken = (*schema.MIGRATIONS, "CREATE TABLE added (x); SELECT no_such_function();")
    connection = connect(path, writable=True)
    with pytest.raises(Exception, match="no_such_function"):
        schema.migrate(connection, broken)
    connection.close()
    connection = connect(path, writable=True)
    assert schema.version(connection) == len(schema.MIGRATIONS)
    schema.migrate(connection, (*schema.MIGRATIONS, "CREATE TABLE added (x)"))
    assert schema.version(connection) == len(schema.MIGRATIONS) + 1
    connection.close()


def test_whoever_comes_while_the_project_closes_is_told_and_one_file_is_left(tmp_path):
    project = Project.create(tmp_path / "p.tunedesk")
    closing, written = threading.Event(), []

    def slow(edit):
        closing.wait(30)
        edit.append([(Completion("q", " last"), Part.TRAINING)])

    queued = project.do(LABEL, slow)
    with project.reading() as connection:
        closer = threading.Thread(target=project.close)
        closer.start()
        while project._open:
            pass
        for too_late in (lambda: project.set_setting("a", "b"), project.settings):
            with pytest.raises(Problem) as caught:
                too_late()
            written.append(caught.value.key)
        closing.set()
        closer.join()
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert queued.result().examples
    assert written == ["project_closed"] * 2
    assert [p.name for p in tmp_path.iterdir()] == ["p.tunedesk"]
    again = Project.open(project.path)
    assert answers(again) == [" last"]
    again.close()

"""The models of a project's trainings, read from a file to which nothing happens."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.core.job import HERE, Job, JobStatus, Plan
from desktop_app.core.run_record import RunRecord
from desktop_app.store import jobs, runs, schema
from desktop_app.store.connection import connect, lies_still, untouched
from desktop_app.store.course import Course
from desktop_app.store.project import Project
from desktop_app.store.trained import Trained, in_file, of_project

BASE = "gpt-4.1-mini-2025-04-14"
TUNED = f"ft:{BASE}:school:heroes:abc"
DONE = Job("job-1", "openai", BASE, JobStatus.SUCCEEDED, 10.0, tuned_model=TUNED)
BROKEN = Job("job-2", "openai", BASE, JobStatus.FAILED, 20.0)
FOUND = (Trained("openai", BASE, 20.0, done=False), Trained("openai", TUNED, 10.0, done=True))


def fill(project, *known):
    for job in known:
        project.write(lambda c, job=job: jobs.add(c, job, Plan(job.base_model))).result()


@pytest.fixture
def path(tmp_path):
    """Return a project with two trainings that nobody has open."""
    file = tmp_path / "Customer answers.tunedesk"
    with closing(Project.create(file)) as project:
        fill(project, DONE, BROKEN)
    return file


def lying_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}


def spoil(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_the_newest_training_comes_first_and_a_planned_one_counts(path):
    with closing(Project.open(path)) as project:
        record = RunRecord("ab" * 16, 30.0, "openai", Plan("gpt-4o-2024-08-06", connection="openai"), (), "cd" * 32)
        project.write(lambda c: runs.begin(c, record, ())).result()
        with project.reading() as connection:
            assert of_project(connection) == (*FOUND, Trained("openai", "gpt-4o-2024-08-06", 30.0, done=False))


def test_a_file_is_read_as_it_lies_there_and_nothing_is_made_beside_it(path):
    before = lying_in(path.parent)
    with closing(untouched(path)) as connection:
        assert connection.execute("SELECT count(*) FROM job").fetchone() == (2,)
        assert list(path.parent.iterdir()) == [path], "not even for a moment"
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("DELETE FROM job")
    assert in_file(path, Course()) == FOUND
    assert lying_in(path.parent) == before


def test_a_project_of_an_older_version_is_read_and_stays_old(tmp_path):
    path = tmp_path / "old.tunedesk"
    path.touch()
    with closing(connect(path, writable=True)) as connection:
        schema.migrate(connection, schema.MIGRATIONS[:1])
        jobs.add(connection, DONE, Plan(BASE))
    before = lying_in(tmp_path)
    assert in_file(path, Course()) == FOUND[1:]
    assert lying_in(tmp_path) == before


def test_what_is_missing_open_damaged_newer_or_nothing_of_ours_gives_nothing(path, tmp_path):
    assert in_file(tmp_path / "gone.tunedesk", Course()) == ()
    assert in_file(tmp_path, Course()) == ()
    with closing(Project.open(path)):
        assert not lies_still(path)
        assert in_file(path, Course()) == (), "a window has it open"
        (tmp_path / "link.tunedesk").symlink_to(path)
        assert in_file(tmp_path / "link.tunedesk", Course()) == ()
    assert in_file(tmp_path / "link.tunedesk", Course()) == FOUND
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 3] + os.urandom(4096))
    assert in_file(path, Course()) == ()
    path.write_bytes(b"no project at all, but long enough to look like a file of something" * 99)
    assert in_file(path, Course()) == ()
    path.write_bytes(whole)
    spoil(path, f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    assert in_file(path, Course()) == ()
    path.write_bytes(whole)
    spoil(path, "PRAGMA application_id = 1")
    assert in_file(path, Course()) == ()
    assert sorted(file.name for file in tmp_path.iterdir()) == [path.name, "link.tunedesk"]


@pytest.mark.parametrize(
    "put",
    [
        "UPDATE job SET job = '{'",
        f"UPDATE job SET job = '{'[' * 9000}'",
        "UPDATE job SET job = cast(x'ff00ff' AS TEXT)",
        "UPDATE job SET job = zeroblob(9000000)",
        "UPDATE job SET job = json_set(job, '$.tuned_model', json('{}'), '$.provider', 7)",
        "UPDATE job SET created = 'once'",
        f"UPDATE job SET job = json_set(job, '$.base_model', '{'m' * 301}', '$.tuned_model', '{'m' * 301}')",
        "DROP TABLE job",
        "CREATE TRIGGER mine AFTER INSERT ON job BEGIN DELETE FROM job; END",
    ],
)
def test_contents_that_nobody_wrote_like_that_give_nothing(path, put):
    spoil(path, "PRAGMA foreign_keys = OFF", put)
    assert in_file(path, Course()) == ()


def test_only_the_newest_trainings_of_very_many_are_looked_at(path):
    with closing(Project.open(path)) as project:
        kept = json.loads(project.write(lambda c: c.execute("SELECT job FROM job").fetchone()[0]).result())
        many = [(f"more-{number}", 100.0 + number, json.dumps(kept), "{}") for number in range(500)]
        project.write(lambda c: c.executemany("INSERT INTO job (id, created, job, plan) VALUES (?, ?, ?, ?)", many))
    found = in_file(path, Course())
    assert len(found) == 200
    assert (found[0].created, found[-1].created) == (599.0, 400.0)


def test_whoever_does_not_want_it_any_more_gets_nothing(path):
    course = Course()
    course.end()
    assert in_file(path, course) == ()


def test_a_training_here_is_told_with_its_place(tmp_path):
    with closing(Project.create(tmp_path / "here.tunedesk")) as project:
        fill(project, Job("job-1", HERE, "tiny", JobStatus.CANCELLED, 1.0))
    assert in_file(tmp_path / "here.tunedesk", Course()) == (Trained(HERE, "tiny", 1.0, done=False),)

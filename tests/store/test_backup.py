"""Backups on a real disk: whole while one writes, thinned, brought back, never in place of something."""

import os
import shutil
import sqlite3
import sys
import threading
from collections import namedtuple
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.fields import expected
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.store import backup, connection, examples
from desktop_app.store.course import Course, Ended
from desktop_app.store.project import Project
from tests.store.crashed import ROWS, lost

TODAY = date(2026, 11, 22)
LABEL = text("step.insert_row")


def put(project, *answers):
    project.do(
        LABEL, lambda edit: edit.append([(Completion("q", answer), Part.TRAINING) for answer in answers])
    ).result()


def answers(project):
    with project.reading() as reader:
        return [expected(row.example) for row in examples.rows(reader)]


@pytest.fixture
def project(tmp_path):
    opened = Project.create(tmp_path / "heroes.tunedesk")
    put(opened, " first")
    yield opened
    opened.close()


@pytest.fixture
def root(tmp_path):
    return tmp_path / "backups"


def opened(path):
    project = Project.open(path)
    try:
        return answers(project)
    finally:
        project.close()


def test_a_backup_is_the_project_as_it_was_and_becomes_one_again(project, root, tmp_path):
    made = backup.make(project, root, TODAY, Course())
    put(project, " second")
    assert backup.of_project(root, project.path) == backup.backups(root) == [made]
    assert (made.project, made.day) == (project.path, TODAY)
    backup.bring_back(made, tmp_path / "again.tunedesk")
    assert opened(tmp_path / "again.tunedesk") == [" first"]
    assert answers(project) == [" first", " second"]
    assert not list(root.rglob("*-wal")) + list(root.rglob("*.part"))


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes")
def test_a_backup_comes_back_whole_where_a_crash_left_its_side_file(root, tmp_path):
    """SQLite plays a side file into whatever lies by its name: also into a copy that knows nothing of it."""
    made = lost(tmp_path / "P.tunedesk", root)
    backup.bring_back(made, made.project)
    with closing(sqlite3.connect(made.project)) as reader:
        assert reader.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    assert opened(made.project) == [" a"] * ROWS
    assert [path.name for path in tmp_path.iterdir() if path != root] == ["P.tunedesk"]


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes")
def test_what_lies_beside_a_file_stays_where_nothing_takes_its_place(root, tmp_path, monkeypatch):
    made = lost(tmp_path / "P.tunedesk", root)
    beside = {path: path.read_bytes() for path in tmp_path.glob("P.tunedesk-*")}
    replace = Path.replace

    def refuse(part, target):
        if part.suffix == ".part":
            raise PermissionError
        return replace(part, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(Problem, match="copy_not_written"):
            backup.bring_back(made, made.project)
    assert {path: path.read_bytes() for path in tmp_path.glob("P*")} == beside


def test_of_one_day_the_last_one_stays_and_only_news_are_copied(project, root):
    assert backup.has_news(root, project.path)
    made = backup.make(project, root, TODAY, Course())
    later = made.path.stat().st_mtime + 10
    os.utime(made.path, (later, later))
    assert not backup.has_news(root, project.path)
    for path in (project.path, project.path.with_name("heroes.tunedesk-wal")):
        os.utime(path, (later + 10, later + 10))
    assert backup.has_news(root, project.path)
    put(project, " second")
    assert backup.make(project, root, TODAY, Course()).path == made.path
    assert opened(made.path) == [" first", " second"]


def test_it_is_whole_while_somebody_writes(project, root):
    """Both rows of a step are in it, or neither."""
    enough, written = threading.Event(), []

    def write():
        while not enough.is_set():
            put(project, f" {len(written)} a", f" {len(written)} b")
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(12):
            made = backup.make(project, root, TODAY - timedelta(n), Course())
            found = opened(made.path)
            assert found[0] == " first"
            assert found[1:] == [f" {m} {which}" for m in range(len(found) // 2) for which in "ab"]
    finally:
        enough.set()
        writer.join()


def test_who_ends_it_finds_the_backups_as_they_were(project, root, monkeypatch):
    put(project, *(" " + "long " * 2000 for _ in range(50)))
    made = backup.make(project, root, TODAY, Course())
    before = made.path.read_bytes()
    put(project, " more")
    course = Course()
    course.end()
    with pytest.raises(Ended):
        backup.make(project, root, TODAY, course)
    assert made.path.read_bytes() == before
    assert sorted(path.name for path in made.path.parent.iterdir()) == [made.path.name, "project.json"]


def test_who_ends_it_does_not_wait_until_it_is_looked_through(project, root, monkeypatch):
    class Late(Course):
        ended = True  # by the time the copy is made and looked through

        def look(self):
            pass

    monkeypatch.setattr(connection, "_LOOK_AFTER", 1)
    with pytest.raises(Ended):
        backup.make(project, root, TODAY, Late())
    assert backup.backups(root) == []


def test_a_project_that_is_closed_meanwhile_leaves_one_file(project, root, monkeypatch):
    class Closing(Course):
        def look(self):
            project.close()

    backup.make(project, root, TODAY, Closing())
    assert [path.name for path in project.path.parent.glob("heroes*")] == ["heroes.tunedesk"]


def test_what_is_damaged_takes_no_place_of_a_whole_one(project, root):
    put(project, *(f" {n} " + "word " * 400 for n in range(60)))
    made = backup.make(project, root, TODAY, Course())
    whole = made.path.read_bytes()
    project.close()
    size = project.path.stat().st_size
    with project.path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size // 3))
    with sqlite3.connect(project.path) as looked:
        assert looked.execute("PRAGMA quick_check(1)").fetchone() != ("ok",)
    looked.close()
    with pytest.raises(Problem) as caught:
        backup.make(project, root, TODAY, Course())
    assert caught.value.key == "project_damaged"
    assert made.path.read_bytes() == whole


def test_what_stands_in_the_way_is_said_as_a_backup_that_is_missing(project, root, monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(backup.SPARE_BYTES))
    with pytest.raises(Problem) as caught:
        backup.make(project, root, TODAY, Course())
    assert caught.value.key == "backup_no_room"
    monkeypatch.undo()
    shutil.rmtree(root)
    root.write_text("a file where the folder should be", "utf-8")
    with pytest.raises(Problem) as caught:
        backup.make(project, root, TODAY, Course())
    assert caught.value.key == "backup_not_made"
    root.unlink()
    put(project, " all is well")


def test_a_project_that_is_gone_is_not_made_anew(project, root):
    project.path.rename(project.path.with_name("elsewhere.tunedesk"))
    with pytest.raises(Problem) as caught:
        backup.make(project, root, TODAY, Course())
    assert caught.value.key == "backup_not_made"
    assert not project.path.exists()


def test_they_are_thinned_by_the_ladder_and_by_bytes(project, root, monkeypatch):
    days = [TODAY - timedelta(n) for n in range(20)]
    for day in reversed(days):
        backup.make(project, root, day, Course())
    found = backup.of_project(root, project.path)
    assert [one.day for one in found[:12]] == days[:12]
    assert 12 < len(found) < 16
    monkeypatch.setattr(backup, "MOST_BYTES", found[0].bytes * 3)
    backup.make(project, root, TODAY, Course())
    assert [one.day for one in backup.of_project(root, project.path)] == days[:3]
    monkeypatch.setattr(backup, "MOST_BYTES", 1)
    backup.make(project, root, TODAY, Course())
    assert [one.day for one in backup.of_project(root, project.path)] == days[:2]


def test_projects_of_one_name_do_not_share_backups_and_each_can_be_forgotten(project, root, tmp_path):
    (tmp_path / "there").mkdir()
    other = Project.create(tmp_path / "there" / "heroes.tunedesk")
    for one in (project, other):
        backup.make(one, root, TODAY, Course())
    other.close()
    assert {one.project for one in backup.backups(root)} == {project.path, other.path}
    backup.forget(root, other.path)
    assert [one.project for one in backup.backups(root)] == [project.path]
    backup.forget(root, other.path)


def test_bringing_back_overwrites_nothing_and_leaves_nothing_half(project, root, tmp_path):
    made = backup.make(project, root, TODAY, Course())
    with pytest.raises(Problem) as caught:
        backup.bring_back(made, project.path)
    assert caught.value.key == "project_exists"
    assert answers(project) == [" first"]
    made.path.unlink()
    assert made.taken_ns == 0
    with pytest.raises(Problem) as caught:
        backup.bring_back(made, tmp_path / "new.tunedesk")
    assert caught.value.key == "copy_not_written"
    assert not list(tmp_path.glob("new*"))


def test_what_lies_there_besides_is_left_alone(project, root):
    made = backup.make(project, root, TODAY, Course())
    (made.path.parent / "notes.tunedesk").write_text("mine", "utf-8")
    (root / "stray").mkdir()
    (root / "stray" / "project.json").write_text("[]", "utf-8")
    (root / "file").write_text("", "utf-8")
    assert backup.backups(root) == [made]

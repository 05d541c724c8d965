"""The project file: durable edits, undo and redo, locks, strangers, copies."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.core.change import Change, History
from desktop_app.core.example import Completion, Part
from desktop_app.core.fields import expected
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.store import edit as edit_module
from desktop_app.store import examples, schema
from desktop_app.store import project as project_module
from desktop_app.store.connection import connect, settle
from desktop_app.store.project import Project
from desktop_app.store.same_file import SameFile

LABEL = text("step.edit_field", field="completion")


def made(number: int) -> tuple[Completion, Part]:
    return Completion(f"question {number}", f" answer {number}"), Part.TRAINING


@pytest.fixture
def project(tmp_path):
    opened = Project.create(tmp_path / "heroes.tunedesk")
    yield opened
    opened.close()


def fill(project: Project, count: int) -> list[int]:
    project.do(LABEL, lambda edit: edit.append(made(n) for n in range(count))).result()
    with project.reading() as connection:
        return list(examples.ids(connection))


def answers(project: Project) -> list[str]:
    with project.reading() as connection:
        return [expected(row.example) for row in examples.page(connection, list(examples.ids(connection)))]


def test_an_edit_is_on_disk_when_it_is_acknowledged(project):
    first, *_ = fill(project, 3)
    change = project.do(LABEL, lambda edit: edit.write_field(first, "completion", " changed")).result()
    assert change == Change(examples=True, rows=frozenset({first}))
    with sqlite3.connect(project.path) as other:
        assert "changed" in other.execute("SELECT line FROM body WHERE id = ?", (first,)).fetchone()[0]
        assert other.execute("SELECT status FROM head WHERE id = ?", (first,)).fetchone()[0] == "edited"
    other.close()


def test_undo_and_redo_walk_the_history_and_survive_reopening(project):
    first, second, third = fill(project, 3)
    project.do(LABEL, lambda edit: edit.write_field(second, "completion", " new")).result()
    project.do(text("step.delete_rows", count=1), lambda edit: edit.delete([first])).result()
    assert answers(project) == [" new", " answer 2"]
    path = project.path
    project.close()
    again = Project.open(path)
    assert again.history() == History(text("step.delete_rows", count=1), None)
    assert again.undo().result() == Change(examples=True, order=True, rows=frozenset({first}))
    assert again.undo().result() == Change(examples=True, rows=frozenset({second}))
    assert answers(again) == [" answer 0", " answer 1", " answer 2"]
    assert again.redo().result().rows == frozenset({second})
    assert again.redo().result().order
    assert answers(again) == [" new", " answer 2"]
    assert again.redo().result() == Change()
    again.undo().result()
    again.do(LABEL, lambda edit: edit.write_field(third, "completion", " other")).result()
    assert again.history().redo is None
    again.close()


def test_a_step_that_changes_nothing_leaves_no_trace(project):
    first, *_ = fill(project, 2)
    before = project.history()
    assert project.do(LABEL, lambda edit: edit.write_field(first, "completion", " answer 0")).result() == Change()
    assert project.do(LABEL, lambda edit: edit.write_field(999, "completion", "x")).result() == Change()
    assert project.history() == before


def test_a_step_that_breaks_leaves_everything_as_it_was(project):
    first, *_ = fill(project, 2)

    def break_off(edit):
        edit.delete([first])
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="middle"):
        project.do(LABEL, break_off).result()
    assert answers(project) == [" answer 0", " answer 1"]
    assert project.do(LABEL, lambda edit: edit.delete([first])).result().order


def test_rows_can_be_put_between_others_until_the_gaps_are_used_up(project):
    first, _ = fill(project, 2)
    project.do(LABEL, lambda edit: [edit.insert_below(first, *made(100 + n)) for n in range(40)]).result()
    with project.reading() as connection:
        order = list(examples.ids(connection))
    assert answers(project) == [" answer 0", *(f" answer {n}" for n in range(139, 99, -1)), " answer 1"]
    project.undo().result()
    assert answers(project) == [" answer 0", " answer 1"]
    assert len(order) == 42


def test_more_rows_than_a_gap_has_room_for_go_between_others(project, monkeypatch):
    monkeypatch.setattr(edit_module, "RANK_GAP", 8)
    rows = fill(project, 20)
    before = answers(project)
    new = [made(number)[0] for number in range(100, 109)]
    moved = [*before[:2], *before[10:19], *before[2:10], before[19]]
    at = moved.index(before[4]) + 1
    put_in = [*moved[:at], *(f" answer {number}" for number in range(100, 109)), *moved[at:]]
    project.do(LABEL, lambda edit: edit.move(rows[10:19], rows[2])).result()
    assert answers(project) == moved
    project.do(LABEL, lambda edit: edit.insert_all_below(rows[4], new, Part.TRAINING)).result()
    assert answers(project) == put_in
    for expected_now in (moved, before):
        project.undo().result()
        assert answers(project) == expected_now
    for expected_now in (moved, put_in):
        project.redo().result()
        assert answers(project) == expected_now


def test_parts_are_counted_and_moved(project):
    rows = fill(project, 4)
    project.do(LABEL, lambda edit: edit.set_part(rows[:2], Part.TEST)).result()
    with project.reading() as connection:
        assert examples.counts(connection) == {Part.TRAINING: 2, Part.VALIDATION: 0, Part.TEST: 2}
        assert list(examples.ids(connection, Part.TEST)) == rows[:2]
        assert [r.id for r in examples.rows(connection, Part.TEST)] == rows[:2]
        assert examples.page(connection, [rows[3], 999, rows[0]])[0].id == rows[3]


def test_every_step_is_kept_however_many_there_are(project):
    first, *_ = fill(project, 1)
    for n in range(120):
        project.do(LABEL, lambda edit, n=n: edit.write_field(first, "completion", f" {n}")).result()
    undone = 0
    while project.history().undo:
        project.undo().result()
        undone += 1
    assert undone == 121
    assert answers(project) == []


def test_a_second_window_is_refused_and_one_file_is_left(project):
    fill(project, 1)
    with pytest.raises(Problem) as caught:
        Project.open(project.path)
    assert caught.value.key == "project_in_use"
    with project.reading():
        pass
    project.close()
    assert [p.name for p in project.path.parent.iterdir()] == [project.path.name]
    Project.open(project.path).close()


def test_a_second_window_is_refused_by_whatever_link_it_comes(project, tmp_path):
    fill(project, 1)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link, farther, circle = (elsewhere / f"{name}.tunedesk" for name in ("link", "farther", "circle"))
    try:
        link.symlink_to(project.path)
        farther.symlink_to(link)
        circle.symlink_to(circle)
    except OSError:
        pytest.skip("this computer lets nobody make links")
    for other in (link, farther):
        with pytest.raises(Problem, match="project_in_use"):
            Project.open(other)
    with pytest.raises(Problem, match="copy_over_open"):
        project.save_copy(link)
    with pytest.raises(Problem, match="project_missing"):
        Project.open(circle)
    project.save_copy(circle)  # a copy takes the place of the link, whatever that leads to
    project.close()
    # The other way round, too; the project goes by the name it was opened by, and no lock is left anywhere.
    with closing(Project.open(link)) as opened:
        assert (opened.name, opened.path, answers(opened)) == ("link", link, [" answer 0"])
        with pytest.raises(Problem, match="project_in_use"):
            Project.open(project.path)
    assert [path.name for path in tmp_path.rglob("*.lock")] == []


def test_a_project_may_be_closed_by_another_thread_than_opened_it(tmp_path):
    path = tmp_path / "p.tunedesk"
    with ThreadPoolExecutor(1) as other:
        opened = other.submit(Project.create, path).result()
    fill(opened, 1)
    opened.close()
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    for too_late in (lambda: opened.write(lambda _: None), opened.history):
        with pytest.raises(Problem) as caught:
            too_late()
        assert caught.value.key == "project_closed"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    Project.open(path).close()


def test_strangers_are_refused_untouched(tmp_path):
    def refusal(content: bytes) -> str:
        path = tmp_path / "x.tunedesk"
        path.write_bytes(content)
        with pytest.raises(Problem) as caught:
            Project.open(path)
        assert path.read_bytes() == content
        assert [p.name for p in tmp_path.iterdir()] == ["x.tunedesk"]
        path.unlink()
        return caught.value.key

    assert refusal(b"\x89PNG\r\n" + bytes(9000)) == "project_not_a_project"
    assert refusal(b"") == "project_not_a_project"
    newer = Project.create(tmp_path / "n.tunedesk")
    newer.write(lambda c: c.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")).result()
    newer.close()
    content = newer.path.read_bytes()
    newer.path.unlink()
    assert refusal(content) == "project_too_new"
    with pytest.raises(Problem) as caught:
        Project.open(tmp_path / "nowhere.tunedesk")
    assert caught.value.key == "project_missing"


def test_an_existing_file_is_never_overwritten(project):
    with pytest.raises(Problem) as caught:
        Project.create(project.path)
    assert caught.value.key == "project_exists"


def test_an_older_file_is_kept_aside_before_it_is_updated(project, monkeypatch):
    fill(project, 2)
    project.close()
    newer = (*schema.MIGRATIONS, "CREATE TABLE added (x)")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", newer)
        patch.setattr(schema.migrate, "__defaults__", (newer,))
        updated = Project.open(project.path)
        assert answers(updated) == [" answer 0", " answer 1"]
        with updated.reading() as connection:
            assert connection.execute("SELECT count(*) FROM added").fetchone() == (0,)
        updated.close()
    aside = project.path.with_name(f"heroes-before-update-{len(newer) - 1}.tunedesk")
    old = Project.open(aside)
    assert answers(old) == [" answer 0", " answer 1"]
    old.close()


def test_a_copy_is_whole_and_the_original_goes_on(project, tmp_path):
    fill(project, 2)
    target = tmp_path / "copy.tunedesk"
    project.save_copy(target)
    fill(project, 1)
    copy = Project.open(target)
    assert len(answers(copy)) == 2
    copy.close()
    with pytest.raises(Problem):
        project.save_copy(tmp_path / "no" / "such" / "folder.tunedesk")


def test_readers_on_many_threads_see_acknowledged_writes(project):
    rows = fill(project, 50)
    seen: list[int] = []

    def read() -> None:
        for _ in range(20):
            with project.reading() as connection:
                seen.append(len(examples.page(connection, rows)))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(20):
        project.do(LABEL, lambda edit, n=n: edit.write_field(rows[n], "completion", "x")).result()
    for thread in threads:
        thread.join()
    assert set(seen) == {50}
    assert len(seen) == 80


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_no_acknowledged_edit_is_lost_when_the_process_is_killed(tmp_path):
    """A slice of the campaign `kills`: the writer is killed in mid-edit, several times over."""
    path = tmp_path / "killed.tunedesk"
    project = Project.create(path)
    (row,) = fill(project, 1)
    project.close()
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from desktop_app.core.text import text
        from desktop_app.store.project import Project
        project = Project.open(Path(sys.argv[1]))
        start = int(sys.argv[3])
        for n in range(start, start + 100000):
            edit = project.do(text("step.edit_field"), lambda e: e.write_field(int(sys.argv[2]), "completion", str(n)))
            edit.result()
            print(n, flush=True)
        """
    )
    last = 0
    for round_ in range(4):
        command = [sys.executable, "-c", script, str(path), str(row), str(last + 1)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        for _ in range(20 + 13 * round_):
            last = int(child.stdout.readline())
        child.send_signal(signal.SIGKILL)
        last = max([last, *(int(line) for line in child.stdout.read().split())])
        child.wait()
        child.stdout.close()
        project = Project.open(path)
        with project.reading() as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert int(answers(project)[0]) >= last
        project.close()


@pytest.mark.system
@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody delete an open file")
def test_a_file_deleted_while_it_is_open_is_said_and_its_rows_can_be_rescued(project, tmp_path):
    fill(project, 5)
    project.path.unlink()
    with pytest.raises(Problem) as caught:
        fill(project, 1)
    assert caught.value.key == "project_gone"
    project.save_copy(tmp_path / "rescued.tunedesk")
    rescued = Project.open(tmp_path / "rescued.tunedesk")
    with rescued.reading() as connection:
        assert len(examples.ids(connection)) == 5
    rescued.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody delete an open file")
def test_whoever_reads_a_deleted_project_makes_no_empty_file_in_its_place(project, tmp_path):
    """SQLite makes the file that it does not find; then all looked well, and every edit went into a nameless file."""
    fill(project, 5)
    project.path.unlink()
    with pytest.raises(sqlite3.OperationalError):  # as the worker does while one types
        connect(project.path, writable=False)
    with project.reading(), pytest.raises(Problem) as caught, project.reading():
        pass
    assert caught.value.key == "project_gone"
    assert not project.path.exists()
    with pytest.raises(Problem) as caught:
        fill(project, 1)
    assert caught.value.key == "project_gone"
    project.save_copy(tmp_path / "rescued.tunedesk")
    rescued = Project.open(tmp_path / "rescued.tunedesk")
    assert len(answers(rescued)) == 5
    rescued.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody replace an open file")
def test_a_file_that_takes_the_place_of_an_open_project_is_said_and_left_alone(project, tmp_path):
    """Programs that keep folders alike put a file down beside the old one and give it its name."""
    fill(project, 2)
    other = tmp_path / "of the other computer"
    project.save_copy(other)
    fill(project, 3)
    theirs = other.read_bytes()
    other.replace(project.path)
    for refused in (lambda: fill(project, 1), project.file, project.undo().result):
        with pytest.raises(Problem) as caught:
            refused()
        assert caught.value.key == "project_replaced"
    with project.reading(), pytest.raises(Problem) as caught, project.reading():
        pass
    assert caught.value.key == "project_replaced"
    assert len(answers(project)) == 5
    project.save_copy(tmp_path / "rescued.tunedesk")
    project.close()
    assert project.path.read_bytes() == theirs
    for path, count in ((project.path, 2), (tmp_path / "rescued.tunedesk", 5)):
        again = Project.open(path)
        assert len(answers(again)) == count
        again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody rename an open file")
def test_a_file_that_is_moved_away_while_it_is_open_has_all_that_was_saved(project, tmp_path):
    """What SQLite keeps beside a file stays behind when that is moved alone."""
    fill(project, 3)
    moved = project.path.rename(tmp_path / "moved.tunedesk")
    project.close()
    again = Project.open(moved)
    assert len(answers(again)) == 3
    again.close()


def test_where_files_have_no_number_one_that_is_there_is_the_one(tmp_path, monkeypatch):
    """Some drives of Windows have none, or only now and then."""
    path, stat = tmp_path / "p.tunedesk", Path.stat
    path.touch()
    numbered = SameFile(path)
    monkeypatch.setattr(Path, "stat", lambda self, **how: os.stat_result([0, 0, 7, *list(stat(self, **how))[3:]]))
    unnumbered = SameFile(path)
    assert numbered.must_lie_there() == unnumbered.must_lie_there() == path
    monkeypatch.undo()
    assert unnumbered.must_lie_there() == path
    path.unlink()
    for one in (numbered, unnumbered):
        with pytest.raises(Problem) as caught:
            one.must_lie_there()
        assert caught.value.key == "project_gone"


NAMES = ["50% of it?mode=rwc#1 é & more.tunedesk", "%41.tunedesk", "file:memory.tunedesk"]


@pytest.mark.parametrize("name", NAMES if sys.platform != "win32" else ["50% of it #1 é & more.tunedesk"])
def test_any_name_is_a_name(tmp_path, name, monkeypatch):
    folder = tmp_path / "50%20 a#b"
    folder.mkdir()
    made = Project.create(folder / name)
    fill(made, 2)
    with made.reading(), made.reading() as connection:
        assert len(examples.ids(connection)) == 2
    draft = folder / f"draft of {name}"
    made.save_copy(draft)
    count = "SELECT count(*) FROM beside.head"
    assert made.write(lambda connection: connection.execute(count).fetchone(), beside=draft).result() == (2,)
    made.close()
    assert sorted(each.name for each in folder.iterdir()) == sorted([name, draft.name])
    monkeypatch.chdir(folder)  # a name alone is one as well
    again = Project.open(Path(name))
    assert len(answers(again)) == 2
    again.close()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there every name is text")
def test_a_name_that_is_no_text_is_a_name(tmp_path):
    made = Project.create(tmp_path / os.fsdecode(b"h\xe9ros\xff.tunedesk"))
    fill(made, 2)
    made.close()
    again = Project.open(made.path)
    assert len(answers(again)) == 2
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody rename an open file")
def test_a_file_that_is_put_back_is_written_again(project, tmp_path):
    project.path.rename(tmp_path / "elsewhere")
    with pytest.raises(Problem):
        fill(project, 1)
    (tmp_path / "elsewhere").rename(project.path)
    assert len(fill(project, 1)) == 1


@pytest.mark.skipif(
    os.name != "posix" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to mount a small disk"
)
def test_a_full_disk_is_said_and_nothing_earlier_is_lost(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    assert mount
    assert umount
    mounted = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this system lets nobody mount a small disk")
    try:
        project = Project.create(disk / "small.tunedesk")
        (row,) = fill(project, 1)
        too_much = [(Completion("x" * 20000, "y"), Part.TRAINING)] * 100
        with pytest.raises(Problem) as caught:
            project.do(LABEL, lambda e: e.append(too_much)).result()
        assert caught.value.key == "disk_full"
        with project.reading() as connection:
            assert examples.page(connection, [row])[0].example == made(0)[0]
        project.close()
    finally:
        subprocess.run([umount, str(disk)], check=True)


def test_what_is_acknowledged_outlives_a_power_cut(tmp_path, monkeypatch):
    """Every commit waits for the disk; all other tests do without (tests/conftest.py)."""
    monkeypatch.setattr(project_module, "settle", settle)
    made = Project.create(tmp_path / "p.tunedesk")
    assert made.write(lambda c: c.execute("PRAGMA synchronous").fetchone()[0]).result() == 2
    assert made.write(lambda c: c.execute("PRAGMA journal_mode").fetchone()[0]).result() == "wal"
    made.close()

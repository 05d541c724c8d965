"""Putting a draft into a project: rows, steps, sources, whole or not at all."""

import os
import shutil
import subprocess
import sys
import textwrap

import pytest

from desktop_app.core.change import Change
from desktop_app.core.example import Completion, Part
from desktop_app.core.fields import expected
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.store import adopt, draft_folder, drafts, examples, history, sources
from desktop_app.store.adopt import Adoption
from desktop_app.store.connection import transaction
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from desktop_app.store.sources import LeftOut

LABEL = text("step.create_examples", count=5, name="t.csv")


def made(number: int) -> Completion:
    return Completion(f"question {number}", f" answer {number}")


def filled(path, count=5, settled=True):
    """Make a draft of `count` rows; with `settled` one of them was rewritten and one taken out, in two steps."""
    with drafts.filling(path) as connection:
        source = sources.add(connection, "t.csv", {"step": "split"})
        ids = Edit(connection).take_in(source, [(n + 2, made(n)) for n in range(count)])
        sources.set_lengths(connection, "v", [(row, 10 + row, row) for row in ids])
        sources.leave_out(connection, source, [LeftOut(1, text("row.blank"), "half \ud83d pair")])
        sources.finish(connection, source, count + 1)
    if not settled:
        return path
    with drafts.opened(path, writable=True) as connection:
        steps = (
            (text("step.edit_field", field="a"), lambda edit: edit.rewrite([(2, Completion("question 1", " new"))])),
            (text("step.delete_rows", count=1), lambda edit: edit.delete([3])),
        )
        for label, act in steps:
            with transaction(connection):
                step = history.begin(connection, label)
                act(Edit(connection))
                history.end(connection, step)
    return path


@pytest.fixture
def project(tmp_path):
    opened = Project.create(tmp_path / "heroes.tunedesk")
    yield opened
    opened.close()


@pytest.fixture
def draft(tmp_path):
    return filled(tmp_path / "draft.tunedesk")


def put(project, draft, **how) -> Change:
    adoption = Adoption(LABEL, **how)
    return project.write(lambda connection: adopt.adopt(connection, adoption), beside=draft).result()


def answers(project: Project) -> list[str]:
    with project.reading() as connection:
        return [expected(row.example).strip() for row in examples.rows(connection)]


def words(project: Project) -> tuple[str | None, str | None]:
    found = project.history()
    return (found.undo and found.undo.key, found.redo and found.redo.key)


ALL = [f"answer {n}" for n in range(5)]
REWRITTEN = ["answer 0", "new", *ALL[2:]]
SETTLED = ["answer 0", "new", "answer 3", "answer 4"]


def test_each_step_of_the_draft_is_a_step_of_the_project(project, draft):
    assert put(project, draft, settings={"shape": "completion"}).order
    assert project.settings()["shape"] == "completion"
    for _ in range(2):
        assert answers(project) == SETTLED
        assert words(project) == ("step.delete_rows", None)
        project.undo().result()
        assert answers(project) == REWRITTEN
        project.undo().result()
        assert answers(project) == ALL
        assert words(project) == ("step.create_examples", "step.edit_field")
        project.undo().result()
        assert answers(project) == []
        assert words(project) == (None, "step.create_examples")
        for expected_rows in (ALL, REWRITTEN, SETTLED):
            project.redo().result()
            assert answers(project) == expected_rows


def test_what_is_known_about_the_rows_comes_along(project, draft):
    put(project, filled(draft.with_name("first.tunedesk"), settled=False))
    put(project, draft)
    with project.reading() as connection:
        first, second = sources.sources(connection)
        assert (first.id, second.id, second.name, second.rows_in) == (1, 2, "t.csv", 6)
        assert second.recipe == {"step": "split"}
        rows = list(examples.rows(connection))
        assert [row.line for row in rows] == [2, 3, 4, 5, 6, 2, 3, 5, 6]
        assert [source for (source,) in connection.execute("SELECT source FROM head ORDER BY rank")] == [1] * 5 + [
            2
        ] * 4
        assert [(out.line, out.reason.key, out.raw) for out in sources.left_out(connection)] == [
            (1, "row.blank", "half \\ud83d pair")
        ] * 2
        lengths = {row: total for row, _, total in sources.lengths(connection, "v")}
        # The rewritten row is counted no more, the one that was taken out has no count.
        assert [lengths.get(row.id) for row in rows] == [11, 12, 13, 14, 15, 11, None, 14, 15]
    project.undo().result()
    with project.reading() as connection:
        back = [row for row in examples.rows(connection) if row.line == 4][-1]
        assert expected(back.example) == " answer 2"
        assert connection.execute("SELECT source FROM head WHERE id = ?", (back.id,)).fetchone() == (2,)


def test_rows_come_under_those_that_are_there(project, draft):
    project.do(LABEL, lambda edit: edit.append([(Completion("q", " mine"), Part.TEST)] * 3)).result()
    project.do(LABEL, lambda edit: edit.delete([3])).result()
    put(project, draft)
    assert answers(project) == ["mine", "mine", *SETTLED]
    for _ in range(4):
        project.undo().result()
    assert answers(project) == ["mine"] * 3
    for _ in range(4):
        project.redo().result()
    assert answers(project) == ["mine", "mine", *SETTLED]


def test_replacing_is_part_of_the_first_step(project, draft):
    project.do(LABEL, lambda edit: edit.append([(Completion("q", " mine"), Part.TEST)] * 3)).result()
    put(project, draft, replace=True)
    assert answers(project) == SETTLED
    for expected_rows in (REWRITTEN, ALL, ["mine"] * 3, []):
        project.undo().result()
        assert answers(project) == expected_rows
    for expected_rows in (["mine"] * 3, ALL, REWRITTEN, SETTLED):
        project.redo().result()
        assert answers(project) == expected_rows


def test_rows_that_all_go_to_one_part_also_come_back_into_it(project, draft):
    put(project, draft, part=Part.VALIDATION)
    project.undo().result()
    with project.reading() as connection:
        assert examples.counts(connection) == {Part.TRAINING: 0, Part.VALIDATION: 5, Part.TEST: 0}


def test_rows_taken_out_come_back_into_the_part_they_were_given(project, draft):
    with drafts.opened(draft, writable=True) as connection:
        assert [(row, example.prompt) for row, example in drafts.gone(connection)] == [(3, "question 2")]
        drafts.set_parts_of_gone(connection, {3: Part.TEST})
    put(project, draft)
    project.undo().result()
    with project.reading() as connection:
        assert [row.line for row in examples.rows(connection, Part.TEST)] == [4]


def test_steps_taken_back_in_the_draft_do_not_come(project, draft):
    with drafts.opened(draft, writable=True) as connection, transaction(connection):
        assert history.take_all_back(connection)
        assert not history.take_all_back(connection)
        assert adopt.count(connection) == (5, 5)
    put(project, draft)
    assert answers(project) == ALL
    assert words(project) == ("step.create_examples", None)


def test_what_could_be_redone_is_forgotten_and_an_empty_draft_leaves_no_step(project, draft, tmp_path):
    project.do(LABEL, lambda edit: edit.append([(Completion("q", " mine"), Part.TEST)])).result()
    project.undo().result()
    assert put(project, filled(tmp_path / "empty.tunedesk", 0, settled=False)) == Change()
    assert words(project) == (None, "step.create_examples")
    put(project, draft)
    assert words(project) == ("step.delete_rows", None)


def test_a_large_draft_weighs_as_much_in_the_history_as_its_journal(project, tmp_path):
    """How large the newest step is, is guessed by some of its lines; the draft's own steps come after it."""
    draft = filled(tmp_path / "large.tunedesk", 600, settled=False)
    with drafts.opened(draft, writable=True) as connection:
        for number in range(3):
            with transaction(connection):
                step = history.begin(connection, text("step.edit_field", field="a"))
                Edit(connection).rewrite([(row, Completion(f"q{row}", f" {number}")) for row in range(1, 601)])
                history.end(connection, step)
    put(project, draft)
    with project.reading() as connection:
        query = "SELECT bytes, (SELECT sum(40 + coalesce(length(before), 0)) FROM change WHERE step = id) FROM step"
        weighed = connection.execute(f"{query} ORDER BY id").fetchall()
    assert len(weighed) == 4
    for told, true in weighed:
        assert told == pytest.approx(true, rel=0.1)
        assert true > 40_000


def test_a_draft_is_an_ordinary_project_file(draft):
    opened = Project.open(draft)
    assert answers(opened) == SETTLED
    opened.undo().result()
    assert answers(opened) == REWRITTEN
    opened.close()


def test_filling_that_breaks_off_leaves_no_file(tmp_path):
    path = tmp_path / "draft.tunedesk"

    def break_off(connection):
        sources.add(connection, "x", {})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), drafts.filling(path) as connection:
        break_off(connection)
    assert list(tmp_path.iterdir()) == []


def test_folders_are_kept_as_long_as_somebody_holds_them(tmp_path):
    script = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from desktop_app.store.draft_folder import DraftFolder
        folder = DraftFolder(Path(sys.argv[1]))
        folder.draft.write_text("half")
        os._exit(9)
        """
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert len([each for each in tmp_path.iterdir() if each.is_dir()]) == 1
    held = draft_folder.DraftFolder(tmp_path)
    held.draft.write_text("mine")
    draft_folder.sweep(tmp_path)
    assert [each for each in tmp_path.iterdir() if each.is_dir()] == [held.folder]
    held.empty()
    assert list(held.folder.iterdir()) == []
    held.remove()
    held.remove()
    draft_folder.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(
    os.name != "posix" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to mount a small disk"
)
def test_a_full_disk_leaves_the_project_as_it_was(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    assert mount
    assert umount
    mounted = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this system lets nobody mount a small disk")
    try:
        project = Project.create(disk / "small.tunedesk")
        put(project, filled(tmp_path / "small-draft.tunedesk"))
        big = tmp_path / "big.tunedesk"
        with drafts.filling(big) as connection:
            source = sources.add(connection, "big.csv", {})
            Edit(connection).take_in(source, [(n, Completion("x" * 20000, str(n))) for n in range(200)])
        with pytest.raises(Problem) as caught:
            put(project, big)
        assert caught.value.key == "disk_full"
        assert answers(project) == SETTLED
        project.undo().result()
        assert answers(project) == REWRITTEN
        with project.reading() as connection:
            assert len(sources.sources(connection)) == 1
        with pytest.raises(Problem) as caught, drafts.filling(disk / "d.tunedesk") as connection:
            Edit(connection).append([(Completion("x" * 20000, "y"), Part.TRAINING)] * 200)
        assert caught.value.key == "draft_disk_full"
        assert not (disk / "d.tunedesk").exists()
        project.close()
    finally:
        subprocess.run([umount, str(disk)], check=True)

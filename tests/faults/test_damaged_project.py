"""A project whose file is damaged, or whose drive goes away, is a sentence and never the end of the program."""

import random
import subprocess
import sys
import textwrap

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.store import examples
from desktop_app.store.project import Project

LABEL = text("step.edit_field", field="completion")
SAID = {"project_damaged", "project_not_a_project", "project_storage", "project_too_new"}


@pytest.fixture
def path(tmp_path):
    made = Project.create(tmp_path / "heroes.tunedesk")
    rows = [(Completion(f"question {n} " * 20, f" answer {n}"), Part.TRAINING) for n in range(200)]
    made.do(LABEL, lambda edit: edit.append(rows)).result()
    made.close()
    return made.path


def use(path):
    """Do with a project what a window does first; return how many rows there are."""
    project = Project.open(path)
    try:
        with project.reading() as connection:
            found = list(examples.rows(connection))
        project.steps()
        project.do(LABEL, lambda edit: edit.write_field(found[0].id, "completion", "x")).result()
        project.undo().result()
    finally:
        project.close()
    return len(found)


def damaged(whole, dice, kind):
    """Return the bytes with one kind of damage: single bytes, their end missing, a block, or the first blocks."""
    if kind == "end":
        return whole[: dice.randrange(200, len(whole))]
    data = bytearray(whole)
    if kind == "block":
        at = dice.randrange(len(data) - 8192)
        data[at : at + 8192] = dice.randbytes(8192)
    else:
        last = len(data) if kind == "bytes" else 16384
        for _ in range(20):
            data[dice.randrange(100, last)] = dice.randrange(256)
    return bytes(data)


@pytest.mark.parametrize("kind", ["bytes", "end", "block", "beginning"])
def test_whatever_is_damaged_is_said(path, tmp_path, kind):
    whole, dice, said = path.read_bytes(), random.Random(kind), []
    for number in range(25):
        other = tmp_path / f"{number}.tunedesk"
        other.write_bytes(damaged(whole, dice, kind))
        try:
            use(other)
        except Problem as problem:
            said.append(problem.key)
    assert said
    assert set(said) <= SAID
    assert use(path) == 200


@pytest.mark.parametrize("kept", ["nonsense", '{"prompt":"q"}', '{"messages":[{"role":"user"}]}', "[" * 100_000, "[]"])
def test_a_row_that_nobody_can_read_is_said(path, kept):
    project = Project.open(path)
    project.write(lambda c: c.execute("UPDATE body SET line = ? WHERE id = 7", (kept,))).result()
    with pytest.raises(Problem) as caught, project.reading() as connection:
        examples.page(connection, [6, 7])
    assert caught.value.key == "project_damaged"
    with project.reading() as connection:
        assert len(examples.page(connection, [5, 6, 8])) == 3
    project.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody cut a file that is open")
def test_a_drive_that_goes_while_it_is_read_does_not_end_the_program(path):
    """Mapped into memory, what is not there any more would end the process without a word."""
    script = textwrap.dedent(
        """
        import os, sys
        from pathlib import Path
        from desktop_app.core.problem import Problem
        from desktop_app.store.project import Project
        path = Path(sys.argv[1])
        project = Project.open(path)
        try:
            with project.reading() as connection:
                rows = connection.execute("SELECT line FROM body")
                rows.fetchone()
                os.truncate(path, 4 * 8192)
                rows.fetchall()
        except Problem as problem:
            print(problem.key)
        """
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "project_damaged"), done.stderr

"""A project as the first version made it, with rows and steps to lose, and what it must be once it is up to date."""

import sqlite3
from contextlib import closing
from pathlib import Path

from desktop_app.store import schema
from desktop_app.store.project import Project
from tests.campaigns.campaign import must

ROWS, STEPS = 2_000, 5
_LABEL = '["step.edit_field", {"field": "completion"}]'


def make(path: Path) -> None:
    """Make a project of version 1 with ROWS rows, all of which each of STEPS steps has changed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(connection, schema.MIGRATIONS[:1])
        connection.execute("BEGIN")
        heads = ((n, n << 20) for n in range(1, ROWS + 1))
        connection.executemany("INSERT INTO head (id, rank, part) VALUES (?, ?, 'training')", heads)
        connection.executemany("INSERT INTO body VALUES (?, ?)", ((n, _line(n, 0)) for n in range(1, ROWS + 1)))
        for step in range(1, STEPS + 1):
            connection.execute("INSERT INTO step (id, label) VALUES (?, ?)", (step, _LABEL))
            connection.execute("UPDATE open_step SET step = ?", (step,))
            lines = ((_line(n, step), n) for n in range(1, ROWS + 1))
            connection.executemany("UPDATE body SET line = ? WHERE id = ?", lines)
            connection.execute("UPDATE head SET part = ?", ("test" if step % 2 else "training",))
        connection.execute("UPDATE open_step SET step = NULL")
        connection.execute("COMMIT")


def judge(path: Path) -> None:
    """Open the project, whatever state a killed update has left it in: every row and every step is there."""
    with closing(Project.open(path)) as project:
        for step in range(STEPS, -1, -1):
            _must_be_as_after(project, step)
            project.undo().result()
        must(project.history().undo is None, "there is more to undo than was done")
    aside = path.with_name(f"{path.stem}-before-update-1{path.suffix}")
    must(aside.is_file(), "no copy was put aside before the update")
    # One that was killed half-way is put aside once more by the next one, as the version it has come to.
    left = sorted(each.name for each in path.parent.iterdir() if "-before-update-" not in each.stem)
    must(left == [path.name], f"beside the project were left: {left}")
    with closing(sqlite3.connect(aside)) as connection:
        must(schema.version(connection) == 1, "the copy put aside is of another version")
        lines = [line for (line,) in connection.execute("SELECT line FROM body ORDER BY id")]
        must(lines == [_line(n, STEPS) for n in range(1, ROWS + 1)], "the copy put aside has other rows")


def _must_be_as_after(project: Project, step: int) -> None:
    part = "test" if step % 2 else "training"
    with project.reading() as connection:
        query = "SELECT head.id, part, body.line FROM head JOIN body USING (id) ORDER BY rank"
        found = connection.execute(query).fetchall()
    wanted = [(n, part, _line(n, step)) for n in range(1, ROWS + 1)]
    must(found == wanted, f"after the update the table is not as it was after step {step}")


def _line(number: int, step: int) -> str:
    return f'{{"prompt": "question {number}", "completion": " answer {step} {"as long as some are " * 8}"}}'

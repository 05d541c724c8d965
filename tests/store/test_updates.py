"""Projects made by older versions: their rows, their undo steps, and what is new in them."""

import sqlite3
from contextlib import closing

from desktop_app.core.example import Completion, Part
from desktop_app.core.fields import expected
from desktop_app.core.text import text
from desktop_app.store import examples, schema, sources
from desktop_app.store.project import Project

LABEL = '["step.edit_field", {"field": "completion"}]'


def first_version(path):
    """Make a project as the first version did: two rows, one of them edited, one deleted, the deletion undone."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(connection, schema.MIGRATIONS[:1])
        step = "INSERT INTO step (id, label) VALUES (?, ?); UPDATE open_step SET step = ?"

        def begin(number):
            for statement, values in zip(step.split("; "), ((number, LABEL), (number,)), strict=True):
                connection.execute(statement, values)

        begin(1)
        for number in (1, 2):
            connection.execute("INSERT INTO head (id, rank, part) VALUES (?, ?, 'training')", (number, number << 20))
            line = f'{{"prompt": "q{number}", "completion": " a{number} \\ud83d"}}'
            connection.execute("INSERT INTO body (id, line) VALUES (?, ?)", (number, line))
        begin(2)
        connection.execute("UPDATE body SET line = ? WHERE id = 1", ('{"prompt": "q1", "completion": " edited"}',))
        connection.execute("UPDATE head SET status = 'edited' WHERE id = 1")
        begin(3)
        connection.execute("DELETE FROM body WHERE id = 2")
        connection.execute("DELETE FROM head WHERE id = 2")
        connection.execute("UPDATE open_step SET step = NULL")


def seen(project):
    with project.reading() as connection:
        return [(row.id, row.status, row.line, expected(row.example)) for row in examples.rows(connection)]


def test_a_project_of_the_first_version_goes_on_where_it_was(tmp_path):
    path = tmp_path / "old.tunedesk"
    first_version(path)
    project = Project.open(path)
    one, two = (1, "new", None, " a1 \ud83d"), (2, "new", None, " a2 \ud83d")
    edited = (1, "edited", None, " edited")
    states = [[edited], [edited, two], [one, two], []]
    for _ in range(2):
        assert seen(project) == states[0]
        for state in states[1:]:
            project.undo().result()
            assert seen(project) == state
        for state in states[2::-1]:
            project.redo().result()
            assert seen(project) == state
    project.close()
    assert (tmp_path / "old-before-update-1.tunedesk").is_file()


def test_rows_know_their_line_through_undo_and_redo(tmp_path):
    project = Project.create(tmp_path / "p.tunedesk")
    label = text("step.create_examples", count=2, name="t.csv")
    rows = [(7, Completion("q", " a")), (9, Completion("r", " b"))]
    project.do(label, lambda edit: edit.take_in(1, rows)).result()
    project.do(label, lambda edit: edit.append([(Completion("s", " c"), Part.TEST)])).result()
    project.do(label, lambda edit: edit.clear()).result()
    project.undo().result()
    assert [(line, answer) for _, _, line, answer in seen(project)] == [(7, " a"), (9, " b"), (None, " c")]
    for _ in range(2):
        project.undo().result()
    assert seen(project) == []
    for _ in range(2):
        project.redo().result()
    assert [(line, answer) for _, _, line, answer in seen(project)] == [(7, " a"), (9, " b"), (None, " c")]
    project.close()


def test_a_change_of_a_row_forgets_its_length(tmp_path):
    project = Project.create(tmp_path / "p.tunedesk")
    label = text("step.edit_field", field="a")
    project.do(label, lambda edit: edit.append([(Completion("q", f" {n}"), Part.TRAINING) for n in range(4)])).result()
    project.write(lambda c: sources.set_lengths(c, "v", [(n, 10 * n, n) for n in range(1, 5)])).result()
    project.write(lambda c: sources.set_lengths(c, "w", [(1, 5, 5)])).result()

    def counted(vocabulary="v"):
        with project.reading() as connection:
            known = {row: total for row, _, total in sources.lengths(connection, vocabulary)}
            assert sources.uncounted(connection, vocabulary) == [n for n in range(1, 5) if n not in known]
            return known

    def totals():
        with project.reading() as connection:
            return sources.tokens_by_part(connection, "v")

    assert totals()[Part.TRAINING] == (100, 10)
    project.do(label, lambda edit: edit.write_field(1, "completion", "new")).result()
    assert counted() == {2: 20, 3: 30, 4: 40}
    assert counted("w") == {}
    project.do(label, lambda edit: edit.set_part([2], Part.TEST)).result()
    assert totals() == {Part.TRAINING: (70, 7), Part.VALIDATION: (0, 0), Part.TEST: (20, 2)}
    project.do(
        label, lambda edit: edit.rewrite([(3, Completion("new", "row")), (99, Completion("no", "row"))])
    ).result()
    assert counted() == {2: 20, 4: 40}
    project.undo().result()
    project.undo().result()
    assert counted() == {2: 20, 4: 40}
    project.close()


def test_what_open_models_counted_without_tools_is_counted_anew(tmp_path):
    path = tmp_path / "old.tunedesk"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(connection, schema.MIGRATIONS[:11])
        connection.execute("INSERT INTO head (id, rank, part) VALUES (1, 1048576, 'training')")
        connection.execute('INSERT INTO body VALUES (1, \'{"prompt": "q", "completion": " a"}\')')
        for vocabulary in ("o200k_base", "cl100k_base", "qwen"):
            sources.set_lengths(connection, vocabulary, [(1, 7, 3)])
    with closing(Project.open(path)) as project, project.reading() as connection:
        known = {name: sources.length(connection, 1, name) for name in ("o200k_base", "cl100k_base", "qwen")}
    assert known == {"o200k_base": (7, 3), "cl100k_base": (7, 3), "qwen": None}

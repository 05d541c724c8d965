"""Whatever a step does to the rows, many things to the same row or one to many, undo and redo lead to what was."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.change import Change
from desktop_app.core.example import Completion, Part, RowStatus
from desktop_app.core.text import text
from desktop_app.store import edit as edits
from desktop_app.store import examples, journal, schema
from desktop_app.store.course import Course, Ended
from desktop_app.store.project import Project

LABEL = text("step.insert_row")
ROWS = [(Completion(f"question {n}", f" answer {n}"), Part.TRAINING) for n in range(6)]
IDS = st.lists(st.integers(1, 9), min_size=1, max_size=4, unique=True)
ACTS = st.one_of(
    st.builds(lambda ids, to: lambda e: e.set_status(ids, to), IDS, st.sampled_from(RowStatus)),
    st.builds(lambda ids, to: lambda e: e.set_part(ids, to), IDS, st.sampled_from(Part)),
    st.builds(lambda ids, to: lambda e: e.set_note(ids, to), IDS, st.sampled_from(["", "look again"])),
    st.builds(lambda ids, to: lambda e: e.tag(ids, [to]), IDS, st.sampled_from(["one", "two"])),
    st.builds(lambda row, to: lambda e: e.write_field(row, "prompt", to), st.integers(1, 9), st.text(max_size=3)),
    st.builds(lambda row: lambda e: e.insert_below(row, Completion("new", " row"), Part.TEST), st.integers(1, 9)),
    st.builds(lambda ids: lambda e: e.delete(ids), IDS),
    st.builds(lambda ids, to: lambda e: e.move([i for i in ids if known(e, i)], to), IDS, st.integers(1, 9)),
    st.just(lambda e: e.append([(Completion("last", " row"), Part.VALIDATION)])),
    st.just(lambda e: e.clear()),
)


def known(edit, row_id):
    return edit._connection.execute("SELECT 1 FROM head WHERE id = ?", (row_id,)).fetchone() is not None


def seen(project):
    with project.reading() as connection:
        return list(examples.rows(connection))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(ACTS, min_size=1, max_size=5), min_size=1, max_size=4), st.integers(1, 3))
def test_steps_of_any_mixture_go_back_and_forth(tmp_path_factory, steps, portion):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desktop_app.store.journal._PORTION", portion)
        patch.setattr(edits, "_PORTION", portion)
        with closing(Project.create(tmp_path_factory.mktemp("journal") / "p.tunedesk")) as project:
            project.do(LABEL, lambda edit: edit.append(ROWS)).result()
            states = [seen(project)]
            for acts in steps:
                change = project.do(LABEL, lambda edit, acts=acts: [act(edit) for act in acts]).result()
                if change != Change():
                    states.append(seen(project))
            for _ in range(2):
                for state in states[-2::-1]:
                    project.undo().result()
                    assert seen(project) == state
                for state in states[1:]:
                    project.redo().result()
                    assert seen(project) == state


def test_what_is_ended_leaves_file_and_history_as_they_were(tmp_path):
    with closing(Project.create(tmp_path / "p.tunedesk")) as project:
        project.do(LABEL, lambda edit: edit.append(ROWS)).result()
        before, steps = seen(project), project.steps()
        course = Course()

        def delete_and_think_again(edit):
            edit.delete([1, 2])
            course.end()
            edit.delete([3])

        with pytest.raises(Ended):
            project.do(LABEL, delete_and_think_again, course).result()
        assert (course.done, course.total) == (3, 3)  # told of the last one, which is when it was noticed
        assert (seen(project), project.steps()) == (before, steps)
        with pytest.raises(Ended):
            project.undo(course).result()
        assert (seen(project), project.steps()) == (before, steps)
        project.undo().result()
        assert seen(project) == []


def test_a_statement_is_ended_while_it_runs(tmp_path):
    with closing(Project.create(tmp_path / "p.tunedesk")) as project:
        project.do(LABEL, lambda edit: edit.append(ROWS)).result()
        course = Course()

        def for_ever(connection):
            connection.create_function("ended", 0, lambda: course.end() or 1)
            endless = "WITH RECURSIVE n (i) AS (SELECT ended() UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"
            connection.execute("DELETE FROM head")
            connection.execute(endless)

        with pytest.raises(Ended):
            project.write(for_ever, course=course).result()
        assert len(seen(project)) == len(ROWS)
        assert project.write(lambda c: c.execute("SELECT 1").fetchone()).result() == (1,)


def test_an_undone_step_says_how_far_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr("desktop_app.store.journal._PORTION", 2)
    with closing(Project.create(tmp_path / "p.tunedesk")) as project:
        project.do(LABEL, lambda edit: edit.append(ROWS)).result()
        course = Course()
        project.undo(course).result()
        assert (course.done, course.total) == (2 * len(ROWS), 2 * len(ROWS))


def test_the_size_of_a_large_step_is_known_from_some_of_its_lines(tmp_path, monkeypatch):
    with closing(Project.create(tmp_path / "p.tunedesk")) as project:
        many = [(Completion("q" * (n % 50), " a"), Part.TRAINING) for n in range(3000)]
        project.do(LABEL, lambda edit: edit.append(many)).result()
        project.do(LABEL, lambda edit: edit.change_texts(range(1, 3001), lambda line: line.replace("a", "b"))).result()
        with project.reading() as connection:
            size = f"SELECT sum(length(before)) + {journal.EACH} * count(*) FROM change WHERE step = 2"
            true = connection.execute(size).fetchone()[0]
            assert connection.execute("SELECT bytes FROM step WHERE id = 2").fetchone()[0] == pytest.approx(true, 0.1)


def test_a_step_of_an_older_version_that_changed_a_row_twice_is_undone_to_its_beginning(tmp_path):
    path = tmp_path / "old.tunedesk"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        schema.migrate(connection, schema.MIGRATIONS[:4])
        connection.execute("INSERT INTO head (id, rank, part) VALUES (1, 1, 'training')")
        connection.execute("""INSERT INTO body (id, line) VALUES (1, '{"prompt":"q","completion":"one"}')""")
        connection.execute("""INSERT INTO step (id, label) VALUES (1, '["step.insert_row", {}]')""")
        connection.execute("UPDATE open_step SET step = 1")
        for word in ("two", "three"):
            line = f'{{"prompt":"q","completion":"{word}"}}'
            connection.execute("UPDATE body SET line = ? WHERE id = 1", (line,))
            connection.execute("UPDATE head SET status = 'edited', note = ? WHERE id = 1", (word,))
        connection.execute("UPDATE open_step SET step = NULL")
    with closing(Project.open(path)) as project:
        states = [("one", "new", ""), ("three", "edited", "three")]
        for turn, state in ((project.undo, 0), (project.redo, 1), (project.undo, 0)):
            turn().result()
            assert [(row.example.completion, row.status, row.note) for row in seen(project)] == [states[state]]


def test_a_note_with_a_zero_byte_is_the_same_after_its_row_was_deleted_and_brought_back(tmp_path):
    project = Project.create(tmp_path / "zero.tunedesk")
    project.do(text("step.insert_row"), lambda edit: edit.append([(Completion("p", "c"), Part.TRAINING)])).result()
    project.do(text("step.set_note", count=1), lambda edit: edit.set_note([1], "before\0after")).result()
    project.do(text("step.set_note", count=1), lambda edit: edit.tag([1], ["a\0b"])).result()
    project.do(text("step.set_note", count=1), lambda edit: edit.clear()).result()
    project.undo().result()
    with project.reading() as connection:
        (row,) = examples.rows(connection)
    project.close()
    assert (row.note, row.tags) == ("beforeafter", ("ab",))

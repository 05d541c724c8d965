"""What changes and looks cost: so many statements, so much work of the database, never more for a larger project."""

from contextlib import closing, contextmanager

from desktop_app.core.example import Completion, Conversation, Message, Part, RowStatus
from desktop_app.core.search import Search
from desktop_app.core.text import text
from desktop_app.store import examples, history
from desktop_app.store.project import Project
from desktop_app.store.sought import Sought, pattern

LABEL = text("step.edit_field", field="completion")


def filled(path, rows: int, steps: int = 1) -> Project:
    project = Project.create(path)
    pairs = [(Completion(f"question {n}", f" the cat {n}"), Part.TRAINING) for n in range(rows)]
    project.do(LABEL, lambda edit: edit.append(pairs)).result()
    for number in range(steps - 1):
        project.do(LABEL, lambda edit, number=number: edit.write_field(1, "prompt", f"q {number}")).result()
    return project


@contextmanager
def overheard(project: Project):
    """Lend the statements that are given to the writer, and the number of the database's own small steps."""
    said, work = [], [0]

    def worked() -> None:
        work[0] += 1

    writer = project._writer
    writer.set_trace_callback(said.append)
    writer.set_progress_handler(worked, 1)
    yield said, work
    writer.set_trace_callback(None)
    writer.set_progress_handler(None, 1)


def edited(project: Project, row: int) -> tuple[int, int]:
    with overheard(project) as (said, work):
        project.do(LABEL, lambda edit: edit.write_field(row, "completion", f" new {row}")).result()
    return len(said), work[0]


def test_one_edit_is_as_much_work_in_a_large_project_as_in_a_small_one(tmp_path):
    with (
        closing(filled(tmp_path / "a.tunedesk", 20)) as small,
        closing(filled(tmp_path / "b.tunedesk", 2000, 70)) as large,
    ):
        few, many = edited(small, 7), edited(large, 1007)
    assert few[0] == many[0] <= 20
    assert many[1] <= few[1] + 20


def test_the_history_is_weighed_after_a_large_step_and_now_and_then_after_small_ones(tmp_path, monkeypatch):
    weighed = []
    monkeypatch.setattr(history, "_trim", weighed.append)
    with closing(filled(tmp_path / "a.tunedesk", 5, steps=history._SELDOM - 1)) as project:
        weighed.clear()
        edited(project, 2)
        assert len(weighed) == 1
        edited(project, 3)
        assert len(weighed) == 1
        words = "long " * (history.KEPT_BYTES // history._LARGE // 5)
        project.do(LABEL, lambda edit: edit.write_field(4, "prompt", words)).result()
        project.do(LABEL, lambda edit: edit.write_field(4, "prompt", "short")).result()
        assert len(weighed) == 2


def test_words_that_are_written_alike_are_replaced_by_the_database_alone(tmp_path):
    with closing(filled(tmp_path / "a.tunedesk", 1500)) as project:
        odd = [Completion("a Cat", " cat"), Completion("é cat", " b"), Completion("a", ' "cat"'), Completion("a", " b")]
        chat = Conversation((Message("user", "cat"), Message("assistant", "c")))
        pairs = [(one, Part.TEST) for one in (*odd, chat)]
        project.do(LABEL, lambda edit: edit.append(pairs)).result()
        with project.reading() as connection:
            ids = examples.ids(connection)
        search, seen = Search("cat"), []

        def by(line: str) -> str | None:
            seen.append(line)
            return line.replace("cat", "dog") if "cat" in line else None

        with overheard(project) as (said, _):
            change = (by, pattern(search), Sought(search).swap("dog"))
            project.do(LABEL, lambda edit: edit.change_texts(ids, *change)).result()
        assert len(seen) == 4  # all but the one that does not hold it, and the many
        assert len(said) <= 360  # of which three hundred weigh what was kept, and a dozen find where that begins
        with project.reading() as connection:
            rows = list(examples.rows(connection))
        assert [row.example.completion for row in rows[:1500]] == [f" the dog {n}" for n in range(1500)]
        assert [row.id for row in rows if row.status == RowStatus.EDITED] == [*range(1, 1504), 1505]
        project.undo().result()
        with project.reading() as connection:
            assert [row.example for row in examples.rows(connection)][1500:] == [*odd, chat]


def test_undoing_many_rows_takes_a_few_statements(tmp_path):
    with closing(filled(tmp_path / "a.tunedesk", 2000)) as project:
        project.do(LABEL, lambda edit: edit.set_status(range(1, 2001, 2), RowStatus.REVIEWED)).result()
        project.do(LABEL, lambda edit: edit.set_status(range(1, 2001), RowStatus.PROBLEM)).result()
        for undo, statements in (("problem", 60), ("reviewed", 60)):
            with project.reading() as connection:
                found = connection.execute("SELECT count(*) FROM head WHERE status = ?", (undo,)).fetchone()[0]
            assert found == {"problem": 2000, "reviewed": 1000}[undo]
            with overheard(project) as (said, _):
                project.undo().result()
            assert len(said) <= statements
        with project.reading() as connection:
            assert {row.status for row in examples.rows(connection)} == {"new"}


def test_opening_a_project_writes_nothing_into_it(tmp_path):
    path = tmp_path / "a.tunedesk"
    filled(path, 20).close()
    before = path.read_bytes()
    with closing(Project.open(path)) as project:
        assert path.with_name("a.tunedesk-wal").stat().st_size == 0
        with project.reading() as connection:
            assert examples.count(connection) == 20
    assert path.read_bytes() == before

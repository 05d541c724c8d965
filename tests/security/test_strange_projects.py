"""A project file may come from anybody: nothing in it acts by itself, and no text in it becomes a statement."""

import sqlite3
from contextlib import closing

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.look import Look
from desktop_app.core.problem import Problem
from desktop_app.core.search import Search
from desktop_app.core.text import text
from desktop_app.store import examples, looks
from desktop_app.store.project import Project

LABEL = text("step.edit_field", field="completion")
NASTY = "x'); DROP TABLE head; -- \" ` ? :a %s {0}"


@pytest.fixture
def path(tmp_path):
    made = Project.create(tmp_path / "from somebody.tunedesk")
    made.do(LABEL, lambda edit: edit.append([(Completion("q", " a"), Part.TRAINING)] * 3)).result()
    made.close()
    return made.path


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER quiet AFTER UPDATE ON body BEGIN DELETE FROM head; END",
        "CREATE TRIGGER count_gone AFTER DELETE ON body BEGIN DELETE FROM head; END",
        "CREATE VIEW seen AS SELECT * FROM body",
        "CREATE VIRTUAL TABLE found USING fts5(line)",
    ],
    ids=["trigger", "trigger with a name of ours", "view", "virtual table"],
)
def test_what_would_act_by_itself_is_not_opened(path, statement):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(statement)
    before = path.read_bytes()
    with pytest.raises(Problem) as caught:
        Project.open(path)
    assert caught.value.key == "project_not_a_project"
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("kind", "name", "statement"),
    [
        ("TRIGGER", "quiet", "CREATE/**/TRIGGER quiet AFTER UPDATE ON body BEGIN DELETE FROM head; END"),
        ("table", "found", "CREATE  VIRTUAL TABLE found USING dbstat"),
        ("VIEW", "seen", "CREATE  VIEW seen AS SELECT * FROM body"),
    ],
)
def test_what_acts_under_a_false_name_is_not_opened_either(path, kind, name, statement):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        table = "body" if "TRIGGER" in statement else name
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, 0, ?)", (kind, name, table, statement))
    with pytest.raises(Problem, match="project_not_a_project"):
        Project.open(path)


def test_what_stands_in_a_file_may_call_none_of_our_functions(path):
    project = Project.open(path)
    with project.reading() as connection:
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
    assert project.write(lambda c: c.execute("PRAGMA trusted_schema").fetchone()).result() == (0,)
    with pytest.raises(Problem), project.reading() as connection:
        connection.execute("SELECT load_extension('x')")
    project.close()


def test_no_text_becomes_a_statement(tmp_path):
    path = tmp_path / "it's; DROP TABLE head; --.tunedesk"
    project = Project.create(path)
    rows = [(Completion(NASTY, f" {NASTY}"), Part.TRAINING), (Completion("q", " a"), Part.TEST)]
    project.do(LABEL, lambda edit: edit.append(rows)).result()
    with project.reading() as connection:
        first, second = examples.ids(connection)
    project.do(text("step.edit_field", field=NASTY), lambda edit: edit.set_note([first], NASTY)).result()
    project.do(LABEL, lambda edit: edit.tag([first], [NASTY])).result()
    project.set_setting(NASTY, NASTY).result()

    def shown(look):
        with project.reading() as connection:
            return [found for portion in looks.ids(connection, look) for found in portion]

    assert shown(Look(has=Search(NASTY))) == [first]
    assert shown(Look(has=Search(NASTY, fields=("note",)))) == [first]
    assert shown(Look(tags=frozenset({NASTY}))) == [first]
    assert shown(Look(has=Search("' OR 1=1 --"))) == []
    project.undo().result()
    with project.reading() as connection:
        kept = examples.page(connection, [first, second])
    assert [row.example for row in kept] == [example for example, _ in rows]
    assert (kept[0].note, kept[0].tags) == (NASTY, ())
    assert project.settings()[NASTY] == NASTY
    copy = tmp_path / "copy'; --.tunedesk"
    project.save_copy(copy)
    project.close()
    Project.open(copy).close()

"""Taking files in: nothing is lost without a word, and nothing is left behind that was not asked for."""

import json
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.example import Part, Shape
from desktop_app.core.fields import expected, question_text
from desktop_app.core.problem import Problem
from desktop_app.store import drafts, examples, sources
from desktop_app.store.project import Project
from desktop_app.work import take_in
from desktop_app.work.intake import Progress, Taken
from tests.work.intake_files import CHAT, COMPLETION, chats, last, look, table, wizard_for


def rows_of(draft):
    with drafts.opened(draft, writable=False) as connection:
        return list(examples.rows(connection))


def left_out(draft):
    with drafts.opened(draft, writable=False) as connection:
        return list(sources.left_out(connection))


def test_every_record_becomes_rows_or_is_explained(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('question,answer,unused\nq1,a1,x\nonly two,cells\n,a2,x\nq3,,x\n\n"q 4\nmore",a4,x\n', newline="")
    draft = tmp_path / "d.tunedesk"
    taken = last(take_in.take_in(path, wizard_for(path, prompt="{question}", answer="{answer}"), draft, CHAT))
    assert (taken.rows_in, taken.used, taken.made, taken.left_out) == (5, 2, 2, 3)
    assert [(row.line, row.part, question_text(row.example), expected(row.example)) for row in rows_of(draft)] == [
        (2, Part.TRAINING, "q1", "a1"),
        (7, Part.TRAINING, "q 4\nmore", "a4"),
    ]
    out = left_out(draft)
    assert [(each.line, each.reason.key) for each in out] == [
        (3, "row.wrong_width"),
        (4, "row.empty_prompt"),
        (5, "row.empty_answer"),
    ]
    assert "only two" in out[0].raw
    assert "answer: a2" in out[1].raw
    assert [f.values for f in taken.findings if f.check == "unused_columns"] == [{"columns": "unused", "number": 1}]
    with drafts.opened(draft, writable=False) as connection:
        (source,) = sources.sources(connection)
        assert (source.name, source.rows_in, source.recipe["mapping"]["prompt"]) == ("t.csv", 5, "{question}")
        assert connection.execute("SELECT count(*) FROM change").fetchone() == (0,)


def test_a_draft_is_an_ordinary_project(tmp_path):
    path, draft = table(tmp_path / "t.csv"), tmp_path / "d.tunedesk"
    last(take_in.take_in(path, wizard_for(path), draft, CHAT))
    with closing(Project.open(draft)) as project:
        assert project.history().undo is None
        with project.reading() as connection:
            assert examples.counts(connection)[Part.TRAINING] == 30
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["d.tunedesk", "t.csv"]


def test_a_draft_has_all_that_a_project_is_made_of(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("question,answer\nq,a\n")
    last(take_in.take_in(path, wizard_for(path), tmp_path / "d.tunedesk", CHAT))
    Project.create(tmp_path / "p.tunedesk").close()

    def made_of(name):
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            return set(connection.execute("SELECT type, name, sql FROM sqlite_master"))

    assert made_of("d.tunedesk") == made_of("p.tunedesk")


def test_rows_are_counted_as_their_target_counts(tmp_path):
    path = chats(tmp_path / "c.jsonl", 3)
    taken = last(take_in.take_in(path, wizard_for(path), tmp_path / "d.tunedesk", CHAT))
    # "user", "user 0.0", "assistant", "assistant 0.0" and 3 for each message and 3 for the whole
    assert taken.tokens.total == 3 * (1 + 5 + 1 + 5 + 3 + 3 + 3)
    assert taken.tokens.learnt == 3 * 5
    assert taken.tokens.exact
    unknown = last(take_in.take_in(path, wizard_for(path), tmp_path / "e.tunedesk", _open_model()))
    assert not unknown.tokens.exact
    assert unknown.tokens.total == taken.tokens.total


def _open_model():
    return type(CHAT)("local/unknown", "U", "local", CHAT.shapes, "unknown-model", local=True)


def test_one_record_may_give_several_rows(tmp_path):
    path = chats(tmp_path / "c.jsonl", 4, answers=3)
    wizard = wizard_for(path, shape=Shape.COMPLETION)
    taken = last(take_in.take_in(path, wizard, tmp_path / "d.tunedesk", COMPLETION))
    assert (taken.rows_in, taken.used, taken.made, taken.left_out) == (4, 4, 12, 0)
    assert [row.line for row in rows_of(tmp_path / "d.tunedesk")] == [line for line in (1, 2, 3, 4) for _ in range(3)]


def test_only_the_first_rows_are_taken_where_that_is_wanted(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("question,answer\n" + "only one\n" + "q,a\n" * 20)
    taken = last(take_in.take_in(path, wizard_for(path), tmp_path / "d.tunedesk", CHAT, 7))
    assert (taken.rows_in, taken.made, taken.left_out) == (8, 7, 1)


def test_progress_tells_of_bytes_and_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(take_in, "PACE_S", 0)
    path = table(tmp_path / "t.csv", 2500)
    *told, taken = take_in.take_in(path, wizard_for(path), tmp_path / "d.tunedesk", CHAT)
    assert isinstance(taken, Taken)
    assert all(isinstance(each, Progress) and each.total_bytes == path.stat().st_size for each in told)
    done = [(each.done_bytes, each.rows) for each in told]
    assert done == sorted(done)
    assert done[-1] == (path.stat().st_size, 2500)


def test_what_breaks_off_leaves_no_draft(tmp_path, monkeypatch):
    monkeypatch.setattr(take_in, "PACE_S", 0)
    path = table(tmp_path / "t.csv", 2500)
    wizard = wizard_for(path)
    running = take_in.take_in(path, wizard, tmp_path / "d.tunedesk", CHAT)
    assert isinstance(next(running), Progress)
    assert (tmp_path / "d.tunedesk").exists()
    running.close()
    path.unlink()
    with pytest.raises(Problem) as caught:
        last(take_in.take_in(path, wizard, tmp_path / "d.tunedesk", CHAT))
    assert caught.value.key == "file_missing"
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_draft_is_never_written_over(tmp_path):
    path, draft = table(tmp_path / "t.csv"), tmp_path / "d.tunedesk"
    last(take_in.take_in(path, wizard_for(path), draft, CHAT))
    before = draft.read_bytes()
    with pytest.raises(FileExistsError):
        last(take_in.take_in(path, wizard_for(path), draft, CHAT))
    assert draft.read_bytes() == before


def test_a_look_shows_the_first_records_and_what_cannot_be_read(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("question,answer\n" + "q,a\n" * 150 + "bad\n" + "q,a\n" * 500)
    found = look(path)
    assert (len(found.records), len(found.unread)) == (200, 1)
    assert found.unread[0].line == 152
    assert found.found.columns == ("question", "answer")


def test_columns_that_come_late_are_named(tmp_path):
    path = tmp_path / "t.jsonl"
    lines = [{"q": f"q{n}", "a": f"a{n}"} for n in range(6000)]
    lines[4000]["remark"] = "late"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    wizard = wizard_for(path, prompt="{q}", answer="{a}")
    taken = last(take_in.take_in(path, wizard, tmp_path / "d.tunedesk", CHAT))
    assert taken.made == 6000
    assert "remark" not in wizard.found.columns
    assert dict(taken.late) == {"remark": 4001}
    told = next(found for found in taken.findings if found.check == "late_columns")
    assert told.values == {"columns": "remark", "number": 1, "line": 4001}
    wizard = wizard.answer(found=wizard.found.with_late(taken.late), system="{remark}")
    taken = last(take_in.take_in(path, wizard, tmp_path / "e.tunedesk", CHAT))
    assert not taken.late
    with drafts.opened(tmp_path / "e.tunedesk", writable=False) as connection:
        row = examples.page(connection, [4001])[0]
    assert [message.content for message in row.example.messages] == ["late", "q4000", "a4000"]


_CELLS = st.text(st.characters(codec="utf-8"), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_CELLS, min_size=1, max_size=4), min_size=1, max_size=30))
def test_the_balance_holds_for_any_table(tmp_path_factory, cells):
    folder = tmp_path_factory.mktemp("any")
    path = folder / "t.csv"
    path.write_text(
        "\n".join([",".join(row) for row in [["question", "answer"], *cells]]), newline="", encoding="utf-8"
    )
    try:
        wizard = wizard_for(path)
    except Problem:
        return  # it holds no table, and that was said
    draft = folder / "d.tunedesk"
    taken = last(take_in.take_in(path, wizard, draft, CHAT))
    assert taken.rows_in == taken.used + taken.left_out
    assert len(rows_of(draft)) == taken.made
    assert len(left_out(draft)) == taken.left_out
    with closing(sqlite3.connect(draft)) as connection:
        assert connection.execute("SELECT count(*) FROM token_count").fetchone() == (taken.made,)

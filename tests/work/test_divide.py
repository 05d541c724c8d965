"""Dividing a draft: parts, tokens, lengths, labels; rows taken out come back to where they belong."""

import pickle

import pytest

from desktop_app.core.example import Conversation, Message, Part
from desktop_app.core.fields import question_text
from desktop_app.core.split import Shares
from desktop_app.core.text import text
from desktop_app.core.wizard import Where
from desktop_app.store import drafts, examples, history
from desktop_app.store.connection import transaction
from desktop_app.store.project import Project
from desktop_app.work import check_up, divide, take_in
from tests.work.intake_files import CHAT, last, wizard_for


@pytest.fixture
def draft(tmp_path):
    return tmp_path / "d.tunedesk"


def taken(tmp_path, draft, rows):
    path = tmp_path / "t.csv"
    path.write_text("question,answer\n" + "".join(f"{question},{answer}\n" for question, answer in rows))
    wizard = wizard_for(path)
    last(take_in.take_in(path, wizard, draft, CHAT))
    return wizard


def conversation(question):
    return Conversation((Message("user", question), Message("assistant", "so so")))


def parts(draft):
    with drafts.opened(draft, writable=False) as connection:
        return {row.id: (question_text(row.example), row.part) for row in examples.rows(connection)}


def test_rows_tokens_and_lengths_are_told(tmp_path, draft):
    wizard = taken(tmp_path, draft, [(f"q{n}", "word " * (n + 1)) for n in range(40)])
    found = last(divide.divide(draft, wizard, CHAT))
    assert found.counts == {Part.TRAINING: 32, Part.VALIDATION: 4, Part.TEST: 4}
    assert all(tokens.total > tokens.learnt > 0 for tokens in found.tokens.values())
    assert sum(bar.rows for bar in found.histogram) == 40
    assert [(long.id, long.line) for long in found.longest[:2]] == [(40, 41), (39, 40)]
    assert found.longest[0].tokens == found.spread.largest > found.longest[1].tokens
    with drafts.opened(draft, writable=False) as connection:
        longer = connection.execute("SELECT count(*) FROM token_count WHERE total > 60").fetchone()[0]
    assert found.cut == longer
    assert found.labels == ()
    assert last(divide.divide(draft, wizard, CHAT)) == found


def test_another_division_needs_no_other_look_at_the_rows(tmp_path, draft, monkeypatch):
    wizard = taken(tmp_path, draft, [(f"q{n}", f"a{n}") for n in range(40)])
    last(divide.divide(draft, wizard, CHAT))
    with monkeypatch.context() as patch:
        patch.setattr(divide, "_looked_up", None)
        other = last(divide.divide(draft, wizard.answer(shares=Shares(0.25, 0)), CHAT))
        assert other.counts == {Part.TRAINING: 30, Part.VALIDATION: 10, Part.TEST: 0}
        assert [part for _, part in parts(draft).values()].count(Part.VALIDATION) == 10
        with drafts.opened(draft, writable=True) as connection:
            assert history.history(connection).undo is None  # the parts are no step
            connection.execute("DELETE FROM head WHERE id = 1")
            connection.execute("DELETE FROM body WHERE id = 1")
        with pytest.raises(TypeError):
            last(divide.divide(draft, wizard, CHAT))
    draft.with_suffix(".keys").write_bytes(pickle.dumps((None, "nonsense")))
    assert sum(last(divide.divide(draft, wizard, CHAT)).counts.values()) == 39


def test_rows_that_ask_what_the_project_asks_go_to_the_same_part(tmp_path, draft):
    project = Project.create(tmp_path / "there.tunedesk")
    there = [
        ("q1", Part.TEST),
        ("q2", Part.TRAINING),
        ("q3", Part.TEST),
        ("q3", Part.TRAINING),
        ("q4", Part.VALIDATION),
    ]
    rows = [(conversation(question), part) for question, part in there]
    project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
    wizard = taken(tmp_path, draft, [(f"q{n}", f"a{n}") for n in range(10)]).answer(where=Where.TEST)
    found = last(divide.divide(draft, wizard, CHAT, project.path))
    given = dict(parts(draft).values())
    assert [given[f"q{n}"] for n in (1, 2, 3, 4, 5)] == [
        *(Part.TEST, Part.TRAINING, Part.TRAINING, Part.VALIDATION, Part.TEST)
    ]
    assert found.met == 4
    assert found.counts == {Part.TRAINING: 2, Part.VALIDATION: 1, Part.TEST: 7}
    project.do(text("step.insert_row"), lambda edit: edit.append([(conversation("q5"), Part.TRAINING)])).result()
    assert last(divide.divide(draft, wizard, CHAT, project.path)).met == 5
    project.undo().result()
    assert last(divide.divide(draft, wizard, CHAT, project.path)).met == 4
    project.close()
    replacing = last(divide.divide(draft, wizard.answer(where=Where.REPLACE), CHAT, project.path))
    assert replacing.met == 0
    assert replacing.counts == last(divide.divide(draft, wizard.answer(where=Where.APPEND), CHAT)).counts


def test_labels_are_found_and_lie_in_every_part(tmp_path, draft):
    wizard = taken(tmp_path, draft, [(f"q{n}", ("yes", "no", "no")[n % 3]) for n in range(60)])
    found = last(divide.divide(draft, wizard, CHAT))
    assert found.labels == (("no", 40), ("yes", 20))
    with drafts.opened(draft, writable=False) as connection:
        for part in Part:
            answers = {row.example.messages[-1].content for row in examples.rows(connection, part)}
            assert answers == {"yes", "no"}, part


@pytest.mark.parametrize(("where", "part"), [(Where.VALIDATION, Part.VALIDATION), (Where.TEST, Part.TEST)])
def test_all_rows_may_go_to_one_part(tmp_path, draft, where, part):
    wizard = taken(tmp_path, draft, [(f"q{n}", f"a{n}") for n in range(12)])
    found = last(divide.divide(draft, wizard.answer(where=where), CHAT))
    assert found.counts[part] == 12
    again = last(divide.divide(draft, wizard, CHAT))
    assert again.counts[Part.TRAINING] == 10


def test_rows_taken_out_come_back_beside_those_that_ask_the_same(tmp_path, draft):
    rows = [(f"q{n}", f"a{n}") for n in range(30)] * 2
    wizard = taken(tmp_path, draft, rows)
    settled = last(check_up.settle(draft, wizard, CHAT))
    assert settled.rows == 30
    last(divide.divide(draft, wizard, CHAT))
    with drafts.opened(draft, writable=True) as connection, transaction(connection):
        history.undo(connection)
    found = parts(draft)
    assert len(found) == 60
    assert len({part for _, part in found.values()}) == 3
    for question in {question for question, _ in found.values()}:
        assert len({part for other, part in found.values() if other == question}) == 1, question


def test_a_draft_without_rows_divides_into_nothing(tmp_path, draft):
    wizard = taken(tmp_path, draft, [("q", "")] * 12)
    found = last(divide.divide(draft, wizard, CHAT))
    assert set(found.counts.values()) == {0}
    assert (found.histogram, found.longest, found.spread) == ((), (), None)

"""Settling: the remedies the wizard decides for, each one step, and all of them taken back."""

import json
from array import array
from dataclasses import replace
from random import Random

import pytest

from desktop_app.core.checks.finding import Finding, Remedy, Severity, Subject
from desktop_app.core.fields import expected, question_text
from desktop_app.store import drafts, examples, history, sources
from desktop_app.work import check_up, take_in
from desktop_app.work.intake import Progress, Settled
from tests.work.intake_files import CHAT, COMPLETION, last, wizard_for


@pytest.fixture
def path(tmp_path):
    """A table of which some rows are double, and others become so once their separators are taken off."""
    rows = [f"q{n},a{n}" for n in range(20)] + ["q3,a3", "q4,a4", "q5 ,a5"]
    file = tmp_path / "t.csv"
    file.write_text("question,answer\n" + "".join(f"{row}\n" for row in rows))
    return file


@pytest.fixture
def draft(tmp_path):
    return tmp_path / "d.tunedesk"


def taken(path, draft, target=CHAT, **answers):
    wizard = wizard_for(path, **answers)
    return wizard, last(take_in.take_in(path, wizard, draft, target))


def questions(draft):
    with drafts.opened(draft, writable=False) as connection:
        return [question_text(row.example) for row in examples.rows(connection)]


def steps(draft):
    with drafts.opened(draft, writable=False) as connection:
        return connection.execute("SELECT count(*) FROM step").fetchone()[0], history.history(connection)


def test_recommended_remedies_are_done_each_as_one_step(path, draft):
    wizard, before = taken(path, draft)
    rows = questions(draft)
    settled = last(check_up.settle(draft, wizard, CHAT, before.findings))
    assert [done.check for done in settled.done] == [f.check for f in before.findings if wizard.decides(f)]
    assert "duplicates" in [done.check for done in settled.done]
    assert settled.rows == len(questions(draft)) < len(rows)
    assert not any(f.check == "duplicates" for f in settled.findings)
    count, now = steps(draft)
    assert count == len(settled.done)
    assert now.undo == settled.done[-1].label
    assert settled.tokens.total > 0
    assert last(check_up.unsettle(draft)) is None
    assert questions(draft) == rows
    assert steps(draft)[0] == 0


def test_settling_again_begins_anew(path, draft):
    wizard, before = taken(path, draft)
    once = last(check_up.settle(draft, wizard, CHAT, before.findings))
    again = last(check_up.settle(draft, wizard, CHAT))
    assert again.done == once.done
    assert again.rows == once.rows
    assert steps(draft)[0] == len(once.done)


def test_what_is_skipped_is_not_done(path, draft):
    wizard, before = taken(path, draft)
    rows = questions(draft)
    nothing = wizard.answer(skipped=frozenset(f.check for f in before.findings))
    settled = last(check_up.settle(draft, nothing, CHAT, before.findings))
    assert settled.done == ()
    assert questions(draft) == rows
    assert settled.findings == before.findings


def test_what_a_remedy_brings_to_light_is_treated_by_the_same_decisions(tmp_path, draft):
    path = tmp_path / "t.csv"
    rows = [f"Q{n} ->,a{n} END" for n in range(12)] + ["q3 ->,a3 END"]
    path.write_text("prompt,completion\n" + "".join(f"{row}\n" for row in rows))
    wizard, before = taken(path, draft, COMPLETION, shape="completion")
    lower = next((f for f in before.findings if f.remedy and "lower" in f.remedy.kind), None)
    wizard = wizard.answer(accepted=frozenset({lower.check} if lower else ()))
    settled = last(check_up.settle(draft, wizard, COMPLETION, before.findings))
    assert not any(wizard.decides(f) and f.remedy is not None for f in settled.findings)
    assert steps(draft)[0] == len(settled.done)


@pytest.mark.parametrize("seed", range(4))
def test_waiting_with_the_next_look_changes_nothing(tmp_path, monkeypatch, seed):
    path = tmp_path / "t.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in spoilt(Random(seed), 60)))
    outcomes = []
    for name in ("waiting", "at once"):
        looks = []
        look = check_up._Desk.check
        draft = tmp_path / f"{name}.tunedesk"
        with monkeypatch.context() as patch:
            patch.setattr(check_up._Desk, "check", lambda desk, look=look, looks=looks: looks.append(1) or look(desk))
            if name == "at once":  # as if no finding were about each row by itself
                wanted = check_up._wanted
                patch.setattr(
                    check_up, "_wanted", lambda *given, wanted=wanted: [replace(f, each=False) for f in wanted(*given)]
                )
            wizard, before = taken(path, draft)
            settled = last(check_up.settle(draft, wizard, CHAT, before.findings))
        outcomes.append((settled.done, [replace(f, each=False) for f in settled.findings], contents(draft), len(looks)))
    assert outcomes[0][:3] == outcomes[1][:3]
    assert {"duplicates", "chat_empty_answer", "answer_spaces"} <= {done.check for done in outcomes[0][0]}
    assert outcomes[0][3] < outcomes[1][3]


def spoilt(chance, rows):
    """Yield lines of chats of which many are double, without an answer, or have spaces around it."""
    for _ in range(rows):
        answer = chance.choice(["", "yes ", " no", f"a{chance.randrange(30)}", "key sk-abcdefghij0123456789abcdef"])
        asked = {"role": "user", "content": f"q{chance.randrange(30)}{chance.choice(['', chr(0), chr(0xFEFF)])}"}
        yield {"messages": [asked, {"role": chance.choice(["assistant", "assistant", "bot"]), "content": answer}]}


def contents(draft):
    with drafts.opened(draft, writable=False) as connection:
        return [(row.id, row.example) for row in examples.rows(connection)]


def test_rows_that_were_rewritten_are_counted_anew(path, draft):
    wizard, _ = taken(path, draft)
    finding = Finding(
        "answer_spaces", Subject.CHAT, Severity.ADVICE, 1, array("q", [1]),
        remedy=Remedy("set_system", {"system": "Be brief and polite, please."}, array("q", [1])), recommended=True,
    )  # fmt: skip
    with drafts.opened(draft, writable=False) as connection:
        before = {row: total for row, _, total in sources.lengths(connection, "o200k_base")}
    # Having one system message in a single row is something that the check-up would mend in its turn.
    wizard = wizard.answer(skipped=frozenset({"duplicates", "system_missing", "system_differs"}))
    settled = last(check_up.settle(draft, wizard, CHAT, (finding,)))
    assert [(done.check, done.count) for done in settled.done] == [("answer_spaces", 1)]
    with drafts.opened(draft, writable=False) as connection:
        after = {row: total for row, _, total in sources.lengths(connection, "o200k_base")}
        assert sources.uncounted(connection, "o200k_base") == []
    assert after[1] > before[1]
    assert {row: n for row, n in after.items() if row != 1} == {row: n for row, n in before.items() if row != 1}


def test_a_remedy_that_changes_nothing_leaves_no_step(path, draft):
    wizard, _ = taken(path, draft)
    rows = array("q", [999])
    finding = Finding(
        "x", Subject.ROWS, Severity.ADVICE, 1, rows, remedy=Remedy("drop_rows", {}, rows), recommended=True
    )
    nothing = wizard.answer(skipped=frozenset({"duplicates"}))
    settled = last(check_up.settle(draft, nothing, CHAT, (finding,)))
    assert settled.done == ()
    assert steps(draft)[0] == 0


def test_settling_that_is_broken_off_leaves_whole_steps_that_can_be_taken_back(path, draft):
    wizard, before = taken(path, draft)
    rows = questions(draft)
    running = check_up.settle(draft, wizard, CHAT, before.findings)
    assert isinstance(next(running), Progress)
    running.close()
    assert questions(draft) == rows
    settled = last(check_up.settle(draft, wizard, CHAT, before.findings))
    assert isinstance(settled, Settled)
    assert settled.done


def test_before_and_after_are_shown(path, draft):
    _, before = taken(path, draft)
    finding = next(f for f in before.findings if f.check == "duplicates")
    (shown,) = check_up.shown(draft, finding, 1)
    assert [(row.line, expected(row.before), row.after) for row in shown] == [(22, "a3", None)]
    plain = Finding("x", Subject.ROWS, Severity.NOTE, 2, array("q", [2, 1]))
    (shown,) = check_up.shown(draft, plain, 5)
    assert [(row.id, row.line, row.before == row.after) for row in shown] == [(2, 3, True), (1, 2, True)]
    assert questions(draft)[0] == "q0"


def test_the_check_up_alone_finds_what_taking_in_found(path, draft):
    wizard, before = taken(path, draft)
    assert last(check_up.check(draft, wizard, CHAT)) == before.findings


def test_records_left_out_can_be_read(tmp_path, draft):
    path = tmp_path / "t.csv"
    path.write_text("question,answer\nq,a\nbad\nworse\n" + "q,b\n" * 12)
    taken(path, draft)
    (found,) = check_up.left_out(draft, 1)
    assert [(each.line, each.raw) for each in found] == [(3, "bad")]

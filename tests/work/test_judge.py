"""A judge over the answers of a test: asked in both orders, paused, gone on with, and reckoned from what is kept."""

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest

from desktop_app.cli import judging as judging_said
from desktop_app.core.batch import Cell, Kind, request
from desktop_app.core.example import Part
from desktop_app.core.judging import Rubric, Scale
from desktop_app.core.problem import Problem
from desktop_app.store import batches, judgements, recorded, votes
from desktop_app.work import bookkeeping, judge, judge_figures
from desktop_app.work.ask_batch import Got
from desktop_app.work.judge import Wish
from desktop_app.work.keep_batch import Opened, settle_all
from desktop_app.work.read_rubric import read_rubric
from desktop_app.work.voices import voice
from tests.cloud.judge import judging
from tests.cloud.pupils import Pupil, teach
from tests.work.test_test_run import GOOD, POOR, a_room, colour, talk

JUDGE = "gpt-4.1-2025-04-14"
KIND = Rubric(Scale.POINTS, "5 is right, 1 is wrong.")
BETTER = Rubric(Scale.PAIR, "The right one is better.")


def blind(question):
    return int(question.split()[1]) % 10 == 3


@pytest.fixture
def room(tmp_path, monkeypatch):
    monkeypatch.setattr(bookkeeping, "is_here", lambda address: False)
    rows = [(talk(n), Part.TEST if n >= 40 else Part.TRAINING) for n in range(70)]
    with a_room(tmp_path, rows) as made:
        made.cloud.account.models[JUDGE] = {"id": JUDGE, "object": "model", "created": 1, "owned_by": "system"}
        pupils = {GOOD: Pupil(0.95, ("blue",)), POOR: Pupil(0.4, ("red", "blue", "green")), JUDGE: Pupil(1.0, ())}
        teach(made.cloud, judging(colour, blind), pupils)
        yield made


@pytest.fixture
def tested(room):
    number = room.begin(room.columns(POOR, GOOD))
    room.go_on(number)
    return number


def wish(room, test, rubric, model=JUDGE):
    return Wish(test, voice(room.where.site(room.site), model), rubric, judge.sides_of(rubric.scale, 2))


def begin(room, wanted):
    return asyncio.run(judge.begin(room.project, wanted))


def go_on(room, number, stop_after=None):
    async def act():
        heard = []
        try:
            async with aclosing(judge.go_on(room.project, room.where, number)) as items:
                async for item in items:
                    heard.append(item)
                    if stop_after and sum(isinstance(one, Got) for one in heard) >= stop_after:
                        break
        finally:
            await room.where.reach.close()
        return heard

    found = asyncio.run(act())
    room.cloud._server.quiet()  # what was asked before the stop may arrive late, and is not what is asked next
    return found


def told(room, test):
    return asyncio.run(judge_figures.told(room.project, test))


def judged(room):
    return [one for one in room.cloud.account.asked if one["model"] == JUDGE]


def test_each_answer_is_marked_and_what_cannot_be_read_is_counted(room, tested):
    assert told(room, tested) == ()
    number = begin(room, wish(room, tested, KIND))
    heard = go_on(room, number)
    assert heard[0] == Opened(number, heard[0].batch, 60)
    assert all(one["temperature"] == 0 and len(one["messages"]) == 1 for one in judged(room))
    (found,) = told(room, tested)
    report = room.report(tested)
    for at in (0, 1):
        seen = {prompt: mark.right for prompt, mark in report.figures[at].marks.items() if prompt % 10 != 3}
        assert found.marks[at].given == {prompt: 5 if right else 2 for prompt, right in seen.items()}
        assert found.marks[at].unread == 3
        assert found.marks[at].figure.holds(found.marks[at].figure.value)
    assert found.marks[1].figure.low > found.marks[0].figure.high
    assert (found.unread, found.judgement.left, found.preferences) == (6, 0, {})
    (first, second) = found.judgement.words(0)
    assert (first.case.first, second.case.first) == (0, 1)
    assert first.said.startswith("I compared it.")


def test_two_models_are_compared_in_both_orders(room, tested):
    go_on(room, begin(room, wish(room, tested, BETTER)))
    (found,) = told(room, tested)
    newest = room.report(tested).newest
    alike = [prompt for prompt in range(30) if newest[prompt, 0].text == newest[prompt, 1].text]
    assert len(judged(room)) == 2 * (30 - len(alike))  # nobody is asked about answers that are the same
    preferred = found.preferences[0, 1]
    assert preferred.alike == len(alike) > 0
    swayed = [prompt for prompt in range(30) if prompt % 10 == 3 and prompt not in alike]
    assert list(preferred.changed) == swayed
    assert preferred.leaning == len(swayed) > 0
    assert preferred.better == 1
    assert preferred.wins > preferred.losses
    word = found.judgement.words(swayed[0])
    assert [one.verdict for one in word] == [-1, -1]


def test_the_terminal_says_all_of_it(room, tested):
    for rubric in (KIND, BETTER):
        go_on(room, begin(room, wish(room, tested, rubric)))
    pair, points = told(room, tested)
    batch = room.report(tested).batch
    lines = "\n".join(judging_said.as_lines(points, batch))
    assert f"judge {JUDGE}: marks from 1 to 5 (the opinion of a model, no measurement)" in lines
    assert "6 verdicts could not be read, and count for nothing" in lines
    assert "27 answers" in lines
    lines = "\n".join(judging_said.as_lines(pair, batch))
    assert f"{GOOD} against {POOR}: better (p = " in lines
    assert "said something else with sides swapped:" in lines
    found = judging_said.as_json(pair, batch)["preferences"][0]
    assert (found["first"], found["second"], found["better"]) == (POOR, GOOD, 1)
    assert found["leaning_to_first_place"] == len(found["changed_when_swapped"]) > 0
    assert set(found["changed_when_swapped"]) <= {prompt.row for prompt in batch.prompts}
    marks = judging_said.as_json(points, batch)["marks"][1]
    assert marks["figure"]["low"] <= marks["figure"]["value"] <= marks["figure"]["high"]
    assert set(map(int, marks["rows"])) <= {prompt.row for prompt in batch.prompts}


def test_a_judge_that_was_paused_twice_says_what_one_says_that_was_not(room, tested):
    wanted = wish(room, tested, KIND)
    number = begin(room, wanted)
    go_on(room, number, stop_after=8)
    go_on(room, number, stop_after=12)
    (half,) = told(room, tested)
    assert 0 < half.judgement.left < 60
    asked = len(judged(room))
    assert begin(room, wanted) == number  # the same wish goes on with what was begun
    go_on(room, number)
    assert len(judged(room)) - asked == half.judgement.left
    (whole,) = told(room, tested)
    other = begin(room, wish(room, tested, Rubric(Scale.POINTS, "5 is right, 1 is quite wrong.")))
    assert other != number
    go_on(room, other)
    again = told(room, tested)
    assert [one.judgement.number for one in again] == [other, number]
    assert again[0].marks == whole.marks == again[1].marks
    asyncio.run(settle_all(room.project, room.where))
    spent = [each for each in room.where.reach.books(room.site)._ledger.entries() if each.model == JUDGE]
    assert sum(each.tokens_out for each in spent) == 120  # each verdict once, of one token each


def test_it_is_kept_apart_from_tests_and_votes(room, tested):
    number = begin(room, wish(room, tested, Rubric(Scale.YES_NO, "Right or wrong.")))
    go_on(room, number)
    (found,) = told(room, tested)
    assert found.marks[1].figure.value == room.report(tested).figures[1].right.value
    with room.project.reading() as connection:
        assert [line.id for line in batches.listed(connection, (Kind.TEST,))] == [tested]
        assert [line.size for line in batches.listed(connection, (Kind.JUDGE,))] == [60]
        assert JUDGE not in dict(recorded.models(connection))
        assert [choice.id for choice in votes.choices(connection)] == [tested]
        assert judgements.get(connection, tested) is None
    assert room.go_on(tested)[0].left == 0
    with pytest.raises(Problem, match="test_gone"):
        room.go_on(number)


def test_what_it_takes_is_known_before(room, tested):
    wanted = wish(room, tested, KIND)
    outlay = asyncio.run(judge.outlay(room.project, room.where, wanted))
    assert (outlay.requests, len(outlay.hosts)) == (60, 1)
    assert outlay.tokens_out == 60 * 100
    assert outlay.dollars is not None
    assert outlay.most_dollars > outlay.dollars > 0
    assert judged(room) == []


def test_what_stands_in_the_way_is_said(room):
    test = room.begin(room.columns(POOR, GOOD))
    for wanted, key in (
        (wish(room, test, KIND), "judge_no_answers"),
        (wish(room, test, Rubric(Scale.POINTS, "  ")), "judge_no_rubric"),
        (wish(room, 99, KIND), "test_gone"),
    ):
        with pytest.raises(Problem, match=key):
            begin(room, wanted)
    with pytest.raises(Problem, match="judge_gone"):
        go_on(room, test)
    room.go_on(test, stop_after=6)
    begin(room, wish(room, test, KIND))  # what is there can be judged
    assert told(room, test)[0].judgement.left == room.report(test).answered


def test_the_newest_answer_is_what_is_judged(room, tested):
    kept = room.report(tested).answers[Cell(0, 0)]
    with room.project.reading() as connection:
        asked = batches.get(connection, tested)
    again = Cell(0, 0, 1)

    def write(connection):
        batches.put(connection, tested, again, request(asked, again), replace(kept, text="newer"), paid=False)

    room.project.write(write).result()
    questions = judge.questions(room.project, wish(room, tested, KIND))
    assert "<answer>\nnewer\n</answer>" in questions[0].question[0].content


def test_sides():
    assert judge.sides_of(Scale.POINTS, 3) == ((0, None), (1, None), (2, None))
    assert judge.sides_of(Scale.PAIR, 3) == ((0, 1), (0, 2))
    assert judge.sides_of(Scale.PAIR, 3, (2, 1)) == ((2, 1),)


def test_a_rubric_is_read_from_a_file(tmp_path):
    path = tmp_path / "rubric.txt"
    path.write_bytes("\ufeffHöflich ist besser.\n".encode())
    assert read_rubric(path) == "Höflich ist besser."
    path.write_bytes("Höflich ist besser.".encode("cp1252"))
    assert read_rubric(path) == "Höflich ist besser."
    path.write_text(" \n")
    with pytest.raises(Problem, match="judge_no_rubric"):
        read_rubric(path)
    with pytest.raises(Problem, match="file_missing"):
        read_rubric(tmp_path / "none.txt")

"""A successor for a model that is gone: trained by the engine, compared with recorded answers, judged with interval."""

import asyncio
from contextlib import aclosing
from datetime import date

import pytest

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.ballots import Verdict as Said
from desktop_app.core.ballots import Vote, round_of
from desktop_app.core.batch import Voice
from desktop_app.core.example import Conversation, Message, Part
from desktop_app.core.job import HERE, STARTER
from desktop_app.core.problem import Problem
from desktop_app.core.succession import Measure, Verdict
from desktop_app.core.text import text
from desktop_app.providers.local import LocalEngine
from desktop_app.store import answers, batches, votes
from desktop_app.store.project import Project
from desktop_app.work import succession, test_run
from desktop_app.work.test_run import RECORDED
from tests.sites import sites

OLD = "ft:gpt-3.5-turbo:school::colours"
COLOURS = {"sky": "blue", "grass": "green", "sun": "yellow", "rose": "red", "snow": "white", "coal": "black"}


def question(thing):
    return (Message("user", f"What colour is the {thing}"),)


@pytest.fixture
def project(tmp_path):
    """A project with 24 rows held back, and the answers that a model gave to them before it was switched off."""
    made = Project.create(tmp_path / "colours.tunedesk")
    rows = [
        (Conversation((*question(thing), Message("assistant", f"the answer be {colour}"))), Part.TEST)
        for thing, colour in COLOURS.items()
        for _ in range(4)
    ]
    made.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()

    def record(connection):
        for thing, colour in COLOURS.items():
            said = f"the answer be {colour}" if thing != "coal" else "the answer be nine"
            request = Request(0, OLD, question(thing), Sampling())
            answers.add(connection, request, Answer(0, OLD, said, Finish.STOP, 4, 1.0))

    made.write(record).result()
    yield made
    made.close()


def test_recorded_answers_a_successor_from_the_engine_and_a_verdict_with_its_interval(
    engine, trained, project, tmp_path
):
    model = trained.fine_tuned_model

    async def whole():
        local = LocalEngine(engine.data)
        where = sites(local, tmp_path)
        try:
            (old,) = await succession.olds(project, where, date(2027, 2, 1))
            assert (old.voice, old.answers) == (Voice(RECORDED, OLD), 6)
            assert await succession.rows_for(project, old) == succession.Rows(None, 24, 24)
            plan = succession.plan_for(project, old)
            assert (plan.base_model, plan.connection) == (STARTER, HERE)
            number = await succession.begin(project, old, Voice(HERE, model), None, ask_old=False)
            before = await succession.judge(project, number)
            assert (before.verdict, before.rows, before.unanswered) == (Verdict.FEW, None, 24)
            async with aclosing(test_run.go_on(project, where, number)) as steps:
                asked = [step async for step in steps]
            assert asked[0].left == 24  # the old one is asked no more
            assert await succession.newest(project, old, Voice(HERE, model)) == number
            return number, await succession.judge(project, number, 0.1)
        finally:
            await local.close()
            await where.reach.close()

    number, told = asyncio.run(whole())
    assert (told.old.model, told.new.model, told.rows.measure) == (OLD, model, Measure.RIGHT)
    assert (told.rows.rows, told.rows.old, told.unanswered, told.seen) == (24, 20 / 24, 0, False)
    between = told.rows.difference
    assert between.value == pytest.approx(told.rows.new - told.rows.old)
    assert between.low < between.value < between.high
    assert told.verdict is told.rows.verdict
    if told.rows.new == 1:  # what the trainings of other tests show: it has learned all six colours
        assert told.alike == 20 / 24
        assert told.verdict in (Verdict.BETTER, Verdict.AS_GOOD)
    vote_for_the_new_one(project, number)
    again = asyncio.run(succession.judge(project, number, 0.1))
    assert again.votes is None or again.votes.rate.value == 1


def vote_for_the_new_one(project, number):
    """Prefer the successor wherever the two differ."""

    def write(connection):
        batch = batches.get(connection, number)
        texts = {cell: answer.text for cell, answer in batches.outcomes(connection, number)}
        for ballot in round_of(batch.mark, texts).ballots:
            side = Said.LEFT if ballot.left.column == 1 else Said.RIGHT
            votes.put(connection, number, Vote(ballot, side))

    project.write(write).result()


def test_without_recorded_answers_there_is_nothing_to_compare(project, tmp_path):
    project.write(lambda connection: connection.execute("UPDATE answer SET question = '\"else\"'").rowcount).result()
    old = succession.Old(Voice(RECORDED, OLD), 1)
    with pytest.raises(Problem) as raised:
        asyncio.run(succession.begin(project, old, Voice(HERE, "tiny"), None, ask_old=False))
    assert raised.value.key == "succession.no_answers"

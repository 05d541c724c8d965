"""Conversations on disk and on the wire: written down before they are asked, whole again after a crash."""

import asyncio
import shutil
from contextlib import aclosing

import pytest

from desktop_app.core import talk as talks
from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Column, Kind, Setting, Voice
from desktop_app.core.job import HERE
from desktop_app.core.problem import Problem
from desktop_app.core.talk import Speaker, Talk, Way
from desktop_app.providers.local import LocalEngine
from desktop_app.store import batches
from desktop_app.store.project import Project
from desktop_app.work import past_batches
from desktop_app.work.ask_batch import Begun, Failed, Got, Piece
from desktop_app.work.talk import go_on, remembered, rename
from tests.fake_provider import BASE, TUNED, FakeProvider, Speech
from tests.sites import sites

A = Speaker(Column(Voice(HERE, TUNED), Setting(Sampling())))
B = Speaker(Column(Voice(HERE, BASE), Setting(Sampling(stop=("\n",)), "Be brief.")), Way(" ->", "\n"))


@pytest.fixture
def provider(tmp_path):
    with FakeProvider(tmp_path / "engine") as made:
        yield made


@pytest.fixture
def room(tmp_path, provider):
    project = Project.create(tmp_path / "a.tunedesk")
    yield project, sites(LocalEngine(tmp_path / "engine"), tmp_path)
    project.close()


def number_of(project):
    with project.reading() as connection:
        (line,) = batches.listed(connection, [Kind.TALK])
    return line.id


def spoken(*said, speakers=None):
    """Return a conversation with these turns, none of them answered."""
    talk = Talk("mark", "", 1.0)
    for words in said:
        last = len(talk.turns) - 1 if talk.turns else None
        talk = talks.say(talk, words, last, speakers or {0: A, 1: B}, talks.newest({}))
    return talk


def all_of(where, project, talk, answers=None):
    """Ask all that has no answer yet, and return what was heard."""
    waves = talks.open_cells(talk, len(talk.turns) - 1, answers or {})

    async def asked():
        try:
            return [item async for item in go_on(where, project, talk, answers or {}, waves)]
        finally:
            await where.engine.close()

    return asyncio.run(asked())


def test_a_conversation_comes_back_as_it_was_held(room):
    project, where = room
    talk = spoken("one", "two")
    heard = all_of(where, project, talk)
    assert sum(isinstance(item, Got) for item in heard) == 4
    found = asyncio.run(remembered(project, number_of(project)))
    assert found.talk == talk
    assert set(found.answers) == {leg.first for leg in talk.legs}
    longer = talks.say(talk, "three", 1, {1: B}, talks.newest(found.answers))
    all_of(where, project, longer, found.answers)
    again = asyncio.run(remembered(project, number_of(project)))
    assert again.talk == longer
    assert len(again.answers) == 5
    asyncio.run(rename(project, number_of(project), "Of ships"))
    (line,) = asyncio.run(past_batches.listed(project, [Kind.TALK], "ships"))
    assert (line.size, line.answered) == (5, 5)
    asyncio.run(past_batches.remove(project, where, line.id))
    with pytest.raises(Problem, match="talk_gone"):
        asyncio.run(remembered(project, line.id))


def test_a_crash_in_the_middle_costs_the_answers_under_way_and_nothing_else(room, provider, tmp_path):
    project, where = room
    provider.speech = {TUNED: Speech("quick"), BASE: Speech("slow as ever", waits_after=1)}
    talk = spoken("one", "two")
    crashed = tmp_path / "crashed.tunedesk"

    async def broken():
        waves = talks.open_cells(talk, 1, {})
        quick = slow = False
        async with aclosing(go_on(where, project, talk, {}, waves)) as heard:
            async for item in heard:
                quick |= isinstance(item, Got)
                slow |= isinstance(item, Piece) and talk.speakers[item.cell.column] == B
                if quick and slow:
                    break
            # What the disk holds at this moment is what a power cut would leave.
            for end in ("", "-wal"):
                shutil.copy(f"{project.path}{end}", f"{crashed}{end}")
        await where.engine.close()

    asyncio.run(broken())
    provider.let_go()
    later = Project.open(crashed)
    try:
        found = asyncio.run(remembered(later, number_of(later)))
        assert found.talk == talk
        assert [answer.text for answer in found.answers.values()] == ["quick"]
        provider.asked.clear()
        heard = all_of(where, later, found.talk, found.answers)
        assert sum(isinstance(item, Begun) for item in heard) == 3
        assert {str(body.get("prompt")) for body in provider.asked} == {
            "Be brief.\n\none ->",
            "Be brief.\n\none ->slow as ever\ntwo ->",
            "None",
        }
    finally:
        later.close()


def test_a_thread_that_is_not_answered_waits_while_the_other_goes_on(room, provider):
    project, where = room
    provider.speech = {TUNED: Speech("half way", breaks_after=1), BASE: Speech("fine")}
    talk = spoken("one", "two")
    heard = all_of(where, project, talk)
    failed = [item.cell.prompt for item in heard if isinstance(item, Failed)]
    assert failed == [talk.turns[0].legs[0].place]
    assert [body["model"] for body in provider.asked].count(BASE) == 2
    found = asyncio.run(remembered(project, number_of(project)))
    assert [problem.key for problem in found.faults.values()] == ["provider_broke_off"]
    assert len(talks.open_cells(found.talk, 1, found.answers)) == 2


def test_a_place_that_cannot_be_reached_is_said_at_each_of_its_threads(room, provider):
    project, where = room
    provider.refuse("chat", 401, "invalid_api_key", times=9)
    provider.refuse("complete", 401, "invalid_api_key", times=9)
    heard = all_of(where, project, spoken("one", "two"))
    failed = [item for item in heard if isinstance(item, Failed)]
    assert sorted(item.cell.prompt for item in failed) == [0, 1]
    assert {item.problem.key for item in failed} == {"provider_key_refused"}


def test_a_place_that_is_gone_is_said_at_each_thread_and_the_other_place_answers(room, provider):
    project, where = room
    provider.speech = {TUNED: Speech("fine")}
    gone = Speaker(Column(Voice("a connection that was removed", BASE), Setting(Sampling())))
    talk = spoken("one", "two", speakers={0: A, 1: gone})
    heard = all_of(where, project, talk)
    failed = {item.cell.prompt: item.problem.key for item in heard if isinstance(item, Failed)}
    assert failed == {talk.turns[0].legs[1].place: "connection_gone"}  # and the thread is not asked in the second turn
    assert [item.answer.text for item in heard if isinstance(item, Got)] == ["fine", "fine"]

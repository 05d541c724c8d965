"""A batch of questions against a server that misbehaves: nothing is asked twice, lost, or paid for twice."""

import asyncio
from collections import Counter
from contextlib import aclosing, contextmanager

import pytest

from desktop_app.core.answer import Answer, Finish, Sampling
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice, cells
from desktop_app.core.example import Message
from desktop_app.core.problem import Problem
from desktop_app.providers.local import LocalEngine
from desktop_app.providers.pace import Backoff, Pace
from desktop_app.settings.ledger import Ledger
from desktop_app.store import batches
from desktop_app.store.project import Project
from desktop_app.work import ask_batch, bookkeeping
from desktop_app.work.ask_batch import Again, Begun, Failed, Got, Halted, Manner, Piece, ask, watched
from desktop_app.work.keep_batch import keep, new_mark, settle_all, take_up
from desktop_app.work.patience import Patience
from tests.cloud.server import Cloud
from tests.sites import connect, sites
from tests.work.starting import Waits

MINI = "gpt-4o-mini-2024-07-18"
PLAIN = Setting(Sampling())
ROUTE = "POST chat/completions"


class Room:
    """A project, a cloud and a connection to it that counts as outside this computer."""

    def __init__(self, cloud, project, where, site):
        self.cloud, self.project, self.where, self.site = cloud, project, where, site

    def batch(self, prompts=5, voices=1, **more):
        asked = tuple(Prompt((Message("user", f"q{n}"),), f"a{n}", n + 1) for n in range(prompts))
        speakers = tuple(Column(Voice(self.site, MINI), PLAIN) for _ in range(voices))
        return Batch(new_mark(), more.pop("kind", Kind.TEST), "t", 1.0, asked, speakers, **more)

    @property
    def asked(self):
        return [one["messages"][-1]["content"] for one in self.cloud.account.asked]

    def entries(self):
        return self.where.reach.books(self.site)._ledger.entries()

    def reads(self, work, *arguments):
        with self.project.reading() as connection:
            return work(connection, *arguments)


@contextmanager
def a_room(tmp_path):
    with Cloud() as cloud:
        project = Project.create(tmp_path / "a.tunedesk")
        where = sites(LocalEngine(tmp_path / "engine"), tmp_path, Ledger(tmp_path / "ledger.jsonl"))
        site = asyncio.run(connect(where, "openai", "OpenAI", cloud.address, cloud.account.key))
        yield Room(cloud, project, where, site)
        project.close()


@pytest.fixture
def room(tmp_path, monkeypatch):
    # The cloud of these tests lies on this computer, and what is asked there has to cost something.
    monkeypatch.setattr(bookkeeping, "is_here", lambda address: False)
    with a_room(tmp_path) as made:
        yield made


def hurried(tries=4, **more):
    return Manner(patience=Patience(tries=tries, sleep=Waits().sleep), **more)


def run(room, act):
    """Run an act with a client of its own loop, and hang up; all it asked is heard by then."""

    async def whole():
        provider = await room.where.provider(room.site)
        provider.pace = Pace(backoff=Backoff(dice=lambda: 0.0), clock=(waits := Waits()).clock, sleep=waits.sleep)
        try:
            return await act()
        finally:
            await room.where.reach.close()

    found = asyncio.run(whole())
    room.cloud._server.quiet()  # what an act asks that ends early may arrive late, and is not what the next one asks
    return found


def all_of(room, batch, manner=None, stop_after=None):
    """Ask what is left of a batch and return what was heard."""

    async def act():
        kept = await keep(room.project, room.where, batch)
        heard = []
        async with aclosing(ask(room.where, batch, await kept.left(), kept, manner or hurried())) as items:
            async for item in items:
                heard.append(item)
                if stop_after and sum(isinstance(one, Got) for one in heard) >= stop_after:
                    break
        return heard

    return run(room, act)


def test_every_cell_is_asked_and_kept(room):
    batch = room.batch(prompts=3, voices=2, repeats=2)
    heard = all_of(room, batch)
    got = {item.cell: item.answer.text for item in heard if isinstance(item, Got)}
    assert set(got) == set(cells(batch))
    assert got[Cell(2, 1, 1)] == f"{MINI} was asked: q2"
    pieces = [item.text for item in heard if isinstance(item, Piece) and item.cell == Cell(0, 0)]
    assert "".join(pieces) == got[Cell(0, 0)]
    (line,) = room.reads(batches.listed, [Kind.TEST])
    assert (line.size, line.answered, line.title) == (12, 12, "t")
    assert room.reads(batches.get, line.id) == batch
    assert dict(room.reads(lambda c, n: list(batches.outcomes(c, n)), line.id)).keys() == got.keys()


def test_what_broke_off_is_gone_on_with_where_it_was(room):
    batch = room.batch(prompts=40)
    all_of(room, batch, stop_after=11)
    (line,) = room.reads(batches.listed, [Kind.TEST])
    assert 11 <= line.answered < 40
    before = Counter(room.asked)
    all_of(room, batch)
    assert room.reads(batches.listed, [Kind.TEST])[0].answered == 40
    again = [q for q, times in Counter(room.asked).items() if times > 1]
    # What was under way at the stop was not answered; nothing that was is asked a second time.
    assert len(again) <= len(before) - line.answered


def test_each_answer_is_paid_for_once_however_often_the_program_dies(room, monkeypatch):
    batch = room.batch(prompts=30)
    written = Ledger.add

    def dies(self, entry):
        written(self, entry)
        raise Problem("ledger_not_written", folder="x")  # the line is there, and nobody has heard of it

    monkeypatch.setattr(Ledger, "add", dies)
    all_of(room, batch, stop_after=27)
    monkeypatch.setattr(Ledger, "add", written)
    run(room, lambda: settle_all(room.project, room.where))
    all_of(room, batch)
    assert sum(entry.tokens_in for entry in room.entries()) == 30 * 9
    assert {entry.model for entry in room.entries()} == {MINI}
    assert room.reads(batches.unsettled) == []


def test_what_costs_nothing_is_not_entered(tmp_path):
    with a_room(tmp_path) as room:
        all_of(room, room.batch())
        assert room.entries() == []
        assert room.reads(batches.unsettled) == []


def test_a_storm_of_refusals_passes(room):
    room.cloud.faults.add(ROUTE, "rate", times=20, retry_after="3")
    heard = all_of(room, room.batch(prompts=12))
    assert sum(isinstance(item, Got) for item in heard) == 12
    assert not [item for item in heard if isinstance(item, Failed | Halted)]


def test_an_answer_that_breaks_off_is_asked_for_anew(room):
    room.cloud.faults.add(ROUTE, "cut", after=500)
    heard = all_of(room, room.batch(prompts=1))
    places = [type(item).__name__ for item in heard if not isinstance(item, Begun | Piece)]
    assert places == ["Again", "Got"]
    last = next(item for item in heard if isinstance(item, Got)).answer.text
    assert last == f"{MINI} was asked: q0"


def test_what_a_connection_costs_that_is_gone_is_entered_when_it_is_back(room, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "add", lambda *_: (_ for _ in ()).throw(Problem("ledger_not_written", folder="x")))
        all_of(room, room.batch(prompts=3))
    kept = (tmp_path / "connections.json").read_bytes()
    room.where.reach.connections.remove(room.site)
    asyncio.run(settle_all(room.project, room.where))
    assert len(room.reads(batches.unsettled)) == 1
    (tmp_path / "connections.json").write_bytes(kept)
    again = sites(LocalEngine(tmp_path / "engine"), tmp_path, Ledger(tmp_path / "ledger.jsonl"))
    asyncio.run(settle_all(room.project, again))
    assert room.reads(batches.unsettled) == []
    assert sum(entry.tokens_in for entry in Ledger(tmp_path / "ledger.jsonl").entries()) == 3 * 9


def test_a_place_without_money_is_left_alone_and_its_cells_wait(room):
    room.cloud.faults.add(ROUTE, "quota", times=1000)
    batch = room.batch(prompts=50)
    heard = all_of(room, batch)
    halted = [item for item in heard if isinstance(item, Halted)]
    assert [item.problem.key for item in halted] == ["provider_money"]
    assert len(room.asked) == 0
    assert room.cloud.visits[ROUTE] <= 8
    (line,) = room.reads(batches.listed, [Kind.TEST])
    assert "provider_money" in {problem.key for problem in room.reads(batches.faults, line.id).values()}
    room.cloud.faults.waiting.clear()
    all_of(room, batch)
    assert room.reads(batches.listed, [Kind.TEST])[0].answered == 50
    assert room.reads(batches.faults, line.id) == {}


def test_no_more_is_asked_while_eight_answers_wait_to_be_taken(room, monkeypatch):
    """Who ends an asking because it has cost enough has at most those to pay for, however slow the looking is."""
    asked = []

    async def at_once(provider, request):
        asked.append(request)
        yield Answer(0, request.model, "said", Finish.STOP, 1, 0.0)

    monkeypatch.setattr(ask_batch.answers, "stream", at_once)

    async def act():
        waiting, batch = [], room.batch(prompts=60)
        async with aclosing(ask(room.where, batch, cells(batch), None, hurried())) as items:
            async for item in items:
                if not isinstance(item, Got):
                    continue
                for _ in range(500):  # turns of the loop, in which every one of the sixty could be asked
                    await asyncio.sleep(0)
                waiting.append(len(asked))
        return waiting

    waiting = run(room, act)
    assert waiting[:3] == [8, 9, 10]
    assert (len(waiting), len(asked)) == (60, 60)


def test_one_cell_that_cannot_be_asked_does_not_stop_the_others(room):
    gone = Column(Voice(room.site, "gone"), PLAIN)
    batch = room.batch(prompts=2)
    batch = Batch(new_mark(), Kind.COMPARE, "", 1.0, batch.prompts, (*batch.columns, gone))
    heard = all_of(room, batch)
    assert {item.cell.column for item in heard if isinstance(item, Got)} == {0}
    assert {item.cell.column for item in heard if isinstance(item, Failed)} == {1}


def test_a_connection_that_is_gone_halts_its_cells_alone(room):
    batch = room.batch(prompts=2)
    columns = (*batch.columns, Column(Voice("nowhere", MINI), PLAIN))
    heard = all_of(room, Batch(new_mark(), Kind.COMPARE, "", 1.0, batch.prompts, columns))
    assert sum(isinstance(item, Got) for item in heard) == 2
    assert [item.problem.key for item in heard if isinstance(item, Halted)] == ["connection_gone"]


def test_who_looks_on_keeps_what_has_come_when_stopping(room):
    batch = room.batch(prompts=1, kind=Kind.COMPARE)
    room.cloud.account.spoken[MINI] = "word " * 20_000

    async def act():
        kept = await keep(room.project, room.where, batch)
        async with aclosing(ask(room.where, batch, await kept.left(), kept, watched())) as items:
            async for item in items:
                if isinstance(item, Piece):
                    break
        return kept.number

    number = run(room, act)
    ((cell, answer),) = room.reads(lambda c: list(batches.outcomes(c, number)))
    assert cell == Cell(0, 0)
    assert answer.finish is Finish.STOPPED_BY_USER
    assert answer.text.startswith("word")


def test_a_test_keeps_no_half_answer(room):
    batch = room.batch(prompts=1)
    room.cloud.account.spoken[MINI] = "word " * 20_000

    async def act():
        kept = await keep(room.project, room.where, batch)
        async with aclosing(ask(room.where, batch, await kept.left(), kept, hurried())) as items:
            async for item in items:
                if isinstance(item, Piece):
                    break
        return await kept.left()

    assert run(room, act) == [Cell(0, 0)]


def test_asking_once_more_keeps_the_first_answer(room):
    batch = room.batch(prompts=1, kind=Kind.COMPARE)
    all_of(room, batch)

    async def act():
        kept = await take_up(room.project, room.where, 1)
        once_more = Cell(0, 0, 1)
        async for _ in ask(room.where, batch, [once_more], kept, hurried()):
            pass
        return once_more

    assert run(room, act) == Cell(0, 0, 1)
    assert [cell.repeat for cell, _ in room.reads(lambda c: list(batches.outcomes(c, 1)))] == [0, 1]


def test_a_batch_is_found_by_what_was_asked_and_answered(room):
    room.cloud.account.spoken[MINI] = "Grüße aus Köln"
    all_of(room, room.batch(prompts=2, kind=Kind.COMPARE))
    found = [len(room.reads(batches.listed, [Kind.COMPARE], words)) for words in ("KÖLN", "q1", "a0", "paris", " ")]
    assert found == [1, 1, 1, 0, 1]
    room.project.write(lambda c: batches.rename(c, 1, "Paris")).result()
    assert len(room.reads(batches.listed, [Kind.COMPARE], "paris")) == 1
    room.project.write(lambda c: batches.remove(c, 1)).result()
    assert room.reads(batches.listed, [Kind.COMPARE]) == []
    assert room.reads(batches.get, 1) is None


def test_an_impatient_asking_says_why_it_gave_up(room):
    room.cloud.faults.add(ROUTE, "broken", times=100)
    heard = all_of(room, room.batch(prompts=1), hurried(tries=2))
    assert [type(item) for item in heard] == [Begun, Again, Begun, Failed]
    assert heard[-1].problem.key == "provider_faulty"

"""A search over settings at a provider: kept before it is asked, gone on with after a kill, stopped by money."""

import subprocess
import sys
from contextlib import aclosing

import pytest

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Kind, Prompt, Setting, Voice, cells
from desktop_app.core.example import Message
from desktop_app.core.problem import Problem
from desktop_app.core.sweep import Axis, Knob, grid
from desktop_app.core.sweep_figures import Figure, Outcome, Sheet, verdict
from desktop_app.store import batches
from desktop_app.work import asking_cost, bookkeeping, past_batches
from desktop_app.work.asking_cost import weigh
from desktop_app.work.find_values import Scored, Wanted, begin, outlay, search, show
from desktop_app.work.keep_batch import Opened
from desktop_app.work.purse import Enough
from tests.work.test_ask_batch import MINI, ROUTE, Room, a_room, hurried, run

SEEDED = Setting(Sampling(max_tokens=20, seed=1))
AXES = (Axis(Knob.TEMPERATURE, (0.0, 0.5, 1.0)), Axis(Knob.TOP_P, (0.5, 1.0)))


@pytest.fixture
def room(tmp_path, monkeypatch):
    # The cloud of these tests lies on this computer, and what is asked there has to cost something.
    monkeypatch.setattr(bookkeeping, "is_here", lambda address: False)
    with a_room(tmp_path) as made:
        yield made


def wanted(room, prompts=4, repeats=2, expected=True):
    asked = tuple(
        Prompt((Message("user", f"q{n}"),), f"{MINI} was asked: q{n}" if expected else "", n + 1)
        for n in range(prompts)
    )
    return Wanted(lambda: asked, grid(Voice(room.site, MINI), SEEDED, AXES), repeats)


def begun(room, **more):
    return run(room, lambda: begin(room.project, room.where, wanted(room, **more)))


def told(room, number, stop_after=None, most=None, looks=False):
    """Go on with a search and return what was told."""

    async def act():
        heard = []
        source = show(room.project, room.where, number)
        if not looks:
            source = search(room.project, room.where, number, most, hurried())
        async with aclosing(source) as items:
            async for item in items:
                heard.append(item)
                if stop_after and sum(isinstance(one, Scored) for one in heard) >= stop_after:
                    break
        return heard

    return run(room, act)


def scored(heard):
    return [item for item in heard if isinstance(item, Scored)]


def asked(room):
    """Return each request by what tells it from the others."""
    return [
        (one["messages"][-1]["content"], one["temperature"], one.get("top_p", 1.0), one["seed"])
        for one in room.cloud.account.asked
    ]


def of_cell(batch, cell):
    sampling = batch.columns[cell.column].setting.sampling
    return f"q{cell.prompt}", sampling.temperature, sampling.top_p, 1 + cell.repeat


def test_every_setting_is_asked_about_every_prompt_as_often_as_wanted(room):
    number = begun(room)
    assert room.cloud.account.asked == []
    heard = told(room, number)
    opened = heard[0]
    assert isinstance(opened, Opened)
    assert (opened.left, opened.batch.size, opened.batch.kind) == (48, 48, Kind.SWEEP)
    assert sorted(asked(room)) == sorted(of_cell(opened.batch, cell) for cell in cells(opened.batch))
    assert {one.cell for one in scored(heard)} == set(cells(opened.batch))
    sheet = Sheet()
    for one in scored(heard):
        sheet.put(one.cell, one.score)
    assert sheet.value(0, Figure.NORMAL).mean == sheet.value(5, Figure.SIMILAR).mean == 1.0
    assert sheet.value(3, Figure.SPREAD).mean == 0.0
    assert sheet.value(3, Figure.COST).mean > 0
    assert verdict(sheet, 6).outcome is Outcome.OPEN
    assert sum(entry.tokens_in for entry in room.entries()) == sum(one.answer.prompt_tokens for one in scored(heard))


def test_a_search_can_be_paused_and_gone_on_with_and_looked_at_without_asking(room):
    number = begun(room)
    told(room, number, stop_after=11)
    (line,) = room.reads(batches.listed, [Kind.SWEEP])
    assert 11 <= line.answered < 48
    before = len(room.cloud.account.asked)
    seen = told(room, number, looks=True)
    assert len(scored(seen)) == line.answered
    assert seen[0].left == 48 - line.answered
    assert len(room.cloud.account.asked) == before
    heard = told(room, number)
    assert len(scored(heard)) == 48
    assert len({one.cell for one in scored(heard)}) == 48
    # Scores do not depend on where the break was: each pair of repeats is compared once.
    assert sum(len(one.score.near) for one in scored(heard)) == 4 * 6


def test_a_killed_search_asks_nothing_again_that_was_answered(tmp_path):
    with a_room(tmp_path) as room:
        number = begun(room, prompts=8)
        room.project.close()
        command = [sys.executable, "-m", "tests.work.finder_child", str(room.project.path), str(tmp_path), str(number)]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        child.stdin.write(room.cloud.account.key + "\n")
        child.stdin.flush()
        for _ in range(30):
            assert child.stdout.readline().startswith("Cell")
        child.kill()
        child.communicate()
        again = Room(room.cloud, type(room.project).open(room.project.path), room.where, room.site)
        kept = again.reads(batches.answered, number)
        assert 30 <= len(kept) < 96
        heard = told(again, number)
        batch = heard[0].batch
        assert len(scored(heard)) == 96
        every = asked(again)
        assert all(every.count(of_cell(batch, cell)) == 1 for cell in kept)
        assert set(every) == {of_cell(batch, cell) for cell in cells(batch)}
        again.project.close()


def test_money_ends_a_search_and_more_money_goes_on_with_it(room):
    number = begun(room)
    whole = told(room, number, stop_after=6)
    one = scored(whole)[0].score.values[Figure.COST]
    heard = told(room, number, most=10 * one)
    enough = heard[-1]
    assert isinstance(enough, Enough)
    assert enough.dollars == pytest.approx(len(scored(heard)) * one)
    assert 10 <= len(scored(heard)) < 48
    before = len(room.cloud.account.asked)
    assert isinstance(told(room, number, most=one)[-1], Enough)
    assert len(room.cloud.account.asked) == before
    assert len(scored(told(room, number))) == 48


def test_one_prompt_without_an_answer_hoped_for_says_so(room):
    number = begun(room, prompts=1, expected=False)
    heard = told(room, number)
    sheet = Sheet()
    for one in scored(heard):
        sheet.put(one.cell, one.score)
    assert verdict(sheet, 6).outcome is Outcome.UNKNOWN
    assert sheet.value(2, Figure.LETTERS).answers == 2


def test_a_place_that_refuses_halts_the_search_and_it_waits(room):
    number = begun(room)
    room.cloud.faults.add(ROUTE, "quota", times=1000)
    heard = told(room, number)
    assert heard[-1].problem.key == "provider_money"
    room.cloud.faults.waiting.clear()
    opened, *faults = told(room, number, looks=True)
    assert opened.left == 48
    assert {fault.problem.key for fault in faults} == {"provider_money"}
    assert len(scored(told(room, number))) == 48
    assert all(isinstance(item, Scored) for item in told(room, number, looks=True)[1:])


def test_a_search_that_was_removed_is_gone_and_one_without_prompts_is_not_begun(room):
    number = begun(room)
    run(room, lambda: past_batches.remove(room.project, room.where, number))
    with pytest.raises(Problem) as found:
        told(room, number)
    assert found.value.key == "sweep_gone"
    with pytest.raises(Problem) as found:
        begun(room, prompts=0)
    assert found.value.key == "sweep_no_prompt"
    assert room.reads(batches.listed, [Kind.SWEEP]) == []


def test_what_a_search_takes_is_told_before(room):
    plan = wanted(room, prompts=5, repeats=3)
    found = run(room, lambda: outlay(room.project, room.where, plan))
    assert found.requests == 5 * 6 * 3
    assert found.tokens_in == 90 * (4 + 1)
    hoped = sum(-(-len(prompt.expected) // 4) for prompt in plan.read())
    assert found.tokens_out == 18 * hoped
    site = room.where.site(room.site)
    price = bookkeeping.price_of(site.profile, MINI)
    assert found.dollars == pytest.approx((found.tokens_in * price.input + found.tokens_out * price.output) / 1e6)
    assert found.most_dollars == pytest.approx((found.tokens_in * price.input + 90 * 20 * price.output) / 1e6)
    assert (found.priced, found.hosts, found.seconds) == (price.as_of, (site.host,), None)
    told(room, begun(room, prompts=1, repeats=1))
    timed = run(room, lambda: outlay(room.project, room.where, plan))
    assert timed.seconds > 0


def test_what_this_computer_answers_costs_nothing(tmp_path):
    with a_room(tmp_path) as room:
        found = run(room, lambda: outlay(room.project, room.where, wanted(room)))
        assert (found.dollars, found.most_dollars, found.priced) == (0.0, 0.0, None)


def test_each_way_of_asking_is_reckoned_once(room, monkeypatch):
    counted = []
    reckon = asking_cost.request
    monkeypatch.setattr(asking_cost, "request", lambda *given: (counted.append(given), reckon(*given))[1])
    plan = wanted(room, prompts=50)
    run(room, lambda: weigh(room.where, plan.read(), plan.columns, 2, room.project))
    assert len(counted) == 50

"""The queue before a provider: never too many at once, silence when it is asked for, no hammering, nobody forgotten."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.batch import cells
from desktop_app.core.problem import Problem
from desktop_app.providers.client import Provider, make_client
from desktop_app.providers.pace import Backoff, Limit, Pace
from desktop_app.work.ask_batch import Failed, Got, ask, watched
from tests.cloud.server import Cloud
from tests.sites import OneSite, asked


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self):
        self.now = 1000.0
        self.slept = []

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(seconds)
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


@pytest.fixture
def clock():
    return Clock()


def pace_of(clock, at_once=8, dice=lambda: 0.0):
    return Pace(at_once, Backoff(first=1.0, longest=8.0, dice=dice), clock, clock.sleep)


def busy(**values):
    return Problem("provider_busy", provider="The Cloud", **values)


async def refused(pace, problem):
    with pytest.raises(Problem) as caught:
        async with pace.turn():
            raise problem
    assert caught.value is problem


def answers(pace, faults, count=6, model="ft:old"):
    """Ask a real server that has these faults; return what was heard, sorted by column, and the server."""

    async def whole(cloud):
        provider = Provider("c", "The Cloud", make_client(cloud.address, cloud.account.key))
        provider.pace = pace
        batch = asked([model], [f"q{n}" for n in range(count)])
        try:
            heard = ask(OneSite(provider), batch, cells(batch), None, watched())
            return [item async for item in heard if isinstance(item, Got | Failed)]
        finally:
            await provider.close()

    with Cloud() as cloud:
        cloud.account.add_model("ft:old", owner="org-1")
        for kind, more in faults:
            cloud.faults.add("POST completions", kind, **more)
        heard = asyncio.run(whole(cloud))
        return sorted(heard, key=lambda item: item.cell), cloud


def test_no_more_at_once_than_allowed_and_in_order(clock):
    pace = pace_of(clock, at_once=3)
    begun, most = [], []

    async def one(number):
        async with pace.turn():
            begun.append(number)
            most.append(pace.queue.asking)
            for _ in range(3):
                await asyncio.sleep(0)

    async def whole():
        await asyncio.gather(*(one(n) for n in range(10)))

    asyncio.run(whole())
    assert begun == list(range(10))
    assert max(most) == 3
    assert (pace.queue.asking, pace.queue.waiting) == (0, 0)


def test_the_queue_can_be_read(clock):
    pace = pace_of(clock)

    async def whole():
        await refused(pace, busy(seconds=30.0))
        waiting = asyncio.create_task(pace.turn().__aenter__())
        await asyncio.sleep(0)
        seen = pace.queue
        await waiting
        return seen, pace.queue

    before, after = asyncio.run(whole())
    assert (before.asking, before.waiting, before.seconds, before.reason.key) == (0, 1, 30.0, "provider_busy")
    assert (after.asking, after.waiting, after.seconds, after.reason) == (1, 0, 0.0, None)


def test_back_off_is_doubled_up_to_the_longest_and_over_with_a_success(clock):
    pace = pace_of(clock)

    async def whole():
        for _ in range(5):
            await refused(pace, busy())
        async with pace.turn():
            pass
        await refused(pace, busy())

    asyncio.run(whole())
    assert clock.slept == [1.0, 2.0, 4.0, 8.0, 8.0]
    assert pace.queue.seconds == 1.0


@given(st.floats(0, 1), st.integers(1, 2000))
def test_chance_takes_at_most_half_of_a_wait(dice, times):
    wait = Backoff(first=1.0, longest=8.0, dice=lambda: dice).seconds(times)
    whole = min(8.0, 2.0 ** min(times - 1, 3))
    assert whole / 2 <= wait <= whole


def test_refusals_of_one_wave_count_once(clock):
    """Eight requests that were under way together are refused together: that is one refusal, not eight."""
    pace = pace_of(clock)

    async def one():
        with suppress(Problem):
            async with pace.turn():
                await asyncio.sleep(0)
                raise busy()

    async def whole():
        await asyncio.gather(*(one() for _ in range(8)))
        return pace.queue.seconds

    assert asyncio.run(whole()) == 1.0


def test_after_a_rest_one_goes_alone(clock):
    pace = pace_of(clock)
    seen = []

    async def one():
        async with pace.turn():
            seen.append(pace.queue.asking)
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    async def whole():
        await refused(pace, busy(seconds=5.0))
        await asyncio.gather(*(one() for _ in range(5)))

    asyncio.run(whole())
    assert seen[:2] == [1, 1]  # the second only went when the first was served
    assert max(seen) > 1
    assert clock.slept == [5.0]


def test_a_long_rest_is_said_to_those_who_do_not_wait_that_long(clock):
    pace = pace_of(clock)

    async def whole():
        await refused(pace, busy(seconds=3600.0))
        with pytest.raises(Problem) as caught:
            async with pace.turn(Limit(120.0)):
                pytest.fail("it was sent")
        return caught.value

    assert asyncio.run(whole()).key == "provider_busy"
    assert clock.slept == []
    assert pace.queue.waiting == 0


@pytest.mark.parametrize("key", ["provider_money", "provider_key_refused"])
def test_what_holds_for_everybody_ends_the_queue(clock, key):
    pace = pace_of(clock, at_once=1)
    heard = []

    async def sent():
        async with pace.turn():
            heard.append("sent")
            await asyncio.sleep(0)
            raise Problem(key, provider="The Cloud")

    async def one():
        with pytest.raises(Problem) as caught:
            await sent()
        heard.append(caught.value.key)

    async def whole():
        await asyncio.gather(*(one() for _ in range(4)))
        async with pace.turn():  # whoever comes later, after the account was filled, is let through
            heard.append("later")

    asyncio.run(whole())
    assert heard == ["sent", key, key, key, key, "later"]


@given(
    st.lists(st.sampled_from(["fine", "busy", "told", "gone", "left"]), min_size=1, max_size=30),
    st.integers(1, 4),
)
@settings(max_examples=150, deadline=None)
def test_nobody_is_forgotten_whatever_happens(fates, at_once):
    """Requests that end well, are refused or are given up in the queue: all come to an end, and nothing stays taken."""
    clock = Clock()
    pace = pace_of(clock, at_once)
    spoken = []

    async def one(fate):
        async with pace.turn():
            assert pace.queue.asking <= at_once
            spoken.append(clock.now >= silent[0])
            await asyncio.sleep(0)
            if fate == "told":
                silent[0] = max(silent[0], clock.now + 20.0)
                raise busy(seconds=20.0)
            if fate != "fine":
                raise busy() if fate == "busy" else Problem("provider_not_found", provider="The Cloud")

    async def whole():
        tasks = [asyncio.create_task(one(fate)) for fate in fates]
        await asyncio.sleep(0)
        for task, fate in zip(tasks, fates, strict=True):
            if fate == "left":
                task.cancel()
        await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 20)

    silent = [0.0]
    asyncio.run(whole())
    assert (pace.queue.asking, pace.queue.waiting) == (0, 0)
    assert all(spoken)  # nothing was sent before the time the provider named was over


def test_a_queue_serves_one_loop_after_another(clock):
    pace = pace_of(clock, at_once=1)

    async def whole():
        async def one():
            async with pace.turn():
                await asyncio.sleep(0)

        await asyncio.gather(*(one() for _ in range(4)))

    for _ in range(2):
        asyncio.run(whole())
    assert pace.queue.asking == 0


def test_a_busy_cloud_gets_its_silence_and_everybody_an_answer(clock):
    heard, cloud = answers(pace_of(clock), [("rate", {"retry_after": "30", "times": 3})])
    assert [item.answer.text for item in heard] == [f"ft:old was asked: q{n}" for n in range(6)]
    assert clock.slept
    assert sum(clock.slept) >= 30.0
    assert cloud.visits["POST completions"] == 9  # six answers, three refusals, nothing sent in between


def test_a_time_of_day_and_no_time_mixed(clock):
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    faults = [("rate", {"retry_after": later}), ("rate", {}), ("rate", {"retry_after": "soon"})]
    heard, cloud = answers(pace_of(clock, at_once=1), faults, count=2)
    assert all(isinstance(item, Got) for item in heard)
    assert 60 < clock.slept[0] <= 90
    assert clock.slept[1:] == [2.0, 4.0]
    assert cloud.visits["POST completions"] == 5


def test_a_rest_of_an_hour_is_said_at_once(clock):
    heard, cloud = answers(pace_of(clock, at_once=1), [("rate", {"retry_after": "3600"})])
    assert [item.problem.key for item in heard] == ["provider_busy"] * 6
    assert cloud.visits["POST completions"] == 1
    assert clock.slept == []


def test_no_money_stops_with_its_sentence(clock):
    heard, cloud = answers(pace_of(clock, at_once=1), [("quota", {"times": 99})])
    assert {item.problem.key for item in heard} == {"provider_money"}
    assert cloud.visits["POST completions"] == 1


def test_a_cloud_that_is_always_busy_is_given_up(clock):
    heard, cloud = answers(pace_of(clock), [("rate", {"times": 999})], count=1)
    assert [item.problem.key for item in heard] == ["provider_busy"]
    assert cloud.visits["POST completions"] == 4


def test_many_give_up_together(clock):
    """Eight that wait for the same busy provider do not try four times each, one after the other."""
    heard, cloud = answers(pace_of(clock), [("rate", {"times": 999})], count=8)
    assert [item.problem.key for item in heard] == ["provider_busy"] * 8
    assert cloud.visits["POST completions"] == 8 + 3


def test_a_fault_of_the_provider_is_tried_again_and_holds_nobody_up(clock):
    heard, cloud = answers(pace_of(clock, at_once=1), [("broken", {"times": 2})], count=2)
    assert all(isinstance(item, Got) for item in heard)
    assert clock.slept == [1.0, 1.0]  # each of the two had its fault
    assert cloud.visits["POST completions"] == 4


def test_a_provider_that_stays_broken_is_given_up(clock):
    heard, cloud = answers(pace_of(clock), [("broken", {"times": 99})], count=1)
    assert [item.problem.key for item in heard] == ["provider_faulty"]
    assert clock.slept == [1.0, 2.0]
    assert cloud.visits["POST completions"] == 3


def test_what_broke_off_after_the_first_piece_is_not_asked_again(clock):
    heard, cloud = answers(pace_of(clock), [("cut", {"after": 300})], count=1)
    (fault,) = heard
    assert isinstance(fault, Failed)
    assert cloud.visits["POST completions"] == 1


def test_usage_comes_with_the_answer(clock):
    (got,), _ = answers(pace_of(clock), [], count=1)
    assert got.answer.tokens > 0
    assert got.answer.prompt_tokens > 0

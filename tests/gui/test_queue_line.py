"""The line that says which provider asks to wait: it comes, counts down, and goes."""

import asyncio

import pytest
from PySide6.QtWidgets import QLabel

from desktop_app.core.problem import Problem
from desktop_app.gui.queue_line import QueueLine
from desktop_app.providers.client import Provider, make_client
from desktop_app.providers.models import list_models
from desktop_app.providers.pace import Pace, Queue


@pytest.fixture
def line(qtbot, in_window):
    class Shown:
        queues: tuple[tuple[str, Queue], ...] = ()

    shown = Shown()
    shown.line = QueueLine(lambda: shown.queues)
    shown.line._timer.stop()
    host = QLabel()
    shown.line.setParent(host)
    in_window(host, 900, 200)
    return shown


def test_it_comes_counts_down_and_goes(line):
    line.queues = (("Cloud A", Queue(asking=2)),)
    line.line.look()
    assert line.line.isHidden()
    line.queues = (("Cloud A", Queue(1, 0, 12.4)), ("Cloud B", Queue(0, 31, 62.0)))
    line.line.look()
    assert line.line.said.whole == "Cloud B asks to wait. TuneDesk goes on in 1:02; requests that wait: 31."
    assert line.line.said.accessibleName() == line.line.said.whole
    line.queues = (("Cloud A", Queue(1, 0, 11.9)), ("Cloud B", Queue(4, 0, 0.0)))
    line.line.look()
    assert line.line.said.whole == "Cloud A asks to wait. TuneDesk goes on in 0:12."
    line.queues = (("Cloud A", Queue(1, 0, 0.0)),)
    line.line.look()
    assert line.line.isHidden()


def test_what_is_over_before_one_has_read_of_it_is_not_said(line):
    line.queues = (("Cloud A", Queue(1, 3, 0.9)),)
    line.line.look()
    assert line.line.isHidden()


def test_a_wait_of_somebody_who_does_not_stand_in_the_queue_is_seen_in_it(clouds):
    """The SDK asks again by itself; what the provider said meanwhile must not stay hidden."""
    pace, seen = Pace(clock=lambda: 0.0), []  # no second goes by, however busy the computer is

    async def whole(cloud):
        client = make_client(cloud.address, cloud.account.key, None, pace.heard).with_options(max_retries=0)
        provider = Provider("c", "The Cloud", client)
        try:
            with pytest.raises(Problem, match="provider_busy"):
                await list_models(provider)
            seen.append(pace.queue)
            async with pace.turn():  # it was said of a list; questions are not held up
                seen.append(pace.queue)
        finally:
            await provider.close()

    cloud = clouds()
    cloud.faults.add("GET models", "rate", retry_after="40")
    asyncio.run(whole(cloud))
    assert 38 < seen[0].seconds <= 40
    assert (seen[0].waiting, seen[0].reason, seen[1].asking) == (0, None, 1)

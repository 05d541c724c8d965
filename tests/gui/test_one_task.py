"""One piece of work at a time: what was let go is never heard of again, and what ended is over before it says so."""

import asyncio

import pytest
from PySide6.QtCore import QObject

from desktop_app.core.problem import Problem
from desktop_app.gui.one_task import OneTask


@pytest.fixture
def heard():
    return []


@pytest.fixture
def work(background, qtbot):
    owner = QObject()
    yield OneTask(background, owner)
    owner.deleteLater()


async def counting(upto, then=None):
    for number in range(upto):
        yield number
    if then is not None:
        await then.wait()


async def refusing():
    raise Problem("test_gone")


async def answering(value):
    return value


def test_items_the_result_and_the_end_come_in_this_order(qtbot, work, heard):
    assert not work.running
    work.begin(
        counting(3),
        on_items=lambda items: heard.append((items, work.running)),
        on_done=lambda how: heard.append((how, work.running)),
        on_end=lambda: heard.append(("end", work.running)),
    )
    assert work.running
    qtbot.waitUntil(lambda: bool(heard) and heard[-1][0] == "end")
    assert [number for items, _ in heard[:-2] for number in items] == [0, 1, 2]
    assert all(running for _, running in heard[:-2])
    assert heard[-2:] == [(None, False), ("end", False)]
    assert not work.stop(), "nothing is left to be let go"


def test_a_problem_is_heard_once_nothing_is_under_way_any_more(qtbot, work, heard):
    work.begin(refusing(), on_problem=lambda problem: heard.append((problem.key, work.running)))
    qtbot.waitUntil(lambda: heard == [("test_gone", False)])


def test_what_was_let_go_is_not_heard_of_again(qtbot, work, heard):
    gate = asyncio.Event()
    work.begin(counting(1, gate), on_items=heard.append, on_done=heard.append, on_end=lambda: heard.append("end"))
    qtbot.waitUntil(lambda: heard == [[0]])
    assert work.stop()
    assert not work.running
    assert not work.stop()
    work.begin(answering("other"), on_done=heard.append)
    qtbot.waitUntil(lambda: heard == [[0], "other"])
    qtbot.waitUntil(lambda: not work.running)
    assert heard == [[0], "other"]


def test_other_work_takes_the_place_of_what_is_under_way(qtbot, work, heard):
    work.begin(counting(1, asyncio.Event()), on_end=lambda: heard.append("first ended"))
    work.begin(answering(2), on_done=heard.append, on_end=lambda: heard.append("second ended"))
    qtbot.waitUntil(lambda: heard == [2, "second ended"])


def test_whoever_hears_the_result_may_begin_the_next(qtbot, work, heard):
    def next_one(value):
        heard.append(value)
        work.begin(answering("next"), on_done=heard.append, on_end=lambda: heard.append("end of the next"))

    work.begin(answering("first"), on_done=next_one, on_end=lambda: heard.append("end of the first"))
    qtbot.waitUntil(lambda: heard == ["first", "next", "end of the next"])


def test_whoever_hears_an_item_may_stop_it(qtbot, work, heard):
    def stop(items):
        heard.extend(items)
        assert work.stop()

    work.begin(counting(2), on_items=stop, on_done=heard.append, on_end=lambda: heard.append("end"))
    qtbot.waitUntil(lambda: bool(heard))
    work.begin(answering("after"), on_done=heard.append)
    qtbot.waitUntil(lambda: heard[-1] == "after")
    assert heard in ([0, "after"], [0, 1, "after"])

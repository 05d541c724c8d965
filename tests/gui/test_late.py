"""Work that comes late on purpose: all of it comes, in an order that nobody may rely on."""

import asyncio
import time
from random import Random

from PySide6.QtCore import QObject

from desktop_app.core.text import text
from tests.late import Lateness, be_late

MANY = 30


async def numbered(number, begun):
    begun.append(number)
    return number


async def numbers(count):
    for number in range(count):
        yield number


def test_work_begins_in_its_order_and_is_heard_of_in_another(qtbot, background, monkeypatch):
    be_late(monkeypatch, Random(1))
    owner, begun, done = QObject(), [], []
    for number in range(MANY):
        background.run(owner, numbered(number, begun), on_done=done.append)
    qtbot.waitUntil(lambda: len(done) == MANY)
    assert begun == list(range(MANY))
    assert done != begun
    assert sorted(done) == begun


def test_nobody_goes_past_who_is_due_while_the_loop_is_busy(monkeypatch):
    lateness, late_by, heard = Lateness(Random(1)), iter((0.001, 0.0)), []
    monkeypatch.setattr(lateness, "seconds", lambda longest: next(late_by))

    async def wait(number):
        await lateness.wait_in_turn("a line")
        heard.append(number)

    async def both():
        first = asyncio.create_task(wait(1))
        await asyncio.sleep(0)
        time.sleep(0.01)
        await asyncio.gather(first, wait(2))

    asyncio.run(both())
    assert heard == [1, 2]


def test_what_is_done_to_a_project_is_heard_of_in_its_order(qtbot, workspace, monkeypatch, tmp_path):
    workspace.create(tmp_path / "p.tunedesk")
    qtbot.waitUntil(lambda: workspace.project is not None)
    be_late(monkeypatch, Random(1))
    done = []
    for number in range(MANY):
        workspace.do(text("step.insert_row"), lambda edit: None, lambda number=number: done.append(number))
    qtbot.waitUntil(lambda: len(done) == MANY)
    assert done == list(range(MANY))


def test_a_stream_comes_whole_and_can_be_broken_off_before_it_begins(qtbot, background, monkeypatch):
    be_late(monkeypatch, Random(1))
    owner, heard, ended = QObject(), [], []
    background.run(owner, numbers(9), on_items=heard.extend, on_done=lambda _: ended.append("done"))
    background.run(owner, numbers(9), on_items=heard.extend, on_end=lambda: ended.append("broken off")).cancel()
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert heard == list(range(9))

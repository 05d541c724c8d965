"""The bridge between asyncio and Qt."""

import asyncio
import gc
import threading
import warnings
import weakref

import anyio
import pytest
from PySide6.QtCore import QObject, QTimer

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, _Line


async def numbers(count):
    for number in range(count):
        yield number


async def for_ever(said):
    try:
        await asyncio.Event().wait()
    finally:
        said.append("let go")


class Log:
    """What a Task told its owner, in order."""

    def __init__(self):
        self.lines = []

    def handlers(self):
        return {
            "on_items": lambda items: self.lines.append(("items", items)),
            "on_done": lambda value: self.lines.append(("done", value)),
            "on_problem": lambda problem: self.lines.append(("problem", problem)),
            "on_end": lambda: self.lines.append(("ended", None)),
        }

    def kinds(self):
        return [kind for kind, _ in self.lines]


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def owner(qapp):
    return QObject()


def ended(log):
    return lambda: log.kinds().count("ended") == 1


def test_a_coroutine_delivers_its_result(background, owner, log, qtbot):
    async def work():
        await asyncio.sleep(0)
        return ("a", 1)

    task = background.run(owner, work(), **log.handlers())
    assert task.running
    qtbot.waitUntil(ended(log))
    assert log.lines == [("done", ("a", 1)), ("ended", None)]
    assert not task.running


def test_items_come_in_order_before_the_end(background, owner, log, qtbot):
    background.run(owner, numbers(1000), **log.handlers())
    qtbot.waitUntil(ended(log))
    items = [item for kind, part in log.lines if kind == "items" for item in part]
    assert items == list(range(1000))
    assert log.kinds()[-2:] == ["done", "ended"]


def test_items_are_the_very_objects(background, owner, log, qtbot):
    thing = ({"key": (1, 2)}, [3])

    async def work():
        yield thing

    background.run(owner, work(), **log.handlers())
    qtbot.waitUntil(ended(log))
    assert log.lines[0][1][0] is thing


def test_a_problem_goes_to_its_handler(background, owner, log, qtbot, faults):
    problem = Problem("disk_full", name="a", folder="b")

    async def work():
        yield 1
        raise problem

    background.run(owner, work(), **log.handlers())
    qtbot.waitUntil(ended(log))
    assert log.lines == [("items", [1]), ("problem", problem), ("ended", None)]
    assert faults == []


def test_a_problem_nobody_takes_goes_to_the_window(background, owner, qtbot, faults):
    problem = Problem("disk_full", name="a", folder="b")

    async def work():
        raise problem

    task = background.run(owner, work())
    with qtbot.waitSignal(task.ended):
        pass
    assert faults == [problem]


def test_a_signal_connected_later_takes_the_problem(background, owner, qtbot, faults):
    async def work():
        raise Problem("disk_full", name="a", folder="b")

    task = background.run(owner, work())
    with qtbot.waitSignals([task.problem, task.ended]):
        pass
    assert faults == []


@pytest.mark.parametrize("fault", [ValueError("x"), SystemExit(3)], ids=repr)
def test_an_unexpected_fault_goes_to_the_crash_border(background, owner, log, qtbot, faults, fault):
    async def work():
        raise fault

    background.run(owner, work(), **log.handlers())
    qtbot.waitUntil(ended(log))
    assert faults == [fault]
    assert log.kinds() == ["ended"]


def test_the_loop_outlives_a_fault(background, owner, log, qtbot, faults):
    async def bad():
        raise SystemExit

    async def good():
        return 1

    with qtbot.waitSignal(background.run(owner, bad()).ended):
        pass
    background.run(owner, good(), **log.handlers())
    qtbot.waitUntil(ended(log))
    assert log.lines[0] == ("done", 1)


def test_cancel_while_it_sleeps_for_ever(background, owner, log, qtbot):
    said, asleep = [], threading.Event()

    async def work():
        asleep.set()
        await for_ever(said)

    task = background.run(owner, work(), **log.handlers())
    qtbot.waitUntil(asleep.is_set)
    task.cancel()
    qtbot.waitUntil(ended(log))
    assert said == ["let go"]
    assert log.kinds() == ["ended"]


def test_cancel_before_the_first_step(background, owner, log, qtbot):
    said = []
    task = background.run(owner, for_ever(said), **log.handlers())
    task.cancel()
    task.cancel()
    qtbot.waitUntil(ended(log))
    assert log.kinds() == ["ended"]


def test_cancel_of_a_stream_closes_its_generator(background, owner, log, qtbot):
    said = []

    async def work():
        try:
            yield 1
            await asyncio.Event().wait()
        finally:
            said.append("closed")

    task = background.run(owner, work(), on_items=lambda _: task.cancel(), on_end=log.handlers()["on_end"])
    qtbot.waitUntil(ended(log))
    assert said == ["closed"]


def test_nothing_is_delivered_after_cancel(background, owner, log, qtbot):
    handlers = log.handlers()
    first = handlers["on_items"]

    def take(items):
        first(items)
        task.cancel()

    handlers["on_items"] = take
    task = background.run(owner, numbers(50_000), **handlers)
    qtbot.waitUntil(ended(log))
    assert log.kinds() == ["items", "ended"]


def test_cancel_after_the_end_is_harmless(background, owner, log, qtbot):
    task = background.run(owner, numbers(1), **log.handlers())
    qtbot.waitUntil(ended(log))
    qtbot.waitUntil(lambda: owner.children() == [])
    task.cancel()
    assert not task.running


def test_a_destroyed_owner_cancels_in_silence(background, log, qtbot):
    said = []
    owner = QObject()
    background.run(owner, for_ever(said), **log.handlers())
    started = []
    other = QObject()
    background.run(other, asyncio.sleep(0), on_end=lambda: started.append(1))
    qtbot.waitUntil(lambda: bool(started))
    owner.deleteLater()
    del owner
    qtbot.waitUntil(lambda: said == ["let go"])
    assert log.lines == []


def test_an_owner_destroyed_in_a_flood(background, log, qtbot):
    closed = []

    async def flood():
        try:
            number = 0
            while True:
                yield number
                number += 1
        finally:
            closed.append(1)

    owner = QObject()
    background.run(owner, flood(), **log.handlers())
    qtbot.waitUntil(lambda: "items" in log.kinds())
    owner.deleteLater()
    qtbot.waitUntil(lambda: bool(closed))
    seen = len(log.lines)
    with qtbot.waitSignal(background.run(background_owner := QObject(), asyncio.sleep(0.1)).ended):
        pass
    assert len(log.lines) == seen
    assert "ended" not in log.kinds()
    del background_owner


def test_a_flood_is_complete_in_few_batches_and_the_window_lives(background, owner, log, qtbot):
    ticks = []
    pulse = QTimer(owner, interval=10)
    pulse.timeout.connect(lambda: ticks.append(len(log.lines)))
    pulse.start()
    background.run(owner, numbers(20_000), **log.handlers())
    qtbot.waitUntil(ended(log))
    batches = [part for kind, part in log.lines if kind == "items"]
    assert [item for batch in batches for item in batch] == list(range(20_000))
    assert len(batches) < 200
    assert len(set(ticks)) >= min(3, len(batches))  # the pulse went on between the batches


def test_blocking_work_runs_in_a_thread(background, owner, log, qtbot):
    gate = threading.Event()
    background.run(
        owner, asyncio.to_thread(lambda: gate.wait(10) and threading.current_thread().name), **log.handlers()
    )
    gate.set()
    qtbot.waitUntil(ended(log))
    assert log.lines[0][1] not in {"background", "MainThread"}


def test_a_task_leaves_its_owner_when_it_has_ended(background, owner, log, qtbot):
    background.run(owner, numbers(1), **log.handlers())
    assert len(owner.children()) == 1
    qtbot.waitUntil(lambda: owner.children() == [])


def test_stop_with_work_in_flight(qapp, owner, log, qtbot, faults):
    said = []
    background = Background(faults.unexpected)
    background.start()
    background.run(owner, for_ever(said), **log.handlers())
    background.run(owner, numbers(10_000_000), **log.handlers())
    qtbot.waitUntil(lambda: "items" in log.kinds())
    before = threading.active_count()
    assert background.stop(5.0)
    assert threading.active_count() < before
    qtbot.waitUntil(lambda: log.kinds().count("ended") == 2)
    assert said == ["let go"]
    assert "done" not in log.kinds()


def test_a_member_of_a_group_that_begins_as_everything_ends_is_not_lost(qapp, owner, log, faults):
    background = Background(faults.unexpected, faults.on_problem)
    background.start()
    at_work, stopping = threading.Event(), threading.Event()

    async def member():
        await asyncio.sleep(60)

    async def work():
        async with anyio.create_task_group() as group:
            at_work.set()
            stopping.wait()  # the end has been asked for, and comes after the next step
            await asyncio.sleep(0)
            group.start_soon(member)
            await asyncio.sleep(60)

    background.run(owner, work(), **log.handlers())
    assert at_work.wait(5)
    ring = background._loop.call_soon_threadsafe
    background._loop.call_soon_threadsafe = lambda act: (ring(act), stopping.set())
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert background.stop()
        gc.collect()
    assert [str(each.message) for each in told] == []


def test_what_lingers_at_the_end_is_cancelled_all_the_same(qapp, owner, log, faults, monkeypatch):
    monkeypatch.setattr("desktop_app.gui.background._PATIENCE_S", 0.01)
    background = Background(faults.unexpected, faults.on_problem)
    background.start()
    said, begun = [], threading.Event()

    async def work():
        inner = asyncio.ensure_future(for_ever(said))
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.wait([inner])

    background.run(owner, work(), **log.handlers())
    assert begun.wait(5)
    assert background.stop()
    assert said == ["let go"]


def test_work_given_after_the_stop_ends_without_a_word(qapp, owner, log, qtbot, faults):
    background = Background(faults.unexpected)
    background.start()
    assert background.stop()
    assert background.stop()
    task = background.run(owner, for_ever([]), **log.handlers())
    assert task.running
    qtbot.waitUntil(ended(log))
    assert log.kinds() == ["ended"]


def test_a_cancel_in_the_moment_the_loop_closes_is_harmless(monkeypatch):
    loop = asyncio.new_event_loop()
    line = _Line(for_ever([]), loop, lambda _: None)
    loop.close()
    monkeypatch.setattr(loop, "is_closed", lambda: False)  # as it was when somebody looked, an instant before
    line.cancel()
    line.over()


def test_a_problem_without_a_window_is_unexpected(qapp, owner, qtbot, faults):
    background = Background(faults.unexpected)
    background.start()

    async def work():
        raise Problem("disk_full", name="a", folder="b")

    with qtbot.waitSignal(background.run(owner, work()).ended):
        pass
    assert background.stop()
    assert len(faults) == 1


def test_an_owner_that_lives_by_its_task_alone_goes_before_it(qtbot, background, qtlog):
    """Were it let go of while the Task is being deleted, it would delete its child a second time."""
    gone = []
    owner = QObject()
    owner.destroyed.connect(lambda: gone.append("owner"))
    task = background.run(owner, asyncio.sleep(0), on_done=lambda _, kept=owner: None)
    task.destroyed.connect(lambda: gone.append("task"))
    del owner, task
    qtbot.waitUntil(lambda: "task" in gone)
    assert gone == ["owner", "task"]
    assert [record.message for record in qtlog.records if "deleted" in record.message] == []


class Found:
    """Something large that a piece of work brings."""


@pytest.mark.parametrize("heard", [True, False])
def test_work_that_ended_is_gone_with_what_it_brought(qtbot, background, heard):
    owner, brought, log = QObject(), [], Log()

    async def find():
        found = Found()
        brought.append(weakref.ref(found))
        return found

    task = background.run(owner, find(), on_end=log.handlers()["on_end"] if heard else None)
    brought.append(weakref.ref(task))
    with qtbot.waitSignal(task.ended):
        del task

    def gone():
        gc.collect()
        return [ref() for ref in brought] == [None, None]

    qtbot.waitUntil(gone)


def test_a_problem_that_nobody_listens_to_goes_to_the_border_and_its_task_is_gone(qtbot, background, faults):
    owner = QObject()

    async def fail():
        raise Problem("file_changed", name="x.csv")

    task = background.run(owner, fail())
    kept = weakref.ref(task)
    with qtbot.waitSignal(task.ended):
        del task
    assert [problem.key for problem in faults] == ["file_changed"]
    faults.clear()
    qtbot.waitUntil(lambda: gc.collect() >= 0 and kept() is None)

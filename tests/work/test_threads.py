"""Work in threads is over when the wait for it is, however often whoever waits is told to stop."""

import asyncio
import threading

import pytest

from desktop_app.core.problem import Problem
from desktop_app.store.project import Project
from desktop_app.work.project import open_project
from desktop_app.work.threads import at_once, in_thread, in_threads


class Held:
    """A call that is begun and waits for its go; it says that it is over."""

    def __init__(self, fault=None):
        self.begun, self.go, self.over = threading.Event(), threading.Event(), False
        self.fault = fault

    def __call__(self):
        self.begun.set()
        assert self.go.wait(20)
        self.over = True
        if self.fault is not None:
            raise self.fault
        return "answer"


async def told_to_stop(task, held):
    """Cancel a task twice while its call is held; then let that go on, and wait for both."""
    await asyncio.to_thread(held.begun.wait)
    for _ in range(2):
        task.cancel()
        await asyncio.sleep(0.01)
        assert not task.done()
    held.go.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert held.over


@pytest.mark.parametrize("fault", [None, ValueError("no news any more")])
def test_whoever_is_told_to_stop_leaves_once_it_is_over_and_nobody_hears_of_it(fault):
    heard, left = [], []

    async def work():
        asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context))
        held = Held(fault)
        await told_to_stop(asyncio.ensure_future(in_thread(held, leaving=lambda: left.append(held.over))), held)

    asyncio.run(work())
    assert (heard, left) == ([], [False])


def test_an_answer_and_a_fault_come_through():
    async def work():
        held = Held()
        held.go.set()
        return await in_thread(held)

    assert asyncio.run(work()) == "answer"
    with pytest.raises(ZeroDivisionError):
        asyncio.run(in_thread(divmod, 1, 0))


def test_a_generator_is_closed_after_the_step_that_was_under_way():
    held, closed = Held(), []

    def steps():
        try:
            yield 1
            held()
            yield 2
        finally:
            closed.append(held.over)

    async def first_two():
        return [item async for item in in_threads(steps())]

    async def work():
        await told_to_stop(asyncio.ensure_future(first_two()), held)

    asyncio.run(work())
    assert closed == [True]


def test_a_project_that_nobody_waits_for_any_more_is_closed(tmp_path, monkeypatch):
    path, held, lent, opening = tmp_path / "p.tunedesk", Held(), [], Project.open
    Project.create(path).close()

    def slowly(place):
        held()
        lent.append(opening(place))
        return lent[0]

    async def work():
        await told_to_stop(asyncio.ensure_future(open_project(path)), held)

    with monkeypatch.context() as patched:
        patched.setattr(Project, "open", slowly)
        asyncio.run(work())
    assert len(lent) == 1
    Project.open(path).close()  # it would be in use


def test_what_is_small_is_done_here_and_now_and_its_problem_told_to_who_waits():
    done = []
    at_once(lambda: done.append(1)).close()
    assert done == [1]

    def refuse():
        raise Problem("preferences_not_saved")

    with pytest.raises(Problem, match="preferences_not_saved"):
        asyncio.run(at_once(refuse))

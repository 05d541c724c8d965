"""The worker process: what it yields, how its faults arrive, and that it ends with whoever asked."""

import asyncio
import os
import platform
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.work import apart as apart_module
from desktop_app.work.apart import Apart, WorkerFault
from tests.work import orders


def play(work):
    """Run a coroutine that gets a fresh Apart, and close that afterwards."""

    async def whole():
        apart = Apart()
        try:
            return await work(apart)
        finally:
            await apart.close()
            assert apart.process_id is None

    return asyncio.run(whole())


async def all_of(apart, function, *args):
    return [item async for item in apart.run(function, *args)]


def gone(pid: int) -> bool:
    """Wait until a process is gone."""
    try:
        psutil.Process(pid).wait(20)
    except psutil.NoSuchProcess:
        pass
    except psutil.TimeoutExpired:
        return False
    return True


def test_one_warm_process_does_one_order_after_the_other():
    async def work(apart):
        assert await all_of(apart, orders.count, 3) == [0, 1, 2]
        first = apart.process_id
        both = await asyncio.gather(all_of(apart, orders.count, 200), all_of(apart, orders.count, 5))
        assert [len(found) for found in both] == [200, 5]
        assert await all_of(apart, orders.count, 0) == []
        assert await apart.one(orders.large, 30_000_000) == bytes(30_000_000)
        assert apart.process_id == first
        return first

    assert gone(play(work))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries keep free memory in ways of their own")
def test_memory_of_one_portion_is_kept_for_the_next_one():
    async def work(apart):
        return await apart.one(orders.come_and_go, 6, 20)

    assert play(work) < 20 * 6 * 256 / 10


def test_it_is_a_quiet_process_without_keys(monkeypatch):
    monkeypatch.setenv("SOME_API_KEY", "sk-very-secret-1234")
    monkeypatch.setenv("COPY_OF_IT", "sk-very-secret-1234")

    async def work(apart):
        return await apart.one(orders.tell)

    told = play(work)
    assert "sk-very-secret-1234" not in told["environment"].values()
    assert told["environment"]["TUNEDESK_HOME"] == os.environ["TUNEDESK_HOME"]
    assert not any("sk-" in word for word in told["arguments"])
    assert not told["qt"]
    assert "" not in told["path"]
    if sys.platform != "win32":
        assert told["nice"] >= 10


def test_a_problem_comes_through_whole_and_the_process_lives_on():
    async def work(apart):
        running = apart.run(orders.break_off)
        assert await anext(running) == 1
        with pytest.raises(Problem) as caught:
            await anext(running)
        assert (caught.value.key, caught.value.details, caught.value.values) == (
            "file_missing",
            "no such file",
            {"name": "a.csv", "folder": "here"},
        )
        first = apart.process_id
        assert await all_of(apart, orders.count, 1) == [0]
        assert apart.process_id == first

    play(work)


def only_here():
    """An order that the worker does not find."""
    yield 1


only_here.__module__ = orders.__name__


def test_a_fault_nobody_foresaw_tells_its_story(monkeypatch):
    async def work(apart):
        with pytest.raises(WorkerFault, match="ZeroDivisionError: over there"):
            await all_of(apart, orders.stumble)
        monkeypatch.setattr(orders, "only_here", only_here, raising=False)
        with pytest.raises(WorkerFault, match="only_here"):
            await all_of(apart, only_here)
        assert await all_of(apart, orders.count, 2) == [0, 1]

    play(work)


def test_a_killed_worker_is_said_in_words_and_the_next_order_finds_a_fresh_one():
    async def work(apart):
        for order in (orders.die, orders.not_to_be_sent):
            with pytest.raises(Problem) as caught:
                await all_of(apart, order)
            assert caught.value.key == "worker_gone"
            assert english(caught.value.remedy)
            said = ("last words", "exit status -9") if order is orders.die else ("pickle", "exit status 1\n")
            assert all(words in caught.value.details for words in said)
            assert await all_of(apart, orders.count, 2) == [0, 1]
        idle = psutil.Process(apart.process_id)
        idle.kill()
        idle.wait(20)
        assert await all_of(apart, orders.count, 2) == [0, 1]

    play(work)


def test_who_leaves_twice_while_it_starts_leaves_no_process_behind(monkeypatch):
    may_start = threading.Event()
    ready = Apart._ready

    def slowly(apart):
        assert may_start.wait(20)
        return ready(apart)

    monkeypatch.setattr(Apart, "_ready", slowly)

    async def work(apart):
        asking = asyncio.ensure_future(anext(apart.run(orders.count, 1)))
        for _ in range(2):
            await asyncio.sleep(0.01)
            asking.cancel()
        asyncio.get_running_loop().call_later(0.1, may_start.set)
        await asyncio.wait([asking])
        assert asking.cancelled()
        assert may_start.is_set()

    play(work)


def test_who_leaves_early_leaves_no_process_that_still_writes(tmp_path):
    mark = tmp_path / "mark"

    async def work(apart):
        return await anext(apart.run(orders.busy, mark))

    async def cancelled(apart):
        begun = asyncio.Event()
        pids = []

        async def run():
            async for pid in apart.run(orders.busy, mark):
                pids.append(pid)
                begun.set()

        running = asyncio.ensure_future(run())
        await begun.wait()
        running.cancel()
        await asyncio.wait({running})
        assert running.cancelled()
        assert not psutil.pid_exists(pids[0])
        mark.unlink(missing_ok=True)
        assert await all_of(apart, orders.count, 1) == [0]
        assert not mark.exists()

    assert gone(play(work))
    play(cancelled)


@pytest.mark.parametrize("idle", [True, False])
def test_it_ends_when_the_window_is_killed(tmp_path, idle):
    script = textwrap.dedent(
        """
        import asyncio, sys
        from pathlib import Path
        from desktop_app.work.apart import Apart
        from tests.work import orders

        async def whole():
            apart = Apart()
            if sys.argv[2] == "True":
                await apart.one(orders.count, 1)
                print(apart.process_id, flush=True)
                await asyncio.sleep(1000)
            async for pid in apart.run(orders.busy, Path(sys.argv[1])):
                print(pid, flush=True)

        asyncio.run(whole())
        """
    )
    command = [sys.executable, "-c", script, str(tmp_path / "mark"), str(idle)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as window:
        pid = int(window.stdout.readline())
        assert psutil.pid_exists(pid)
        window.kill()
    assert gone(pid)


def test_a_program_that_cannot_be_started_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))

    async def work(apart):
        with pytest.raises(Problem) as caught:
            await all_of(apart, orders.count, 1)
        assert caught.value.key == "worker_not_started"

    play(work)


def held_at_the_start(monkeypatch):
    """Return a list that tells of each process that is to be started, and the event that it waits for."""
    started, may_go_on = [], threading.Event()
    really = apart_module._started

    def slowly(errors):
        started.append(1)
        may_go_on.wait(20)
        return really(errors)

    monkeypatch.setattr(apart_module, "_started", slowly)
    return started, may_go_on


def test_who_leaves_while_the_process_starts_does_not_bring_about_a_second_one(monkeypatch):
    started, may_go_on = held_at_the_start(monkeypatch)

    async def work(apart):
        first = asyncio.ensure_future(all_of(apart, orders.count, 3))
        while not started:
            await asyncio.sleep(0)
        first.cancel()
        second = asyncio.ensure_future(all_of(apart, orders.count, 2))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_later(0, may_go_on.set)
        return await second, await asyncio.gather(first, return_exceptions=True)

    items, [left] = play(work)
    assert items == [0, 1]
    assert isinstance(left, asyncio.CancelledError)
    assert len(started) == 1


def test_a_process_that_starts_while_the_program_ends_is_ended_with_it(monkeypatch):
    """The program ends every task there is, and the worker last (gui.background)."""
    started, may_go_on = held_at_the_start(monkeypatch)

    async def work(apart):
        asking = asyncio.ensure_future(all_of(apart, orders.count, 1))
        while not started:
            await asyncio.sleep(0)
        asyncio.get_running_loop().call_later(0.1, may_go_on.set)
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        assert asking.cancelled()
        return apart.process_id

    assert gone(play(work))


def test_a_close_that_is_cancelled_still_ends_the_process():
    held = threading.Event()

    async def work():
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        apart = Apart()
        await apart.one(orders.count, 2)
        process = apart.process_id
        waits = asyncio.ensure_future(asyncio.to_thread(held.wait))  # nobody else has a thread meanwhile
        await asyncio.sleep(0)
        closing = asyncio.ensure_future(apart.close())
        await asyncio.sleep(0)
        closing.cancel()
        await asyncio.sleep(0)
        held.set()
        with pytest.raises(asyncio.CancelledError):
            await closing
        await waits
        assert not psutil.pid_exists(process)

    asyncio.run(work())

"""The computer is kept awake while a job trains that wants it, and no longer; where that fails, nothing else does."""

import os
import stat
import sys

import psutil
import pytest

from desktop_app.engine import awake, events
from desktop_app.engine.awake import NoLock, ProgramLock, WakefulRunner, own_lock, plugged_in
from desktop_app.engine.disk import write_json
from desktop_app.engine.folder import JobFolder
from tests.engine.running import messages, send, until
from tests.engine.tiny_model import as_jsonl, colour_rows


class Stage:
    """A runner whose worker ends when the test says."""

    def __init__(self):
        self.code = None

    outlives = False

    def submit(self, folder):
        del folder
        self.code = None
        return "1"

    def poll(self, handle):
        del handle
        return self.code

    def signal(self, handle):
        del handle
        self.code = -9

    def logs(self, folder, since):
        return f"log of {folder.path.name} from {since}"


class Latch:
    """A lock that notes whether it is held."""

    def __init__(self):
        self.held = False
        self.refused = None

    def hold(self):
        self.held = True

    def let_go(self):
        self.held = False


class House:
    def __init__(self, path, wish="1"):
        self.folder = JobFolder(path)
        write_json(self.folder.request, {"metadata": {awake.WISH: wish} if wish else None})
        self.stage, self.latch, self.plugged, self.now = Stage(), Latch(), True, 100.0
        self.runner = WakefulRunner(self.stage, self.latch, lambda: self.plugged, lambda: self.now)

    def wait(self, seconds):
        self.now += seconds
        return self.runner.poll("1")

    @property
    def said(self):
        return [event["message"] for event in events.read(self.folder.events)]


def test_it_is_held_while_the_worker_lives_and_said_once(tmp_path):
    house = House(tmp_path)
    handle = house.runner.submit(house.folder)
    assert house.latch.held
    assert house.said == []  # whether it was granted shows a moment later
    for seconds in (0.5, 2, 100, 100):
        assert house.wait(seconds) is None
    assert house.said == ["This computer is kept awake while it trains"]
    house.runner.signal(handle)
    assert house.wait(1) == -9
    assert not house.latch.held
    assert house.runner.logs(house.folder, 7) == f"log of {tmp_path.name} from 7"
    house.runner.submit(house.folder)  # the job goes on
    assert house.latch.held


@pytest.mark.parametrize("wish", ["", "0"])
def test_a_job_that_does_not_want_it_lets_the_computer_sleep(tmp_path, wish):
    house = House(tmp_path, wish)
    house.runner.submit(house.folder)
    assert house.wait(100) is None
    assert not house.latch.held
    assert house.said == []


def test_on_its_battery_the_computer_may_sleep(tmp_path):
    house = House(tmp_path)
    house.plugged = False
    house.runner.submit(house.folder)
    assert not house.latch.held
    house.wait(3)
    house.plugged = True
    house.wait(61)
    assert house.latch.held
    house.plugged = False
    house.wait(61)
    assert not house.latch.held
    assert [line.split()[2] for line in house.said] == ["runs", "is", "runs"]


def test_a_refusal_is_said_in_the_system_s_words_and_costs_nothing(tmp_path):
    house = House(tmp_path)
    house.latch.refused = "Access denied"
    house.runner.submit(house.folder)
    assert house.wait(3) is None
    assert "(Access denied)" in house.said[0]
    assert isinstance(plugged_in(), bool)


def program(folder, name, script):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
def test_a_lock_that_a_program_holds_ends_with_us_and_tells_why_it_was_refused(tmp_path, monkeypatch):
    lock = ProgramLock([program(tmp_path, "holds", f"echo $$ > {tmp_path}/pid; exec cat")])
    lock.hold()
    pid = int(until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip()))
    lock.hold()
    assert lock.refused is None
    lock.let_go()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    lock.let_go()

    lock = ProgramLock([program(tmp_path, "refuses", "echo first >&2; echo 'Access denied' >&2; exit 1")])
    lock.hold()
    assert until(lambda: lock.refused) == "Access denied"
    lock.let_go()
    monkeypatch.setenv("SOME_API_KEY", "sk-very-secret-1234")
    lock = ProgramLock([program(tmp_path, "tells", 'echo "knows: $SOME_API_KEY" >&2')])
    lock.hold()
    assert until(lambda: lock.refused) == "knows:"
    lock.let_go()
    lock = ProgramLock([str(tmp_path / "absent")])
    lock.hold()
    assert lock.refused
    lock.let_go()


def test_a_system_without_any_means_says_so(tmp_path, monkeypatch):
    lock = NoLock()
    lock.hold()
    lock.let_go()
    assert lock.refused
    if sys.platform.startswith("linux"):
        monkeypatch.setenv("PATH", str(tmp_path))
        assert isinstance(own_lock(), NoLock)


@pytest.mark.engine
@pytest.mark.timeout(100)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="systemd's lock")
def test_the_engine_takes_the_system_s_lock_for_a_training_and_gives_it_back(tmp_path, tiny, launch):
    """With a program in the place of systemd's that writes down what it was asked, and when it ended.

    The trainings are cancelled, killed or left alone before they have begun to learn; the lock is the workers'.
    """
    bin_folder, log, pid = tmp_path / "bin", tmp_path / "log", tmp_path / "pid"
    bin_folder.mkdir()
    script = (  # from the first moment on it says when it ends: because it is told to, or because its pipe is closed
        f"exec 3<&0; cat <&3 & child=$!\ntrap 'echo ended >> {log}; kill $child' EXIT\ntrap exit TERM\n"
        f'echo "$@" >> {log}; echo $$ > {pid}\nwait'
    )
    program(bin_folder, "systemd-inhibit", script)
    running = launch(
        tmp_path / "data", "--linger", "3600", model=tiny, PATH=f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    )
    with running.client() as client:
        file = send(client, as_jsonl(colour_rows(24)))

        def begin(**more):
            job = client.fine_tuning.jobs.create(model="tiny", training_file=file, **more).id
            until(lambda: client.fine_tuning.jobs.retrieve(job).status == "running")
            return job

        def end(job):
            client.fine_tuning.jobs.cancel(job)
            for process in worker_of(running):
                process.kill()
            until(lambda: messages(client, job)[-1] == "Fine-tuning job cancelled")

        wakeful = begin(metadata={awake.WISH: "1"})
        until(lambda: "This computer is kept awake while it trains" in messages(client, wakeful))
        until(lambda: pid.exists() and pid.read_text())
        end(wakeful)
        until(lambda: "ended" in log.read_text())
        asked = log.read_text().splitlines()[0]
        assert "--what=idle:sleep" in asked
        assert "--mode=block" in asked
        assert asked.endswith("cat")
        end(begin())
        assert log.read_text().count("--what") == 1
        pid.unlink()
        begin(metadata={awake.WISH: "1"})
        holder = int(until(lambda: pid.exists() and pid.read_text().strip()))
        running.process.kill()
        running.process.communicate()
    until(lambda: gone(holder))


def worker_of(running):
    """Return the living training workers of an engine."""
    family = psutil.Process(running.process.pid).children()
    return [child for child in family if "desktop_app.engine.train" in child.cmdline()]


def gone(pid):
    """Tell whether no process has this id any more, but for one that nobody has asked about yet."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True

"""The queue and the meaning of a worker's end, with a runner that does what the test tells it."""

import asyncio
import errno
import io
import json
import shutil
import sys
import time

import pytest

from desktop_app.engine import events, jobs, scheduler
from desktop_app.engine.disk import write_json
from desktop_app.engine.files import FileShelf
from desktop_app.engine.folder import COMPLETE, NO_ROOM_LEFT
from desktop_app.engine.jobs import JobBook
from desktop_app.engine.runner import NotTakenError, ProcessRunner
from desktop_app.engine.scheduler import Scheduler


class Stage:
    """A runner whose workers end when and how the test says."""

    def __init__(self):
        self.started, self.codes, self.killed, self.log = [], {}, [], ""

    outlives = False

    def submit(self, folder):
        self.started.append(folder)
        return str(len(self.started))

    def poll(self, handle):
        return self.codes.get(handle)

    def signal(self, handle):
        self.killed.append(handle)
        self.codes[handle] = -9

    def logs(self, folder, since):
        return self.log[since:]

    def end(self, code=0, **outcome):
        if outcome:
            write_json(self.started[-1].outcome, outcome)
        self.codes[str(len(self.started))] = code


@pytest.fixture
def house(tmp_path, monkeypatch):
    monkeypatch.setattr(scheduler, "extra_installed", lambda: True)
    return House(tmp_path)


class House:
    def __init__(self, folder):
        self.folder = folder
        self.data = folder / "data.jsonl"
        self.data.write_text("{}\n")
        self.files = FileShelf(folder / "files")
        self.stage = Stage()
        self.wake()

    def wake(self):
        self.book = JobBook(self.folder / "jobs")
        self.queue = Scheduler(self.book, self.files, self.stage)

    def job(self, name):
        request = {"id": f"ftjob-{name}", "order": time.time_ns(), "model": "m", "model_name": f"ft:m:local::{name}"}
        job = self.book.add(request, self.data, None)
        job.update(status="queued")
        return job


def test_jobs_run_one_after_the_other_in_their_order(house):
    first, second = house.job("a"), house.job("b")
    house.queue.tick()
    assert (first.status, second.status) == ("running", "queued")
    events.append(first.folder.events, "Step", {"step": 1, "train_loss": 0.5})
    first.folder.adapter.mkdir(parents=True)
    house.stage.end(status="succeeded", trained_tokens=7)
    house.queue.tick()
    assert (first.status, second.status) == ("succeeded", "running")
    assert first.state["fine_tuned_model"] == "ft:m:local::a"
    assert first.state["trained_tokens"] == 7
    kept = house.files.data(first.state["result_files"][0]).read_text().splitlines()
    assert kept[1].startswith("1,0.5,")
    house.stage.end(status="failed", error={"code": "out_of_memory", "message": "No room.", "param": None})
    house.queue.tick()
    assert second.status == "failed"
    assert second.state["error"]["code"] == "out_of_memory"
    assert not house.book.has_work


def test_a_worker_that_keeps_dying_is_given_up_unless_it_gets_further(house):
    job = house.job("a")
    for _ in range(3):
        house.queue.tick()
        house.stage.end(-9)
        house.queue.tick()
    assert job.status == "running"
    write_json(_made(job.folder.checkpoints / "checkpoint-5") / COMPLETE, {"step": 5, "kind": "recovery"})
    house.stage.end(-9)
    for _ in range(3):
        house.queue.tick()
        house.stage.end(-9)
    assert job.status == "running"
    house.queue.tick()
    assert job.status == "failed"
    assert job.state["error"]["code"] == "worker_died"
    assert len(house.stage.started) == 7


def test_a_full_disk_is_told_as_what_it_is(house):
    job = house.job("a")
    house.queue.tick()
    house.stage.log = "OSError: [Errno 28] No space left on device"
    house.stage.end(1)
    house.queue.tick()
    assert job.state["error"]["code"] == "disk_full"


def test_a_worker_s_end_is_judged_by_its_own_words_and_not_by_those_of_the_one_before_it(house):
    """Also where the supervisor has been another one meanwhile, as it may be under Slurm."""
    house.stage.logs, house.stage.outlives = ProcessRunner().logs, True
    job = house.job("a")
    job.settle(hyperparameters={"n_epochs": 1})
    house.queue.tick()
    job.folder.stderr.write_text("Traceback (most recent call last):\nOSError: [Errno 28] No space left on device\n")
    house.stage.end(1)
    house.queue.tick()
    assert job.state["error"]["code"] == "disk_full"
    house.queue.resume(job)
    house.queue.tick()
    house.wake()
    house.queue.recover()
    job = house.book.get("ftjob-a")
    for code in (-9, 1):
        house.stage.end(code)
        house.queue.tick()
        assert (job.status, job.state["error"]) == ("running", None)
        assert f"(exit status {code}) and goes on" in events.read(job.folder.events)[-2]["message"]
    with job.folder.stderr.open("a") as log:
        log.write("Traceback (most recent call last):\nRuntimeError: shapes do not match\n")
    house.stage.end(1)
    house.queue.tick()
    assert job.state["error"]["code"] == "worker_broke"


def test_what_can_be_mended_goes_on_and_what_cannot_does_not(house):
    job = house.job("a")
    job.settle(hyperparameters={"n_epochs": 1})
    house.queue.tick()
    house.stage.end(status="failed", error={"code": "out_of_memory", "message": "Full.", "param": None})
    house.queue.tick()
    assert (job.status, job.can_go_on) == ("failed", True)
    house.wake()
    job = house.book.get("ftjob-a")
    house.queue.resume(job)
    assert (job.status, job.state["error"], job.state["finished_at"]) == ("queued", None, None)
    house.queue.tick()
    assert job.status == "running"
    house.stage.end(status="failed", error={"code": "training_diverged", "message": "No.", "param": None})
    house.queue.tick()
    assert (job.status, job.can_go_on) == ("failed", False)
    house.queue.resume(job)
    assert job.status == "failed"
    early = house.job("b")
    early.fail("disk_full", "Full.")
    assert not early.can_go_on  # its files were not even read


def test_what_is_not_taken_is_told_and_can_go_on(house):
    def refuse(_):
        raise NotTakenError("Invalid partition.")

    job = house.job("a")
    job.settle(hyperparameters={"n_epochs": 1})
    house.stage.submit, kept = refuse, house.stage.submit
    house.queue.tick()
    assert (job.status, job.state["error"]["code"], job.can_go_on) == ("failed", "not_started", True)
    assert "Invalid partition." in job.state["error"]["message"]
    house.stage.submit = kept
    house.queue.resume(job)
    house.queue.tick()
    assert job.status == "running"


def test_a_worker_that_the_system_does_not_start_is_told_and_its_job_can_go_on(house, monkeypatch):
    no_program = house.folder / "python"
    no_program.write_text("")
    job = house.job("a")
    job.settle(hyperparameters={"n_epochs": 1})
    house.queue.runner = ProcessRunner()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", str(no_program))
        house.queue.tick()
    assert (job.status, job.state["error"]["code"], job.can_go_on) == ("failed", "not_started", True)
    assert house.queue.current is None
    house.queue.tick()
    assert len([event for event in events.read(job.folder.events) if "started" in event["message"]]) == 2
    house.queue.runner = house.stage
    house.queue.resume(job)
    house.queue.tick()
    assert job.status == "running"


def test_a_worker_that_outlives_its_supervisor_is_watched_on(house):
    house.stage.outlives = True
    house.job("a")
    house.queue.tick()
    asyncio.run(house.queue.close(5))
    house.wake()
    house.queue.recover()
    house.queue.tick()
    assert house.stage.killed == []
    assert len(house.stage.started) == 1
    house.stage.end(status="failed", error={"code": "x", "message": "No.", "param": None})
    house.queue.tick()
    assert house.book.get("ftjob-a").status == "failed"


def _made(folder):
    folder.mkdir(parents=True)
    return folder


def test_pause_takes_effect_when_the_worker_says_so_and_resume_may_come_first(house):
    job = house.job("a")
    house.queue.tick()
    house.queue.pause(job)
    assert job.folder.ordered() == "pause"
    assert not job.is_paused
    house.queue.resume(job)
    assert job.folder.ordered() is None
    house.stage.end(status="paused", trained_tokens=0)
    house.queue.tick()
    assert job.status == "running"
    house.queue.pause(job)
    house.stage.end(status="paused", trained_tokens=0)
    house.queue.tick()
    house.queue.tick()
    assert job.is_paused
    assert not house.book.has_work
    house.queue.resume(job)
    house.queue.tick()
    assert job.status == "running"
    assert len(house.stage.started) == 3


def test_a_paused_job_lets_others_pass_and_stays_paused_over_a_restart(house):
    first, second = house.job("a"), house.job("b")
    house.queue.pause(first)
    house.queue.tick()
    assert second.status == "running"
    house.wake()
    assert house.book.get(first.id).is_paused


def test_a_cancelled_worker_that_does_not_listen_is_ended(house, monkeypatch):
    job, after = house.job("a"), house.job("b")
    house.queue.tick()
    monkeypatch.setattr(scheduler, "CANCEL_GRACE", -1)
    house.queue.cancel(job)
    assert job.status == "cancelled"
    house.queue.tick()
    assert house.stage.killed == ["1"]
    assert after.status == "queued"
    house.queue.tick()
    assert after.status == "running"
    assert events.read(job.folder.events)[-1]["message"] == "Fine-tuning job cancelled"


def test_a_new_supervisor_ends_what_the_old_one_left_and_goes_on_with_it_first(house):
    house.job("a")
    house.queue.tick()
    house.job("b")
    house.wake()
    house.queue.recover()
    assert house.stage.killed == ["1"]
    house.queue.tick()
    assert house.book.get("ftjob-a").status == "running"
    assert house.book.get("ftjob-b").status == "queued"


def test_deleting_the_training_file_does_not_harm_a_job(tmp_path):
    files = FileShelf(tmp_path / "files")
    kept = files.add(io.BytesIO(b"{}\n"), "t.jsonl", "fine-tune")
    book = JobBook(tmp_path / "jobs")
    job = book.add({"id": "ftjob-x", "order": 1}, files.data(kept["id"]), None)
    files.delete(kept["id"])
    assert json.loads(job.folder.training.read_text()) == {}
    assert FileShelf(tmp_path / "files").find(kept["id"]) is None
    FileShelf(tmp_path / "files").delete(kept["id"])


def test_a_full_disk_never_starts_a_worker_that_nobody_knows_of(house, monkeypatch):
    job, kept, room = house.job("a"), jobs.write_json, [0]

    def write(path, value):
        if not room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        room[0] -= 1
        kept(path, value)

    monkeypatch.setattr(jobs, "write_json", write)
    for _ in range(3):
        with pytest.raises(OSError, match="No space"):
            house.queue.tick()
    assert house.stage.started == []
    room[0] = 1  # enough to say that it runs, not enough to say who runs it
    with pytest.raises(OSError, match="No space"):
        house.queue.tick()
    for _ in range(3):
        house.queue.tick()
    assert len(house.stage.started) == 1
    assert len([e for e in events.read(job.folder.events) if "started" in e["message"]]) == 1
    room[0] = 100
    house.stage.end(status="failed", error={"code": "x", "message": "No.", "param": None})
    house.queue.tick()
    assert job.status == "failed"


def test_a_full_disk_is_known_where_there_was_no_room_for_any_words(house, monkeypatch):
    job = house.job("a")
    job.settle(hyperparameters={"n_epochs": 1})
    house.queue.tick()
    house.stage.end(NO_ROOM_LEFT)
    house.queue.tick()
    assert job.state["error"]["code"] == "disk_full"
    house.queue.resume(job)
    house.queue.tick()
    house.stage.end(1)  # a library that has a word of its own for it, or none
    monkeypatch.setattr(scheduler.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 0))
    house.queue.tick()
    assert job.state["error"]["code"] == "disk_full"
    assert job.can_go_on


def test_a_job_whose_end_cannot_be_written_says_so_and_goes_on_when_it_can(house, monkeypatch):
    begun, waiting = house.job("a"), house.job("b")
    begun.settle(hyperparameters={"n_epochs": 1})
    house.queue.tick()
    kept = jobs.write_json

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    async def look_after():
        task = asyncio.create_task(house.queue.run())
        while begun.status == "running":
            await asyncio.sleep(0.001)
        task.cancel()

    monkeypatch.setattr(jobs, "write_json", full)
    house.stage.end(NO_ROOM_LEFT)
    asyncio.run(look_after())
    assert (begun.status, begun.state["error"]["code"], waiting.status) == ("failed", "disk_full", "queued")
    monkeypatch.setattr(jobs, "write_json", kept)
    house.queue.resume(begun)
    house.queue.tick()
    assert [folder.path.name for folder in house.stage.started] == ["ftjob-a", "ftjob-a"]


def test_a_worker_that_breaks_by_itself_is_not_tried_again_and_not_blamed_on_memory(house):
    job = house.job("a")
    house.queue.tick()
    house.stage.log = "Traceback (most recent call last):\n  File x\nRuntimeError: shapes do not match"
    house.stage.end(1)
    house.queue.tick()
    assert job.state["error"]["code"] == "worker_broke"
    assert "shapes do not match" in job.state["error"]["message"]
    assert len(house.stage.started) == 1


def test_an_end_is_told_also_where_it_cannot_be_written(house, monkeypatch):
    job = house.job("a")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(jobs, "write_json", full)
    job.fail("disk_full", "Full.")
    assert (job.status, job.state["error"]["code"]) == ("failed", "disk_full")
    assert not house.book.has_work


def test_a_job_that_could_not_be_kept_is_not_found_at_the_next_start(house, monkeypatch):
    kept = jobs.write_json

    def write(path, value):
        if path.name == "state.json":
            raise OSError(errno.ENOSPC, "No space left on device")
        kept(path, value)

    monkeypatch.setattr(jobs, "write_json", write)
    with pytest.raises(OSError, match="No space"):
        house.job("a")
    house.wake()
    assert house.book.all() == []
    assert list((house.folder / "jobs").iterdir()) == []


def test_half_a_file_leaves_nothing_behind(house):
    class Broken(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, _):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        house.files.add(io.BufferedReader(Broken()), "t.jsonl", "fine-tune")
    assert list((house.folder / "files").iterdir()) == []


class Interrupted(dict):
    """What stands in a list: while somebody reads it, another thread does something to that list."""

    def __init__(self, held, meanwhile):
        super().__init__(held)
        self.meanwhile = meanwhile

    def __getitem__(self, name):
        self.meanwhile()
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.meanwhile()
        return super().get(name, default)


def test_what_comes_in_another_thread_does_not_disturb_who_looks_through_the_others(house):
    job, file = house.job("a"), house.files.add(io.BytesIO(b"{}\n"), "t.jsonl", "fine-tune")
    job.state = Interrupted({"status": "cancelled"}, lambda: house.book._jobs.setdefault("other", job))
    assert not house.book.has_work
    kept = house.files._files
    kept[file["id"]] = Interrupted(file, lambda: kept.setdefault("other", file))
    assert [each["id"] for each in house.files.all()] == [file["id"]]

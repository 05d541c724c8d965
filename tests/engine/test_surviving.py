"""Jobs that are paused, killed and left alone by their supervisor end exactly as if nothing had happened."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess

import psutil
import pytest

from tests.engine.running import ended, messages, send, until
from tests.engine.tiny_model import as_jsonl, colour_rows
from tests.engine.workshop import metrics

pytestmark = [pytest.mark.engine, pytest.mark.timeout(400)]
SETTINGS = {"hyperparameters": {"n_epochs": 9, "learning_rate": 0.003, "lora_dropout": 0.1}}
EPOCHS = 20
"""So many that a training that is to be killed on its way is far from its end, also where a test is kept waiting."""
OPTIONS = ("--linger", "3600", "--threads", "1", "--recovery-steps", "7")


def create(client, **other):
    file = send(client, as_jsonl(colour_rows(42)))
    check = send(client, as_jsonl(colour_rows(6)))
    job = client.fine_tuning.jobs.create(
        model="tiny",
        training_file=file,
        validation_file=check,
        seed=11,
        extra_body={"hyperparameters": {**SETTINGS["hyperparameters"], **other}},
    )
    return job.id


def steps(client, job):
    return client.fine_tuning.jobs.retrieve(job).model_extra["trained_steps"]


def reached(client, job, step):
    """Wait until the job has done `step`, which must not be its last."""
    until(lambda: steps(client, job) >= step, 200)  # on a busy machine a worker loads for minutes
    assert client.fine_tuning.jobs.retrieve(job).status == "running"


def worker(running):
    for process in psutil.Process(running.process.pid).children():
        try:
            if "desktop_app.engine.train" in process.cmdline():
                return process
        except psutil.NoSuchProcess:  # it has ended between the two questions
            continue
    return None


def digest(folder):
    return hashlib.sha256((folder / "result" / "adapter" / "adapter_model.safetensors").read_bytes()).hexdigest()


def points(measured):
    names = ("train_loss", "full_valid_loss", "elapsed_tokens", "learning_rate")
    return [(data["step"], *(data.get(name) for name in names)) for data in measured]


def calm_of(running, job, shop, place):
    """Train the same job in peace, in a folder of its own, and return its points and its adapter."""
    folder = running.data / "jobs" / job
    until(lambda: "hyperparameters" in json.loads((folder / "job.json").read_text()))
    (place / "data").mkdir(parents=True)
    for path in ("job.json", "data/training.jsonl", "data/validation.jsonl"):
        shutil.copyfile(folder / path, place / path)
    assert shop.train(place)["status"] == "succeeded"
    return points(metrics(place)), digest(place)


def test_a_job_that_is_killed_paused_and_orphaned_ends_bit_identical(tmp_path, tiny, launch, shop):
    running = launch(tmp_path, *OPTIONS, model=tiny)
    client = running.client()
    rough = create(client, n_epochs=EPOCHS)
    reached(client, rough, 12)
    worker(running).kill()
    until(lambda: any("goes on from step" in line for line in messages(client, rough)))

    reached(client, rough, 25)
    client.fine_tuning.jobs.pause(rough)
    paused = until(lambda: (j := client.fine_tuning.jobs.retrieve(rough)).model_extra["paused"] and j)
    assert paused.status == "queued"
    assert worker(running) is None
    stopped_at = steps(client, rough)
    assert client.fine_tuning.jobs.pause(rough).model_extra["paused"]
    calm, weights = calm_of(running, rough, shop, tmp_path / "calm")
    client.fine_tuning.jobs.resume(rough)

    reached(client, rough, stopped_at + 1)
    orphan = worker(running)
    running.process.kill()
    running.process.communicate()
    psutil.wait_procs([orphan], timeout=10)
    assert not orphan.is_running()
    state = json.loads((tmp_path / "jobs" / rough / "state.json").read_text())
    assert state["status"] == "running"

    client.close()
    running = launch(tmp_path, *OPTIONS, model=tiny)
    with running.client() as client:
        assert ended(client, rough, 200).status == "succeeded"
        found = [e.data for e in client.fine_tuning.jobs.list_events(rough, limit=2000) if e.type == "metrics"]
        assert points(found[::-1]) == calm
        assert digest(tmp_path / "jobs" / rough) == weights
        assert messages(client, rough)[-1] == "The job has successfully completed"
        kept = client.fine_tuning.jobs.checkpoints.list(rough, limit=100).data
        assert len(kept) == EPOCHS
        folders = [path.name for path in (tmp_path / "jobs" / rough / "checkpoints").glob("checkpoint-*")]
        assert len(folders) == EPOCHS
    running.stop()


def test_a_stopped_supervisor_keeps_the_step_it_was_at_and_a_cancelled_job_ends(tmp_path, tiny, launch):
    running = launch(tmp_path, *OPTIONS, model=tiny)
    client = running.client()
    job, waiting = create(client), create(client)
    reached(client, job, 20)
    assert running.stop() in (0, -15)
    client.close()
    at = max(int(path.parent.name.split("-")[1]) for path in tmp_path.glob(f"jobs/{job}/checkpoints/*/COMPLETE"))
    assert at >= 20

    running = launch(tmp_path, *OPTIONS, model=tiny)
    client = running.client()
    reached(client, job, at + 1)
    told = [e.data for e in client.fine_tuning.jobs.list_events(job, limit=2000) if e.type == "metrics"]
    trained = [data["step"] for data in told if "train_loss" in data and "full_valid_loss" not in data]
    assert sorted(step for step in trained if step <= at + 1) == list(range(1, at + 2))
    assert client.fine_tuning.jobs.retrieve(waiting).status == "queued"
    assert client.fine_tuning.jobs.cancel(waiting).status == "cancelled"
    assert client.fine_tuning.jobs.cancel(job).status == "cancelled"
    assert client.fine_tuning.jobs.cancel(job).status == "cancelled"
    until(lambda: worker(running) is None)
    until(lambda: messages(client, job)[-1] == "Fine-tuning job cancelled")
    client.close()
    running.stop()


@contextlib.contextmanager
def small_disk(folder):
    """Lend a disk of 48 MB; skip where the system lets nobody mount one."""
    folder.mkdir()
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("needs to mount a small disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(path):
    """Leave no byte free on the disk on which `path` is."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"x" * 4096):
            pass


@pytest.mark.system
def test_a_training_that_finds_the_disk_full_says_so_and_goes_on_when_there_is_room(tmp_path, tiny, launch, shop):
    with small_disk(tmp_path / "disk") as disk:
        running = launch(disk, *OPTIONS, model=tiny)
        with running.client() as client:
            job = create(client, n_epochs=4)
            reached(client, job, 8)
            training = worker(running)
            training.suspend()  # however long it takes to fill the disk, it is not done before
            ballast = disk / "ballast"
            fill(ballast)
            training.resume()
            full = ended(client, job)
            assert (full.status, full.error.code) == ("failed", "disk_full")
            assert "Make some room" in full.error.message
            assert worker(running) is None
            ballast.unlink()
            calm, weights = calm_of(running, job, shop, tmp_path / "calm")
            client.fine_tuning.jobs.resume(job)
            assert ended(client, job).status == "succeeded"
            found = [e.data for e in client.fine_tuning.jobs.list_events(job, limit=2000) if e.type == "metrics"]
            assert points(found[::-1]) == calm
        folder = disk / "jobs" / job
        assert digest(folder) == weights
        kept = list((folder / "checkpoints").glob("checkpoint-*"))
        assert len(kept) == 4
        assert all((path / "COMPLETE").exists() for path in kept)
        running.stop()

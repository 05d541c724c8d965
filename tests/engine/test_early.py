"""Early stopping: by the validation loss at the ends of epochs, the best of them is the model, also after a kill."""

import json
import os
import random
import signal
import sys

import pytest

from desktop_app.engine import early, events
from desktop_app.engine.disk import write_json
from desktop_app.engine.early import Epoch
from desktop_app.engine.folder import COMPLETE, JobFolder
from tests.engine.running import ended, messages, send, until
from tests.engine.tiny_model import as_jsonl, colour_rows


def epochs(*losses):
    return [Epoch(10 * number, loss) for number, loss in enumerate(losses, start=1)]


@pytest.mark.parametrize(
    ("losses", "patience", "stops"),
    [
        ((), 1, False),
        ((1.0,), 1, False),
        ((1.0, 0.9), 1, False),
        ((1.0, 1.1), 1, True),
        ((1.0, 1.1), 0, False),
        ((1.0, 1.1), 2, False),
        ((1.0, 1.1, 1.05), 2, True),
        ((1.0, 1.1, 0.9), 2, False),
        ((1.0, 1.0), 1, True),
        ((2.0, 1.0, 1.2, 1.1, 0.99), 3, False),
        ((2.0, 1.0, 1.2, 1.1, 1.01), 3, True),
    ],
)
def test_patience_counts_the_epochs_since_the_best_one(losses, patience, stops):
    assert early.stalled(epochs(*losses), patience) is stops
    for shorter in range(len(losses)):
        if patience and early.stalled(epochs(*losses[:shorter]), patience):
            pytest.fail("it would have stopped before")


def keep(folder, step, loss, kind="epoch"):
    """Make a checkpoint whose adapter tells its step."""
    made = folder.checkpoints / f"checkpoint-{step}"
    made.mkdir(parents=True)
    (made / "adapter_config.json").write_text("{}")
    (made / "adapter_model.safetensors").write_text(f"adapter of {step}")
    metrics = {"step": step} if loss is None else {"step": step, "full_valid_loss": loss}
    write_json(made / COMPLETE, {"step": step, "kind": kind, "metrics": metrics})


def test_the_best_checkpoint_becomes_the_model_and_that_is_said_once(tmp_path):
    folder = JobFolder(tmp_path)
    assert not early.keep_best(folder)
    for step, loss in ((10, 2.0), (20, 0.5), (30, 0.75)):
        keep(folder, step, loss)
    keep(folder, 25, 0.1, kind="recovery")
    keep(folder, 40, None)
    for _ in range(2):  # a worker that was killed right after does it again
        assert early.keep_best(folder)
    assert (folder.adapter / "adapter_model.safetensors").read_text() == "adapter of 20"
    assert [event["message"] for event in events.read(folder.events)] == [
        "The model is the checkpoint of step 20, of the lowest validation loss: 0.5000"
    ]


def wrong_rows(count):
    """Return rows whose answers cannot be learnt from the others."""
    chance = random.Random(3)
    rows = colour_rows(count)
    for row in rows:
        row["messages"][1]["content"] = "the answer be " + chance.choice(["red", "green", "cold", "white"])
    return rows


def begin(client, patience, validation=True):
    sent = send(client, as_jsonl(colour_rows(24)))
    more = {"validation_file": send(client, as_jsonl(wrong_rows(12)), "check.jsonl")} if validation else {}
    settings = {"n_epochs": 40, "learning_rate": 0.02, "early_stopping_patience": patience}
    job = client.fine_tuning.jobs.create(
        model="tiny", training_file=sent, seed=5, extra_body={"hyperparameters": settings}, **more
    )
    return job.id


@pytest.mark.engine
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_training_ends_early_and_a_kill_changes_nothing(tmp_path, tiny, launch):
    """Twice the same training; the second one's worker is killed right after it has decided to stop."""
    running = launch(tmp_path, "--linger", "3600", "--threads", "1", model=tiny)
    with running.client() as client:
        calm = begin(client, 2)
        job = ended(client, calm)
        assert job.status == "succeeded", job.error
        assert job.hyperparameters.model_extra["early_stopping_patience"] == 2
        assert 12 <= job.model_extra["total_steps"] == job.model_extra["trained_steps"] < 240
        said = messages(client, calm)
        stop = next(line for line in said if line.startswith("Stopped early"))
        reached = job.model_extra["trained_steps"]
        assert stop == f"Stopped early at step {reached} of 240: the validation loss has not fallen for 2 epochs"
        best = next(line for line in said if line.startswith("The model is the checkpoint of step"))
        step = int(best.split("step ")[1].split(",")[0])
        assert step == job.model_extra["total_steps"] - 12
        folder = JobFolder(tmp_path / "jobs" / calm)
        kept = folder.checkpoints / f"checkpoint-{step}" / "adapter_model.safetensors"
        adapter = (folder.adapter / "adapter_model.safetensors").read_bytes()
        assert adapter == kept.read_bytes()

        rough = begin(client, 2)
        other = JobFolder(tmp_path / "jobs" / rough)
        last = other.checkpoints / f"checkpoint-{job.model_extra['total_steps']}" / COMPLETE
        handle = until(lambda: json.loads(other.state.read_text()).get("handle"))
        until(last.exists)
        os.kill(int(handle.split(":")[0]), signal.SIGKILL)
        again = ended(client, rough)
        assert again.status == "succeeded", again.error
        assert (other.adapter / "adapter_model.safetensors").read_bytes() == adapter
        assert again.trained_tokens == job.trained_tokens
        said = messages(client, rough)
        assert (said.count(stop), said.count(best)) == (1, 1)


@pytest.mark.engine
@pytest.mark.timeout(300)
def test_without_validation_rows_it_is_said_that_there_is_nothing_to_stop_by(client):
    job = client.fine_tuning.jobs.create(
        model="tiny",
        training_file=send(client, as_jsonl(colour_rows(12))),
        extra_body={"hyperparameters": {"n_epochs": 2, "early_stopping_patience": 1}},
    )
    assert ended(client, job.id).status == "succeeded"
    warned = [e.message for e in client.fine_tuning.jobs.list_events(job.id, limit=100) if e.level == "warn"]
    assert warned == ["There are no validation examples, so the training cannot stop early by itself"]

"""Early stopping: by the validation loss at the ends of epochs, the best of them is the model, also after a kill."""

import random
import shutil

import pytest

from desktop_app.engine import early, events
from desktop_app.engine.disk import write_json
from desktop_app.engine.early import Epoch
from desktop_app.engine.folder import COMPLETE, JobFolder
from tests.engine.tiny_model import as_jsonl, colour_rows
from tests.engine.workshop import make_job


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


@pytest.mark.engine
@pytest.mark.timeout(200)
def test_a_training_ends_early_and_a_kill_changes_nothing(tmp_path, tiny, shop):
    """The folder that is trained in again is as a worker leaves it that is killed right after it decided to stop."""
    settings = {"n_epochs": 40, "learning_rate": 0.02, "early_stopping_patience": 2}
    rows, held_out = as_jsonl(colour_rows(24)), as_jsonl(wrong_rows(12))
    folder = JobFolder(make_job(tmp_path / "ftjob-calm", tiny, rows, held_out, settings=settings))
    outcome = shop.train(folder.path)
    assert outcome["status"] == "succeeded", outcome
    steps = max(event["data"]["step"] for event in events.read(folder.events) if event["data"])
    assert 12 <= steps < 240
    said = [event["message"] for event in events.read(folder.events)]
    stop = f"Stopped early at step {steps} of 240: the validation loss has not fallen for 2 epochs"
    assert said.count(stop) == 1
    best = next(line for line in said if line.startswith("The model is the checkpoint of step"))
    assert int(best.split("step ")[1].split(",")[0]) == steps - 12
    kept = folder.checkpoints / f"checkpoint-{steps - 12}" / "adapter_model.safetensors"
    adapter = (folder.adapter / "adapter_model.safetensors").read_bytes()
    assert adapter == kept.read_bytes()

    rough = JobFolder(tmp_path / "ftjob-rough")
    shutil.copytree(folder.path, rough.path)
    shutil.rmtree(rough.adapter.parent)
    assert shop.train(rough.path) == outcome
    assert (rough.adapter / "adapter_model.safetensors").read_bytes() == adapter
    said = [event["message"] for event in events.read(rough.events)]
    assert (said.count(stop), said.count(best)) == (1, 1)


@pytest.mark.engine
@pytest.mark.timeout(200)
def test_without_validation_rows_it_is_said_that_there_is_nothing_to_stop_by(tmp_path, tiny, shop):
    settings = {"n_epochs": 2, "early_stopping_patience": 1}
    folder = make_job(tmp_path / "ftjob-alone", tiny, as_jsonl(colour_rows(12)), settings=settings)
    assert shop.train(folder)["status"] == "succeeded"
    warned = [e["message"] for e in events.read(JobFolder(folder).events) if e["level"] == "warn"]
    assert warned == ["There are no validation examples, so the training cannot stop early by itself"]

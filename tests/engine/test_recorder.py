"""What the recorder does beside a training: it notices nonsense, obeys orders and keeps house among checkpoints."""

import json
import subprocess
import sys

import pytest

from tests.engine.running import ROOT

pytestmark = pytest.mark.engine

# Run in a process of its own, so that the one that runs the tests never imports torch.
SCRIPT = """
import json, sys
from pathlib import Path
from types import SimpleNamespace as Any
from transformers import TrainerControl, TrainerState
from desktop_app.engine import events
from desktop_app.engine.device import base_learning_rate
from desktop_app.engine.folder import JobFolder
from desktop_app.engine.measuring import Tally, validation_values
from desktop_app.engine.recorder import Plan, Recorder
from desktop_app.engine.trainer import micro_batch

folder = JobFolder(Path(sys.argv[1]))
recorder = Recorder(folder, Plan(total_steps=8, steps_per_epoch=4, recovery_steps=2), None)
schedule = Any(get_last_lr=lambda: [0.5])
def step(number, loss=1.0):
    state, control = TrainerState(global_step=number), TrainerControl()
    recorder.on_step_begin(None, state, control, lr_scheduler=schedule)
    for part in range(2):
        recorder.see(Tally(loss=loss * 2, tokens=2, right=1, examples=1, whole=part), 3)
    recorder.on_step_end(None, state, control)
    if number % 4 == 0:
        recorder.on_epoch_end(None, state, control)
    if control.should_save:
        made = folder.checkpoints / f"checkpoint-{number}"
        made.mkdir(parents=True)
        (made / "optimizer.pt").write_text("x")
        recorder.on_save(None, state, control)
    return control
seen = {}
for number in (1, 2, 3, 4):
    step(number)
seen["kept"] = [(c.step, c.is_listed) for c in folder.complete_checkpoints()]
step(5)
folder.order("pause")
control = step(6)
seen["paused"] = [control.should_training_stop, recorder.ending]
seen["then"] = [(c.step, c.is_listed, (c.folder / "optimizer.pt").exists()) for c in folder.complete_checkpoints()]
recorder.ending = "succeeded"
control = step(7, loss=float("nan"))
seen["nan"] = [control.should_training_stop, control.should_save, recorder.ending]
seen["steps"] = [e["data"]["step"] for e in events.read(folder.events) if e["data"]]
nothing = Tally(loss=float("nan"), tokens=1)
other = JobFolder(Path(sys.argv[1]) / "other")
other.path.mkdir()
folder, recorder = other, Recorder(other, Plan(8, 4), lambda: validation_values(nothing))
recorder.on_train_begin(None, TrainerState(global_step=0), TrainerControl())
for number in (1, 2, 3):
    step(number)
control = step(4)
seen["nan_validation"] = [control.should_training_stop, control.should_save, recorder.ending]
seen["nan_written"] = "NaN" in other.events.read_text()
seen["micro"] = [micro_batch(size) for size in (1, 4, 6, 7, 11, 64, 256)]
seen["rates"] = [base_learning_rate(size) for size in (10**8, 2 * 10**8, 10**9, 7 * 10**9)]
seen["between"] = base_learning_rate(5 * 10**8)
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    folder = tmp_path_factory.mktemp("job")
    command = [sys.executable, "-c", SCRIPT, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_recovery_checkpoint_goes_when_an_epoch_s_comes(seen):
    assert seen["kept"] == [[4, True]]


def test_an_order_is_obeyed_with_a_checkpoint_and_only_the_last_can_be_resumed(seen):
    assert seen["paused"] == [True, "paused"]
    assert seen["then"] == [[4, True, False], [6, False, True]]


def test_a_loss_that_is_no_number_ends_the_training_and_is_not_told_as_a_point(seen):
    assert seen["nan"] == [True, False, "diverged"]
    assert seen["steps"] == [1, 2, 3, 4, 5, 6]


def test_a_validation_loss_that_is_no_number_ends_the_training_and_is_never_written(seen):
    assert seen["nan_validation"] == [True, False, "diverged"]
    assert seen["nan_written"] is False


def test_a_batch_is_cut_into_equal_parts_and_the_rate_falls_with_the_model_s_size(seen):
    assert seen["micro"] == [1, 4, 6, 7, 1, 8, 8]
    assert seen["rates"] == [1e-3, 1e-3, 2e-4, 2e-4]
    assert 2e-4 < seen["between"] < 1e-3

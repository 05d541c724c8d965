"""A recorder led through steps of our choice, without a model; the workshop does it. Heavy: imports transformers."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from transformers import TrainerControl, TrainerState

from desktop_app.engine import events
from desktop_app.engine.device import base_learning_rate
from desktop_app.engine.folder import JobFolder
from desktop_app.engine.measuring import Tally, validation_values
from desktop_app.engine.recorder import Plan, Recorder
from desktop_app.engine.trainer import micro_batch

NAN = float("nan")


def record(folder: str) -> dict[str, Any]:
    """Return what a recorder did at eight steps, and what the small rules beside it say."""
    job = JobFolder(Path(folder))
    recorder = Recorder(job, Plan(total_steps=8, steps_per_epoch=4, recovery_steps=2))
    for number in (1, 2, 3, 4):
        _step(recorder, number)
    seen: dict[str, Any] = {"kept": [(c.step, c.is_listed) for c in job.complete_checkpoints()]}
    _step(recorder, 5)
    job.order("pause")
    control = _step(recorder, 6)
    seen["paused"] = [control.should_training_stop, recorder.ending]
    seen["then"] = [(c.step, c.is_listed, (c.folder / "optimizer.pt").exists()) for c in job.complete_checkpoints()]
    recorder.ending = "succeeded"
    control = _step(recorder, 7, loss=NAN)
    seen["nan"] = [control.should_training_stop, control.should_save, recorder.ending]
    seen["steps"] = [e["data"]["step"] for e in events.read(job.events) if e["data"]]
    return seen | _measured_nothing(JobFolder(Path(folder) / "other")) | _rules()


def _measured_nothing(job: JobFolder) -> dict[str, Any]:
    job.path.mkdir()
    recorder = Recorder(job, Plan(8, 4), lambda: validation_values(Tally(loss=NAN, tokens=1)))
    recorder.on_train_begin(None, TrainerState(global_step=0), TrainerControl())
    for number in (1, 2, 3):
        _step(recorder, number)
    control = _step(recorder, 4)
    return {
        "nan_validation": [control.should_training_stop, control.should_save, recorder.ending],
        "nan_written": "NaN" in job.events.read_text(),
    }


def _rules() -> dict[str, Any]:
    return {
        "micro": [micro_batch(size) for size in (1, 4, 6, 7, 11, 64, 256)],
        "rates": [base_learning_rate(size) for size in (10**8, 2 * 10**8, 10**9, 7 * 10**9)],
        "between": base_learning_rate(5 * 10**8),
    }


def _step(recorder: Recorder, number: int, loss: float = 1.0) -> TrainerControl:
    state, control = TrainerState(global_step=number), TrainerControl()
    recorder.on_step_begin(None, state, control, lr_scheduler=SimpleNamespace(get_last_lr=lambda: [0.5]))
    for part in range(2):
        recorder.see(Tally(loss=loss * 2, tokens=2, right=1, examples=1, whole=part), 3)
    recorder.on_step_end(None, state, control)
    if number % 4 == 0:
        recorder.on_epoch_end(None, state, control)
    if control.should_save:
        made = recorder.folder.checkpoints / f"checkpoint-{number}"
        made.mkdir(parents=True)
        (made / "optimizer.pt").write_text("x")
        recorder.on_save(None, state, control)
    return control

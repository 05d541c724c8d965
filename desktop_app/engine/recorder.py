"""What happens beside the training itself: metrics after each step, checkpoints, and orders obeyed. Heavy."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from desktop_app.engine import early, events
from desktop_app.engine.disk import settle, write_json
from desktop_app.engine.folder import COMPLETE, JobFolder
from desktop_app.engine.measuring import Tally
from desktop_app.engine.untyped import Given, Network, Outputs

ORDERS = {"pause": "paused", "cancel": "cancelled", "stop": "stopped"}
_RESUME_ONLY = ("optimizer.pt", "scheduler.pt", "rng_state.pth", "scaler.pt")


@dataclass(slots=True)
class Plan:
    """The numbers a recorder needs: steps, and how often a checkpoint is made for recovery alone.

    `patience` ends the training after so many epochs that did not measure better, 0 never.
    """

    total_steps: int
    steps_per_epoch: int
    recovery_steps: int = 200
    recovery_seconds: float = 300.0
    patience: int = 0


@dataclass(slots=True)
class Recorder(TrainerCallback):
    """Writes a job's events and checkpoints while it trains, and tells at the end why training stopped."""

    folder: JobFolder
    plan: Plan
    validate: Callable[[], Tally] | None
    tokens_done: int = 0
    examples_done: int = 0
    ending: str = "succeeded"
    step_tally: Tally = field(default_factory=Tally)
    _step_tokens: int = 0
    _rate: float = 0.0
    _last: dict[str, Any] = field(default_factory=dict)
    _kind: str = "recovery"
    _saved_at: float = field(default_factory=time.monotonic)
    _saved_step: int = 0

    def see_batch(self, model: Network, inputs: dict[str, Any], outputs: Outputs) -> None:
        """Count one batch of a step; a forward hook of the model calls this."""
        if model.training and getattr(outputs, "label_mask", None) is not None:
            self.step_tally.add(outputs)
            self._step_tokens += int(inputs["attention_mask"].sum())

    def on_train_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Given) -> None:
        """Measure the untouched model first, so that the curves begin where the base model stands."""
        self._saved_step = state.global_step
        if state.global_step == 0 and self.validate is not None:
            self._tell(0, self._validation())

    def on_step_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **given: Given
    ) -> None:
        """Start counting, and keep the learning rate that this step is going to use."""
        self.step_tally = Tally()
        self._step_tokens = 0
        self._rate = float(given["lr_scheduler"].get_last_lr()[0])

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Given) -> None:
        """Write the step's metrics at once, then look for orders and for the time of the next checkpoint."""
        tally, step = self.step_tally, state.global_step
        self.tokens_done += self._step_tokens
        self.examples_done += tally.examples
        self._last = {
            "train_loss": round(tally.mean_loss, 6),
            "train_mean_token_accuracy": round(tally.token_accuracy, 6),
            "train_sequence_accuracy": round(tally.sequence_accuracy, 6),
            "learning_rate": self._rate,
            "elapsed_tokens": self.tokens_done,
            "elapsed_examples": self.examples_done,
        }
        if not math.isfinite(tally.mean_loss):
            self.ending = "diverged"
            control.should_training_stop = True
            return
        self._tell(step, self._last)
        # At the end of an epoch on_epoch_end does all this, after measuring.
        if step % self.plan.steps_per_epoch:
            self._obey(control)
            control.should_save = control.should_training_stop or self._recovery_due(step)

    def on_epoch_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Given) -> None:
        """Measure on the validation examples and keep a checkpoint that is served as a model."""
        if state.global_step % self.plan.steps_per_epoch or self.ending != "succeeded":
            return
        if self.validate is not None:
            measured = self._validation()
            if not math.isfinite(measured["valid_loss"]):
                self.ending = "diverged"
                control.should_training_stop = True
                return
            self._last = {**self._last, **measured}
            self._tell(state.global_step, self._last)
        self._kind = "epoch"
        control.should_save = True
        if state.global_step < self.plan.total_steps:
            self._obey(control)
            self._weigh(state.global_step, control)

    def on_save(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Given) -> None:
        """Mark the checkpoint as complete, then let go of what only older ones were kept for."""
        step = state.global_step
        mark = {
            "step": step,
            "kind": self._kind,
            "created_at": int(time.time()),
            "tokens": self.tokens_done,
            "examples": self.examples_done,
            "metrics": {"step": step, **self._last},
        }
        made = self.folder.checkpoints / f"checkpoint-{step}"
        # A power cut must never leave the mark without what it vouches for.
        settle([*(path for path in made.rglob("*") if path.is_file()), self.folder.events])
        write_json(made / COMPLETE, mark)
        if self._kind == "epoch":
            events.append_message(self.folder.events, f"Checkpoint created at step {step}", step)
        self._kind, self._saved_at, self._saved_step = "recovery", time.monotonic(), step
        self._tidy(step)

    def _obey(self, control: TrainerControl) -> None:
        order = self.folder.ordered()
        if order in ORDERS:
            self.ending = ORDERS[order]
            control.should_training_stop = True

    def _weigh(self, step: int, control: TrainerControl) -> None:
        """End the training where it has not become better for as long as was asked; an order comes first."""
        loss = self._last.get("full_valid_loss")
        if loss is None or self.ending != "succeeded":
            return
        measured = [epoch for epoch in early.epochs(self.folder) if epoch.step < step]
        if early.stalled([*measured, early.Epoch(step, loss)], self.plan.patience):
            early.say_stopped(self.folder, step, self.plan.total_steps, self.plan.patience)
            self.ending = early.STALLED
            control.should_training_stop = True

    def _recovery_due(self, step: int) -> bool:
        long_ago = time.monotonic() - self._saved_at >= self.plan.recovery_seconds
        return long_ago or step - self._saved_step >= self.plan.recovery_steps

    def _validation(self) -> dict[str, float]:
        tally = self.validate() if self.validate is not None else Tally()
        loss, accuracy = round(tally.mean_loss, 6), round(tally.token_accuracy, 6)
        return {
            "valid_loss": loss,
            "valid_mean_token_accuracy": accuracy,
            "full_valid_loss": loss,
            "full_valid_mean_token_accuracy": accuracy,
        }

    def _tell(self, step: int, values: dict[str, Any]) -> None:
        total = self.plan.total_steps
        values = {name: value for name, value in values.items() if math.isfinite(value)}  # JSON has no other numbers
        named = [("train_loss", "training loss"), ("full_valid_loss", "full validation loss")]
        told = ", ".join(f"{words}={values[name]:.4f}" for name, words in named if name in values)
        events.append(
            self.folder.events, f"Step {step}/{total}: {told}", {"step": step, "total_steps": total, **values}
        )

    def _tidy(self, step: int) -> None:
        for checkpoint in self.folder.complete_checkpoints():
            if checkpoint.step >= step:
                continue
            if checkpoint.is_listed:
                _unlink(checkpoint.folder, _RESUME_ONLY)
            else:
                _remove(checkpoint.folder)


def _unlink(folder: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    # The mark goes first: a half removed checkpoint must not look like one to go on from.
    (folder / COMPLETE).unlink(missing_ok=True)
    for file in folder.iterdir():
        file.unlink(missing_ok=True)
    folder.rmdir()

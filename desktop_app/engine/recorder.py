"""What happens beside the training itself: metrics after each step, checkpoints, and orders obeyed. Heavy."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from desktop_app.engine import early, events, together
from desktop_app.engine.disk import settle, write_json
from desktop_app.engine.folder import COMPLETE, JobFolder
from desktop_app.engine.measuring import Tally, training_values
from desktop_app.engine.untyped import Given

ORDERS = {"pause": "paused", "cancel": "cancelled", "stop": "stopped"}
_WORDS = (None, *ORDERS)
_RESUME_ONLY = ("optimizer.pt", "scheduler.pt", "rng_state*.pth", "scaler.pt")


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
    """Writes a job's events and checkpoints while it trains, and tells at the end why training stopped.

    `validate` measures the validation part and returns what is told of it, by the names of the metrics events.
    """

    folder: JobFolder
    plan: Plan
    validate: Callable[[], dict[str, float]] | None = None
    tokens_done: int = 0
    examples_done: int = 0
    ending: str = "succeeded"
    step_tally: Tally | None = None
    _step_tokens: int = 0
    _rate: float = 0.0
    _last: dict[str, Any] = field(default_factory=dict)
    _kind: str = "recovery"
    _saved_at: float = field(default_factory=time.monotonic)
    _saved_step: int = 0

    def see(self, tally: Tally, tokens: int) -> None:
        """Count one batch of a step, with the tokens that it had."""
        self.step_tally = tally if self.step_tally is None else self.step_tally.plus(tally)
        self._step_tokens += tokens

    def on_train_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Given) -> None:
        """Measure the untouched model first, so that the curves begin where the base model stands."""
        self._saved_step = state.global_step
        if state.global_step == 0 and self.validate is not None:
            self._tell(0, self.validate())

    def on_step_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **given: Given
    ) -> None:
        """Start counting, and keep the learning rate that this step is going to use."""
        self.step_tally, self._step_tokens = None, 0
        self._rate = float(given["lr_scheduler"].get_last_lr()[0])

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Given) -> None:
        """Write the step's metrics at once, then look for orders and for the time of the next checkpoint."""
        tally, tokens = together.summed(self.step_tally or Tally(), self._step_tokens)
        step = state.global_step
        self.tokens_done += tokens
        self.examples_done += int(tally.examples)
        self._last = {
            **training_values(tally),
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
            measured = self.validate()
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
        together.wait_for_all()
        if together.is_first():
            self._keep(step)
        together.wait_for_all()
        self._kind, self._saved_at, self._saved_step = "recovery", time.monotonic(), step

    def _keep(self, step: int) -> None:
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
        self._tidy(step)

    def _obey(self, control: TrainerControl) -> None:
        order = self.folder.ordered() if together.is_first() else None
        order = _WORDS[together.agreed(_WORDS.index(order) if order in ORDERS else 0)]
        if order is not None:
            self.ending = ORDERS[order]
            control.should_training_stop = True

    def _weigh(self, step: int, control: TrainerControl) -> None:
        """End the training where it has not become better for as long as was asked; an order comes first."""
        loss = self._last.get("full_valid_loss")
        if loss is None or self.ending != "succeeded":
            return
        measured = [epoch for epoch in early.epochs(self.folder) if epoch.step < step]
        if together.agreed(early.stalled([*measured, early.Epoch(step, loss)], self.plan.patience)):
            if together.is_first():
                early.say_stopped(self.folder, step, self.plan.total_steps, self.plan.patience)
            self.ending = early.STALLED
            control.should_training_stop = True

    def _recovery_due(self, step: int) -> bool:
        long_ago = time.monotonic() - self._saved_at >= self.plan.recovery_seconds
        return bool(together.agreed(long_ago)) or step - self._saved_step >= self.plan.recovery_steps

    def _tell(self, step: int, values: dict[str, Any]) -> None:
        if not together.is_first():
            return
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
        for path in folder.glob(name):
            path.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    # The mark goes first: a half removed checkpoint must not look like one to go on from.
    (folder / COMPLETE).unlink(missing_ok=True)
    for file in folder.iterdir():
        file.unlink(missing_ok=True)
    folder.rmdir()

"""Early stopping: which epoch measured best, and whether a training has gone on long enough without getting better.

All of it is read from the marks of the checkpoints, so that a training that was killed decides as if nothing had been.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.engine import events
from desktop_app.engine.disk import settle
from desktop_app.engine.folder import ADAPTER, Checkpoint, JobFolder

STALLED = "enough"
"""How a training ends that stopped early."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """The end of an epoch: its step, and the loss over the whole validation part."""

    step: int
    loss: float


def epochs(folder: JobFolder) -> list[Epoch]:
    """Return the epochs of which a checkpoint was kept and that were measured, the first one first."""
    listed = [kept for kept in folder.complete_checkpoints() if kept.is_listed]
    measured = [(kept.step, kept.mark["metrics"].get("full_valid_loss")) for kept in listed]
    return [Epoch(step, float(loss)) for step, loss in measured if loss is not None]


def best(measured: Sequence[Epoch]) -> Epoch | None:
    """Return the epoch with the lowest loss, the earliest of several; None where nothing was measured."""
    return min(measured, key=lambda epoch: epoch.loss, default=None)


def stalled(measured: Sequence[Epoch], patience: int) -> bool:
    """Tell whether `patience` epochs have passed since the best one; never where patience is 0."""
    lowest = best(measured)
    return patience > 0 and lowest is not None and len(measured) - 1 - measured.index(lowest) >= patience


def say_stopped(folder: JobFolder, step: int, total: int, patience: int) -> None:
    """Add to the story that, and why, the training stops here."""
    since = "the last epoch" if patience == 1 else f"{patience} epochs"
    words = f"Stopped early at step {step} of {total}: the validation loss has not fallen for {since}"
    events.append_message(folder.events, words, step)


def keep_best(folder: JobFolder) -> bool:
    """Make the checkpoint that measured best the tuned model; False where none was measured."""
    lowest = best(epochs(folder))
    if lowest is None:
        return False
    _copy(next(kept for kept in folder.complete_checkpoints() if kept.step == lowest.step), folder.adapter)
    words = f"The model is the checkpoint of step {lowest.step}, of the lowest validation loss: {lowest.loss:.4f}"
    _say_once(folder, words, "info")
    return True


def say_useless(folder: JobFolder) -> None:
    """Add to the story that there is nothing by which to stop early."""
    _say_once(folder, "There are no validation examples, so the training cannot stop early by itself", "warn")


def _say_once(folder: JobFolder, words: str, level: str) -> None:
    """Add a message that an earlier run, killed since, may have left already."""
    if words not in {event["message"] for event in events.read(folder.events)}:
        events.append(folder.events, words, level=level)


def _copy(kept: Checkpoint, adapter: Path) -> None:
    adapter.mkdir(parents=True, exist_ok=True)
    for name in ADAPTER:
        shutil.copyfile(kept.folder / name, adapter / name)
    settle(adapter / name for name in ADAPTER)

"""`python -m desktop_app.engine.train JOBDIR`: the training worker. Its unit is a job's folder and nothing else."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from desktop_app.engine import events
from desktop_app.engine.disk import FULL, read_json, write_json
from desktop_app.engine.folder import COMPLETE, NO_ROOM_LEFT, Checkpoint, JobFolder
from desktop_app.engine.heavy import loading
from desktop_app.engine.hyperparameters import Hyperparameters
from desktop_app.engine.lifeline import follow_parent, step_back
from desktop_app.engine.model_folder import is_model
from desktop_app.engine.training_data import TrainingFileError
from desktop_app.engine.untyped import Tokenizer

_DIVERGED = (
    "The training went wrong: the loss is no longer a number. The steps were too large for this model. "
    "Choose a smaller learning rate and start again."
)
_NO_MEMORY = (
    "There was not enough memory to train. Nothing else is damaged. Close other programs, or choose a smaller "
    "model, shorter examples or a smaller batch, and start again."
)
_NO_BASE = (
    "The base model of this job is not on this computer any more, so the training cannot begin. "
    "Bring the model again and start a new training."
)
_NOTHING_LEFT = (
    "No example has an answer within the {limit} tokens that are read, so there is nothing to learn. "
    "Shorten the examples or choose a larger context length."
)


def main(arguments: list[str]) -> int:
    """Train the job in the folder named last until it ends or is told to stop; 0 when that was said in its folder.

    With `--alone` before it the worker is not tied to its standard input. Torchrun starts several of these for one
    job; the first of them speaks for all.
    """
    folder = JobFolder(Path(arguments[-1]))
    if "--alone" not in arguments:
        follow_parent()
    step_back(10)
    first = os.environ.get("RANK", "0") == "0"
    if first:
        folder.outcome.unlink(missing_ok=True)
    try:
        outcome = attempt(folder)
        if first:
            write_json(folder.outcome, outcome)
    except OSError as error:
        if error.errno in FULL:
            # There is no room for an outcome either, and perhaps none for these words: the status tells it.
            sys.stderr.write(f"{error}\n")
            return NO_ROOM_LEFT
        raise
    return 0


def attempt(folder: JobFolder) -> dict[str, Any]:
    """Train, and return the outcome, also of a training that could not be done for a reason that can be told."""
    try:
        return work(folder)
    except TrainingFileError as error:
        return _failed(error.code, str(error), "training_file")
    except MemoryError:
        return _failed("out_of_memory", _NO_MEMORY)


def work(folder: JobFolder) -> dict[str, Any]:
    """Prepare the examples where needed, train, and return the outcome."""
    # Slow imports, after the lifeline is tied: a worker whose supervisor is gone must not linger in them.
    with loading():
        import torch  # noqa: PLC0415 - heavy
        from transformers import AutoTokenizer  # noqa: PLC0415 - heavy

        from desktop_app.engine.together import count, is_first, join, wait_for_all  # noqa: PLC0415 - heavy
        from desktop_app.engine.trainer import Run, train  # noqa: PLC0415 - heavy

    join()
    job = read_json(folder.request)
    if job is None:
        raise FileNotFoundError(folder.request)
    torch.set_num_threads(max(1, int(job["settings"]["threads"]) // count()))
    resume = _last_checkpoint(folder)
    settings = Hyperparameters.from_dict(job["hyperparameters"])
    base = Path(job["base_folder"])
    if not is_model(base):
        return _failed("model_not_found", _NO_BASE, "model")
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    if is_first():
        _clear_up(folder, resume)
        _prepare_once(folder, tokenizer, settings.context_length)
    wait_for_all()
    try:
        ended = train(Run.of(folder, job, settings), tokenizer, resume)
    except RuntimeError as error:
        if _is_out_of_memory(error):
            return _failed("out_of_memory", _NO_MEMORY)
        raise
    if ended.ending == "diverged":
        return _failed("training_diverged", _DIVERGED)
    return {"status": ended.ending, "trained_tokens": ended.tokens}


def _last_checkpoint(folder: JobFolder) -> Checkpoint | None:
    """Return the newest checkpoint that training can go on from."""
    usable = [found for found in folder.complete_checkpoints() if (found.folder / "optimizer.pt").exists()]
    return usable[-1] if usable else None


def _clear_up(folder: JobFolder, resume: Checkpoint | None) -> None:
    """Forget what is going to be done again: events after the checkpoint, and checkpoints without their mark."""
    if folder.events.exists():
        events.cut(folder.events, resume.step if resume else -1)
    for path in folder.checkpoints.glob("checkpoint-*"):
        if not (path / COMPLETE).exists():
            shutil.rmtree(path, ignore_errors=True)


def _prepare_once(folder: JobFolder, tokenizer: Tokenizer, limit: int) -> None:
    """Encode the job's examples unless an earlier run has done it; raises TrainingFileError."""
    from desktop_app.engine.preparing import Preparer, prepare  # noqa: PLC0415 - needs the heavy half's jinja2

    if (folder.tokens / "report.json").exists():
        return
    folder.tokens.mkdir(exist_ok=True)
    preparer = Preparer(tokenizer, limit)
    training = prepare(folder.training, folder.tokens / "training.jsonl", preparer)
    if training.examples == 0:
        raise TrainingFileError("invalid_training_file", _NOTHING_LEFT.format(limit=limit))
    report = {"context_length": limit, "training": training.as_dict()}
    if folder.validation.exists():
        validation = prepare(folder.validation, folder.tokens / "validation.jsonl", preparer)
        report["validation"] = validation.as_dict()
    events.append(folder.events, f"Read {training.examples} examples with {training.tokens} tokens")
    if training.truncated or training.dropped:
        events.append(
            folder.events,
            f"{training.truncated} examples were longer than {limit} tokens and were cut at the end; "
            f"{training.dropped} of the examples were left out because nothing of their answer remained",
            level="warn",
        )
    write_json(folder.tokens / "report.json", report)


def _is_out_of_memory(error: RuntimeError) -> bool:
    # Torch has a word of its own for a full graphics card only, and a thread needs memory for its stack.
    signs = ("can't allocate memory", "can't start new thread")
    return type(error).__name__ == "OutOfMemoryError" or any(sign in str(error) for sign in signs)


def _failed(code: str, message: str, param: str | None = None) -> dict[str, Any]:
    return {"status": "failed", "error": {"code": code, "message": message, "param": param}}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

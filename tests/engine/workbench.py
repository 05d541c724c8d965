"""What the workshop can do; imports torch."""

import json
from pathlib import Path
from typing import Any

import psutil
import torch
from jinja2 import TemplateError
from peft import PeftModel
from torch.nn.functional import log_softmax, logsigmoid
from transformers import AutoModelForCausalLM, AutoTokenizer

from desktop_app.engine.folder import JobFolder
from desktop_app.engine.preparing import Preparer
from desktop_app.engine.recorder import Recorder
from desktop_app.engine.train import attempt
from desktop_app.engine.trainer import read_rows
from tests.engine.export_bench import (
    adapter,
    cut,
    difference,
    exactness,
    export,
    family,
    greedy,
    halved,
    likeliest,
    run_program,
    written,
)
from tests.engine.recording import record
from tests.engine.reference import adapters_and_answers, embedder, vectors
from tests.engine.taught_bench import pair_step, taught_and_asked, told_of

__all__ = ["answer_loss", "encode", "pair_loss", "record", "train", "train_in_little_memory"]
__all__ += ["adapter", "cut", "difference", "exactness", "export", "family", "greedy", "halved", "likeliest"]
__all__ += ["adapters_and_answers", "embedder", "pair_step", "run_program", "taught_and_asked"]
__all__ += ["told_of", "vectors", "written"]


def train(folder: str) -> dict[str, Any]:
    """Train in a job's folder as a worker does, and return the outcome."""
    return attempt(JobFolder(Path(folder)))


def train_in_little_memory(folder: str, more: int) -> dict[str, Any]:
    """Train, and from the second step on let no more than so many further bytes be had; return the outcome."""
    import resource  # noqa: PLC0415 - there is none on Windows

    before, end = resource.getrlimit(resource.RLIMIT_AS), Recorder.on_step_end

    def ended(self: Recorder, args: object, state: Any, control: Any, **given: object) -> None:
        end(self, args, state, control, **given)
        if state.global_step == 2:
            resource.setrlimit(resource.RLIMIT_AS, (psutil.Process().memory_info().vms + more, before[1]))

    Recorder.on_step_end = ended
    try:
        return attempt(JobFolder(Path(folder)))
    finally:
        Recorder.on_step_end = end
        resource.setrlimit(resource.RLIMIT_AS, before)


def answer_loss(folder: str) -> dict[str, Any]:
    """Return the mean loss per token of the validation chats' one answer, computed without any of our code."""
    job = JobFolder(Path(folder))
    model, tokenizer = _tuned(job)
    told, tokens = 0.0, 0
    for row in read_rows(job.validation):
        likelihood, count = _likelihood(model, tokenizer, row["messages"])
        told, tokens = told - likelihood, tokens + count
    return {"loss": told / tokens}


def pair_loss(folder: str, beta: float) -> dict[str, Any]:
    """Return DPO's mean loss over the validation pairs, and how likely the preferred answers are, from its formula."""
    job = JobFolder(Path(folder))
    model, tokenizer = _tuned(job)
    before, _ = _tuned(job, job.start)
    losses, preferred = [], []
    for row in read_rows(job.validation):
        now, then = (
            [
                _likelihood(each, tokenizer, [*row["input"]["messages"], *row[side]])[0]
                for side in ("preferred_output", "non_preferred_output")
            ]
            for each in (model, before)
        )
        losses.append(float(-logsigmoid(torch.tensor(beta * ((now[0] - then[0]) - (now[1] - then[1]))))))
        preferred.append(now[0])
    return {"loss": sum(losses) / len(losses), "preferred": sum(preferred) / len(preferred)}


def encode(base: str, template: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row's text as a model with this chat template reads it and the part that is learnt, or why not."""
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    tokenizer.chat_template = template
    try:
        encoded = Preparer(tokenizer, 4096).encode(row)
    except (ValueError, TemplateError) as error:
        return {"refused": str(error)}
    learnt = [token for token, label in zip(encoded.input_ids, encoded.labels, strict=True) if label >= 0]
    return {"text": tokenizer.decode(encoded.input_ids), "learnt": tokenizer.decode(learnt)}


def _tuned(job: JobFolder, adapter: Path | None = None) -> tuple[Any, Any]:
    base = json.loads(job.request.read_text())["base_folder"]
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    place = adapter or job.adapter
    if place.is_dir():
        model = PeftModel.from_pretrained(model, place)
    return model.eval(), AutoTokenizer.from_pretrained(base)


def _likelihood(model: Any, tokenizer: Any, messages: list[dict[str, str]]) -> tuple[float, int]:
    """Return the log-likelihood of the last message after the others, and how many tokens it has."""
    opening = tokenizer.apply_chat_template(messages[:-1], tokenize=False, add_generation_prompt=True)
    whole = tokenizer.apply_chat_template(messages, tokenize=False)
    before = tokenizer(opening, add_special_tokens=False)["input_ids"]
    answer = tokenizer(whole[len(opening) :], add_special_tokens=False)["input_ids"]
    with torch.no_grad():
        logits = model(torch.tensor([before + answer])).logits[0].double()
    chances = log_softmax(logits[len(before) - 1 : -1], dim=-1)
    return float(chances[range(len(answer)), answer].sum()), len(answer)

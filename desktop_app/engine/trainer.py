"""One training run with TRL and PEFT, on token ids and labels that we made ourselves. Heavy."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets import Dataset
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, set_seed
from trl import SFTConfig, SFTTrainer

from desktop_app.engine import early
from desktop_app.engine.device import Device, base_learning_rate, choose
from desktop_app.engine.disk import settle
from desktop_app.engine.folder import Checkpoint, JobFolder
from desktop_app.engine.hyperparameters import Hyperparameters
from desktop_app.engine.measuring import Tally, measure
from desktop_app.engine.recorder import Plan, Recorder
from desktop_app.engine.untyped import Tokenizer, Trainer

_LARGEST_MICRO_BATCH = 8


@dataclass(frozen=True, slots=True)
class Run:
    """Everything one training run needs to know."""

    folder: JobFolder
    base: Path
    settings: Hyperparameters
    seed: int
    recovery_steps: int
    recovery_seconds: float


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended (a word of Recorder.ending), and the tokens it has trained on."""

    ending: str
    tokens: int


def train(run: Run, tokenizer: Tokenizer, resume: Checkpoint | None) -> Ended:
    """Train from the beginning or from `resume`; writes events, checkpoints and, at the end, the adapter."""
    # Before the adapter is made: its first values are drawn at random.
    set_seed(run.seed)
    device = choose()
    rows = read_rows(run.folder.tokens / "training.jsonl")
    kept = run.folder.tokens / "validation.jsonl"
    validation = read_rows(kept) if kept.exists() else []
    model, rate = _model(run, device)
    plan = _plan(run, len(rows))
    recorder = Recorder(run.folder, plan, None)
    trainer = SFTTrainer(
        model=model,
        args=_arguments(run, device, rate, plan),
        train_dataset=Dataset.from_list(rows),
        processing_class=tokenizer,
        callbacks=[recorder],
    )
    if validation:
        recorder.validate = lambda: _measure(trainer, validation, run.settings.batch_size)
    trainer.model.register_forward_hook(
        lambda module, _, given, outputs: recorder.see_batch(module, given, outputs), with_kwargs=True
    )
    if resume is not None:
        recorder.tokens_done, recorder.examples_done = int(resume.mark["tokens"]), int(resume.mark["examples"])
    patience = run.settings.early_stopping_patience
    if patience and not validation:
        early.say_useless(run.folder)
    # A training that was killed right after it had decided to stop has nothing left to do.
    if not early.stalled(early.epochs(run.folder), patience):
        trainer.train(resume_from_checkpoint=str(resume.folder) if resume else None)
    return _conclude(run, trainer, recorder)


def read_rows(path: Path) -> list[dict[str, list[int]]]:
    """Return the prepared examples of one file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def micro_batch(batch: int) -> int:
    """Return the largest part of `batch` that is computed at once; the parts add up to it exactly."""
    return max(size for size in range(1, _LARGEST_MICRO_BATCH + 1) if batch % size == 0)


def _model(run: Run, device: Device) -> tuple[Any, float]:
    base = AutoModelForCausalLM.from_pretrained(
        run.base, dtype=device.dtype, local_files_only=True, use_safetensors=True, attn_implementation="sdpa"
    )
    settings = run.settings
    chosen = settings.learning_rate or base_learning_rate(base.num_parameters())
    lora = LoraConfig(
        r=settings.lora_r,
        lora_alpha=settings.lora_alpha,
        lora_dropout=settings.lora_dropout,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
    return get_peft_model(base, lora), chosen * settings.learning_rate_multiplier


def _plan(run: Run, rows: int) -> Plan:
    per_epoch = math.ceil(rows / run.settings.batch_size)
    patience = run.settings.early_stopping_patience
    return Plan(per_epoch * run.settings.n_epochs, per_epoch, run.recovery_steps, run.recovery_seconds, patience)


def _arguments(run: Run, device: Device, rate: float, plan: Plan) -> SFTConfig:
    micro = micro_batch(run.settings.batch_size)
    return SFTConfig(
        output_dir=str(run.folder.checkpoints),
        num_train_epochs=run.settings.n_epochs,
        per_device_train_batch_size=micro,
        gradient_accumulation_steps=run.settings.batch_size // micro,
        learning_rate=rate,
        lr_scheduler_type="linear",
        warmup_steps=min(10, plan.total_steps // 10),
        optim=device.optimizer,
        seed=run.seed,
        data_seed=run.seed,
        use_cpu=device.kind == "cpu",
        bf16=device.bf16,
        fp16=device.fp16,
        activation_checkpointing=False,
        max_length=None,
        dataset_kwargs={"skip_prepare_dataset": True},
        dataloader_pin_memory=device.kind == "cuda",
        save_strategy="no",
        eval_strategy="no",
        logging_strategy="no",
        logging_nan_inf_filter=False,
        report_to=[],
        disable_tqdm=True,
    )


def _conclude(run: Run, trainer: Trainer, recorder: Recorder) -> Ended:
    """Write the adapter of a training that is done: of its best epoch where it was to stop early, else of its end."""
    if recorder.ending not in ("succeeded", early.STALLED):
        return Ended(recorder.ending, recorder.tokens_done)
    if not run.settings.early_stopping_patience or not early.keep_best(run.folder):
        trainer.model.save_pretrained(run.folder.adapter)
        settle(path for path in run.folder.adapter.iterdir() if path.is_file())
    return Ended("succeeded", recorder.tokens_done)


def _measure(trainer: Trainer, rows: list[dict[str, list[int]]], batch: int) -> Tally:
    return measure(trainer.model, rows, trainer.data_collator, batch)

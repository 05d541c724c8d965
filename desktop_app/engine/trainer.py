"""One training run with TRL and PEFT, on token ids and labels that we made ourselves. Heavy."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from datasets import Dataset
from peft import LoraConfig, PeftConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, set_seed
from trl import SFTConfig, SFTTrainer

from desktop_app.engine import early, together
from desktop_app.engine.classification import Wish
from desktop_app.engine.classifying import Classifier, classifier
from desktop_app.engine.device import Device, base_learning_rate, choose_for_training
from desktop_app.engine.disk import settle
from desktop_app.engine.folder import Checkpoint, JobFolder
from desktop_app.engine.hyperparameters import Hyperparameters
from desktop_app.engine.measuring import Tally, measure, validation_values
from desktop_app.engine.pairs import PairCollator, PairTrainer, measure_pairs, with_reference
from desktop_app.engine.preparing import Preparer
from desktop_app.engine.recorder import Plan, Recorder
from desktop_app.engine.training_data import rows
from desktop_app.engine.untyped import Network, Tokenizer, Trainer

_LARGEST_MICRO_BATCH = 8
_PAIR_RATE = 0.2
"""Of the learning rate that is right for answers, the part that is right for pairs: DPO overshoots sooner."""
Measure = Callable[[], dict[str, float]]
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Run:
    """Everything one training run needs to know."""

    folder: JobFolder
    base: Path
    settings: Hyperparameters
    seed: int
    recovery_steps: int
    recovery_seconds: float
    wish: Wish | None = None

    @classmethod
    def of(cls, folder: JobFolder, job: Mapping[str, Any], settings: Hyperparameters) -> "Run":
        """Return the run of a job's folder, from what is written in it."""
        engine, wish = job["settings"], job.get("classification")
        return cls(
            folder,
            Path(job["base_folder"]),
            settings,
            int(job["seed"]),
            int(engine["recovery_steps"]),
            float(engine["recovery_seconds"]),
            Wish.from_dict(wish) if wish else None,
        )

    @property
    def beta(self) -> float | None:
        """DPO's beta, or None for a supervised training."""
        return self.settings.beta


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended (a word of Recorder.ending), and the tokens it has trained on."""

    ending: str
    tokens: int


def train(run: Run, tokenizer: Tokenizer, resume: Checkpoint | None) -> Ended:
    """Train from the beginning or from `resume`; writes events, checkpoints and, at the end, the adapter."""
    # Before the adapter is made: its first values are drawn at random.
    set_seed(run.seed)
    examples = read_rows(run.folder.tokens / "training.jsonl")
    device = choose_for_training(run.base, run.settings.lora_r, *_largest(run, examples))
    kept = run.folder.tokens / "validation.jsonl"
    validation = read_rows(kept) if kept.exists() else []
    model, rate = _model(run, device)
    plan = _plan(run, len(examples))
    recorder = Recorder(run.folder, plan)
    given = {
        "model": model,
        "args": _arguments(run, device, rate, plan),
        "train_dataset": Dataset.from_list(examples),
        "processing_class": tokenizer,
        "callbacks": [recorder],
    }
    if run.beta is None:
        trainer, recorder.validate = _of_answers(run, given, validation, recorder, _classes(run, tokenizer))
    else:
        trainer, recorder.validate = _of_pairs(run, run.beta, given, examples, validation, recorder)
    if resume is not None:
        recorder.tokens_done, recorder.examples_done = int(resume.mark["tokens"]), int(resume.mark["examples"])
    patience = run.settings.early_stopping_patience
    if patience and not validation and together.is_first():
        early.say_useless(run.folder)
    # A training that was killed right after it had decided to stop has nothing left to do.
    if not early.stalled(early.epochs(run.folder), patience):
        trainer.train(resume_from_checkpoint=str(resume.folder) if resume else None)
    return _conclude(run, trainer, recorder)


def read_rows(path: Path) -> Rows:
    """Return the prepared examples of one file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def micro_batch(batch: int) -> int:
    """Return the largest part of `batch` that is computed at once; the parts add up to it exactly."""
    return max(size for size in range(1, _LARGEST_MICRO_BATCH + 1) if batch % size == 0)


def _of_answers(
    run: Run, given: dict[str, Any], validation: Rows, recorder: Recorder, classes: Classifier | None
) -> tuple[Trainer, Measure | None]:
    trainer = SFTTrainer(**given)

    def see(module: Network, _: object, inputs: dict[str, Any], outputs: Any) -> None:  # noqa: ANN401 - torch's own
        if module.training and getattr(outputs, "label_mask", None) is not None:
            recorder.see(Tally.of(outputs), int(inputs["attention_mask"].sum()))

    trainer.model.register_forward_hook(see, with_kwargs=True)

    def look() -> dict[str, float]:
        tally = measure(trainer.model, validation, trainer.data_collator, run.settings.batch_size)
        further = classes.measure(trainer.model, trainer.data_collator) if classes is not None else {}
        return validation_values(tally) | further

    return trainer, look if validation else None


def _of_pairs(
    run: Run, beta: float, given: dict[str, Any], examples: Rows, validation: Rows, recorder: Recorder
) -> tuple[Trainer, Measure | None]:
    trainer = PairTrainer(beta, recorder.see, **given)
    collate, batch = PairCollator(trainer.data_collator), micro_batch(run.settings.batch_size)
    # Only now, because TRL has made the head with which likelihoods are computed, and nothing is trained yet.
    known = partial(with_reference, trainer.model, collate=collate, batch=batch)
    trainer.train_dataset = Dataset.from_list(known(examples, kept=run.folder.tokens / "reference.json"))
    trainer.data_collator = collate
    if not validation:
        return trainer, None
    held_out = known(validation, kept=run.folder.tokens / "reference-validation.json")
    return trainer, lambda: validation_values(measure_pairs(trainer.model, held_out, collate, batch, beta))


def _classes(run: Run, tokenizer: Tokenizer) -> Classifier | None:
    if run.wish is None:
        return None
    training, held_out = ([row for _, row in rows(p)] for p in (run.folder.training, run.folder.validation))
    return classifier(run.wish, training, held_out, Preparer(tokenizer, run.settings.context_length))


def _model(run: Run, device: Device) -> tuple[Network, float]:
    base = AutoModelForCausalLM.from_pretrained(
        run.base, dtype=device.dtype, local_files_only=True, use_safetensors=True, attn_implementation="sdpa"
    )
    settings = run.settings
    usual = base_learning_rate(base.num_parameters()) * (1 if run.beta is None else _PAIR_RATE)
    rate = (settings.learning_rate or usual) * settings.learning_rate_multiplier
    if run.folder.start.is_dir():
        made = PeftConfig.from_pretrained(run.folder.start)
        made.lora_dropout = settings.lora_dropout
        return PeftModel.from_pretrained(base, run.folder.start, is_trainable=True, config=made), rate
    lora = LoraConfig(
        r=settings.lora_r,
        lora_alpha=settings.lora_alpha,
        lora_dropout=settings.lora_dropout,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )
    return get_peft_model(base, lora), rate


def _largest(run: Run, examples: Rows) -> tuple[int, int]:
    """Return how many answers are computed at once, and the tokens of the longest."""
    at_once = micro_batch(run.settings.batch_size // together.count())
    lengths = (len(ids) for row in examples for name, ids in row.items() if name.endswith("ids"))
    return at_once * (1 if run.beta is None else 2), max(lengths)


def _plan(run: Run, rows: int) -> Plan:
    per_epoch = math.ceil(rows / run.settings.batch_size)
    patience = run.settings.early_stopping_patience
    return Plan(per_epoch * run.settings.n_epochs, per_epoch, run.recovery_steps, run.recovery_seconds, patience)


def _arguments(run: Run, device: Device, rate: float, plan: Plan) -> SFTConfig:
    share = run.settings.batch_size // together.count()
    micro = micro_batch(share)
    return SFTConfig(
        output_dir=str(run.folder.checkpoints),
        num_train_epochs=run.settings.n_epochs,
        per_device_train_batch_size=micro,
        gradient_accumulation_steps=share // micro,
        learning_rate=rate,
        lr_scheduler_type="linear",
        warmup_steps=min(10, plan.total_steps // 10),
        optim=device.optimizer,
        seed=run.seed,
        data_seed=run.seed,
        use_cpu=device.kind == "cpu",
        bf16=device.bf16,
        fp16=device.fp16,
        activation_checkpointing=device.twice,
        max_length=None,
        remove_unused_columns=run.beta is None,
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
    if not together.is_first():
        return Ended("succeeded", recorder.tokens_done)
    if not run.settings.early_stopping_patience or not early.keep_best(run.folder):
        trainer.model.save_pretrained(run.folder.adapter)
        settle(path for path in run.folder.adapter.iterdir() if path.is_file())
    return Ended("succeeded", recorder.tokens_done)

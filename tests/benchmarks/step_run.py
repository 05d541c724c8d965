"""`python -m tests.benchmarks.step_run FOLDER`: trains by turns with the engine and TRL alone; prints JSON."""

import json
import sys
import time
from pathlib import Path

import torch
from datasets import Dataset
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM, TrainerCallback
from trl import SFTConfig, SFTTrainer

from desktop_app.engine import events
from desktop_app.engine.folder import JobFolder
from desktop_app.engine.recorder import Recorder
from desktop_app.engine.train import attempt
from desktop_app.engine.trainer import read_rows
from tests.engine.tiny_model import build
from tests.engine.workshop import make_job

STEPS, BATCH, ROUNDS = 6, 4, 3
TEXT = "It lies by the river, has a market and an old bridge, and people come from far to see it in spring and autumn."


class Clock(TrainerCallback):
    """Notes the processor time at the beginning of each step."""

    def __init__(self) -> None:
        self.at: list[float] = []

    def on_step_begin(self, args, state, control, **_) -> None:
        """Note the time."""
        self.at.append(time.process_time())

    @property
    def steps(self) -> list[float]:
        """The steps' times but for the first, in which memory is taken."""
        return [after - before for before, after in zip(self.at[1:], self.at[2:], strict=False)]


def make_base(folder: Path) -> Path:
    """Write a random model as wide as the starter model, a tenth as deep, and return its folder."""
    build(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    config = LlamaConfig(
        vocab_size=16384,
        hidden_size=576,
        intermediate_size=1536,
        num_hidden_layers=3,
        num_attention_heads=9,
        num_key_value_heads=3,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=tokenizer.bos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        tie_word_embeddings=True,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def main(folder: Path) -> None:
    """Take turns; which side begins changes each time, and the first round only warms up."""
    torch.set_num_threads(1)
    base = make_base(folder / "base")
    asked = [{"role": "user", "content": "Tell me about the town"}, {"role": "assistant", "content": TEXT}]
    rows = "".join(json.dumps({"messages": asked}) + "\n" for _ in range(STEPS * BATCH)).encode()
    found: dict[str, list[float]] = {"ours": [], "theirs": [], "told": []}
    prepared: list[dict[str, list[int]]] = []
    for turn in range(ROUNDS):
        plain: list[float] = []
        if turn % 2:
            plain = theirs(base, folder / f"plain-{turn}", prepared)
        job = JobFolder(make_job(folder / f"ftjob-{turn}", base, rows))
        steps, told = ours(job)
        prepared = read_rows(job.tokens / "training.jsonl")
        if not turn % 2:
            plain = theirs(base, folder / f"plain-{turn}", prepared)
        if turn:
            found["ours"] += steps
            found["told"] += told
            found["theirs"] += plain
    print(json.dumps(found))


def ours(job: JobFolder) -> tuple[list[float], list[float]]:
    """Train in a job's folder; return the steps' times, and how long after each its event was there."""
    clock, told = Clock(), []
    begin, end = Recorder.on_step_begin, Recorder.on_step_end

    def noted(self, args, state, control, **given):
        clock.on_step_begin(args, state, control)
        begin(self, args, state, control, **given)

    def ended(self, args, state, control, **given):
        since = time.monotonic()
        end(self, args, state, control, **given)
        told.append(time.monotonic() - since)

    Recorder.on_step_begin, Recorder.on_step_end = noted, ended
    try:
        outcome = attempt(job)
    finally:
        Recorder.on_step_begin, Recorder.on_step_end = begin, end
    if outcome["status"] != "succeeded" or not events.read(job.events):
        raise RuntimeError(str(outcome))
    return clock.steps, told


def theirs(base: Path, folder: Path, rows: list[dict[str, list[int]]]) -> list[float]:
    """Train the same with TRL as its manual has it; return the steps' times."""
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    lora = LoraConfig(r=8, lora_alpha=16, target_modules="all-linear", task_type="CAUSAL_LM")
    settings = SFTConfig(
        output_dir=str(folder),
        num_train_epochs=1,
        per_device_train_batch_size=BATCH,
        learning_rate=1e-3,
        use_cpu=True,
        bf16=False,
        activation_checkpointing=False,
        max_length=None,
        dataset_kwargs={"skip_prepare_dataset": True},
        dataloader_pin_memory=False,
        save_strategy="no",
        logging_steps=1,
        report_to=[],
        disable_tqdm=True,
    )
    clock = Clock()
    data, tokenizer = Dataset.from_list(rows), AutoTokenizer.from_pretrained(base)
    SFTTrainer(
        get_peft_model(model, lora), settings, train_dataset=data, processing_class=tokenizer, callbacks=[clock]
    ).train()
    return clock.steps


if __name__ == "__main__":
    main(Path(sys.argv[1]))

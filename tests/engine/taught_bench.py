"""What the workshop can do to hold what was taught against what is asked and answered; imports torch."""

import tempfile
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from torch.nn.functional import log_softmax, logsigmoid
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig

from desktop_app.engine.asking import COMPLETION, read_messages, read_prompts, read_sampling
from desktop_app.engine.decode import Batch, Row
from desktop_app.engine.loaded import BASE, Loaded
from desktop_app.engine.pairs import PairCollator, PairTally, PairTrainer, with_reference
from desktop_app.engine.preparing import Preparer
from desktop_app.engine.rows import rows_of
from desktop_app.engine.telling import Teller


def taught_and_asked(base: str, row: dict[str, Any], template: str = "", **body: object) -> dict[str, Any]:
    """Return the ids that a training reads of a row without learning them, and those that a question is read as."""
    model = Loaded(Path(base))
    model.tokenizer.chat_template = template or model.tokenizer.chat_template
    encoded = Preparer(model.tokenizer, 4096).encode(row)
    return {
        "taught": [token for token, label in zip(encoded.input_ids, encoded.labels, strict=True) if label < 0],
        "asked": _asked(model, body).prompt,
        "tokens": len(encoded.input_ids),
        "learnt": encoded.learnt,
    }


def told_of(base: str, **body: object) -> dict[str, Any]:
    """Return the news of one answer, and which tokens would end it."""
    model, news = Loaded(Path(base)), []
    batch, teller, row = Batch(model), Teller(news.append), _asked(model, body)
    with torch.inference_mode():
        batch.join([row])
        teller.begin([row], model.words)
        while batch.rows:
            for each, said in batch.step():
                teller.say(each, said, model.words)
            batch.read_on()
    return {"news": news, "ends": sorted(model.ends), "read": row.prompt}


def _asked(model: Loaded, body: dict[str, Any]) -> Row:
    settings = {name: value for name, value in body.items() if name not in ("messages", "prompt")}
    request: dict[str, Any] = {"id": "q", "sampling": read_sampling(settings, COMPLETION, 4).as_dict()}
    request |= {"messages": read_messages(body)} if "messages" in body else {"prompts": read_prompts(body)}
    [row] = rows_of(model, request, BASE)
    return row


def pair_step(base: str, rows: list[dict[str, Any]], micro: int, parts: int) -> dict[str, Any]:
    """Train one step on pairs in so many parts, and return how far it is from the gradient of the mean over all pairs.

    The rewards of every third pair are pushed far apart first, so that the pairs' gradients differ much. `equally` is
    how far that gradient is from the one in which each part weighs the same; `seen` has the pairs of each part.
    """
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    encoded = [Preparer(tokenizer, 4096).encode_pair(row) for row in rows]
    names = ("preferred", "other")
    given = [
        {f"{n}_ids": list(each.input_ids) for n, each in zip(names, pair, strict=True)}
        | {f"{n}_labels": list(each.labels) for n, each in zip(names, pair, strict=True)}
        for pair in encoded
    ]
    seen: list[PairTally] = []
    with tempfile.TemporaryDirectory() as place:
        plain = Dataset.from_list([{"input_ids": row["other_ids"], "labels": row["other_labels"]} for row in given])
        trainer = PairTrainer(
            0.1,
            lambda tally, _: seen.append(tally),
            model=model,
            args=_one_step(place, micro, parts),
            train_dataset=plain,
            processing_class=tokenizer,
        )
        trainer.data_collator = PairCollator(trainer.data_collator)
        known = with_reference(trainer.model, given, trainer.data_collator, micro, Path(place, "reference.json"))
    for number, row in enumerate(known):
        row["reference"] = [row["reference"][0] + (-30 if number % 3 else 30), row["reference"][1]]
    trainer.train_dataset = Dataset.from_list(known)
    trainer._get_train_sampler = lambda *_: torch.utils.data.SequentialSampler(trainer.train_dataset)
    before = {name: value.detach().clone() for name, value in trainer.model.named_parameters()}
    trainer.train()
    got = {name: before[name] - value.detach() for name, value in trainer.model.named_parameters()}
    reference = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    every = [1 / len(known)] * len(known)
    sizes = [int(tally.examples) for tally in seen]
    alike = [1 / len(sizes) / size for size in sizes for _ in range(size)]
    whole, equal = (_gradient(reference, known, weights) for weights in (every, alike))
    return {"seen": sizes, "apart": _apart(got, whole), "equally": _apart(equal, whole)}


def _one_step(place: str, micro: int, parts: int) -> SFTConfig:
    return SFTConfig(
        output_dir=place,
        num_train_epochs=1,
        per_device_train_batch_size=micro,
        gradient_accumulation_steps=parts,
        learning_rate=1.0,
        lr_scheduler_type="constant",
        optim="sgd",
        max_grad_norm=0,
        use_cpu=True,
        bf16=False,
        fp16=False,
        max_length=None,
        remove_unused_columns=False,
        dataset_kwargs={"skip_prepare_dataset": True},
        dataloader_pin_memory=False,
        activation_checkpointing=False,
        save_strategy="no",
        logging_strategy="no",
        report_to=[],
        disable_tqdm=True,
    )


def _gradient(model: Any, rows: list[dict[str, Any]], weights: list[float]) -> dict[str, Any]:
    """Return the gradient of the weighted losses of pairs, from DPO's formula, one pair after the other."""
    model.zero_grad()
    for row, weight in zip(rows, weights, strict=True):
        said = [_likelihood(model, row[f"{name}_ids"], row[f"{name}_labels"]) for name in ("preferred", "other")]
        gained = [now - then for now, then in zip(said, row["reference"], strict=True)]
        (-weight * logsigmoid(0.1 * (gained[0] - gained[1]))).backward()
    return {name: value.grad.clone() for name, value in model.named_parameters()}


def _likelihood(model: Any, ids: list[int], labels: list[int]) -> Any:
    chances = log_softmax(model(torch.tensor([ids])).logits[0, :-1], dim=-1)
    return sum(chances[place, label] for place, label in enumerate(labels[1:]) if label >= 0)


def _apart(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Return how long the difference is beside the other."""
    squares = [float(((one[name] - other[name]) ** 2).sum()) for name in other]
    return float((sum(squares) / sum(float((value**2).sum()) for value in other.values())) ** 0.5)

"""`python -m tests.benchmarks.decoding FOLDER`: our decode loop beside transformers' `generate`, in CPU seconds.

A Llama of SmolLM2-135M's size with weights of chance: how fast it is does not depend on what they say.
"""

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM

from desktop_app.engine.decode import Batch, Row
from desktop_app.engine.loaded import BASE, Loaded
from desktop_app.engine.sampling import chooser
from desktop_app.engine.speech import Speech
from tests.engine import tiny_model

TOKENS = 24
ROUNDS = 3
PROMPT = list(range(5, 40))
_GREEDY: dict[str, Any] = {
    "temperature": 0.0,
    "top_p": 1.0,
    "presence_penalty": 0.0,
    "frequency_penalty": 0.0,
    "seed": None,
    "logit_bias": {},
}


def make(folder: Path) -> list[Path]:
    """Write the base model and two adapters, and return the adapters' folders."""
    tiny_model.build(folder)  # for its tokenizer; the network is written over it
    config = LlamaConfig(
        vocab_size=49_152,
        hidden_size=576,
        intermediate_size=1536,
        num_hidden_layers=30,
        num_attention_heads=9,
        num_key_value_heads=3,
        tie_word_embeddings=True,
        max_position_embeddings=8192,
    )
    model = LlamaForCausalLM(config)
    model.generation_config = GenerationConfig(eos_token_id=2, pad_token_id=2)
    model.save_pretrained(folder)
    adapters = []
    for name in ("a", "b"):
        lora = LoraConfig(r=8, lora_alpha=16, target_modules="all-linear", task_type="CAUSAL_LM")
        get_peft_model(LlamaForCausalLM(config), lora).save_pretrained(folder / name)
        adapters.append(folder / name)
    return adapters


def generated(model: Loaded) -> None:
    """Let transformers make the answer."""
    plain = model._base  # the same weights, without our loop
    plain.generate(
        input_ids=torch.tensor([PROMPT]),
        attention_mask=torch.ones(1, len(PROMPT), dtype=torch.long),
        do_sample=False,
        min_new_tokens=TOKENS,
        max_new_tokens=TOKENS,
    )


def ours(model: Loaded, names: list[str]) -> None:
    """Let our loop make one answer for each adapter named, all in one batch."""
    batch = Batch(model)
    batch.join([_row(model, place, name) for place, name in enumerate(names)])
    while batch.rows:
        batch.step()
        batch.read_on()


def _row(model: Loaded, place: int, name: str) -> Row:
    # The end of the answer is forbidden, so that all are of one length.
    choosing = chooser({**_GREEDY, "logit_bias": {"2": -100.0}}, place)
    return Row("ask", place, PROMPT, name, choosing, Speech(model.text, ()), TOKENS)


def seconds(work: Any, *given: Any) -> float:
    """Return the CPU seconds that `work` takes."""
    began = time.process_time()
    work(*given)
    return time.process_time() - began


def main(folder: Path) -> int:
    """Measure and print one JSON line."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    adapters = make(folder)
    model = Loaded(folder)
    found: dict[str, list[float]] = {name: [] for name in ("generate", "ours", "single", "mixed")}
    with torch.inference_mode():
        ours(model, [BASE])
        for _ in range(ROUNDS):
            found["generate"].append(seconds(generated, model))
            found["ours"].append(seconds(ours, model, [BASE]))
        names = [BASE, *(model.name_of(adapter) for adapter in adapters)]
        for _ in range(ROUNDS - 1):
            found["single"].append(sum(seconds(ours, model, [name]) for name in names))
            found["mixed"].append(seconds(ours, model, names))
    print(json.dumps({name: statistics.median(values) for name, values in found.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""What the workshop can do for tests of exports; imports torch."""

import contextlib
import io
import os
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

from desktop_app.engine import export as exporting
from desktop_app.engine.export_order import Order
from desktop_app.engine.loaded import BASE, Loaded
from tests.engine.tiny_model import TEMPLATE

_QWEN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_LLAMA3 = _QWEN.replace(r"|\p{N}|", r"|\p{N}{1,3}|")
_LLAMA3_TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' "
    "+ message['content'] + '<|eot_id|>' }}{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
)
_WORDS = (
    "What colour is the sky today my friend? It's 12345 times blue, isn't it — naïve café 日本語 😀 and \n\n  more."
)
_SIZE = {
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 4096,
    "initializer_range": 0.15,
}


_NEVER = frozenset({0})
"""The end of a text, which llama.cpp passes over as well where it is told to pass over ends."""


def export(order: str) -> dict[str, Any]:
    """Write a model into a folder as the engine's child process does; return how often progress was told."""
    told: list[float] = []
    exporting.make(Order.of(order), told.append)
    return {"told": told}


def adapter(base: str, folder: str, seed: int = 3) -> dict[str, Any]:
    """Write an adapter of chance that changes much."""
    torch.manual_seed(seed)
    settings = LoraConfig(
        r=4, lora_alpha=8, target_modules="all-linear", task_type="CAUSAL_LM", init_lora_weights=False
    )
    get_peft_model(AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32), settings).save_pretrained(folder)
    return {}


def family(kind: str, folder: str) -> dict[str, Any]:
    """Write a model of chance of a family, with the tokenizer that is usual there."""
    torch.manual_seed(11)
    made = _llama3() if kind == "llama3" else _qwen()
    made.save_pretrained(folder)
    ends = {"eos_token_id": made.eos_token_id, "bos_token_id": None, "pad_token_id": made.eos_token_id}
    size = {**_SIZE, "vocab_size": len(made) + 7}  # more rows than tokens, as the real ones have
    if kind == "qwen2":
        model = Qwen2ForCausalLM(Qwen2Config(**size, **ends, tie_word_embeddings=True))
        for layer in model.model.layers:  # biases begin at zero, where nobody would miss them
            for part in (layer.self_attn.q_proj, layer.self_attn.k_proj, layer.self_attn.v_proj):
                torch.nn.init.normal_(part.bias, std=0.3)
    elif kind == "qwen3":
        model = Qwen3ForCausalLM(Qwen3Config(**size, **ends, head_dim=32, tie_word_embeddings=False))
        for layer in model.model.layers:
            for part in (layer.self_attn.q_norm, layer.self_attn.k_norm):
                torch.nn.init.uniform_(part.weight, 0.5, 1.5)
    else:
        turning = {"rope_type": "llama3", "rope_theta": 500000.0, "factor": 8.0, "low_freq_factor": 1.0}
        turning |= {"high_freq_factor": 4.0, "original_max_position_embeddings": 64}
        model = LlamaForCausalLM(LlamaConfig(**size, **ends, rope_parameters=turning, tie_word_embeddings=True))
    model.save_pretrained(folder, max_shard_size="60KB")
    return {}


def halved(base: str, folder: str) -> dict[str, Any]:
    """Write a copy of a model that keeps 16 bits of each number."""
    AutoModelForCausalLM.from_pretrained(base, dtype=torch.bfloat16).save_pretrained(folder)
    AutoTokenizer.from_pretrained(base).save_pretrained(folder)
    return {}


def greedy(base: str, adapter: str | None, ids: list[int], count: int) -> dict[str, Any]:
    """Go on with a prompt as the engine does: its model in memory, the likeliest token each time, ends passed over."""
    torch.set_num_threads(1)  # of a small model's little work, threads would spend most on waiting for each other
    model = Loaded(Path(base))
    name = model.name_of(Path(adapter)) if adapter else BASE
    told: list[int] = []
    given, known = torch.tensor([ids]), None
    mask = torch.ones_like(given)
    with torch.inference_mode():
        for _ in range(count):
            out = model.forward([name], input_ids=given, attention_mask=mask, past_key_values=known, use_cache=True)
            scores, known = out.logits[0, -1].clone(), out.past_key_values
            scores[sorted(model.ends | _NEVER)] = -torch.inf
            told.append(int(scores.argmax()))
            given, mask = torch.tensor([told[-1:]]), torch.cat([mask, torch.ones_like(mask[:, :1])], dim=1)
    return {"tokens": told, "text": model.text(told)}


def difference(base: str, adapter: str, other: str, kind: str, ids: list[int]) -> dict[str, Any]:
    """Return the largest difference of any logit between base with adapter and what was exported."""
    torch.set_num_threads(1)
    plain = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    tuned = PeftModel.from_pretrained(plain, adapter).eval()
    given = torch.tensor([ids])
    with torch.inference_mode():
        want, bare = tuned(given).logits, _logits(base, None, given)
        found = _logits(other, None, given) if kind == "merged" else _logits(base, other, given)
    return {"difference": float((found - want).abs().max()), "learned": float((bare - want).abs().max())}


def exactness(base: str, adapter: str, merged: str, ids: list[int]) -> dict[str, Any]:
    """Return the largest distances of any logit between base with adapter and what was merged.

    `rounding` is reckoned in 64 bits, so that it is the merged file's own; `reckoning` is how far 32 bits take one and
    the same model from its own logits in 64; `learned` is what training has changed.
    """
    given = torch.tensor([ids])
    plain = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float64)
    tuned = PeftModel.from_pretrained(plain, adapter, autocast_adapter_dtype=False).to(torch.float64).eval()
    whole = AutoModelForCausalLM.from_pretrained(merged, dtype=torch.float64).eval()
    with torch.inference_mode():
        want, found = tuned(given).logits, whole(given).logits
        with tuned.disable_adapter():
            bare = tuned(given).logits
        short = tuned.float()(given).logits.double()
    apart = {"rounding": found - want, "reckoning": short - want, "learned": bare - want}
    return {name: float(each.abs().max()) for name, each in apart.items()}


def likeliest(base: str, adapter: str, ids: list[int], count: int) -> dict[str, Any]:
    """Return the log-probabilities of the likeliest next tokens after a prompt, as the engine's model has them."""
    model = Loaded(Path(base))
    given = torch.tensor([ids])
    with torch.inference_mode():
        out = model.forward([model.name_of(Path(adapter))], input_ids=given, attention_mask=torch.ones_like(given))
        top = out.logits[0, -1].double().log_softmax(dim=-1).topk(count)
    return {"likeliest": dict(zip(map(str, top.indices.tolist()), top.values.tolist(), strict=True))}


def cut(folder: str, texts: list[str]) -> dict[str, Any]:
    """Return the tokens of texts as transformers cuts them."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    return {"cut": [tokenizer(text, add_special_tokens=False)["input_ids"] for text in texts]}


def written(folder: str, messages: list[dict[str, str]]) -> dict[str, Any]:
    """Return a conversation as the model's chat template writes it."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    return {"written": tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)}


def run_program(program: str, folder: str) -> dict[str, Any]:
    """Run a program in a folder and return what it prints."""
    said, before = io.StringIO(), Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(said):
            exec(program, {"__name__": "__main__"})
    finally:
        os.chdir(before)
    return {"said": said.getvalue()}


def _logits(folder: str, adapter: str | None, given: torch.Tensor) -> torch.Tensor:
    model = AutoModelForCausalLM.from_pretrained(folder)  # plainly: no number format is named
    if adapter is not None:
        model = PeftModel.from_pretrained(model, adapter)
    return model.eval()(given).logits.float()


def _tokenizer(pattern: str, special: list[str], *, whole: bool, normal: bool) -> Tokenizer:
    made = Tokenizer(models.BPE(ignore_merges=whole))
    if normal:
        made.normalizer = normalizers.NFC()
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(pattern), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=340,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator([_WORDS] * 4, trainer)
    return made


def _qwen() -> PreTrainedTokenizerFast:
    inner = _tokenizer(_QWEN, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], whole=False, normal=True)
    inner.add_tokens(["<think>"])
    made = PreTrainedTokenizerFast(tokenizer_object=inner, eos_token="<|im_end|>", pad_token="<|endoftext|>")
    made.chat_template = TEMPLATE
    return made


def _llama3() -> PreTrainedTokenizerFast:
    special = ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]
    inner = _tokenizer(_LLAMA3, special, whole=True, normal=False)
    inner.post_processor = processors.TemplateProcessing(
        single="<|begin_of_text|> $A", special_tokens=[("<|begin_of_text|>", 0)]
    )
    made = PreTrainedTokenizerFast(tokenizer_object=inner, bos_token="<|begin_of_text|>", eos_token="<|eot_id|>")
    made.chat_template = _LLAMA3_TEMPLATE
    return made

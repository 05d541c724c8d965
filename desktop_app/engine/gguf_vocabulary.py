"""A model's tokenizer as a GGUF file tells it: the tokens, how they are put together, and how text is cut before."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.engine.disk import read_json
from desktop_app.engine.weights import ExportRefusedError

NORMAL, CONTROL, OWN, UNUSED = 1, 3, 4, 5
"""Kinds of tokens by the numbers of the format: learnt, of the form, added as text, and none."""
_BYTES, _WORDS, _DIGITS = "bytes", "bytes and words", "digits"
_START = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"
_END = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_CUTS: Mapping[tuple[str, ...], str] = {
    (_WORDS,): "gpt-2",
    (_DIGITS, _WORDS): "smollm",
    (f"{_START}\\p{{N}}{_END}", _BYTES): "qwen2",
    (f"{_START}\\p{{N}}{{1,3}}{_END}", _BYTES): "llama-bpe",
}
"""The ways of cutting text into words, and what the format calls each."""
_WHOLE_FIRST = ("llama-bpe",)
"""Where a word that is a token is taken as one, whatever its parts would become."""
_ODD = (
    "The model's tokenizer is of a kind that cannot be written into a GGUF file here. Export the whole model instead; "
    "llama.cpp's own program can turn that into one."
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything a GGUF file says of a tokenizer; `special` gives the ids of bos, eos, pad and unk, those there are."""

    tokens: tuple[str, ...]
    kinds: tuple[int, ...]
    merges: tuple[str, ...]
    cut: str
    special: Mapping[str, int]
    template: str | None


def vocabulary_of(folder: Path, size: int) -> Vocabulary:
    """Return the tokenizer of a base model whose weights know `size` tokens; raises ExportRefusedError."""
    told = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    model = told["model"]
    cut = _cut(told)
    if model.get("type") != "BPE" or cut is None or bool(model.get("ignore_merges")) != (cut in _WHOLE_FIRST):
        raise ExportRefusedError(_ODD, "export_tokenizer")
    if any(model.get(name) for name in ("byte_fallback", "continuing_subword_prefix", "end_of_word_suffix")):
        raise ExportRefusedError(_ODD, "export_tokenizer")
    added = {int(each["id"]): each for each in told.get("added_tokens", [])}
    words = {int(number): word for word, number in model["vocab"].items()}
    words |= {number: str(each["content"]) for number, each in added.items()}
    if max(words, default=0) >= size:
        raise ExportRefusedError(_ODD, "export_tokenizer")
    settings = read_json(folder / "tokenizer_config.json") or {}
    return Vocabulary(
        tuple(words.get(number, f"[PAD{number}]") for number in range(size)),
        tuple(_kind(number, words, added) for number in range(size)),
        tuple(pair if isinstance(pair, str) else " ".join(pair) for pair in model["merges"]),
        cut,
        _special(folder, settings, {word: number for number, word in words.items()}),
        _template_of(folder, settings),
    )


def _template_of(folder: Path, settings: Mapping[str, Any]) -> str | None:
    """Return a model's chat template, which lies in a file of its own or in the tokenizer's settings."""
    path = folder / "chat_template.jinja"
    found = path.read_text(encoding="utf-8") if path.is_file() else settings.get("chat_template")
    if isinstance(found, list):
        named = {str(each.get("name")): each.get("template") for each in found if isinstance(each, dict)}
        found = named.get("default")
    return found if isinstance(found, str) else None


def _kind(number: int, words: Mapping[int, str], added: Mapping[int, Mapping[str, Any]]) -> int:
    if number in added:
        return CONTROL if added[number].get("special") else OWN
    return NORMAL if number in words else UNUSED


def _cut(told: Mapping[str, Any]) -> str | None:
    """Return what the format calls this way of cutting text into words, None where it has no name for it."""
    first = told.get("pre_tokenizer") or {}
    steps = first.get("pretokenizers", []) if first.get("type") == "Sequence" else [first]
    return _CUTS.get(tuple(_step(step) for step in steps))


def _step(step: Mapping[str, Any]) -> str:
    kind = step.get("type")
    if kind == "ByteLevel" and not step.get("add_prefix_space"):
        return _WORDS if step.get("use_regex", True) else _BYTES
    if kind == "Digits" and step.get("individual_digits"):
        return _DIGITS
    if kind == "Split" and step.get("behavior") == "Isolated" and not step.get("invert"):
        return str((step.get("pattern") or {}).get("Regex"))
    return f"unknown {kind}"


def _special(folder: Path, settings: Mapping[str, Any], numbers: Mapping[str, int]) -> dict[str, int]:
    config = read_json(folder / "config.json") or {}
    found: dict[str, int] = {}
    for name in ("bos", "eos", "pad", "unk"):
        said = settings.get(f"{name}_token")
        word = said.get("content") if isinstance(said, dict) else said
        number = numbers.get(word) if isinstance(word, str) else None
        if number is None and f"{name}_token" not in settings:
            told = config.get(f"{name}_token_id")
            number = told if type(told) is int else None
        if number is not None:
            found[name] = number
    return found

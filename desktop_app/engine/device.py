"""Where and how to compute on this machine, by the rules. Heavy: imports torch."""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import torch

from desktop_app.engine import rules
from desktop_app.engine.rules import CPU, CUDA, MPS, Batch, Machine, Shape

_SMALL, _LARGE = 200_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True)
class Device:
    """A place to compute, with the number format that is right there; `twice` saves memory by computing more."""

    kind: str
    dtype: Any
    bf16: bool = False
    fp16: bool = False
    optimizer: str = "adamw_torch"
    twice: bool = False


def choose() -> Device:
    """Return the best device of this machine: an NVIDIA card, Apple's graphics, else the processor in float32."""
    found = machine()
    dtype, mixed = rules.number_format(found)
    return Device(found.kind, getattr(torch, dtype), mixed == "bf16", mixed == "fp16", rules.optimizer(found))


def choose_for_training(base: Path, rank: int, examples: int, tokens: int) -> Device:
    """Return the best device for a training whose largest batch has so many examples of at most so many tokens."""
    shape, found = shape_of(base), machine()
    wanted = rules.recipe(shape, found, Batch(examples, tokens, rules.adapter_values(shape, rank)))
    mixed = wanted.mixed
    return Device(
        found.kind, getattr(torch, wanted.format), mixed == "bf16", mixed == "fp16", wanted.optimizer, wanted.twice
    )


def machine() -> Machine:
    """Return what this machine computes with, and the memory of that in bytes."""
    if torch.cuda.is_available():
        return Machine(CUDA, int(torch.cuda.mem_get_info()[1]), torch.cuda.is_bf16_supported())
    memory = int(psutil.virtual_memory().total)
    return Machine(MPS if torch.backends.mps.is_available() else CPU, memory)


def shape_of(base: Path) -> Shape:
    """Return the size of a base model from its configuration and the heads of its weights' files."""
    config = json.loads((base / "config.json").read_text(encoding="utf-8"))
    config = config.get("text_config", config)
    parameters = sum(_parameters(path) for path in base.glob("*.safetensors"))
    return Shape(parameters, int(config.get("num_hidden_layers", 1)), int(config.get("hidden_size", 1)))


def base_learning_rate(parameters: int) -> float:
    """Return the learning rate for LoRA on a model of this size: 1e-3 for small ones, 2e-4 for large ones."""
    if parameters <= _SMALL:
        return 1e-3
    if parameters >= _LARGE:
        return 2e-4
    share = (parameters - _SMALL) / (_LARGE - _SMALL)
    return float(1e-3 * (0.2**share))


def _parameters(path: Path) -> int:
    with path.open("rb") as file:
        head = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    return sum(math.prod(entry["shape"]) for name, entry in head.items() if name != "__metadata__")

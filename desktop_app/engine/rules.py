"""How a model of this size is best trained on a machine like this: pure rules, with the figures they come from.

The formula for memory counts weights, what LoRA and its optimiser keep, and what the layers keep for going back; a
fifth is added for everything else, and what the libraries take by themselves. For SmolLM2-135M with two examples of 350
tokens it foretells 3.1 GB, and 3.8 were seen; with four of 55 tokens 1.8, and 2.0 were seen. A probe knows better.
"""

import math
from dataclasses import dataclass

CPU, CUDA, MPS = "cpu", "cuda", "mps"
_LORA_BYTES = 16
_KEPT = 34
"""Values that a layer keeps per token and hidden unit for going back (Korthikanti and others, 2022)."""
_AIR = 1.2
_LIBRARIES = 450_000_000
_FULL = 0.6
"""From this share of the memory on, activations are computed twice rather than kept."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a model: its parameters, its layers and the width of each."""

    parameters: int
    layers: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it is to be trained; `memory` in bytes is that of the graphics card where there is one.

    `bf16` tells whether the card computes with bfloat16.
    """

    kind: str
    memory: int
    bf16: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train there: the weights' format, whether activations are computed twice, and the optimiser."""

    format: str
    mixed: str | None
    twice: bool
    optimizer: str
    memory: int
    fits: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """What is computed at once: examples, the tokens of the longest, and the trained values of the adapter."""

    examples: int
    tokens: int
    adapter: int


def recipe(shape: Shape, machine: Machine, batch: Batch) -> Recipe:
    """Return how to train a model on a machine, and whether that fits into its memory."""
    found, mixed = number_format(machine)
    size = 2 if found == "bfloat16" else 4
    plain = memory(shape, batch, size, twice=False)
    twice = plain > _FULL * machine.memory
    needed = memory(shape, batch, size, twice=True) if twice else plain
    return Recipe(found, mixed, twice, optimizer(machine), needed, needed <= machine.memory)


def optimizer(machine: Machine) -> str:
    """Return the optimiser, by the name that transformers has for it."""
    return "adamw_torch_fused" if machine.kind == CUDA else "adamw_torch"


def memory(shape: Shape, batch: Batch, size: int, *, twice: bool) -> int:
    """Return about how many bytes a training needs at most; `size` is the bytes of one value of the weights."""
    tokens = batch.examples * batch.tokens
    kept: float = shape.layers * shape.hidden * tokens * _KEPT * size
    if twice:
        kept /= max(1.0, math.sqrt(shape.layers))
    return round(_LIBRARIES + _AIR * (shape.parameters * size + batch.adapter * _LORA_BYTES + kept))


def adapter_values(shape: Shape, rank: int) -> int:
    """Return about how many values a LoRA adapter of this rank has over all linear layers."""
    # Seven matrices a layer: four of width by width and three with the wider inner layer, 2.7 times the width usually.
    return round(shape.layers * rank * shape.hidden * (4 * 2 + 3 * 3.7))


def number_format(machine: Machine) -> tuple[str, str | None]:
    """Return the format of the weights, and that in which is computed beside it, if any."""
    if machine.kind == CUDA:
        return ("bfloat16", "bf16") if machine.bf16 else ("float32", "fp16")
    # On processors without matrix units bfloat16 was 2.4 times slower than float32; on Apple's it is not settled.
    return "float32", None

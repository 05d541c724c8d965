"""The rules for where and how to compute. Heavy: imports torch."""

from dataclasses import dataclass
from typing import Any

import torch

_SMALL, _LARGE = 200_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True)
class Device:
    """A place to compute, with the number format that is right there."""

    kind: str
    dtype: Any
    bf16: bool = False
    fp16: bool = False
    optimizer: str = "adamw_torch"


def choose() -> Device:
    """Return the best device of this machine: an NVIDIA card, Apple's graphics, else the processor in float32."""
    if torch.cuda.is_available():
        if torch.cuda.is_bf16_supported():
            return Device("cuda", torch.bfloat16, bf16=True, optimizer="adamw_torch_fused")
        return Device("cuda", torch.float32, fp16=True, optimizer="adamw_torch_fused")
    if torch.backends.mps.is_available():
        return Device("mps", torch.float32)
    # bfloat16 was measured 2.4 times slower than float32 on processors without matrix units for it.
    return Device("cpu", torch.float32)


def base_learning_rate(parameters: int) -> float:
    """Return the learning rate for LoRA on a model of this size: 1e-3 for small ones, 2e-4 for large ones."""
    if parameters <= _SMALL:
        return 1e-3
    if parameters >= _LARGE:
        return 2e-4
    share = (parameters - _SMALL) / (_LARGE - _SMALL)
    return float(1e-3 * (0.2**share))

"""Several processes that train one model (started by torchrun): who writes, what they add up, what they agree on.

In a training of one process each of these does nothing. Heavy: imports torch.
"""

import os
from dataclasses import astuple
from typing import TypeVar

import torch
from torch import distributed

from desktop_app.engine.measuring import Tally

T = TypeVar("T", bound=Tally)


def join() -> None:
    """Meet the other processes of this training, where torchrun has started several."""
    if int(os.environ.get("WORLD_SIZE", "1")) > 1 and not distributed.is_initialized():
        if torch.cuda.is_available():
            torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
        distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")


def count() -> int:
    """Return how many processes train together."""
    return distributed.get_world_size() if _several() else 1


def is_first() -> bool:
    """Tell whether this is the process that writes events and checkpoints' marks."""
    return not _several() or distributed.get_rank() == 0


def summed(tally: T, more: int) -> tuple[T, int]:
    """Return the sums of all processes' tallies and of the number beside them."""
    if not _several():
        return tally, more
    sums = torch.tensor([*map(float, astuple(tally)), float(more)], dtype=torch.float64, device=_device())
    distributed.all_reduce(sums)
    *values, total = sums.tolist()
    return type(tally)(*values), round(total)


def added(number: int) -> int:
    """Return the sum of all processes' numbers."""
    if not _several():
        return number
    told = torch.tensor([number], device=_device())
    distributed.all_reduce(told)
    return int(told.item())


def agreed(number: int) -> int:
    """Return the first process's number, in all of them."""
    if not _several():
        return number
    told = torch.tensor([number], device=_device())
    distributed.broadcast(told, 0)
    return int(told.item())


def wait_for_all() -> None:
    """Return when every process has come here."""
    if _several():
        distributed.barrier()


def _several() -> bool:
    return bool(distributed.is_available() and distributed.is_initialized() and distributed.get_world_size() > 1)


def _device() -> str:
    return "cuda" if distributed.get_backend() == "nccl" else "cpu"

"""The weights of a tuned model as one: what training has added is put into the base's, one tensor at a time."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from desktop_app.engine.folder import ADAPTER
from desktop_app.engine.weights import Stored, changes, of_file, stored

Numbers: TypeAlias = "np.ndarray[Any, Any]"
_READ: Mapping[str, str] = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}
"""How the formats of numbers are read; numpy has no name for the last one, which is the upper half of the first."""
_NO_NUMBER = 0x7FC0


class MergedWeights:
    """The weights of a base model with an adapter in them; each sum has 32 bits, whatever the files hold.

    Only the tensor that is asked for is in memory, so that a large model needs little more than its largest matrix.
    """

    def __init__(self, base: Path, adapter: Path) -> None:
        """Look at both; raises ExportRefusedError."""
        self.stored: dict[str, Stored] = stored(base)
        self._changes = changes(adapter, self.stored)
        self._halves = of_file(adapter / ADAPTER[1])

    def value(self, name: str) -> Numbers:
        """Return a tensor of numbers with a point in 32 bits, with what was trained."""
        change = self._changes.get(name)
        value = _numbers(self.stored[name])
        if change is None:
            return value
        # In 64 bits, so that the sum is as near to the true one as 32 bits can say.
        narrow, wide = (_numbers(self._halves[half]).astype(np.float64) for half in (change.narrow, change.wide))
        return (value + change.scale * (wide @ narrow)).astype(np.float32)

    def data(self, name: str, kind: str) -> Numbers:
        """Return a tensor as it lies in a file of format `kind`; what stays as it was is not computed at all."""
        tensor = self.stored[name]
        if kind == tensor.dtype and name not in self._changes:
            return np.fromfile(tensor.file, np.uint8, tensor.bytes, offset=tensor.begin)
        return _encoded(self.value(name), kind)


def _numbers(tensor: Stored) -> Numbers:
    found = np.fromfile(tensor.file, _READ[tensor.dtype], tensor.count, offset=tensor.begin).reshape(tensor.shape)
    if tensor.dtype == "BF16":
        return (found.astype(np.uint32) << 16).view(np.float32)
    return found.astype(np.float32, copy=False)


def _encoded(value: Numbers, kind: str) -> Numbers:
    if kind != "BF16":
        return np.ascontiguousarray(value, dtype=_READ[kind])
    whole = np.ascontiguousarray(value, dtype=np.float32).view(np.uint32)
    # To the nearest, and of two as near to the even one, as processors do.
    near = ((whole + (0x7FFF + ((whole >> 16) & 1))) >> 16).astype("<u2")
    return np.where(np.isnan(value), np.uint16(_NO_NUMBER), near)

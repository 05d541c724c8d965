"""The weights of a tuned model as one: what training has added is put into the base's, one tensor at a time. Heavy."""

from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import TracebackType

import torch
from safetensors import safe_open

from desktop_app.engine.folder import ADAPTER
from desktop_app.engine.untyped import Tensor
from desktop_app.engine.weights import Stored, changes, stored


class MergedWeights(AbstractContextManager["MergedWeights"]):
    """The weights of a base model with an adapter in them; the sum is made in 32 bits, whatever the files hold.

    Only the tensor that is asked for is in memory, so that a large model needs no more than its largest matrix.
    """

    def __init__(self, base: Path, adapter: Path) -> None:
        """Look at both; raises ExportRefusedError."""
        self.stored: dict[str, Stored] = stored(base)
        self._changes = changes(adapter, self.stored)
        self._adapter = adapter / ADAPTER[1]
        self._stack = ExitStack()
        self._open: dict[Path, Tensor] = {}

    def value(self, name: str) -> Tensor:
        """Return a tensor by its name: numbers in 32 bits with what was trained, anything else as it is."""
        found = self._read(self.stored[name].file, name)
        if not found.is_floating_point():
            return found
        change = self._changes.get(name)
        value = found.to(torch.float32)
        if change is None:
            return value
        narrow, wide = (self._read(self._adapter, half).to(torch.float32) for half in (change.narrow, change.wide))
        return value + change.scale * (wide @ narrow)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _read(self, path: Path, name: str) -> Tensor:
        if path not in self._open:
            self._open[path] = self._stack.enter_context(safe_open(str(path), framework="pt"))
        return self._open[path].get_tensor(name)

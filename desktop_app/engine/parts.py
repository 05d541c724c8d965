"""Several files read as one."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO


class Joined(io.RawIOBase):
    """The bytes of several files, one after the other."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._left = list(paths)
        self._file: BinaryIO | None = None

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes (all where it is negative), and nothing at the end of the last file."""
        if size < 0:
            return b"".join(iter(lambda: self.read(1 << 20), b""))
        while self._file is not None or self._left:
            if self._file is None:
                self._file = self._left.pop(0).open("rb")
            if block := self._file.read(size):
                return block
            self._file.close()
            self._file = None
        return b""

    def close(self) -> None:
        """Close the file that is being read."""
        if self._file is not None:
            self._file.close()
        super().close()

"""The header of a GGUF file, walked with its own sizes checked against the file before any library reads it."""

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from desktop_app.engine.model_folder import ModelRefusedError

_BROKEN = "The file {name} is damaged or is not what its name says. Download the model again."
_TOO_NEW = "The file {name} is of a kind that this version of TuneDesk does not know. Choose another file."
_FIXED = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9
_MOST_ENTRIES = 100_000
_MOST_DIMENSIONS = 4
_LONGEST_NAME = 65_536
_DEEPEST = 4
_KEPT = ("general.architecture", "general.name", "general.license")


@dataclass(slots=True)
class GgufHeader:
    """What a GGUF file says of itself: how many tensors, and the words about it that are worth showing."""

    tensors: int
    words: dict[str, str] = field(default_factory=dict)


def read_header(path: Path) -> GgufHeader:
    """Return a file's header; raises ModelRefusedError where it promises what the file cannot hold."""
    with path.open("rb") as file:
        try:
            return _Walk(file, path.stat().st_size).header()
        except (_OddError, struct.error):
            raise ModelRefusedError(_BROKEN.format(name=path.name)) from None
        except _NewError:
            raise ModelRefusedError(_TOO_NEW.format(name=path.name)) from None


class _OddError(Exception):
    """The file does not hold what it promises."""


class _NewError(Exception):
    """The file is of a version that is not known."""


class _Walk:
    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size

    def header(self) -> GgufHeader:
        if self._file.read(4) != b"GGUF":
            raise _OddError
        if self._number("<I") not in (2, 3):
            raise _NewError
        found = GgufHeader(self._count())
        for _ in range(self._count()):
            name = self._text(_LONGEST_NAME)
            kind = self._number("<I")
            if name in _KEPT and kind == _STRING:
                found.words[name] = self._text(_LONGEST_NAME)
            else:
                self._skip(kind, _DEEPEST)
        offsets = [self._tensor() for _ in range(found.tensors)]
        # Where a tensor begins is counted from the end of the header.
        if any(self._file.tell() + offset >= self._size for offset in offsets):
            raise _OddError
        return found

    def _tensor(self) -> int:
        self._text(_LONGEST_NAME)
        dimensions = self._number("<I")
        if dimensions > _MOST_DIMENSIONS:
            raise _OddError
        elements = 1
        for _ in range(dimensions):
            elements *= self._number("<Q")
        # The smallest format takes more than one bit for each number.
        if elements > self._size * 8:
            raise _OddError
        self._number("<I")
        return self._number("<Q")

    def _count(self) -> int:
        count = self._number("<Q")
        if count > _MOST_ENTRIES:
            raise _OddError
        return count

    def _skip(self, kind: int, deepest: int) -> None:
        if kind in _FIXED:
            self._pass(struct.calcsize(_FIXED[kind]))
        elif kind == _STRING:
            self._pass(self._number("<Q"))
        elif kind == _ARRAY and deepest:
            inner, count = self._number("<I"), self._number("<Q")
            if inner in _FIXED:
                self._pass(count * struct.calcsize(_FIXED[inner]))
                return
            if count > self._size - self._file.tell():
                raise _OddError
            for _ in range(count):
                self._skip(inner, deepest - 1)
        else:
            raise _OddError

    def _text(self, longest: int) -> str:
        length = self._number("<Q")
        if length > longest:
            raise _OddError
        return self._bytes(length).decode("utf-8", "replace")

    def _number(self, form: str) -> int:
        return int(struct.unpack(form, self._bytes(struct.calcsize(form)))[0])

    def _bytes(self, count: int) -> bytes:
        found = self._file.read(count)
        if len(found) != count:
            raise _OddError
        return found

    def _pass(self, count: int) -> None:
        if count > self._size - self._file.tell():
            raise _OddError
        self._file.seek(count, 1)

"""JSON Lines: every line of the file is a value of its own, so a bad one costs no other."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_app.core.text import Text, text
from desktop_app.formats.flat import DEEPEST
from desktop_app.formats.json_values import BrokenJsonError, refusal, second_opinion
from desktop_app.formats.lines import LONGEST, Lines, is_damaged, shown
from desktop_app.formats.opening import in_words
from desktop_app.formats.records import Unread

_CHUNK = 1 << 16
_DIGITS = bytes(48 if 48 <= byte < 58 else 32 for byte in range(256))
_MANY_DIGITS = b"0" * 19
_LONG_NUMBER = re.compile(rb"[0-9]{19}")

Item = tuple[int, dict[str, Any]] | Unread
"""An object with the line it stands on, or why it could not be taken."""


class JsonLines:
    """The objects of a file of JSON Lines; `done` tells how many bytes were read."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._path = path
        self._encoding = encoding
        self._bytes = 0
        self._lines = Lines(path, encoding)

    @property
    def done(self) -> int:
        """How many bytes of the file were read so far."""
        return self._bytes or self._lines.done

    def __iter__(self) -> Iterator[Item]:
        return self._of_bytes() if self._encoding == "utf-8" else self._of_text()

    def _of_text(self) -> Iterator[Item]:
        for line in self._lines:
            number = self._lines.number
            if not line.strip("\ufeff \t\r\n"):
                continue
            if self._lines.cut:
                self._lines.cut = False
                yield Unread(number, text("row.too_long"), shown(line))
            else:
                yield from _carefully(number, line)

    def _of_bytes(self) -> Iterator[Item]:
        """Yield the objects of a file of UTF-8, whose lines need no decoding before they are understood."""
        import orjson  # noqa: PLC0415 - not before there is JSON to read

        number = 0
        for lines, careful in self._blocks():
            for line in lines:
                number += 1
                if not line or line.isspace():
                    continue
                if len(line) > LONGEST:
                    yield Unread(number, text("row.too_long"), shown(line[:8000].decode("utf-8", "replace")))
                    continue
                if careful and (_LONG_NUMBER.search(line) or b"\\u0000" in line):
                    yield from _carefully(number, line.decode("utf-8", "surrogateescape"))
                    continue
                try:
                    value = orjson.loads(line)
                except orjson.JSONDecodeError:
                    yield from _carefully(number, line.decode("utf-8", "surrogateescape"))
                    continue
                if type(value) is dict and line.count(b"{") + line.count(b"[") <= DEEPEST:
                    yield number, value
                else:
                    yield from _checked(number, value, line.decode("utf-8"))

    def _blocks(self) -> Iterator[tuple[list[bytes], bool]]:
        """Yield lines by the hundred, and whether one may hold what orjson would change: long numbers, escaped NULs."""
        begun: list[bytes] = []
        length = 0
        with in_words(self._path):
            file = self._path.open("rb")
        with file:
            while True:
                with in_words(self._path):
                    data = file.read(_CHUNK)
                if not self._bytes:
                    data = data.removeprefix(b"\xef\xbb\xbf")
                self._bytes += len(data)
                if not data:
                    break
                if b"\n" not in data and length <= LONGEST:
                    begun.append(data)
                    length += len(data)
                elif b"\n" in data:
                    block = b"".join((*begun, data))
                    lines = block.split(b"\n")
                    begun = [lines.pop()]
                    length = len(begun[0])
                    yield lines, b"\\u0000" in block or _MANY_DIGITS in block.translate(_DIGITS)
        yield [b"".join(begun)], True


def _carefully(number: int, line: str) -> Iterator[Item]:
    """Yield the objects of a line that is out of the ordinary, as Python's own reader understands it."""
    if "\0" in line:
        yield Unread(number, text("row.nul"), shown(line))
    elif is_damaged(line):
        yield Unread(number, text("row.damaged"), shown(line))
    else:
        try:
            values = list(second_opinion(line.rstrip("\r\n")))
        except BrokenJsonError as broken:
            yield Unread(number, broken.reason, shown(line))
            return
        for value in values:
            yield from _checked(number, value, line)


def _checked(number: int, value: Any, line: str) -> Iterator[Item]:  # noqa: ANN401 - any JSON value
    reason: Text | None = refusal(value, line.count("{") + line.count("["), may_hold_nul="\\u0000" in line)
    yield (number, value) if reason is None else Unread(number, reason, shown(line))

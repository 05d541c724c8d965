"""The rows of a large delimited file of UTF-8, many at a time, while its quotation marks are as they should be.

Where cells and rows end is worked out for a whole portion of the file at once: an end counts if an even number of
quotation marks stands before it. That is right only where each mark opens a cell, closes one or stands doubled in one,
which is looked at for the portion first. What is not so is left to `table_feed`, from the first row of that portion on.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from desktop_app.formats.opening import in_words
from desktop_app.formats.table_row import Row, fault_of, told_delimiter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHUNK = 1 << 20
_LONGEST = 1 << 22
"""Bytes of a row; longer ones are left to the careful way, which knows what is too long for a person."""
_QUOTE, _LINE, _RETURN = 34, 10, 13
_BOM = b"\xef\xbb\xbf"


class QuickRows:
    """The rows of the file from its start on, as far as this way goes.

    `at` and `number` tell the byte where the first row begins that was not given, and the lines above it; `done` how
    many bytes were read, and `whole` whether nothing is left.
    """

    def __init__(self, path: Path, delimiter: str) -> None:
        self._path = path
        self._delimiter = ord(delimiter)
        self.at = self.number = self.done = 0
        self.whole = False

    def __iter__(self) -> Iterator[Row]:
        with in_words(self._path):
            file = self._path.open("rb")
        with file:
            held, lines = self._start(self._read(file, _CHUNK))
            at = self.done - len(held)
            while True:
                portion = _Portion(held, self._delimiter)
                if portion.stop:
                    if not portion.is_regular():
                        return
                    yield from portion.rows(lines)
                    lines += portion.lines
                    at += portion.stop
                    self.at, self.number = at, lines
                    held = held[portion.stop :]
                fresh = self._read(file, max(_CHUNK, len(held))) if len(held) <= _LONGEST else b""
                if not fresh:
                    break
                held += fresh
            if len(held) > _LONGEST:
                return
            # The last line may have no end.
            last = _Portion(held + b"\n", self._delimiter)
            if held and (last.stop <= len(held) or not last.is_regular()):
                return
            yield from last.rows(lines) if held else ()
            self.whole = True

    def _read(self, file: BinaryIO, size: int) -> bytes:
        with in_words(self._path):
            data = file.read(size)
        self.done += len(data)
        return data

    def _start(self, data: bytes) -> tuple[bytes, int]:
        """Return the file's first bytes without its byte order mark and `sep=` line, and the lines of that."""
        held = data.removeprefix(_BOM)
        first = held[: held.find(b"\n") + 1]
        return (held[len(first) :], 1) if told_delimiter(first.decode("utf-8", "replace")) else (held, 0)


class _Portion:
    """Some bytes of a table that begin with a row; `stop` is where its last whole row ends, `lines` are those of it."""

    def __init__(self, data: bytes, delimiter: int) -> None:
        import numpy as np  # noqa: PLC0415 - heavy, and not wanted for small tables

        self._data = data
        self._delimiter = delimiter
        self._numbers = np.frombuffer(data, dtype=np.uint8)
        telling = self._numbers == _QUOTE
        telling |= self._numbers == _LINE
        telling |= self._numbers == delimiter
        places = np.flatnonzero(telling)
        signs = self._numbers[places]
        is_quote = signs == _QUOTE
        outside = ~is_quote & (np.cumsum(is_quote, dtype=np.int32) & 1 == 0)
        last = np.flatnonzero(outside & (signs == _LINE))[-1:]  # the last row that is whole ends here, if there is one
        whole = slice(0, int(last[0]) + 1 if len(last) else 0)
        places, signs, outside = places[whole], signs[whole], outside[whole]
        self.stop = int(places[-1]) + 1 if len(last) else 0
        self._quotes, self._newlines = places[is_quote[whole]], places[signs == _LINE]
        self._outside = places[outside]
        self._lasts = np.flatnonzero(signs[outside] == _LINE)
        self.lines = len(self._newlines)
        self._damaged = False

    def is_regular(self) -> bool:
        """Tell whether each quotation mark of the whole rows is where it should be, and no return stands alone."""
        if b"\r" in self._data:
            returns = (self._numbers[: self.stop] == _RETURN).nonzero()[0]
            if not (self._numbers[returns + 1] == _LINE).all():
                return False
        opens, closes = self._quotes[::2], self._quotes[1::2]
        if not len(opens):
            return True
        before, after = self._numbers[opens - 1], self._numbers[closes + 1]
        mark = self._delimiter
        opened = (before == mark) | (before == _LINE) | (before == _QUOTE)
        opened[0] |= opens[0] == 0
        closed = (after == mark) | (after == _LINE) | (after == _QUOTE) | (after == _RETURN)
        return bool(opened.all() and closed.all())

    def rows(self, lines: int) -> Iterator[Row]:
        """Yield the whole rows; `lines` stand above them."""
        import numpy as np  # noqa: PLC0415 - see __init__

        data, ends = self._data, self._outside[self._lasts]
        cells, empty = self._cells()
        begins = np.concatenate(([0], ends[:-1] + 1))
        numbers = np.searchsorted(self._newlines, begins) + (lines + 1)
        firsts = np.concatenate(([0], self._lasts[:-1] + 1))
        suspect = b"\0" in data or self._damaged
        where = (numbers, firsts, self._lasts + 1, begins, ends + 1)
        for number, first, after, begin, end in zip(*(each.tolist() for each in where), strict=True):
            said = data[begin:end]
            fault = fault_of((said.decode("utf-8", "surrogateescape"),)) if suspect else None
            yield Row(number, [] if after - first == 1 and first in empty else cells[first:after], said, fault)

    def _cells(self) -> tuple[list[str], set[int]]:
        """Return the cells of all rows one after the other, and which of them hold nothing, not even marks."""
        import numpy as np  # noqa: PLC0415 - see __init__

        starts, stops = self._bounds()
        quoted = (starts < stops) & (self._numbers[starts] == _QUOTE)
        empty = set(np.flatnonzero(starts == stops).tolist())
        starts, stops = starts + quoted, stops - quoted
        seconds = self._quotes[2::2]
        seconds = seconds[seconds == self._quotes[1:-1:2] + 1]  # of two marks that stand for one
        if not len(seconds):
            return self._texts(self._data, starts, stops), empty
        kept = np.ones(len(self._numbers), dtype=np.bool_)
        kept[seconds] = False
        data = self._numbers[kept].tobytes()
        return self._texts(
            data, starts - np.searchsorted(seconds, starts), stops - np.searchsorted(seconds, stops)
        ), empty

    def _bounds(self) -> "tuple[NDArray[np.intp], NDArray[np.intp]]":
        """Return where each cell begins and ends, its marks counted in."""
        import numpy as np  # noqa: PLC0415 - see __init__

        starts = np.concatenate(([0], self._outside[:-1] + 1))
        stops = self._outside
        if b"\r" in self._data:
            returns = (stops > starts) & (self._numbers[stops] == _LINE) & (self._numbers[stops - 1] == _RETURN)
            stops = stops - returns
        return starts, stops

    def _texts(self, data: bytes, starts: "NDArray[np.intp]", stops: "NDArray[np.intp]") -> list[str]:
        bounds = list(zip(starts.tolist(), stops.tolist(), strict=True))
        if data.isascii():
            whole = data.decode("ascii")
            return [whole[start:stop] for start, stop in bounds]
        try:
            return [data[start:stop].decode() for start, stop in bounds]
        except UnicodeDecodeError:
            self._damaged = True
            return [data[start:stop].decode("utf-8", "surrogateescape") for start, stop in bounds]

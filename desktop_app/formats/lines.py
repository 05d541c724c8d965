"""The text of a foreign file, piece by piece or line by line, with its damage marked and its length bounded."""

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path

from desktop_app.formats.encodings import mark_length
from desktop_app.formats.opening import in_words

LONGEST = 1 << 25
"""How many characters (or bytes) one record may have, 32 Mi; longer ones are not a person's."""
_CHUNK = 1 << 15
_RAW = 4000
_DAMAGED = re.compile("[\udc80-\udcff]")
_NOT_TO_KEEP = re.compile("[\ud800-\udfff\0]")
_OTHER_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""What ends a line to Python's `splitlines` and to nobody else."""


class Texts:
    """The text of a file in pieces of some 32 KiB, without its byte order mark.

    Bytes that are not of the encoding become marks (see `is_damaged`), so that only their own record is lost. `done`
    tells how many bytes were read so far, `suspect` whether the piece that came last holds marks or NULs. What stands
    before the byte `start`, where a character begins, is passed over.
    """

    def __init__(self, path: Path, encoding: str, start: int = 0) -> None:
        self._path = path
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self.done = start
        self.suspect = False

    def __iter__(self) -> Iterator[str]:
        with in_words(self._path):
            file = self._path.open("rb")
            file.seek(self.done)
        with file:
            while True:
                with in_words(self._path):
                    data = file.read(_CHUNK)
                first, self.done = self.done == 0, self.done + len(data)
                fresh = data[mark_length(data, self._encoding) :] if first else data
                piece = self._decoded(fresh, final=not data)
                if piece:
                    yield piece
                if not data:
                    return

    def _decoded(self, data: bytes, *, final: bool) -> str:
        before = self._decoder.getstate()
        try:
            piece = self._decoder.decode(data, final)
        except UnicodeDecodeError:
            piece, self.suspect = self._marked(data, before, final=final), True
        else:
            self.suspect = "\0" in piece
        return piece

    def _marked(self, data: bytes, before: tuple[bytes, int], *, final: bool) -> str:
        """Return the text with a mark for each byte that is not of the encoding."""
        # To pass over a single byte would shift all letters behind it, where each of them takes two or four.
        wide = self._encoding.startswith(("utf-16", "utf-32"))
        for errors in ("replace",) if wide else ("surrogateescape", "replace"):
            self._decoder.errors = errors
            self._decoder.setstate(before)
            try:
                return self._decoder.decode(data, final).replace("\ufffd", "\udcff")
            except UnicodeDecodeError:
                continue  # bytes below 128 cannot be escaped; then the whole letter is replaced
            finally:
                self._decoder.errors = "strict"
        raise AssertionError(f"{self._encoding} can always be replaced")


class Lines:
    """The lines of a text file with their ends (CR, LF or both), counted by `number`.

    A line of more than LONGEST characters is cut there, and `cut` is set for the reader to see and take back. `suspect`
    tells that the lines that come now may hold marks or NULs. What stands before the byte `start` is passed over.
    """

    def __init__(self, path: Path, encoding: str, start: int = 0) -> None:
        self._texts = Texts(path, encoding, start)
        self.number = 0
        self.cut = False
        self.suspect = False

    @property
    def done(self) -> int:
        """How many bytes of the file were read so far."""
        return self._texts.done

    def __iter__(self) -> Iterator[str]:
        for batch in self.batches():
            for line in batch:
                self.number += 1
                yield line

    def batches(self) -> Iterator[list[str]]:
        """Yield the lines some thousands at a time; who takes them so counts them."""
        begun: list[str] = []
        length = 0
        passing = False
        for piece in self._texts:
            self.suspect = self._texts.suspect or (self.suspect and bool(begun))
            ends = "\n" in piece or "\r" in piece
            if ends:
                lines = _split("".join((*begun, piece)))
                # A return at the end of a piece may be the first half of a line's end.
                begun = [] if lines[-1].endswith("\n") else [lines.pop()]
                yield lines[1:] if passing else lines
                passing = passing and not lines
            elif not passing:
                begun.append(piece)
            length = sum(map(len, begun)) if ends else length + len(piece)
            if length > LONGEST and not passing:
                self.cut = passing = True
                yield ["".join(begun)]
                begun = []
        yield [] if passing else _split("".join(begun))


def _split(text: str) -> list[str]:
    """Return the lines of a text with their ends."""
    if any(end in text for end in _OTHER_ENDS):
        return list(io.StringIO(text, newline=""))
    return text.splitlines(keepends=True)


def is_damaged(text: str) -> bool:
    """Tell whether a text that came from Texts holds a mark for bytes that are not of the encoding."""
    return _DAMAGED.search(text) is not None


def shown(text: str) -> str:
    """Return a text as it can be kept and shown beside a reason: at most 4,000 characters, oddities replaced."""
    return _NOT_TO_KEEP.sub("\ufffd", text[:_RAW].rstrip("\r\n"))

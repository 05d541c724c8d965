"""The part of a long text that is being looked at: it is read on where needed and let go behind."""

import re
from pathlib import Path

from desktop_app.formats.lines import LONGEST, Texts

_GAP = re.compile(r"[\s,\ufeff\x1e]*")


class TextWindow:
    """A window on the text of a file: `text` from the place `at` on is still to be understood.

    `line` is the number of the line of that place, `suspect` tells that the text may hold marks or NULs, `ended` that
    the file has no more.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self._texts = Texts(path, encoding)
        self._pieces = iter(self._texts)
        self.text = ""
        self.at = 0
        self.line = 1
        self.ended = False
        self.suspect = False

    @property
    def done(self) -> int:
        """How many bytes of the file were read so far."""
        return self._texts.done

    def skip_gap(self) -> bool:
        """Pass over what stands between two values; False at the end of the file."""
        while True:
            gap = _GAP.match(self.text, self.at)
            self.pass_to(gap.end() if gap else self.at)
            if self.at < len(self.text):
                return True
            if not self.read_on():
                return False

    def pass_to(self, at: int) -> None:
        """Let go of the text before a place."""
        self.line += self.text.count("\n", self.at, at)
        self.at = at

    def look_ahead(self, letters: int) -> None:
        """Read on until there are so many letters before us, or the file ends."""
        while len(self.text) - self.at < letters and self.read_on():
            pass

    def read_on(self) -> bool:
        """Read at least as much again as is waiting; False if there is no more, or too much waits for its end.

        Places of the text are other ones afterwards; those beside `at` are told by their distance from it.
        """
        waiting = len(self.text) - self.at
        if self.ended or waiting > LONGEST:
            return False
        parts: list[str] = []
        suspect = self.suspect and waiting > 0
        while sum(map(len, parts)) < max(1, waiting):
            piece = next(self._pieces, None)
            if piece is None:
                self.ended = True
                break
            suspect = suspect or self._texts.suspect
            parts.append(piece)
        if parts:
            self.text = "".join((self.text[self.at :], *parts))
            self.at = 0
            self.suspect = suspect
        return bool(parts)

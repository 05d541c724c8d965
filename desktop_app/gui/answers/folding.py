"""Folding lines that are too long to be laid out, and showing letters that nobody could see.

A box lays a whole paragraph out anew with every letter that is added to it: one line of ten megabytes would hold up
the window for many seconds. So a long line is folded into several; places in the text and in the box are told apart.
"""

import re
from bisect import bisect_left, bisect_right

LONGEST = 2000
"""A line has at most so many letters before it is folded."""
_LEAST_ROOM = 200
"""Where less room than this is left in a line, a word without any space goes to the next one as a whole."""
_PICTURES = 0x2400
"""Unicode has a picture for each control character, from here on."""
_DELETE, _ITS_PICTURE = "\x7f", "\u2421"
_ODD = re.compile("\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ud800-\udfff\ufdd0\ufdd1]")
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C))
"""Invisible letters that change the direction of what stands after them."""


def shown(text: str) -> str:
    """Return a text letter by letter as a box can show it: what has no look of its own gets one, or is a line break."""
    return _ODD.sub(_look, text)


def in_a_line(text: str, longest: int) -> str:
    """Return the beginning of a text for a line of ours: it cannot turn round the words that stand after it."""
    line = shown(" ".join(text[: 4 * longest].split()).translate(_TURNING))
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def folded(text: str) -> str:
    """Return a text as a box shows it, with its long lines folded."""
    return Folding().feed(text)


class Folding:
    """Takes a text piece by piece; knows which line breaks are its own. Places are counted in halves of UTF-16."""

    def __init__(self) -> None:
        self._last = 0
        self._units = 0
        self._folds: list[int] = []
        self._breaks: list[int] = []

    def feed(self, text: str) -> str:
        """Return what the box is to get for the next piece of the text."""
        parts: list[str] = []
        for number, line in enumerate(shown(text).split("\n")):
            if number:
                parts.append("\n")
                self._last, self._units = 0, self._units + 1
            self._line(line, parts)
        return "".join(parts)

    def in_box(self, place: int, *, end: bool = False) -> int:
        """Return where in the box a place of the text is; an `end` stays before a fold, a beginning comes after it."""
        return place + (bisect_left if end else bisect_right)(self._folds, place)

    def in_text(self, place: int) -> int:
        """Return where in the text a place of the box is."""
        return place - bisect_left(self._breaks, place)

    def _line(self, line: str, parts: list[str]) -> None:
        at = 0
        while self._last + len(line) - at > LONGEST:
            room = LONGEST - self._last
            cut = line.rfind(" ", at, at + room) + 1
            if cut <= at:
                cut = at + room if room >= _LEAST_ROOM else at
            parts += [line[at:cut], "\n"]
            self._units += units(line[at:cut])
            self._breaks.append(self._units + len(self._folds))
            self._folds.append(self._units)
            at, self._last = cut, 0
        parts.append(line[at:])
        self._units += units(line[at:])
        self._last += len(line) - at


def units(text: str) -> int:
    """Return a text's length as Qt counts it, in halves of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def letter_at(text: str, place: int) -> int:
    """Return which letter of a text lies at a place that Qt counts in halves of UTF-16."""
    if text.isascii():
        return place
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * place].decode("utf-16-le", "surrogatepass"))


def _look(found: re.Match[str]) -> str:
    letter = found[0]
    if letter == "\r\n":
        return "\u200b\n"
    if letter in "\r\u2028\u2029":
        return "\n"
    if letter < " ":
        return chr(_PICTURES + ord(letter))
    return _ITS_PICTURE if letter == _DELETE else "\ufffd"

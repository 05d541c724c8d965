"""Where to go on in JSON after a fault, so that a bad object costs no good one."""

import re

from desktop_app.formats.json_values import BrokenJsonError, value_at
from desktop_app.formats.text_window import TextWindow

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]]', re.DOTALL)
_NEXT = re.compile(r"(?:\}\s*,?\s*|\n[ \t]*)(?=\{)")
_BRACE = re.compile(r"(?=\{)")
_LOOKAHEAD = 16
"""A fault this near to the end of what was read may just be something that goes on."""
_TRIES = 30


def may_go_on(window: TextWindow, broken: BrokenJsonError) -> bool:
    """Tell whether a fault may only be that the text was not read far enough."""
    near = broken.at >= len(window.text) - _LOOKAHEAD or broken.reason.key == "row.json_open_quote"
    return near and not window.ended


def recover(window: TextWindow, fault: int, known: frozenset[str]) -> int:
    """Return where to go on: at the end of the broken object, or at the begin of the next good one.

    `fault` is the place where the value that begins at the window's place cannot be understood; `known` are keys of
    which the good objects have one.
    """
    flipped = _within_text(window, fault, known)
    if flipped is not None:
        return flipped
    garbage = window.text[window.at] not in "{["
    pattern = _BRACE if garbage else _NEXT
    before = max(window.text.rfind(letter, window.at, fault) for letter in "\n}") - window.at
    ahead = 1 if garbage else max(1, before)
    tries = 0
    while True:
        found = pattern.search(window.text, window.at + ahead)
        if found is None:
            closed = _closed(window, len(window.text))
            ahead = max(ahead, len(window.text) - window.at - _LOOKAHEAD)
            if closed or not window.read_on():
                return closed or len(window.text)
            continue
        closed = None if tries else _closed(window, found.end())
        good = _is_good(window, found.end(), known)
        if good is None and not closed:
            ahead = found.start() - window.at
            if window.read_on():
                continue
        tries += 1
        if closed or good or tries > _TRIES:
            return closed or found.end()
        ahead = found.end() + 1 - window.at


def _within_text(window: TextWindow, fault: int, known: frozenset[str]) -> int | None:
    """Return where a good object begins within what was taken for a text, as a missing quotation mark makes it."""
    for token in _TOKEN.finditer(window.text, window.at, fault):
        for found in _NEXT.finditer(window.text, token.start(), token.end()):
            if known and _is_good(window, found.end(), known):
                return found.end()
    return None


def _is_good(window: TextWindow, at: int, known: frozenset[str]) -> bool | None:
    """Tell whether an object as this file has them begins at a place; None if it may only be unfinished."""
    try:
        value, _ = value_at(window.text, at)
    except BrokenJsonError as broken:
        return None if may_go_on(window, broken) else False
    return isinstance(value, dict) and (not known or not known.isdisjoint(value))


def _closed(window: TextWindow, before: int) -> int | None:
    """Return where the brackets that open at the window's place are all closed, if that is before a place."""
    open_ones = ""
    for token in _TOKEN.finditer(window.text, window.at, before):
        letter = token.group()[0]
        if letter in "{[":
            open_ones += letter
        elif letter in "}]":
            if open_ones[-1:] != ("{" if letter == "}" else "["):
                return None
            open_ones = open_ones[:-1]
            if not open_ones:
                return token.end()
    return None

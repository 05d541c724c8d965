"""JSON of any layout, value by value: an array, objects one after the other, or lists within one object."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_app.core.text import text
from desktop_app.formats.json_lines import Item
from desktop_app.formats.json_recovery import may_go_on, recover
from desktop_app.formats.json_values import BrokenJsonError, refusal, value_at
from desktop_app.formats.lines import LONGEST, is_damaged, shown
from desktop_app.formats.records import Unread
from desktop_app.formats.text_window import TextWindow

_OBJECTS = re.compile(r"\[\s*\{")
_NAME_ENDS = re.compile(r"\s*:")
_AHEAD = 1000
"""How many letters are looked at to tell a list of objects or the name of a member."""


class JsonStream:
    """The objects of a JSON file that is never in memory as a whole.

    `known` are keys that objects of this file have; after a fault the reading goes on with the next object that has one
    of them. With `inside`, the file is one object and its lists of objects are what is read.
    """

    def __init__(self, path: Path, encoding: str, known: frozenset[str] = frozenset(), *, inside: bool = False) -> None:
        self._window = TextWindow(path, encoding)
        self._known = known
        self._inside = inside
        self._named = False

    @property
    def done(self) -> int:
        """How many bytes of the file were read so far."""
        return self._window.done

    def __iter__(self) -> Iterator[Item]:
        window = self._window
        depth = 0
        while window.skip_gap():
            letter = window.text[window.at]
            if depth == self._inside:
                opens = letter == "[" and (not self._inside or self._holds_objects())
            else:
                opens = letter == "{" and depth == 0
            if opens:
                depth += 1
                self._named = False
                window.pass_to(window.at + 1)
            elif letter in "]}" and depth:
                depth -= 1
                window.pass_to(window.at + 1)
            elif not (self._inside and depth == 1 and self._pass_member()):
                yield self._item()

    def _item(self) -> Item:
        """Return the value that begins here, or what stands here instead up to where it is sense again."""
        window = self._window
        begin = window.line
        try:
            value, end = self._value()
        except BrokenJsonError as broken:
            line = begin + window.text.count("\n", window.at, max(window.at, broken.at))
            end = recover(window, broken.at, self._known)
            raw = window.text[window.at : end]
            window.pass_to(end)
            return Unread(line, text("row.too_long") if len(raw) > LONGEST else broken.reason, shown(raw))
        brackets = window.text.count("{", window.at, end) + window.text.count("[", window.at, end)
        nul = window.text.find("\\u0000", window.at, end) >= 0
        reason = refusal(value, brackets, may_hold_nul=nul)
        raw = window.text[window.at : end] if window.suspect or reason else ""
        if window.suspect and "\0" in raw:
            reason = text("row.nul")
        elif window.suspect and is_damaged(raw):
            reason = text("row.damaged")
        window.pass_to(end)
        return (window.line, value) if reason is None else Unread(window.line, reason, shown(raw))

    def _value(self) -> tuple[Any, int]:
        """Return the value that begins here and where it ends; read on as long as it may only be unfinished."""
        window = self._window
        while True:
            try:
                value, end = value_at(window.text, window.at)
            except BrokenJsonError as broken:
                if not (may_go_on(window, broken) and window.read_on()):
                    raise
            else:
                # A number at the very end of what was read may have more digits.
                if end < len(window.text) or isinstance(value, dict | list | str) or not window.read_on():
                    return value, end

    def _holds_objects(self) -> bool:
        """Tell whether the list that begins here begins with an object."""
        self._window.look_ahead(_AHEAD)
        return _OBJECTS.match(self._window.text, self._window.at) is not None

    def _pass_member(self) -> bool:
        """Pass over a member of the object that holds the lists: its name, and its value if that is no list of objects.

        False for what is no member, such as an object without a name.
        """
        window = self._window
        window.look_ahead(_AHEAD)
        try:
            value, end = self._value()
        except BrokenJsonError:
            return False
        colon = _NAME_ENDS.match(window.text, end) if isinstance(value, str) else None
        if self._named:
            self._named = False
        elif colon:
            end = colon.end()
            self._named = True
        else:
            return False
        window.pass_to(end)
        return True

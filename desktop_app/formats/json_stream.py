"""JSON of any layout, value by value: an array, objects one after the other, or lists within one object."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_app.core.text import text
from desktop_app.formats.json_lines import Item
from desktop_app.formats.json_values import BrokenJsonError, refusal, value_at
from desktop_app.formats.lines import LONGEST, Texts, is_damaged, shown
from desktop_app.formats.records import Unread

_GAP = re.compile(r"[\s,\ufeff\x1e]*")
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]]', re.DOTALL)
_NEXT = re.compile(r"(?:\}\s*,?\s*|\n[ \t]*)(?=\{)")
_BRACE = re.compile(r"(?=\{)")
_OBJECTS = re.compile(r"\[\s*\{")
_LIST_START = 1000
_LOOKAHEAD = 16
"""A fault this near to the end of what was read may just be something that goes on."""
_TRIES = 100


class JsonStream:
    """The objects of a JSON file that is never in memory as a whole.

    `known` are keys that objects of this file have; after a fault the reading goes on with the next object that has one
    of them. With `inside`, the file is one object and its lists are what is read.
    """

    def __init__(self, path: Path, encoding: str, known: frozenset[str] = frozenset(), *, inside: bool = False) -> None:
        self._texts = Texts(path, encoding)
        self._pieces = iter(self._texts)
        self._known = known
        self._inside = inside
        self._text = ""
        self._at = 0
        self._line = 1
        self._ended = False
        self._suspect = False
        self._named = False

    @property
    def done(self) -> int:
        """How many bytes of the file were read so far."""
        return self._texts.done

    def __iter__(self) -> Iterator[Item]:
        depth = 0
        while self._skip_gap():
            letter = self._text[self._at]
            if depth == self._inside:
                opens = letter == "[" and (not self._inside or self._holds_objects())
            else:
                opens = letter == "{" and depth == 0
            if opens:
                depth += 1
                self._named = False
                self._pass_to(self._at + 1)
            elif letter in "]}" and depth:
                depth -= 1
                self._pass_to(self._at + 1)
            elif self._inside and depth == 1 and self._pass_member():
                pass
            else:
                yield self._item()

    def _item(self) -> Item:
        """Return the value that begins here, or what stands here instead up to where it is sense again."""
        begin = self._line
        try:
            value, end = self._value()
        except BrokenJsonError as broken:
            line = begin + self._text.count("\n", self._at, max(self._at, broken.at))
            end = self._recover(broken.at)
            raw = self._text[self._at : end]
            self._pass_to(end)
            return Unread(line, text("row.too_long") if len(raw) > LONGEST else broken.reason, shown(raw))
        brackets = self._text.count("{", self._at, end) + self._text.count("[", self._at, end)
        nul = self._text.find("\\u0000", self._at, end) >= 0
        reason = refusal(value, brackets, may_hold_nul=nul)
        raw = self._text[self._at : end] if self._suspect or reason else ""
        if self._suspect and "\0" in raw:
            reason = text("row.nul")
        elif self._suspect and is_damaged(raw):
            reason = text("row.damaged")
        self._pass_to(end)
        return (self._line, value) if reason is None else Unread(self._line, reason, shown(raw))

    def _value(self) -> tuple[Any, int]:
        """Return the value that begins here and where it ends; read on as long as it may only be unfinished."""
        while True:
            try:
                value, end = value_at(self._text, self._at)
            except BrokenJsonError as broken:
                if not (self._may_go_on(broken) and self._read_on()):
                    raise
            else:
                # A number at the very end of what was read may have more digits.
                if end < len(self._text) or isinstance(value, dict | list | str) or not self._read_on():
                    return value, end

    def _holds_objects(self) -> bool:
        """Tell whether the list that begins here begins with an object."""
        while len(self._text) - self._at < _LIST_START and self._read_on():
            pass
        return _OBJECTS.match(self._text, self._at) is not None

    def _pass_member(self) -> bool:
        """Pass over a member of the object that holds the lists: its name, and its value if that is no list of objects.

        False for what is no member, such as an object without a name.
        """
        while len(self._text) - self._at < _LIST_START and self._read_on():
            pass
        try:
            value, end = self._value()
        except BrokenJsonError:
            return False
        if self._named:
            self._named = False
        elif isinstance(value, str) and self._text[end : end + _LIST_START].lstrip().startswith(":"):
            end = self._text.index(":", end) + 1
            self._named = True
        else:
            return False
        self._pass_to(end)
        return True

    def _recover(self, fault: int) -> int:
        """Return where to go on after a fault: the end of the broken object, or the begin of the next good one."""
        flipped = self._within_text(fault)
        if flipped is not None:
            return flipped
        garbage = self._text[self._at] not in "{["
        before = max(self._text.rfind("\n", self._at, fault), self._text.rfind("}", self._at, fault)) - self._at
        ahead = 1 if garbage else max(1, before)
        tries = 0
        while True:
            found = (_BRACE if garbage else _NEXT).search(self._text, self._at + ahead)
            if found is None:
                closed = self._closed(len(self._text))
                ahead = max(ahead, len(self._text) - self._at - _LOOKAHEAD)
                if closed or not self._read_on():
                    return closed or len(self._text)
                continue
            closed = None if tries else self._closed(found.end())
            good = self._is_good(found.end())
            if good is None and not closed:
                ahead = found.start() - self._at
                if self._read_on():
                    continue
            tries += 1
            if closed or good or tries > _TRIES:
                return closed or found.end()
            ahead = found.end() + 1 - self._at

    def _within_text(self, fault: int) -> int | None:
        """Return where a good object begins within what was taken for a text, as a missing quotation mark makes it."""
        for token in _TOKEN.finditer(self._text, self._at, fault):
            for found in _NEXT.finditer(self._text, token.start(), token.end()):
                if self._known and self._is_good(found.end()):
                    return found.end()
        return None

    def _is_good(self, at: int) -> bool | None:
        """Tell whether an object as this file has them begins at a place; None if it may only be unfinished."""
        try:
            value, _ = value_at(self._text, at)
        except BrokenJsonError as broken:
            return None if self._may_go_on(broken) else False
        return isinstance(value, dict) and (not self._known or not self._known.isdisjoint(value))

    def _may_go_on(self, broken: BrokenJsonError) -> bool:
        """Tell whether a fault may only be that the text was not read far enough."""
        near = broken.at >= len(self._text) - _LOOKAHEAD or broken.reason.key == "row.json_open_quote"
        return near and not self._ended

    def _closed(self, before: int) -> int | None:
        """Return where the brackets that open here are all closed, if that is before a place."""
        open_ones = ""
        for token in _TOKEN.finditer(self._text, self._at, before):
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

    def _skip_gap(self) -> bool:
        """Pass over what stands between values; False at the end of the file."""
        while True:
            gap = _GAP.match(self._text, self._at)
            self._pass_to(gap.end() if gap else self._at)
            if self._at < len(self._text):
                return True
            if not self._read_on():
                return False

    def _pass_to(self, at: int) -> None:
        self._line += self._text.count("\n", self._at, at)
        self._at = at

    def _read_on(self) -> bool:
        """Read at least as much again as is waiting; False if there is no more, or too much waits for its end."""
        waiting = len(self._text) - self._at
        if self._ended or waiting > LONGEST:
            return False
        parts: list[str] = []
        suspect = self._suspect and waiting > 0
        while sum(map(len, parts)) < max(1, waiting):
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
                break
            suspect = suspect or self._texts.suspect
            parts.append(piece)
        if parts:
            self._text = "".join((self._text[self._at :], *parts))
            self._at = 0
            self._suspect = suspect
        return bool(parts)

"""One JSON value out of its text: orjson first, the stricter reader; Python's own as second opinion and for words."""

import json
from collections.abc import Iterator
from typing import Any

from desktop_app.core.text import Text, text
from desktop_app.formats.flat import DEEPEST, holds_nul, is_too_deep

DECODER = json.JSONDecoder(strict=False)
"""Reads NaN, line breaks within quotes, halves of surrogate pairs and whole numbers of any size."""
_SHORT = 100
_GAPS = " \t\r\n,\x1e\ufeff"
"""What may stand between two values of a line."""


class BrokenJsonError(ValueError):
    """A text is no JSON; `reason` says why, `at` is the place of the fault."""

    def __init__(self, reason: Text, at: int = 0) -> None:
        super().__init__(reason.key)
        self.reason = reason
        self.at = at


def second_opinion(line: str) -> Iterator[Any]:
    """Yield the values of a line, mostly one; raise BrokenJsonError where it is no JSON."""
    at = 0
    while True:
        while at < len(line) and line[at] in _GAPS:
            at += 1
        if at == len(line):
            return
        value, at = value_at(line, at)
        yield value


def value_at(whole: str, at: int) -> tuple[Any, int]:
    """Return the value that begins at a place of a text, and where it ends; raise BrokenJsonError."""
    try:
        value, end = DECODER.raw_decode(whole, at)
    except json.JSONDecodeError as error:
        raise BrokenJsonError(_reason(error, whole, at), error.pos) from error
    except RecursionError as error:
        raise BrokenJsonError(text("row.too_deep"), at) from error
    except ValueError as error:  # a number of more digits than Python turns into a number
        raise BrokenJsonError(text("row.number_too_long"), at) from error
    return value, end


def refusal(value: object, brackets: int, *, may_hold_nul: bool) -> Text | None:
    """Return why a value that is good JSON cannot be taken all the same; `brackets` is how many its text has."""
    if brackets > DEEPEST and is_too_deep(value):
        return text("row.too_deep")
    if may_hold_nul and holds_nul(value):
        return text("row.nul")
    if not isinstance(value, dict):
        return text("row.not_an_object")
    return None


def _reason(error: json.JSONDecodeError, whole: str, begin: int) -> Text:
    """Return what is wrong in words that need no programmer; the letter is counted from 1."""
    at = error.pos - begin + 1
    ends = len(whole) - error.pos < _SHORT and not whole[error.pos :].strip()
    if error.msg.startswith("Unterminated string"):
        return text("row.json_open_quote", at=at)
    if error.msg.startswith("Expecting ',' delimiter"):
        return text("row.json_ends_early") if ends else text("row.json_comma", at=at)
    if error.msg.startswith("Expecting property name"):
        quote = whole[error.pos : error.pos + 1]
        return text("row.json_single_quote", at=at) if quote == "'" else text("row.json_name", at=at)
    if error.msg.startswith("Expecting value"):
        return text("row.json_ends_early") if ends else text("row.json_value", at=at)
    if "escape" in error.msg:
        return text("row.json_backslash", at=at)
    return text("row.json_other", at=at)

"""Reading a price that a person typed, with a comma or a point for the decimals, whatever their language writes."""

import re
from enum import StrEnum

MOST = 100_000.0
"""In US dollars for a million tokens: no model costs near as much, so that more was mistyped."""
_CURRENCY = re.compile(r"US-?\$|USD|\$|[\s\u202f\u200e\u200f]", re.IGNORECASE)
_ARABIC = str.maketrans({"٫": ".", "٬": ",", "\u2212": "-"})
_PLAIN = re.compile(r"\d+|\d*[.,]\d+|\d+[.,]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:\.\d{3})+,\d+")
_BUT_LAST = re.compile(r"[.,](?=.*[.,])")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
"""What one language reads as thousands and another as decimals."""


class Unread(StrEnum):
    """Why a text is not taken for a price."""

    NO_NUMBER = "no_number"
    NEGATIVE = "negative"
    TOO_MUCH = "too_much"
    TWO_WAYS = "two_ways"


def read_price(typed: str, decimal: str) -> float | Unread | None:
    """Return the price, None for an empty text; `decimal` is the sign before decimals in the person's language.

    The other sign is taken as well, except where it may stand between thousands: 1.234 is a thousand times more to
    some than to others, and nobody is to pay for a guess.
    """
    text = _CURRENCY.sub("", typed).translate(_ARABIC)
    if not text:
        return None if not typed.strip() else Unread.NO_NUMBER
    if text.startswith("-"):
        return Unread.NEGATIVE if _number(text[1:]) is not None else Unread.NO_NUMBER
    if _THOUSANDS.fullmatch(text) and decimal.translate(_ARABIC) not in text:
        return Unread.TWO_WAYS
    found = _number(text)
    if found is None:
        return Unread.NO_NUMBER
    return Unread.TOO_MUCH if found > MOST else found


def _number(text: str) -> float | None:
    if _GROUPED.fullmatch(text):
        text = _BUT_LAST.sub("", text)
    return float(text.replace(",", ".")) if _PLAIN.fullmatch(text) else None

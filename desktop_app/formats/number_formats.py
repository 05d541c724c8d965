"""Numbers as a spreadsheet program shows them, in general and in the format of their cell."""

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

BUILT_IN = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "11": "0.00E+00",
    "37": "#,##0", "38": "#,##0", "39": "#,##0.00", "40": "#,##0.00",
}  # fmt: skip
"""The number formats that every program knows by number; those of dates are not among them."""

_COLOURS = re.compile(r"\[(?!\$)[^\]]*\]")
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.', re.DOTALL)
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+")
_DATES = re.compile(r"[ymdhs]|General|@|/|[eE][+-]|AM", re.IGNORECASE)
_PLAIN_UP_TO = 10**15
_ENOUGH = Context(prec=64)
"""Spreadsheet programs show 30 decimal places at most, after 17 digits where a number is shown in per cent."""


def general(value: float) -> str:
    """Return a number as it is shown in a cell without a format: 7 and not 7.0, at most 15 digits."""
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < _PLAIN_UP_TO:
        return str(int(value))
    return f"{value:.15g}".upper()


def changes_numbers(code: str) -> bool:
    """Tell whether a number format shows numbers in another way than `general`, in one we can follow."""
    first = _bare(code.partition(";")[0])
    digits = _DIGITS.findall(first)
    # A comma at the end shows thousands or millions as ones; what is meant then is the number itself.
    return _DATES.search(first) is None and len(digits) == 1 and not digits[0].partition(".")[0].endswith(",")


def in_format(value: float, code: str) -> str:
    """Return a number in a format such as 00000, #,##0.00, 0.0% or 0 "km"; its own sign for negative ones is kept."""
    sections = _COLOURS.sub("", code).split(";")
    own_negative = value < 0 and len(sections) > 1 and _DIGITS.search(_bare(sections[1])) is not None
    section = sections[1] if own_negative else sections[0]
    if value == 0 and len(sections) > 2 and _DIGITS.search(_bare(sections[2])):
        section = sections[2]
    literals = [found.group(1) or found.group(2) or "" for found in _LITERAL.finditer(_CURRENCY.sub(r'"\1"', section))]
    bare = _LITERAL.sub("\0", _CURRENCY.sub(r'"\1"', section))
    pattern = _DIGITS.search(bare)
    if pattern is None or not abs(value) < _PLAIN_UP_TO:
        return general(value)
    number = Decimal(repr(value)) * (100 if "%" in bare else 1)
    try:
        digits = _digits(abs(number), pattern.group())
    except InvalidOperation:  # the format asks for more places than any program shows
        return general(value)
    minus = "-" if value < 0 and not own_negative and digits.strip("0.,") else ""
    shown = bare[: pattern.start()] + minus * (pattern.start() > 0) + digits + bare[pattern.end() :]
    pieces = shown.split("\0")
    joined = pieces[0] + "".join(literal + piece for literal, piece in zip(literals, pieces[1:], strict=True))
    return (joined if pattern.start() > 0 else minus + joined).strip()


def _bare(section: str) -> str:
    return _LITERAL.sub("", _CURRENCY.sub("", _COLOURS.sub("", section)))


def _digits(number: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.partition(".")
    places = len(fraction)
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _ENOUGH)
    left, _, right = f"{rounded:f}".partition(".")
    least = sum(letter == "0" for letter in whole)
    left = left.lstrip("0").rjust(least, "0")
    if "," in whole.rstrip(","):
        left = f"{int(left or 0):,}".rjust(least, "0") if left else left
    kept = right
    while kept and fraction[len(kept) - 1] in "#?" and kept.endswith("0"):
        kept = kept[:-1]
    return left + ("." + kept if kept else "")

"""Which way a text runs: its own letters tell, not the language of the window."""

import unicodedata

from PySide6.QtCore import Qt

_LOOKED_AT = 300


def direction_of(text: str) -> Qt.LayoutDirection:
    """Return the direction of the first letter that has one; left to right for a text without any."""
    for letter in text[:_LOOKED_AT]:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            break
        if kind in {"R", "AL"}:
            return Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight

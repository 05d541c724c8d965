"""Texts that a spreadsheet program would calculate."""

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that such a program may take for a formula."""


def may_be_formula(text: str) -> bool:
    """Tell whether a program may take a text for a formula."""
    return text.startswith(BEGINNINGS)


def harmless(text: str) -> str:
    """Return a text behind an apostrophe if it may be taken for a formula, and is no number; else as it is."""
    return f"'{text}" if may_be_formula(text) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

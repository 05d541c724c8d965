"""Markdown in which nothing a person or a file has named can become anything but words."""

from collections.abc import Sequence

_MARKS = "\\`*_[]<>|#~"


def plain(words: str) -> str:
    """Return words on one line in which no letter is a mark of Markdown's or HTML's."""
    for mark in _MARKS:
        words = words.replace(mark, f"\\{mark}")
    return " ".join(words.split())


def code_span(words: str) -> str:
    """Return words without odd letters (a checksum, a name) as code."""
    return f"`{words}`"


def block(tongue: str, words: str) -> str:
    """Return a program between more marks than any line of it holds."""
    marks = "```"
    while marks in words:
        marks += "`"
    return f"{marks}{tongue}\n{words}\n{marks}"


def table(facts: Sequence[tuple[str, str]]) -> str:
    """Return names with their values as a table; both are Markdown already."""
    return "\n".join(("| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in facts)))

"""Templates such as `{age}, {gender}, {power} ->`: text with a column's name in braces."""

import re
from collections.abc import Mapping
from functools import lru_cache

_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]+)\}")


@lru_cache(maxsize=256)  # a table fills the same few templates with each of its rows
def _pieces(template: str) -> tuple[tuple[str, bool], ...]:
    """Return what a template is made of, in order: plain texts, and names of columns (told by True)."""
    found: list[tuple[str, bool]] = []
    end = 0
    for match in _TOKEN.finditer(template):
        name = match.group(1)
        plain = template[end : match.start()] + ("" if name is not None else match.group(0)[0])
        if plain:
            found.append((plain, False))
        if name is not None:
            found.append((name, True))
        end = match.end()
    if end < len(template):
        found.append((template[end:], False))
    return tuple(found)


@lru_cache(maxsize=256)
def names(template: str) -> tuple[str, ...]:
    """Return the columns a template speaks of, each once, in order; doubled braces are plain braces."""
    return tuple(dict.fromkeys(piece for piece, is_column in _pieces(template) if is_column))


def fill(template: str, row: Mapping[str, str]) -> str:
    """Return the template with each `{column}` replaced by the row's text; KeyError for an unknown column."""
    pieces = _pieces(template)
    if len(pieces) == 1:
        piece, is_column = pieces[0]
        return row[piece] if is_column else piece
    return "".join(row[piece] if is_column else piece for piece, is_column in pieces)


def column(name: str) -> str:
    """Return the template that holds just this column."""
    return "{" + name + "}"

"""Templates such as `{age}, {gender}, {power} ->`: text with a column's name in braces."""

import re
from collections.abc import Mapping

_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]+)\}")


def names(template: str) -> tuple[str, ...]:
    """Return the columns a template speaks of, each once, in order; doubled braces are plain braces."""
    found = (m.group(1) for m in _TOKEN.finditer(template))
    return tuple(dict.fromkeys(name for name in found if name is not None))


def fill(template: str, row: Mapping[str, str]) -> str:
    """Return the template with each `{column}` replaced by the row's text; KeyError for an unknown column."""

    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        return match.group(0)[0] if name is None else row[name]

    return _TOKEN.sub(put, template)


def column(name: str) -> str:
    """Return the template that holds just this column."""
    return "{" + name + "}"

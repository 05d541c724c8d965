"""A sentence for a person, named by key, so that the window can translate it and the terminal print it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Value = str | int | float
"""What may stand in a sentence's gap."""


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of `core.sentences` by its key, with the values of its gaps; whoever says it writes a day its way."""

    key: str
    values: Mapping[str, Value | date] = field(default_factory=dict)


def text(key: str, /, **values: Value | date) -> Text:
    """Return the Text of `key` with `values` in its gaps."""
    return Text(key, values)

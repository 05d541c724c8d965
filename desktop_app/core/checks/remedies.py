"""How each kind of remedy is done to one example. `KINDS` is the list of all of them; each stands beside its checks."""

from collections.abc import Mapping
from types import MappingProxyType

from desktop_app.core.checks import further, remedies_design
from desktop_app.core.checks.finding import Change, Remedy
from desktop_app.core.example import Example
from desktop_app.core.text import Value


def remedy(wanted: Remedy, example: Example) -> Example | None:
    """Return the example after the remedy, None if it is taken out; KeyError for a kind that does not exist.

    An example the remedy has nothing to do for comes back as it is. `wanted.rows` is not looked at: the caller shows
    the rows of the remedy alone.
    """
    return KINDS[wanted.kind](example, wanted.values)


def _drop(example: Example, values: Mapping[str, Value]) -> None:
    del example, values


KINDS: Mapping[str, Change] = MappingProxyType(
    {
        "drop_duplicates": _drop,
        "drop_empty": _drop,
        "drop_long": _drop,
        "drop_rows": _drop,
        "drop_same_but_spelling": _drop,
        "drop_too_long": _drop,
        **further.KINDS,
        **remedies_design.KINDS,
    }
)
"""Kind -> what it does; `remedy.<kind>` are its words, on a button and as an undo step."""

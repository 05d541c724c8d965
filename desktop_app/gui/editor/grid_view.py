"""How the table is looked at: which columns, how wide, in which order, how high the rows, how large the letters."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from desktop_app.core.example import Shape
from desktop_app.core.remarks import REMARKS

LINES = (1, 3, 6)
"""How many lines of a text a row may show."""
LEAST, MOST, STEP = 50, 300, 10
"""The size of the letters in percent of those of the program."""


_HIDDEN = frozenset(REMARKS)
"""The columns that are shown only where somebody wants them."""


@dataclass(frozen=True, slots=True)
class View:
    """How the table is looked at. Columns go by their names (gui.editor.columns.names)."""

    widths: Mapping[str, float] = field(default_factory=dict)
    """In heights of a line, so that they go with the letters; empty as long as nobody has chosen any."""
    order: tuple[str, ...] = ()
    hidden: frozenset[str] = _HIDDEN
    lines: int = 1
    zoom: int = 100
    frozen: bool = True

    def to_json(self) -> str:
        """Return it as the project remembers it."""
        kept = {"hidden": sorted(self.hidden), "hideable": sorted(_HIDDEN), "widths": dict(self.widths)}
        return json.dumps(asdict(self) | kept)

    def zoomed(self, steps: int) -> "View":
        """Return the same with larger or smaller letters."""
        return replace(self, zoom=min(max(self.zoom + steps * STEP, LEAST), MOST))


def from_json(kept: str) -> View:
    """Return what `to_json` wrote; the usual view for anything else, be it of a later version."""
    try:
        found = json.loads(kept)
        return _view(found) if isinstance(found, dict) else View()
    except (ValueError, TypeError, KeyError, AttributeError):
        return View()


def asked(shape: Shape) -> str:
    """Return the name of the column of what is asked."""
    return "prompt" if shape is Shape.COMPLETION else "user"


def _view(found: dict[str, Any]) -> View:
    zoom, lines = int(found["zoom"]), int(found["lines"])
    unknown = _HIDDEN.difference(found.get("hideable", ()))  # whoever kept this did not know these columns
    return View(
        {str(name): float(width) for name, width in found["widths"].items()},
        tuple(map(str, found["order"])),
        unknown.union(map(str, found["hidden"])),
        lines if lines in LINES else 1,
        min(max(zoom, LEAST), MOST),
        bool(found["frozen"]),
    )

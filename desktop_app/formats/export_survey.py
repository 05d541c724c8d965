"""Looking over the rows before they are written: what they are, and what some files cannot hold."""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from desktop_app.core.example import Example, Part, Shape, to_line
from desktop_app.core.export import Numbers, Survey
from desktop_app.core.line_rules import extra_keys
from desktop_app.formats import export_workbook
from desktop_app.formats.export_table import ExportRow, fields_of, whole
from desktop_app.formats.formulas import may_be_formula

_HALF = re.compile("[\ud800-\udfff]")
_MARKS = ("nul", "halves", "controls", "too_long", "pictures", "formulas")


class Surveyor:
    """Sees each row once and says at the end what it saw; its memory does not grow with the rows."""

    def __init__(self) -> None:
        self._rows = 0
        self._shapes: Counter[Shape] = Counter()
        self._parts: Counter[Part] = Counter()
        self._keys: Counter[str] = Counter()
        self._whole = False
        self._marked = dict.fromkeys(_MARKS, Numbers())

    def see(self, row: ExportRow) -> None:
        """Take notice of a row."""
        self._parts[row.part] += 1
        self.see_example(row.number, row.example)

    def see_example(self, number: int, example: Example) -> int:
        """Take notice of a row whose part is known otherwise, and return how many were seen by now."""
        shape, line = example.shape, to_line(example)
        self._rows += 1
        self._shapes[shape] += 1
        self._keys.update(extra_keys(line))
        values = fields_of(example)
        self._whole = self._whole or values is None
        for name in _marks(line, values or (whole(example),)):
            self._marked[name] = self._marked[name].and_row(number)
        return self._rows

    def see_plain(self, shape: Shape, count: int) -> int:
        """Take notice of many rows of which there is nothing else to be said; return how many were seen by now."""
        self._rows += count
        self._shapes[shape] += count
        return self._rows

    def survey(self) -> Survey:
        """Return what was seen."""
        whole = self._whole or len(self._shapes) > 1
        return Survey(
            self._rows, dict(self._shapes), dict(self._parts), dict(sorted(self._keys.items())), whole, **self._marked
        )


def _marks(line: Mapping[str, Any], cells: Sequence[str]) -> set[str]:
    """Return by their names in the Survey what is remarkable about a row."""
    said = json.dumps(line, ensure_ascii=False)
    found = {
        "nul": "\\u0000" in said and holds_nul(line),
        "halves": _HALF.search(said) is not None,
        "controls": not export_workbook.holds("".join(cells)),
        "too_long": any(export_workbook.is_too_long(cell) for cell in cells),
        "pictures": _in_parts(line),
        "formulas": any(map(may_be_formula, cells)),
    }
    return {name for name, holds in found.items() if holds}


def holds_nul(value: object) -> bool:
    """Tell whether a text anywhere in a JSON value holds the character NUL."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, Mapping):
        return any(holds_nul(key) or holds_nul(held) for key, held in value.items())
    return isinstance(value, list) and any(holds_nul(held) for held in value)


def _in_parts(line: Mapping[str, Any]) -> bool:
    """Tell whether a message's content is made of parts (texts and pictures) instead of being a text."""
    asked = line.get("input")
    lists = [line.get(name) for name in ("messages", "preferred_output", "non_preferred_output")]
    lists.append(asked.get("messages") if isinstance(asked, Mapping) else None)
    return any(isinstance(m.get("content"), list) for messages in lists for m in messages or ())

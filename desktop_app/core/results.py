"""Reading the table of measurements a finished training leaves: old and new, base64 or plain, from Excel."""

import base64
import binascii
import codecs
import math
from collections.abc import Iterator, Sequence

from desktop_app.core.measured import NAMES, joined, number
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_STEPS = ("step", '"step"')
_MEASURED_EACH_STEP = "train_loss"
"""The one column in which "nan" is a measurement; in all others it stands for a step that was not measured."""


def parse(content: bytes) -> list[MetricPoint]:
    """Return the points of a results file in order of step; raise Problem("results_not_readable").

    Columns that nobody knows are kept under their own names if they hold numbers; cells without a number are gaps.
    """
    lines = text_of(content).splitlines()
    head = lines[0] if lines else ""
    between = next((mark for mark in ",;\t" if "step" in _names(head, mark)), ",")
    names = _names(head, between)
    if "step" not in names:
        raise Problem("results_not_readable", details=head[:200])
    return joined(point for line in lines[1:] if (point := _point(names, _cells(line, between))) is not None)


def _names(head: str, between: str) -> list[str]:
    words = [cell.strip().strip('"').strip() for cell in head.split(between)]
    return [NAMES.get(word.lower(), "step" if word.lower() == "step" else word) for word in words]


def _cells(line: str, between: str) -> list[str]:
    cells = line.split(between)
    # Where the comma does not stand between cells, it is the decimal comma of a spreadsheet.
    return cells if between == "," else [cell.replace(",", ".") for cell in cells]


def text_of(content: bytes) -> str:
    """Return the file's text; a file that is base64 of a table is unpacked."""
    try:
        unpacked = base64.b64decode(b"".join(content.split()), validate=True)
    except (binascii.Error, ValueError):
        unpacked = b""
    plain = _plain(unpacked)
    return plain if plain.lstrip().lower().startswith(_STEPS) else _plain(content)


def _plain(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    return content.decode("utf-8", "replace")


def _point(names: Sequence[str], cells: Sequence[str]) -> MetricPoint | None:
    measured = dict(_numbers(names, cells))
    step = measured.pop("step", math.nan)
    if not math.isfinite(step):
        return None
    values = {name: value for name, value in measured.items() if math.isfinite(value)}
    return MetricPoint(int(step), values, tuple(name for name in measured if name not in values))


def _numbers(names: Sequence[str], cells: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield our name and the number of each cell in which something was measured, NaN for one that is not finite."""
    for name, cell in zip(names, cells, strict=False):
        value = number(cell)
        if value is None or (name != _MEASURED_EACH_STEP and cell.strip().strip('"').lower() == "nan"):
            continue
        yield name, value

"""Reading the table of measurements a finished training leaves: old and new, base64 or plain."""

import base64
import binascii
import math
from collections.abc import Iterator, Sequence

from desktop_app.core.metrics import NAMES, MetricPoint
from desktop_app.core.problem import Problem

_GAPS = frozenset({"", "n/a", "na", "nan", "null", "none"})


def parse(content: bytes) -> list[MetricPoint]:
    """Return the points of a results file in order of step; raise Problem("results_not_readable").

    Columns that nobody knows are kept under their own names if they hold numbers; cells without a number are gaps.
    """
    lines = _text(content).lstrip("\ufeff").splitlines()
    names = [name.strip().strip('"') for name in lines[0].split(",")] if lines else []
    if "step" not in names:
        raise Problem("results_not_readable", details=(lines[0] if lines else "")[:200])
    found: dict[int, dict[str, float]] = {}
    for line in lines[1:]:
        row = dict(_numbers(names, line.split(",")))
        step = row.pop("step", None)
        if step is not None:
            found.setdefault(int(step), {}).update(row)
    return [MetricPoint(step, values) for step, values in sorted(found.items())]


def _text(content: bytes) -> str:
    """Return the file's text; a file that is base64 of a table is unpacked."""
    try:
        unpacked = base64.b64decode(b"".join(content.split()), validate=True)
    except (binascii.Error, ValueError):
        unpacked = b""
    plain = unpacked if unpacked.lstrip(b"\xef\xbb\xbf").startswith((b"step", b'"step')) else content
    return plain.decode("utf-8", "replace")


def _numbers(names: Sequence[str], cells: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield our name and the number of each cell that holds one."""
    for name, cell in zip(names, cells, strict=False):
        word = cell.strip().strip('"')
        if word.lower() in _GAPS:
            continue
        try:
            value = float(word)
        except ValueError:
            continue
        if math.isfinite(value):
            yield NAMES.get(name, name), value

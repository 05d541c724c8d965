"""Reading very many of a training's points at once, straight into columns."""

import json
import math
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Any

from desktop_app.core.curves import Portion

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = tuple[NDArray[np.int64], NDArray[np.float64]]

_NOWHERE = math.inf
"""Stands for a value that was not measured; what came as no finite number is kept as null (store.jobs)."""
_SOME = "SELECT step, measured FROM metric_point WHERE job = ? AND step > ? ORDER BY step LIMIT ?"


def portion(
    connection: sqlite3.Connection, job_id: str, after: int, most: int, names: Sequence[str] = ()
) -> Portion | None:
    """Return up to `most` points of a job that follow the step `after`; None when there are no more.

    Where nothing but numbers for the quantities `names` was measured, SQLite takes the rows apart: meanwhile other
    threads have Python for themselves, which they have not while its own objects are made of the rows.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before there are points

    told, rows, values = _read(connection, (job_id, after, most), names)
    if not told:
        return None
    steps = np.array(_numbers(told), dtype=np.int64)
    if values:
        columns = _columns(steps, values, names)
        # A name not asked for, and a null that is no gap, are keys without a value here.
        if rows.count('":') == sum(len(known) for known, _ in columns.values()):
            return Portion(steps, columns)
    parsed = _parsed(f"[{rows}]")
    return Portion(steps, {name: _column(steps, parsed, name) for name in dict.fromkeys(chain.from_iterable(parsed))})


def _read(
    connection: sqlite3.Connection, what: tuple[str, int, int], names: Sequence[str]
) -> tuple[str | None, str, str]:
    """Return, each with commas between: the steps, their rows as they are kept, a list of values for each of them.

    There are no values where SQLite cannot make them: without names, or with NaN in a row, which is no JSON.
    """
    if names and not any('"' in name or "\\" in name for name in names):
        paths = [f'$."{name}"' for name in names]
        paths = paths if len(paths) > 1 else paths * 2  # with one path alone there would be no list
        lists = f"group_concat(json_extract(measured, {', '.join('?' * len(paths))}))"
        with suppress(sqlite3.OperationalError):
            query = f"SELECT group_concat(step), group_concat(measured), {lists} FROM ({_SOME})"
            told, rows, values = connection.execute(query, (*paths, *what)).fetchone()
            return told, rows or "", values or ""
    query = f"SELECT group_concat(step), group_concat(measured) FROM ({_SOME})"
    told, rows = connection.execute(query, what).fetchone()
    return told, rows or "", ""


def _columns(steps: "NDArray[np.int64]", values: str, names: Sequence[str]) -> "dict[str, Column]":
    """Return the column of each name that has values here; a null is a gap."""
    import numpy as np  # noqa: PLC0415 - see portion

    table = np.array(_numbers(values[1:-1].replace("],[", ",")), dtype=np.float64).reshape(len(steps), -1)
    columns = {}
    for place, name in enumerate(names):
        column = table[:, place]
        known = column == column  # noqa: PLR0124 - NaN alone differs from itself
        if known.any():
            columns[name] = (steps, column.copy()) if known.all() else (steps[known], column[known])
    return columns


def _column(steps: "NDArray[np.int64]", rows: list[dict[str, float | None]], name: str) -> "Column":
    import numpy as np  # noqa: PLC0415 - see portion

    values = np.array([row.get(name, _NOWHERE) for row in rows], dtype=np.float64)  # null becomes NaN
    known = values != _NOWHERE
    return (steps, values) if known.all() else (steps[known], values[known])


def _numbers(text: str) -> list[float | None]:
    import orjson  # noqa: PLC0415 - not before a project is read

    return list(orjson.loads(f"[{text}]"))


def _parsed(text: str) -> list[dict[str, float | None]]:
    """Return the rows of a JSON list; one that holds NaN, as older versions wrote it, is no JSON but is read."""
    import orjson  # noqa: PLC0415 - not before a project is read

    try:
        found: Any = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = json.loads(text, parse_constant=lambda _: None)
    return list(found)

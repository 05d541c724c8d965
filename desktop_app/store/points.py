"""Reading very many of a training's points at once, straight into columns."""

import json
import math
import sqlite3
from itertools import chain
from typing import TYPE_CHECKING, Any

from desktop_app.core.curves import Portion

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NOWHERE = math.inf
"""Stands for a value that was not measured; what came as no finite number is kept as null (store.jobs)."""


def portion(connection: sqlite3.Connection, job_id: str, after: int, most: int) -> Portion | None:
    """Return up to `most` points of a job that follow the step `after`; None when there are no more."""
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before there are points

    query = "SELECT step, measured FROM metric_point WHERE job = ? AND step > ? ORDER BY step LIMIT ?"
    found = connection.execute(query, (job_id, after, most)).fetchall()
    if not found:
        return None
    steps = np.array([step for step, _ in found], dtype=np.int64)
    rows = _parsed(f"[{','.join([measured for _, measured in found])}]")
    names = dict.fromkeys(chain.from_iterable(rows))
    return Portion(steps, {name: _column(steps, rows, name) for name in names})


def _column(
    steps: "NDArray[np.int64]", rows: list[dict[str, float | None]], name: str
) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
    import numpy as np  # noqa: PLC0415 - see portion

    values = np.array([row.get(name, _NOWHERE) for row in rows], dtype=np.float64)  # null becomes NaN
    known = values != _NOWHERE
    return (steps, values) if known.all() else (steps[known], values[known])


def _parsed(text: str) -> list[dict[str, float | None]]:
    """Return the rows of a JSON list; one that holds NaN, as older versions wrote it, is no JSON but is read."""
    import orjson  # noqa: PLC0415 - not before a project is read

    try:
        found: Any = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = json.loads(text, parse_constant=lambda _: None)
    return list(found)

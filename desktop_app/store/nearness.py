"""How near the answers of a test come to the expected ones in meaning, kept with the plan of its batch.

The cosines are kept and not the vectors: those belong to the rows of the project, and go when no row needs them.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.core.batch import Kind
from desktop_app.core.meaning import Embedder


@dataclass(frozen=True, slots=True)
class Nearness:
    """The cosine of each answer with the expected one by prompt and column, and by whose vectors."""

    embedder: Embedder
    cosines: Mapping[tuple[int, int], float]

    def of_column(self, column: int) -> Mapping[int, float]:
        """Return the cosines of one column by prompt."""
        return {prompt: value for (prompt, at), value in self.cosines.items() if at == column}


def put(connection: sqlite3.Connection, number: int, near: Nearness) -> None:
    """Keep it with a test; what was kept before goes."""
    cosines = [[prompt, column, value] for (prompt, column), value in near.cosines.items()]
    line = json.dumps({"site": near.embedder.site, "model": near.embedder.model, "cosines": cosines})
    connection.execute(
        "UPDATE batch SET plan = json_set(plan, '$.nearness', json(?)) WHERE id = ? AND kind = ?",
        (line, number, Kind.TEST.value),
    )


def get(connection: sqlite3.Connection, number: int) -> Nearness | None:
    """Return it; None where nobody had it measured."""
    query = "SELECT json_extract(plan, '$.nearness') FROM batch WHERE id = ?"
    found = connection.execute(query, (number,)).fetchone()
    if found is None or found[0] is None:
        return None
    line = json.loads(found[0])
    cosines = {(prompt, column): value for prompt, column, value in line["cosines"]}
    return Nearness(Embedder(line["site"], line["model"]), cosines)

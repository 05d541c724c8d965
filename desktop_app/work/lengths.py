"""Counting the rows of a draft whose length in tokens is not known, and the tokens of all."""

from collections.abc import Generator
from typing import TYPE_CHECKING

from desktop_app.store import examples, sources
from desktop_app.store.connection import transaction
from desktop_app.tokens.counting import Counter
from desktop_app.work.intake import Progress, Tokens

if TYPE_CHECKING:
    from sqlite3 import Connection

_BATCH = 1000


def count_missing(connection: "Connection", counter: Counter) -> Generator[Progress, None, None]:
    """Count every row that the counter's vocabulary has no length for; yield Progress after each batch."""
    unknown = sources.uncounted(connection, counter.name)
    for start in range(0, len(unknown), _BATCH):
        rows = examples.page(connection, unknown[start : start + _BATCH])
        counts = counter.count([row.example for row in rows])
        lengths = [(row.id, count.total, count.learnt) for row, count in zip(rows, counts, strict=True)]
        with transaction(connection):
            sources.set_lengths(connection, counter.name, lengths)
        yield Progress(0, 0, start + len(rows))


def tokens_of(connection: "Connection", counter: Counter) -> Tokens:
    """Return the tokens of all rows that are used."""
    parts = sources.tokens_by_part(connection, counter.name).values()
    return Tokens(sum(total for total, _ in parts), sum(learnt for _, learnt in parts), counter.exact)

"""What was spent at providers: single entries and their sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Spent(StrEnum):
    """What money went into."""

    TRAINING = "training"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Spending:
    """One entry: `time` in seconds since 1970, tokens as the provider counted them, dollars None without a price.

    `priced` is the day on which somebody read the price, as YYYY-MM-DD; `reference` is a job's id, so that no training
    is entered twice.
    """

    time: float
    connection: str
    model: str
    what: Spent
    tokens_in: int
    tokens_out: int
    dollars: float | None
    priced: str = ""
    reference: str = ""

    @property
    def month(self) -> str:
        """Return the month in universal time, as YYYY-MM."""
        return datetime.fromtimestamp(self.time, UTC).strftime("%Y-%m")


@dataclass(frozen=True, slots=True)
class Sum:
    """What one connection cost in one month; `unpriced` counts the entries whose price nobody knows."""

    month: str
    connection: str
    dollars: float
    tokens: int
    unpriced: int


def sums(entries: Iterable[Spending]) -> list[Sum]:
    """Return the sums by month and connection, the newest month first."""
    found: dict[tuple[str, str], Sum] = {}
    for entry in entries:
        key = (entry.month, entry.connection)
        old = found.get(key, Sum(*key, 0.0, 0, 0))
        tokens = old.tokens + entry.tokens_in + entry.tokens_out
        unpriced = old.unpriced + (entry.dollars is None)
        found[key] = Sum(*key, old.dollars + (entry.dollars or 0.0), tokens, unpriced)
    by_name = sorted(found.values(), key=lambda total: total.connection)
    return sorted(by_name, key=lambda total: total.month, reverse=True)

"""Rows that are nearly the same as one that stays: what the search for them, done on demand, comes to."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.core.checks.finding import SHOWN, Finding, Remedy, Severity, Subject
from desktop_app.core.checks.near import Near

CHECK = "near_duplicates"


@dataclass(frozen=True, slots=True)
class Twins:
    """Rows that could go, by their ids, each with the row it is nearly the same as, which stays; in their order."""

    rows: "array[int]"
    kept: "array[int]"

    @property
    def finding(self) -> Finding | None:
        """Return what the check-up says of them; None where there are none.

        Its rows come in pairs: one that stays, then one that is nearly the same.
        """
        if not self.rows:
            return None
        pairs = zip(self.kept[: SHOWN // 2], self.rows[: SHOWN // 2], strict=True)
        shown = array("q", (row for pair in pairs for row in pair))
        act = Remedy(f"drop_{CHECK}", rows=self.rows)
        return Finding(CHECK, Subject.DUPLICATES, Severity.ADVICE, len(self.rows), shown, {}, act)

    def left(self, there: "Iterable[int]") -> "array[int]":
        """Return the rows that may still go when only some rows are `there`: none whose like is gone already."""
        still = set(there)
        return array("q", (row for row, kept in zip(self.rows, self.kept, strict=True) if {row, kept} <= still))


def twins(pairs: Iterable[Near]) -> Twins:
    """Return which rows of these pairs could go, so that each of them is nearly the same as a row that stays."""
    rows, kept = array("q"), array("q")
    gone: set[int] = set()
    for near in sorted(pairs, key=lambda near: (near.second, near.first)):
        if near.first not in gone and near.second not in gone:
            gone.add(near.second)
            rows.append(near.second)
            kept.append(near.first)
    return Twins(rows, kept)

"""Blind votes: which two answers are laid side by side, on which side each stands, and what the votes come to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import combinations

from desktop_app.core.batch import Cell
from desktop_app.core.intervals import LEVEL
from desktop_app.core.votes import Votes, winner


class Verdict(StrEnum):
    """What a person says of two answers."""

    LEFT = "left"
    RIGHT = "right"
    TIE = "tie"
    BOTH_BAD = "both_bad"


@dataclass(frozen=True, slots=True)
class Ballot:
    """Two answers to one prompt, as they stand: each is the cell of a batch."""

    left: Cell
    right: Cell

    @property
    def prompt(self) -> int:
        """Return the number of the prompt that both answer."""
        return self.left.prompt


@dataclass(frozen=True, slots=True)
class Vote:
    """A ballot with what was said of it; `comment` is "" where nothing was written."""

    ballot: Ballot
    verdict: Verdict
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """All ballots of a batch, in the order in which they are laid before a person.

    `alike` counts the pairs of answers that are the same letter by letter, of which nobody can prefer one.
    """

    ballots: tuple[Ballot, ...]
    alike: int


def round_of(mark: str, texts: Mapping[Cell, str]) -> Round:
    """Return the ballots of a batch from the texts of its answers.

    Order and sides look like chance and are always the same for the same `mark` and pair, so that answers which come
    later shuffle nothing anew and nobody can tell the models apart by where they stand.
    """
    groups: dict[tuple[int, int], list[Cell]] = {}
    for cell in sorted(texts):
        groups.setdefault((cell.prompt, cell.repeat), []).append(cell)
    pairs = [pair for cells in groups.values() for pair in combinations(cells, 2)]
    differing = [(_chance(mark, pair), pair) for pair in pairs if texts[pair[0]].strip() != texts[pair[1]].strip()]
    ballots = (Ballot(*pair) if chance[-1] & 1 else Ballot(*reversed(pair)) for chance, pair in sorted(differing))
    return Round(tuple(ballots), len(pairs) - len(differing))


def tally(votes: Iterable[Vote], one: int, other: int) -> Votes:
    """Return how often column `one` was preferred to column `other`, and how often neither was."""
    said: Counter[str] = Counter()
    for vote in votes:
        columns = (vote.ballot.left.column, vote.ballot.right.column)
        if columns in ((one, other), (other, one)):
            preferred = _preferred(vote)
            said[str(vote.verdict) if preferred is None else "wins" if preferred == one else "losses"] += 1
    return Votes(said["wins"], said["losses"], said[Verdict.TIE], said[Verdict.BOTH_BAD])


def won(votes: Iterable[Vote]) -> dict[tuple[int, int], float]:
    """Return how often each column beat each other one; a vote for neither counts half for both."""
    found: dict[tuple[int, int], float] = {}
    for vote in votes:
        left, right = vote.ballot.left.column, vote.ballot.right.column
        share = {Verdict.LEFT: 1.0, Verdict.RIGHT: 0.0}.get(vote.verdict, 0.5)
        found[left, right] = found.get((left, right), 0.0) + share
        found[right, left] = found.get((right, left), 0.0) + 1 - share
    return found


def best(votes: Sequence[Vote], columns: Sequence[int], level: float = LEVEL) -> int | None:
    """Return the column that beats each of the others in votes between the two; None as long as that cannot be told.

    The level is shared among all pairs, so that one is named wrongly no more often for there being many.
    """
    pairs = len(columns) * (len(columns) - 1) // 2
    strict = 1 - (1 - level) / max(1, pairs)
    for one in columns:
        others = [other for other in columns if other != one]
        if others and all(winner(tally(votes, one, other), strict) > 0 for other in others):
            return one
    return None


def _preferred(vote: Vote) -> int | None:
    if vote.verdict is Verdict.LEFT:
        return vote.ballot.left.column
    return vote.ballot.right.column if vote.verdict is Verdict.RIGHT else None


def _chance(mark: str, pair: tuple[Cell, Cell]) -> bytes:
    one, other = pair
    return sha256(f"{mark}/{one.prompt}.{one.repeat}/{one.column}/{other.column}".encode()).digest()

"""Simulated voters with a known preference, and somebody who looks at the result after each vote."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from desktop_app.core.votes import Votes, thinkable, winner
from tests.campaigns.campaign import Campaign, Round, must

VOTES = 300
A_ROUND = 100
VOTERS = {"even": (0.5, 0.0), "even with ties": (0.5, 0.3), "slight": (0.53, 0.2), "clear": (0.7, 0.2)}
"""How often the first model is preferred where one is, and how often neither is."""
_TOO_MANY = 19
"""Of a hundred; at a true rate of 5 % more come about once in a million rounds."""

_winner, _thinkable = cache(winner), cache(thinkable)


@dataclass(frozen=True, slots=True)
class Told:
    """The first winner somebody was told who looked after each vote, and whether the truth ever lay outside."""

    named: int
    after: int
    always_held: bool


def voted(chance: Random, preferred: float, even: float, most: int = VOTES) -> Told:
    """Vote up to `most` times; the first of two models is `preferred` where one is, neither at the rate `even`."""
    truth = even / 2 + (1 - even) * preferred
    votes, named, after, held = Votes(), 0, most, True
    for number in range(1, most + 1):
        votes = _one_more(votes, chance, preferred, even)
        if not named and (named := _winner(votes)):
            after = number
        held = held and _thinkable(votes, truth)
    return Told(named, after, held)


def _one_more(votes: Votes, chance: Random, preferred: float, even: float) -> Votes:
    if chance.random() < even:
        return Votes(votes.wins, votes.losses, votes.ties + 1)
    if chance.random() < preferred:
        return Votes(votes.wins + 1, votes.losses, votes.ties)
    return Votes(votes.wins, votes.losses + 1, votes.ties)


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend the round."""
    yield one_round


def one_round(chance: Random) -> Counter[str]:
    """Let a hundred people vote on each pair of models."""
    counted: Counter[str] = Counter()
    for name, (preferred, even) in VOTERS.items():
        told = [voted(chance, preferred, even) for _ in range(A_ROUND)]
        wrong = sum(each.named == -1 or (preferred == 0.5 and each.named == 1) for each in told)
        outside = sum(not each.always_held for each in told)
        must(wrong <= _TOO_MANY, f"{name}: {wrong} of {A_ROUND} were told a wrong winner")
        must(outside <= _TOO_MANY, f"{name}: for {outside} of {A_ROUND} the true rate was once outside the interval")
        counted[f"{name}: simulations"] += A_ROUND
        counted[f"{name}: wrong winner"] += wrong
        counted[f"{name}: truth once outside"] += outside
        counted[f"{name}: right winner"] += sum(each.named == 1 and preferred > 0.5 for each in told)
    return counted


CAMPAIGN = Campaign(
    name="votes",
    proves=(
        "However often somebody looks at a blind vote, no winner is named wrongly in more than 5 % of all cases, and "
        "the interval holds the true win rate at every look in at least 95 %."
    ),
    rounds=20,
    playing=playing,
    made_of=(),
)

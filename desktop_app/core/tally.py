"""What the answers of one column of a comparison come to together."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.core.answer import Answer


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers there are, to how many of their prompts an answer was hoped for and how many of these are right.

    `tokens` and `seconds` are means over all answers; `dollars` is the sum, None where a price is not known.
    """

    answers: int
    hoped: int
    right: int
    tokens: float
    seconds: float
    dollars: float | None


@dataclass(frozen=True, slots=True)
class Told:
    """One answer with what is known of it: whether it is right (None where none was hoped for) and its dollars."""

    answer: Answer
    right: bool | None
    dollars: float | None


def tally(told: Iterable[Told]) -> Tally:
    """Return what answers come to; all is 0 for none."""
    all_of = list(told)
    marks = [one.right for one in all_of if one.right is not None]
    costs = [one.dollars for one in all_of if one.dollars is not None]
    count = max(1, len(all_of))
    return Tally(
        len(all_of),
        len(marks),
        sum(marks),
        sum(one.answer.tokens for one in all_of) / count,
        sum(one.answer.seconds for one in all_of) / count,
        sum(costs) if len(costs) == len(all_of) else None,
    )

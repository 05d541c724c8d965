"""What the answers of a search over settings amount to: a figure for each setting, and how sure it is.

Answers to one prompt are not independent of each other, so a prompt counts once: its answers make one mean, and the
mean over prompts is the figure, with an interval that says how far off it may be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from statistics import fmean

from desktop_app.core import likeness
from desktop_app.core.answer import Answer, Finish
from desktop_app.core.batch import Cell
from desktop_app.core.intervals import wilson
from desktop_app.core.paired import sign_test

_RUN = 3
"""Words; the shortest run that does not come twice by chance in a text that goes on."""
_LOOKED_AT = 20_000
"""Letters; what comes later changes no likeness that one could see, and would keep the program busy."""


class Figure(StrEnum):
    """What can be said of a setting."""

    NORMAL = "normal"
    EXACT = "exact"
    SIMILAR = "similar"
    SPREAD = "spread"
    LETTERS = "letters"
    REPETITION = "repetition"
    CUT = "cut"
    COST = "cost"
    SECONDS = "seconds"

    @property
    def is_share(self) -> bool:
        """Tell whether it lies between 0 and 1."""
        return self not in (Figure.LETTERS, Figure.COST, Figure.SECONDS)

    @property
    def needs_expected(self) -> bool:
        """Tell whether it compares with the answer hoped for."""
        return self in AGREEMENT


AGREEMENT = (Figure.NORMAL, Figure.EXACT, Figure.SIMILAR)
"""The figures that say how good the answers are: more is better."""


@dataclass(frozen=True, slots=True)
class Score:
    """What is known of one answer, by figure; what nobody can tell of it is left out.

    `near` is how alike it is to each earlier answer to the same prompt in the same setting, from 0 to 1.
    """

    values: Mapping[Figure, float]
    near: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of one setting: the mean over `prompts` prompts with `answers` answers.

    `low` and `high` are the interval of a share (95 of 100 such intervals hold the true value), and the least and the
    greatest prompt of an amount.
    """

    mean: float
    low: float
    high: float
    prompts: int
    answers: int


def score(answer: Answer, expected: str, earlier: Sequence[str], dollars: float | None, stop: str = "") -> Score:
    """Return what is known of an answer; `earlier` are the answers to the same prompt in the same setting.

    `expected` "" stands for no answer hoped for; `dollars` None for a cost that nobody knows. `stop` is the end mark
    that expected answers have and answers do not.
    """
    values = {
        Figure.LETTERS: float(len(answer.text)),
        Figure.CUT: float(answer.finish is Finish.LENGTH),
        Figure.SECONDS: answer.seconds,
    }
    said = answer.text[:_LOOKED_AT]
    if expected:
        values[Figure.EXACT] = float(likeness.exact(answer.text, expected, stop))
        values[Figure.NORMAL] = float(likeness.normalised(answer.text, expected, stop))
        values[Figure.SIMILAR] = likeness.chrf(said, expected[:_LOOKED_AT], stop)
    repeated = repetition(said)
    if repeated is not None:
        values[Figure.REPETITION] = repeated
    if dollars is not None:
        values[Figure.COST] = dollars
    return Score(values, tuple(alike(said, other[:_LOOKED_AT]) for other in earlier))


def alike(one: str, other: str) -> float:
    """Return from 0 to 1 how alike two answers are, whichever of them comes first."""
    if one == other:
        return 1.0
    return likeness.chrf(one, other, beta=1.0)


def repetition(text: str) -> float | None:
    """Return the share of runs of three words that the text has said before; None for fewer than four words."""
    words = likeness.words(text)
    runs = [tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
    return 1 - len(set(runs)) / len(runs) if len(runs) > 1 else None


class Sheet:
    """The scores of a search, by cell."""

    def __init__(self) -> None:
        self._scores: dict[int, dict[int, list[Score]]] = {}
        """By column and prompt."""

    def __len__(self) -> int:
        return sum(len(scores) for prompts in self._scores.values() for scores in prompts.values())

    def put(self, cell: Cell, known: Score) -> None:
        """Take in what is known of an answer; each cell once."""
        self._scores.setdefault(cell.column, {}).setdefault(cell.prompt, []).append(known)

    def answers(self, column: int) -> int:
        """Return how many answers a setting has."""
        return sum(len(scores) for scores in self._scores.get(column, {}).values())

    def by_prompt(self, column: int, figure: Figure) -> dict[int, float]:
        """Return a figure of one setting by prompt; prompts of which it cannot be told are left out."""
        found = {}
        for prompt, scores in self._scores.get(column, {}).items():
            if figure is Figure.SPREAD:
                values = [1 - near for one in scores for near in one.near]
            else:
                values = [one.values[figure] for one in scores if figure in one.values]
            if values:
                found[prompt] = fmean(values)
        return found

    def value(self, column: int, figure: Figure) -> Value | None:
        """Return a figure of one setting; None where it cannot be told."""
        means = list(self.by_prompt(column, figure).values())
        if not means:
            return None
        low, high = _interval(means) if figure.is_share else (min(means), max(means))
        return Value(fmean(means), low, high, len(means), self.answers(column))


class Outcome(StrEnum):
    """What can be said about the best setting."""

    UNKNOWN = "unknown"
    """No prompt has an answer hoped for."""
    ONE_PROMPT = "one_prompt"
    ALONE = "alone"
    """There is only one setting."""
    OPEN = "open"
    """No difference that one could tell."""
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which setting is the best by one figure.

    `column` leads (None where nothing is known); `near` are the settings that may well be as good, without itself;
    `prompts` is how many prompts that rests on.
    """

    outcome: Outcome
    column: int | None = None
    near: tuple[int, ...] = ()
    prompts: int = 0


def verdict(sheet: Sheet, columns: int, figure: Figure = Figure.NORMAL) -> Verdict:
    """Return what can be said about the best of so many settings, by a figure of which more is better.

    In the lead is the setting with the highest lower bound. It is named the best only if it beats every other one on
    the same prompts: by the sign test, at 5 % shared out over all settings, since any of them might have led by luck.
    """
    known = {column: value for column in range(columns) if (value := sheet.value(column, figure)) is not None}
    if not known:
        return Verdict(Outcome.UNKNOWN)
    lead = max(known, key=lambda column: (known[column].low, known[column].mean, -column))
    prompts = known[lead].prompts
    if prompts == 1:
        return Verdict(Outcome.ONE_PROMPT, lead, prompts=1)
    if len(known) == 1:
        return Verdict(Outcome.ALONE, lead, prompts=prompts)
    ours = sheet.by_prompt(lead, figure)
    level = _LEVEL / len(known)
    near = tuple(
        column for column in known if column != lead and not _beats(ours, sheet.by_prompt(column, figure), level)
    )
    return Verdict(Outcome.OPEN if near else Outcome.BEST, lead, near, prompts)


def _interval(shares: Sequence[float]) -> tuple[float, float]:
    """Return between what the mean of shares truly lies: Wilson's interval, as if each were yes or no.

    For other values from 0 to 1 it is rather too wide: none spread more around their mean than zeros and ones do.
    """
    found = wilson(min(fsum(shares), float(len(shares))), len(shares))
    return found.low, found.high


_LEVEL = 0.05
_SAME = 1e-12


def _beats(ours: Mapping[int, float], theirs: Mapping[int, float], level: float) -> bool:
    """Tell whether one setting is better than another on the prompts both have answered."""
    differences = [ours[prompt] - theirs[prompt] for prompt in ours.keys() & theirs.keys()]
    won, lost = sum(d > _SAME for d in differences), sum(d < -_SAME for d in differences)
    return won > lost and sign_test(won, lost) <= level

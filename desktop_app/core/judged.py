"""What a judge's verdicts come to: a mean mark or a share for each model, a preference between two; with intervals."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.core.answer import Answer
from desktop_app.core.intervals import LEVEL, Interval, mean_of, wilson
from desktop_app.core.judging import Case, Scale, Trial, verdict
from desktop_app.core.paired import sign_test


@dataclass(frozen=True, slots=True)
class Marks:
    """What a judge gave one model, by prompt; `figure` is the mean mark or the share of yes, None without any.

    `unread` counts verdicts that could not be read; they count for nothing.
    """

    given: Mapping[int, int]
    unread: int
    figure: Interval | None


@dataclass(frozen=True, slots=True)
class Preference:
    """Which of two models a judge prefers, by prompt: -1 for the first, 1 for the second, 0 for neither.

    `changed` are the prompts about which it said something else once the sides were swapped; they count for neither,
    `leaning` is how many more of them it gave to what stood first (below 0: to what stood second). `alike` are those
    nobody needed to ask about. `rate` is the second model's share, a tie counting half; `swayed` the share of changed
    ones of those that were asked about. `unread` counts prompts of which a verdict could not be read.
    """

    given: Mapping[int, int]
    unread: int
    changed: tuple[int, ...]
    leaning: int
    alike: int
    rate: Interval | None
    swayed: Interval | None
    p: float

    @property
    def wins(self) -> int:
        """Return how often the second model was preferred."""
        return sum(each > 0 for each in self.given.values())

    @property
    def losses(self) -> int:
        """Return how often the first model was preferred."""
        return sum(each < 0 for each in self.given.values())

    @property
    def ties(self) -> int:
        """Return how often neither was."""
        return sum(each == 0 for each in self.given.values())

    @property
    def better(self) -> int:
        """Return 1 where the judge prefers the second beyond chance, -1 where it prefers the first, else 0."""
        return 0 if self.p >= 1 - LEVEL else 1 if self.wins > self.losses else -1


def marks(trial: Trial, answers: Mapping[int, Answer], column: int, seed: int = 0) -> Marks:
    """Return what one model was given; `answers` are the judge's, by the place of the case."""
    found = _read(trial, answers)
    told = {case.prompt: said for case, said in found.items() if case.first == column and case.second is None}
    given = {prompt: said for prompt, said in sorted(told.items()) if said is not None}
    figure = None
    if given and trial.rubric.scale is Scale.YES_NO:
        figure = wilson(sum(given.values()), len(given))
    elif given:
        figure = mean_of(list(given.values()), seed)
    return Marks(given, len(told) - len(given), figure)


def preference(trial: Trial, answers: Mapping[int, Answer], first: int, second: int) -> Preference:
    """Return which of two models a judge prefers; a prompt of which one order was not asked yet is left out."""
    found = _read(trial, answers)
    given: dict[int, int] = {}
    changed: list[int] = []
    unread = leaning = 0
    for case in trial.cases:
        back = Case(case.prompt, second, first)
        if (case.first, case.second) != (first, second) or case not in found or back not in found:
            continue
        one, other = found[case], found[back]
        if one is None or other is None:
            unread += 1
        elif one == -other:
            given[case.prompt] = one
        else:
            given[case.prompt] = 0
            changed.append(case.prompt)
            # -1 is what stood first, in either order
            leaning += (one + other < 0) - (one + other > 0)
    asked = len(given)
    alike = [case.prompt for case in trial.alike if {case.first, case.second} == {first, second}]
    given |= dict.fromkeys(alike, 0)
    wins, losses = (sum(each == side for each in given.values()) for side in (1, -1))
    return Preference(
        dict(sorted(given.items())),
        unread,
        tuple(changed),
        leaning,
        len(alike),
        wilson(wins + (len(given) - wins - losses) / 2, len(given)) if given else None,
        wilson(len(changed), asked) if asked else None,
        sign_test(wins, losses),
    )


def _read(trial: Trial, answers: Mapping[int, Answer]) -> dict[Case, int | None]:
    """Return the verdict of each case that has an answer; None where it cannot be read."""
    return {trial.cases[at]: verdict(answer, trial.rubric.scale) for at, answer in answers.items()}

"""What judges have said of a test, reckoned from what the project holds."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Voice
from desktop_app.core.judged import Marks, Preference, marks, preference
from desktop_app.core.judging import Case, Scale, Trial, verdict
from desktop_app.store import batches, judgements
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class Word:
    """What a judge said of one case, and what is read of it (`core.judging.verdict`)."""

    case: Case
    said: str
    verdict: int | None


@dataclass(frozen=True)
class Judgement:
    """One judging of a test: by whom and when (seconds since 1970); the answers by the place of their case."""

    number: int
    made: float
    voice: Voice
    trial: Trial
    answers: Mapping[int, Answer]

    @property
    def left(self) -> int:
        """Return how many cases have no answer yet."""
        return len(self.trial.cases) - len(self.answers)

    @property
    def scale(self) -> Scale:
        """Return what the judge gives."""
        return self.trial.rubric.scale

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """Return the columns of the test that are marked one by one."""
        return tuple(sorted({case.first for case in self.trial.cases if case.second is None}))

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Return the pairs of columns that are compared, as they were asked for."""
        found: dict[frozenset[int], tuple[int, int]] = {}
        for case in (*self.trial.cases, *self.trial.alike):
            if case.second is not None:
                found.setdefault(frozenset((case.first, case.second)), (case.first, case.second))
        return tuple(found.values())

    def words(self, prompt: int) -> list[Word]:
        """Return what the judge said about the answers to a prompt, in the order in which it was asked."""
        return [
            Word(case, self.answers[at].text, verdict(self.answers[at], self.scale))
            for at, case in enumerate(self.trial.cases)
            if case.prompt == prompt and at in self.answers
        ]


@dataclass(frozen=True)
class Told:
    """A judging with its figures: marks by column, or preferences by pair of columns."""

    judgement: Judgement
    marks: Mapping[int, Marks]
    preferences: Mapping[tuple[int, int], Preference]

    @property
    def unread(self) -> int:
        """Return how many verdicts could not be read."""
        marked = sum(each.unread for each in self.marks.values())
        return marked + sum(each.unread for each in self.preferences.values())


async def told(project: Project, test: int) -> tuple[Told, ...]:
    """Return what judges have said of a test (its number), the newest first; empty for a test that is gone."""
    return await asyncio.to_thread(_told, project, test)


def _figured(one: Judgement) -> Told:
    """Return a judging with its figures."""
    return Told(
        one,
        {column: marks(one.trial, one.answers, column) for column in one.columns},
        {pair: preference(one.trial, one.answers, *pair) for pair in one.pairs},
    )


def read_told(connection: "Connection", test: int) -> tuple[Told, ...]:
    """Return what `told` does; called in a thread."""
    found = []
    asked = batches.get(connection, test)
    for number in judgements.of_test(connection, asked.mark) if asked is not None else ():
        batch, trial = batches.get(connection, number), judgements.get(connection, number)
        if batch is not None and trial is not None:
            answers = {cell.prompt: answer for cell, answer in batches.outcomes(connection, number)}
            found.append(Judgement(number, batch.made, batch.columns[0].voice, trial, answers))
    return tuple(_figured(one) for one in found)


def _told(project: Project, test: int) -> tuple[Told, ...]:
    with project.reading() as connection:
        return read_told(connection, test)

"""Letting a model judge the answers of a test: written down before it is asked, gone on with where it broke off."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial

from desktop_app.core import judging
from desktop_app.core.batch import Batch, Column, Kind, Prompt, Setting, Voice
from desktop_app.core.examining import stop_of
from desktop_app.core.judging import USUAL_LETTERS, Rubric, Scale, Trial
from desktop_app.core.problem import Problem
from desktop_app.store import batches, judgements
from desktop_app.store.project import Project
from desktop_app.work.ask_batch import Heard, Manner, ask
from desktop_app.work.asking_cost import Outlay, weigh
from desktop_app.work.keep_batch import Opened, new_mark, take_up
from desktop_app.work.project import written
from desktop_app.work.sites import Sites


@dataclass(frozen=True, slots=True)
class Wish:
    """Who judges the answers of a test (its number) by what; `sides` are the test's columns that are judged.

    A side is a column with None to be marked, or two columns to be compared, in either order.
    """

    test: int
    voice: Voice
    rubric: Rubric
    sides: tuple[tuple[int, int | None], ...]

    @property
    def column(self) -> Column:
        """Return how the judge is asked."""
        return Column(self.voice, Setting(judging.sampling()))


def sides_of(scale: Scale, columns: int, pair: tuple[int, int] | None = None) -> tuple[tuple[int, int | None], ...]:
    """Return what is judged of a test of so many models: each by itself, a pair, or the first with each other one."""
    if scale is not Scale.PAIR:
        return tuple((column, None) for column in range(columns))
    return (pair,) if pair is not None else tuple((0, column) for column in range(1, columns))


def questions(project: Project, wish: Wish) -> list[Prompt]:
    """Return what the judge will be asked; called in a thread.

    Raise Problem("judge_no_answers"), Problem("judge_no_rubric") or Problem("test_gone").
    """
    return _planned(project, wish)[1]


def likely(project: Project, wish: Wish) -> list[Prompt]:
    """Return `questions` with answers as long as judges give them, to reckon what they take."""
    return [replace(prompt, expected="x" * USUAL_LETTERS) for prompt in questions(project, wish)]


async def outlay(project: Project, sites: Sites, wish: Wish) -> Outlay:
    """Return what the judging takes, if the judge says as much as judges do; raise what `questions` raises."""
    asked = await asyncio.to_thread(likely, project, wish)
    return await weigh(sites, asked, (wish.column,), 1, project)


async def begin(project: Project, wish: Wish) -> int:
    """Write the judging down and return its number; one that was begun in just this way is gone on with instead.

    Raise what `questions` raises.
    """
    trial, prompts = await asyncio.to_thread(_planned, project, wish)
    known = await asyncio.to_thread(_known, project, wish, trial)
    if known is not None:
        return known
    batch = Batch(new_mark(), Kind.JUDGE, wish.voice.model, time.time(), tuple(prompts), (wish.column,))
    return await written(project.write(partial(judgements.add, batch=batch, trial=trial)))


async def go_on(
    project: Project, sites: Sites, number: int, manner: Manner | None = None
) -> AsyncGenerator[Opened | Heard, None]:
    """Yield the judging as it is kept, then ask what has no answer yet and yield what comes; Problem("judge_gone").

    Leaving the iteration pauses it. Nothing that was answered is asked again.
    """
    kept = await take_up(project, sites, number)
    if kept is None or kept.batch.kind is not Kind.JUDGE:
        raise Problem("judge_gone")
    left = await kept.left()
    yield Opened(number, kept.batch, len(left))
    async with aclosing(ask(sites, kept.batch, left, kept, manner)) as heard:
        async for item in heard:
            yield item


def _planned(project: Project, wish: Wish) -> tuple[Trial, list[Prompt]]:
    if not wish.rubric.words.strip():
        raise Problem("judge_no_rubric")
    with project.reading() as connection:
        test = batches.get(connection, wish.test)
        if test is None or test.kind is not Kind.TEST:
            raise Problem("test_gone")
        told = sorted(batches.outcomes(connection, wish.test))
    texts = {(cell.prompt, cell.column): answer.text for cell, answer in told}  # the newest answer of each counts
    trial = judging.trial(test.mark, wish.rubric, texts, wish.sides)
    if not trial.cases:
        raise Problem("judge_no_answers")
    stops = {column: stop_of(test, column) for column in {case.first for case in trial.cases}}
    return trial, [_asked(test, trial.rubric, texts, case, stops[case.first]) for case in trial.cases]


def _asked(test: Batch, rubric: Rubric, texts: dict[tuple[int, int], str], case: judging.Case, stop: str) -> Prompt:
    prompt = test.prompts[case.prompt]
    shown: Sequence[int] = (case.first,) if case.second is None else (case.first, case.second)
    said = [texts[case.prompt, column] for column in shown]
    return Prompt(judging.question(rubric, prompt, said, stop), row=prompt.row)


def _known(project: Project, wish: Wish, trial: Trial) -> int | None:
    """Return the judging of the same answers by the same judge and rubric, if there is one."""
    with project.reading() as connection:
        for number in judgements.of_test(connection, trial.test):
            batch = batches.get(connection, number)
            if batch is not None and batch.columns == (wish.column,) and judgements.get(connection, number) == trial:
                return number
    return None

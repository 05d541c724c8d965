"""A successor for a model that is or will be switched off: train the same data, compare, and say how it does."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from desktop_app.core.answer import Sampling
from desktop_app.core.ballots import tally
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice, request
from desktop_app.core.example import Part
from desktop_app.core.job import HERE, STARTER, Job, Plan
from desktop_app.core.problem import Problem
from desktop_app.core.succession import MARGIN, Liked, Succession, Verdict, judged, liked, together
from desktop_app.core.votes import Votes
from desktop_app.providers.endings import Ending, ending
from desktop_app.store import batches, examples, jobs, recorded, votes
from desktop_app.store.project import Project
from desktop_app.work import test_figures, test_run
from desktop_app.work.habits import habits
from desktop_app.work.plan_run import name_for
from desktop_app.work.sites import Sites
from desktop_app.work.test_run import RECORDED
from desktop_app.work.voices import voice


@dataclass(frozen=True, slots=True)
class Old:
    """A model to take over from. `answers` of it are recorded in the project; `ending` is when it is switched off.

    `job` made it, where the project knows it; `voice` is its place, RECORDED where only its answers are left.
    """

    voice: Voice
    answers: int = 0
    ending: Ending | None = None
    job: Job | None = None

    @property
    def recorded(self) -> Voice:
        """Return the voice of its recorded answers."""
        return Voice(RECORDED, self.voice.model)


@dataclass(frozen=True, slots=True)
class Rows:
    """What two models can be compared on: `held` rows were kept from training, the old one has answered `answered`."""

    part: Part | None
    held: int
    answered: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one page says of a successor: the verdict, what the rows and the votes say, and what they were.

    `alike` is the share of rows on which both said the same. `seen` tells that the rows were learnt from.
    """

    number: int
    old: Voice
    new: Voice
    verdict: Verdict
    rows: Succession | None
    votes: Liked | None
    alike: float | None = None
    seen: bool = False
    unanswered: int = 0


async def olds(project: Project, sites: Sites, today: date) -> list[Old]:
    """Return the models of a project to take over from: those that end first, then those with recorded answers."""
    return await asyncio.to_thread(_olds, project, sites, today)


async def rows_for(project: Project, old: Old) -> Rows:
    """Return on which rows a successor can be compared with the old model."""
    return await asyncio.to_thread(_rows_for, project, old)


def plan_for(project: Project, old: Old) -> Plan:
    """Return the plan that trains the same data on this computer, with what the old training decided about passes.

    What only its provider understands (its learning rate, its kind of training) is left automatic.
    """
    if old.job is None:
        return Plan(STARTER, suffix=name_for(project.name))
    with project.reading() as connection:
        before = jobs.plan(connection, old.job.id)
    suffix = (before.suffix or old.job.title or name_for(project.name))[:18]
    return Plan(
        STARTER,
        epochs=before.epochs,
        seed=before.seed or 42,
        suffix=suffix,
        connection=HERE,
        method=before.method,
        validation=before.validation,
    )


async def begin(project: Project, old: Old, new: Voice, most: int | None, *, ask_old: bool, seed: int = 0) -> int:
    """Write the comparison down as a test of the two; return its number.

    The old one is asked once more only with `ask_old`; else its recorded answers take part, and only rows that it has
    answered are asked. Raise Problem("succession.no_answers") where there is none such.
    """
    setting = test_run.setting_for(await habits(project))
    voices = (old.voice if ask_old else old.recorded, new)
    columns = [Column(each, setting) for each in voices]

    read = partial(prompts, project, old, most, ask_old=ask_old, seed=seed)
    return await test_run.begin(project, read, columns)


def prompts(project: Project, old: Old, most: int | None, *, ask_old: bool, seed: int = 0) -> list[Prompt]:
    """Return the rows to compare on; reads the project, so not for the window's thread. See `begin`."""
    held = test_run.rows(project, _part(project))
    if not ask_old:
        held = _answered(project, old, held)
        if not held:
            raise Problem("succession.no_answers", model=old.voice.model)
    return test_run.drawn(held, most, seed)


async def judge(project: Project, number: int, margin: float = MARGIN) -> Judgement:
    """Return what a comparison says as far as it is answered; raise Problem("test_gone")."""
    told = await test_figures.report(project, number)
    if len(told.batch.columns) < 2:
        raise Problem("test_gone")
    found = await test_figures.compare(told, 0, 1)
    rows = None
    if found is not None:
        old, new = told.figures[0], told.figures[1]
        both = sorted(old.marks.keys() & new.marks.keys())
        shares = [sum(f.marks[at].right for at in both) / len(both) for f in (old, new)]
        near = [sum(f.marks[at].chrf for at in both) / len(both) for f in (old, new)]
        rows = judged(found, shares[0], shares[1], margin, (near[0], near[1]))
    given = await asyncio.to_thread(_votes, project, number)
    people = liked(given) if given.total else None
    seen = await asyncio.to_thread(_seen, project, told.batch.prompts)
    voices = [column.voice for column in told.batch.columns[:2]]
    missing = len(told.batch.prompts) - (rows.rows if rows is not None else 0)
    verdict = together(rows, people)
    return Judgement(number, voices[0], voices[1], verdict, rows, people, _alike(told), seen, missing)


async def newest(project: Project, old: Old, new: Voice) -> int | None:
    """Return the number of the newest comparison of just these two; None where there is none."""
    return await asyncio.to_thread(_newest, project, old, new)


def _olds(project: Project, sites: Sites, today: date) -> list[Old]:
    with project.reading() as connection:
        known = jobs.all_jobs(connection)
        answers = dict(recorded.models(connection))
    made = {job.tuned_model: job for job in known if job.tuned_model}
    found = []
    for model in dict.fromkeys((*made, *answers)):
        job = made.get(model)
        site = sites.site(job.provider) if job is not None else None
        ends = ending(model, site.profile) if site is not None else None
        off = ends is not None and ends.day <= today
        alive = site is not None and not off
        where = voice(site, model) if alive and site is not None else Voice(RECORDED, model)
        if ends is not None or answers.get(model):
            found.append(Old(where, answers.get(model, 0), ends, job))
    return sorted(found, key=lambda old: (old.ending is None, old.ending.day if old.ending else today, -old.answers))


def _part(project: Project) -> Part | None:
    """Return the rows to compare on: held back ones, and where there are none those that were learnt from."""
    with project.reading() as connection:
        counts = examples.counts(connection)
    return None if counts.get(Part.TEST) or counts.get(Part.VALIDATION) else Part.TRAINING


def _rows_for(project: Project, old: Old) -> Rows:
    part = _part(project)
    try:
        held = test_run.rows(project, part)
    except Problem:
        return Rows(part, 0, 0)
    return Rows(part, len(held), len(_answered(project, old, held)))


def _answered(project: Project, old: Old, held: Sequence[Prompt]) -> list[Prompt]:
    """Return the rows of which the old model's answers are kept."""
    with project.reading() as connection:
        said = {key for key, _ in recorded.of_model(connection, old.voice.model)}
    return [prompt for prompt in held if any(key in said for key in _keys(prompt))]


def _keys(prompt: Prompt) -> Iterator[str]:
    """Yield under which keys an answer to a question may be kept: it may have been asked in either way."""
    for chat, completions in ((True, True), (True, False), (False, True)):
        column = Column(Voice(RECORDED, "", chat, completions), Setting(Sampling()))
        yield recorded.key(request(Batch("", Kind.TEST, "", 0.0, (prompt,), (column,)), Cell(0, 0)).question)


def _votes(project: Project, number: int) -> Votes:
    with project.reading() as connection:
        return tally(votes.of_batch(connection, number), 1, 0)


def _seen(project: Project, prompts: Sequence[Prompt]) -> bool:
    with project.reading() as connection:
        training = set(examples.ids(connection, Part.TRAINING))
    return any(prompt.row in training for prompt in prompts)


def _alike(told: test_figures.Report) -> float | None:
    both = [
        (told.newest[at, 0].text.strip(), told.newest[at, 1].text.strip())
        for at in range(len(told.batch.prompts))
        if (at, 0) in told.newest and (at, 1) in told.newest
    ]
    return sum(one == other for one, other in both) / len(both) if both else None


def _newest(project: Project, old: Old, new: Voice) -> int | None:
    with project.reading() as connection:
        for line in batches.listed(connection, (Kind.TEST,)):
            batch = batches.get(connection, line.id)
            names = [column.voice.model for column in batch.columns] if batch is not None else []
            if names == [old.voice.model, new.model]:
                return line.id
    return None

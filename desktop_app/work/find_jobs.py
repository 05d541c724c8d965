"""Trainings of the account that the project does not know: found at the provider, and taken up like one's own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING

from desktop_app.core.job import Job, Plan
from desktop_app.core.problem import Problem
from desktop_app.core.run_record import RUN_KEY
from desktop_app.providers import jobs
from desktop_app.providers.client import Provider
from desktop_app.store import jobs as kept_jobs
from desktop_app.store import runs, story
from desktop_app.store.project import Project
from desktop_app.work.bookkeeping import Books, note_training
from desktop_app.work.hearing import Hearing, JobGone, NotKept
from desktop_app.work.project import written

if TYPE_CHECKING:
    from sqlite3 import Connection

_OF_THE_PLAN = ("n_epochs", "batch_size", "learning_rate_multiplier")


async def found(project: Project, provider: Provider) -> AsyncIterator[Job]:
    """Yield the account's trainings that the project does not hold, the newest first."""
    known = await asyncio.to_thread(_known, project)
    async for job, _ in jobs.all_jobs(provider):
        if job.id not in known:
            known.add(job.id)
            yield job


async def take_up(project: Project, provider: Provider, job: Job, books: Books | None = None) -> Job:
    """Put a training of the account into the project, with all that is told of it; returns it as it stands.

    One that is over is entered into the `books` of its place, in the month in which it ended; one that is not is
    followed from here on like one's own. What breaks off, raised as its Problem, leaves the job in the project, and
    `watch` (or another take_up) goes on where it was.
    """
    job, record = await jobs.look_up(provider, job.id)
    mark = str((record.get("metadata") or {}).get(RUN_KEY) or "")
    await written(project.write(lambda connection: _add(connection, job, mark)))
    hearing = await Hearing.begin(project, job)
    try:
        async for _ in hearing.ask(provider):
            pass  # all of it is kept already
        if hearing.ended is None:
            return hearing.job
        with suppress(Problem):  # a ledger that cannot be written does not keep the training away
            await note_training(books, hearing.ended)
        return (await hearing.settle()).job
    except (JobGone, NotKept) as fault:
        raise fault.problem from fault


def plan_of(job: Job) -> Plan:
    """Return the plan that would make such a training again, as far as its provider tells."""
    numbers = {name: value for name, value in job.settings.items() if isinstance(value, int | float)}
    rate = numbers.get("learning_rate_multiplier")
    return Plan(
        base_model=job.base_model,
        epochs=job.epochs or None,
        batch_size=job.batch_size or None,
        learning_rate_multiplier=None if rate is None else float(rate),
        seed=job.seed or 0,
        suffix=job.title,
        connection=job.provider,
        method=job.method,
        more={name: float(value) for name, value in numbers.items() if name not in _OF_THE_PLAN},
        validation=bool(job.validation_file),
    )


def _known(project: Project) -> set[str]:
    with project.reading() as connection:
        return {job.id for job in kept_jobs.all_jobs(connection)}


def _add(connection: "Connection", job: Job, mark: str) -> None:
    """Add the job unless it is there, and say that it has to be asked about still."""
    if job.id not in {kept.id for kept in kept_jobs.all_jobs(connection)}:
        kept_jobs.add(connection, job, plan_of(job))
        story.listen(connection, job.id)
    if mark:
        runs.join(connection, mark, job.id)

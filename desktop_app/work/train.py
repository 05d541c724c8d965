"""Starting a training exactly once, and steering it.

A run is written into the project before anything is sent, and joined with its job when the provider made one. What was
broken off in between, by a fault or by the end of the program, is found in `unfinished` and goes on with `go_on`.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from desktop_app.core.job import Job, Plan
from desktop_app.core.problem import Problem
from desktop_app.core.run_record import Phase, RunRecord, Sending
from desktop_app.providers import files, jobs
from desktop_app.providers.client import Provider
from desktop_app.store import jobs as kept_jobs
from desktop_app.store import runs
from desktop_app.store.project import Project
from desktop_app.work.hearing import renewed
from desktop_app.work.outgoing import Outgoing, sent_rows
from desktop_app.work.plan_run import files_of, record_of, spool
from desktop_app.work.project import claimed, written
from desktop_app.work.sending import Manner
from desktop_app.work.starting import Way, driven

if TYPE_CHECKING:
    from sqlite3 import Connection


async def start(
    project: Project, provider: Provider, plan: Plan, manner: Manner | None = None
) -> AsyncGenerator[Sending | Job]:
    """Send the project's rows to the provider and start the job; yield how far it is, at last the Job.

    A training of the same plan and rows that was broken off is gone on with; one that is being started at this moment
    is Problem("train.starting"). Leaving early leaves an unfinished run.
    """

    def release(connection: "Connection", _: object = None) -> None:
        runs.release_plan(connection, provider.id, plan)

    await claimed(project, lambda c: runs.claim_plan(c, provider.id, plan), release)
    try:
        yield Sending(Phase.WRITING)
        async with spool() as folder:
            made: Outgoing | None = None
            async with aclosing(files_of(project, provider, plan, folder)) as items:
                async for item in items:
                    if isinstance(item, Outgoing):
                        made = item
                    else:
                        yield item
            if made is None:
                raise TypeError("the writing ended without a word")
            async with aclosing(_begun(project, provider, plan, made, manner or Manner())) as steps:
                async for step in steps:
                    yield step
    finally:
        with suppress(Problem):  # with a project that was closed its claims have ended
            await written(project.write(release))


async def _begun(
    project: Project, provider: Provider, plan: Plan, made: Outgoing, manner: Manner
) -> AsyncGenerator[Sending | Job]:
    """Write the run down and bring it to its job."""
    record = await asyncio.to_thread(record_of, project, provider, plan, made)
    begun = await claimed(
        project,
        lambda c: runs.begin(c, record, sent_rows(made.rows)),
        lambda c, run: runs.release(c, run.mark),
    )
    way = Way(project, provider, begun, manner, made, old=begun.mark != record.mark)
    async with aclosing(driven(way)) as steps:
        async for step in steps:
            yield step


async def go_on(
    project: Project, provider: Provider, record: RunRecord, manner: Manner | None = None
) -> AsyncGenerator[Sending | Job]:
    """Go on with a training that was broken off; yield as `start` does. A job that was made already is taken up.

    Raise Problem("train.rows_changed") where a file has to be written again and the rows are others by now.
    """
    await claimed(project, lambda c: runs.claim(c, record.mark), lambda c, _: runs.release(c, record.mark))
    way = Way(project, provider, record, manner or Manner(), None, old=True)
    async with aclosing(driven(way)) as steps:
        async for step in steps:
            yield step


def unfinished(project: Project) -> list[RunRecord]:
    """Return the trainings that were about to begin, the oldest first; those under way now are among them."""
    with project.reading() as connection:
        return runs.unfinished(connection)


async def forget(project: Project, record: RunRecord) -> None:
    """Give up a training that was broken off; Problem("train.starting") for one that is under way.

    A job that was made unnoticed stays at its provider, where it is found like any other of the account.
    """

    def give_up(connection: "Connection") -> None:
        runs.claim(connection, record.mark)
        runs.forget(connection, record.mark)
        runs.release(connection, record.mark)

    await written(project.write(give_up))


async def cancel(project: Project, provider: Provider, job: Job) -> Job:
    """End a job for good."""
    return await _remember(project, await jobs.cancel(provider, job.id))


async def pause(project: Project, provider: Provider, job: Job) -> Job:
    """Halt a job."""
    return await _remember(project, await jobs.pause(provider, job.id))


async def resume(project: Project, provider: Provider, job: Job) -> Job:
    """Let a halted job go on, or one that was stopped by a problem which is mended now (`Job.resumable`)."""
    return await _remember(project, await jobs.resume(provider, job.id))


async def look(_project: Project, provider: Provider, job: Job) -> Job:
    """Return how a job stands now; whoever follows it keeps that."""
    return renewed(job, await jobs.retrieve(provider, job.id))


async def result_file(provider: Provider, job: Job) -> bytes:
    """Return the job's results.csv; empty while there is none."""
    return await files.content(provider, job.result_files[0]) if job.result_files else b""


async def _remember(project: Project, job: Job) -> Job:
    await written(project.write(lambda c: kept_jobs.update(c, job)))
    return job

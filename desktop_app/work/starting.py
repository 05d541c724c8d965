"""From a run that is written down to its job: the files sent, the job made once, both joined in the project."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop_app.core.example import Part
from desktop_app.core.job import Job
from desktop_app.core.problem import Problem
from desktop_app.core.run_record import Phase, RunRecord, Sending
from desktop_app.providers import job_creation
from desktop_app.providers.client import Provider
from desktop_app.store import runs
from desktop_app.store.project import Project
from desktop_app.work import sending
from desktop_app.work.outgoing import Outgoing
from desktop_app.work.patience import may_pass
from desktop_app.work.plan_run import files_of, spool
from desktop_app.work.project import written
from desktop_app.work.sending import Manner

_LOOKS = 3
_REFUSALS = frozenset(
    {
        "engine_extra_missing",
        "provider_disk_full",
        "provider_forbids",
        "provider_key_refused",
        "provider_money",
        "provider_no_such_model",
        "provider_not_found",
        "provider_refuses",
        "question_too_long",
        "too_few_examples",
        "train.file_refused",
    }
)
"""What a provider says that surely made no job; such a run is not gone on with, but planned anew."""
_BUSY = "provider_busy"


@dataclass(frozen=True, slots=True)
class Way:
    """What is needed on the way to one job; `old` tells that a job may have been made by an earlier try."""

    project: Project
    provider: Provider
    record: RunRecord
    manner: Manner
    made: Outgoing | None
    old: bool


async def driven(way: Way) -> AsyncGenerator[Sending | Job]:
    """Bring a run that is claimed to its job; the claim is given back at the end, whatever it is."""
    project, mark = way.project, way.record.mark
    try:
        job = await _made(way) if way.old else None
        try:
            ids: dict[Part, str] = {}
            if job is None:
                async with aclosing(_sent(way, ids)) as steps:
                    async for step in steps:
                        yield step
                yield Sending(Phase.CREATING, mark=mark)
                job = await _created(way, ids)
        except Problem as problem:
            if problem.key in _REFUSALS:
                await written(project.write(lambda c: runs.forget(c, mark)))
            raise
        finished = job
        await written(project.write(lambda c: runs.finish(c, mark, finished)))
        yield job
    finally:
        with suppress(Problem):  # with a project that was closed its claims have ended
            await written(project.write(lambda c: runs.release(c, mark)))


async def _sent(way: Way, ids: dict[Part, str]) -> AsyncGenerator[Sending]:
    """Bring every file to the provider and put its id there into `ids`."""
    record, before = way.record, 0
    async with spool() as folder:
        made = way.made
        for file in record.files:
            found = await way.manner.patience.keep_trying(partial(sending.there, way.project, way.provider, file))
            if not found:
                if made is None:
                    made = await _written_again(way, folder)
                path = made.path(file)
                if path is None:
                    raise Problem("train.rows_changed")
                async with aclosing(sending.send(way.project, way.provider, file, path, way.manner)) as steps:
                    async for step in steps:
                        if isinstance(step, str):
                            found = step
                        else:
                            yield Sending(Phase.SENDING, before + step, record.bytes, record.mark)
            before += file.bytes
            yield Sending(Phase.SENDING, before, record.bytes, record.mark)
            ids[file.part] = found
        for file in record.files:
            await sending.ready(way.project, way.provider, file, ids[file.part], way.manner)


async def _written_again(way: Way, folder: Path) -> Outgoing:
    async with aclosing(files_of(way.project, way.provider, way.record.plan, folder)) as items:
        async for item in items:
            if isinstance(item, Outgoing):
                return item
    raise TypeError("the writing ended without a word")


async def _created(way: Way, ids: dict[Part, str]) -> Job:
    """Make the job; after a fault that does not tell whether it was made, the provider's list is asked.

    Raise Problem("train.unsure") where the list does not tell either: nothing is sent twice before somebody looks.
    """
    both = (ids[Part.TRAINING], ids.get(Part.VALIDATION))
    patience = way.manner.patience
    for tried in range(1, patience.tries + 1):
        try:
            return await job_creation.create(way.provider, way.record.plan, both, way.record.mark)
        except Problem as problem:
            if not may_pass(problem) or (problem.key == _BUSY and tried == patience.tries):
                raise
            await patience.rest(problem, tried)
            if problem.key == _BUSY:
                continue  # it was refused, so nothing was made
            fault = problem
        break
    job = await _found(way, both[0])
    if job is None:
        raise Problem("train.unsure", details=fault.details, provider=way.provider.title) from fault
    return job


async def _found(way: Way, training: str) -> Job | None:
    """Look for the job several times, because lists may lag; None where there is none, and where nobody answers."""
    for tried in range(1, _LOOKS + 1):
        try:
            job = await job_creation.made(way.provider, way.record, training, await _others(way))
        except Problem as problem:
            if not may_pass(problem):
                return None
            job = None
        if job is not None:
            return job
        await way.manner.patience.sleep(way.manner.patience.first * tried)
    return None


async def _made(way: Way) -> Job | None:
    """Return the job that an earlier try made; None if it made none."""
    training = way.record.file(Part.TRAINING)
    kept = await sending.sent_before(way.project, way.provider, training) if training else ""
    if not kept and not job_creation.marks(way.provider):
        return None  # a job is asked for only after its file's id was written down
    others = await _others(way)
    return await way.manner.patience.keep_trying(lambda: job_creation.made(way.provider, way.record, kept, others))


async def _others(way: Way) -> frozenset[str]:
    def joined() -> frozenset[str]:
        with way.project.reading() as connection:
            return frozenset(runs.joined_jobs(connection))

    return await asyncio.to_thread(joined)

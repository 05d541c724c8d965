"""Training jobs at a provider."""

from collections.abc import AsyncIterator
from contextlib import aclosing

from desktop_app.core.job import Job
from desktop_app.providers.client import Provider, in_words
from desktop_app.providers.job_reply import Record, job_of
from desktop_app.providers.listing import each

_PAGE = 100


async def retrieve(provider: Provider, job_id: str) -> Job:
    """Return the job as it stands now."""
    with in_words(provider.title):
        return job_of(provider, await provider.client.fine_tuning.jobs.retrieve(job_id))


async def look_up(provider: Provider, job_id: str) -> tuple[Job, Record]:
    """Return a job with its record as the provider wrote it."""
    with in_words(provider.title):
        found = await provider.client.fine_tuning.jobs.retrieve(job_id)
        return job_of(provider, found), found.to_dict(warnings=False)


async def all_jobs(provider: Provider) -> AsyncIterator[tuple[Job, Record]]:
    """Yield every job of the account, the newest first, each with its record as the provider wrote it."""
    with in_words(provider.title):
        async with aclosing(each(provider.client.fine_tuning.jobs.list(limit=_PAGE))) as found:
            async for job in found:
                yield job_of(provider, job), job.to_dict(warnings=False)


async def cancel(provider: Provider, job_id: str) -> Job:
    """End the job for good."""
    with in_words(provider.title):
        return job_of(provider, await provider.client.fine_tuning.jobs.cancel(job_id))


async def pause(provider: Provider, job_id: str) -> Job:
    """Halt the job; `resume` goes on from where it was."""
    with in_words(provider.title):
        return job_of(provider, await provider.client.fine_tuning.jobs.pause(job_id))


async def resume(provider: Provider, job_id: str) -> Job:
    """Let a halted job go on, or one that was stopped by a problem which is mended now (`Job.resumable`)."""
    with in_words(provider.title):
        return job_of(provider, await provider.client.fine_tuning.jobs.resume(job_id))

"""Making a training at a provider, once: and finding one again of which nobody knows whether it was made."""

from contextlib import aclosing
from typing import TYPE_CHECKING

from desktop_app.core.job import Job, Plan
from desktop_app.core.run_record import RUN_KEY, RunRecord
from desktop_app.providers.client import Provider, in_words
from desktop_app.providers.job_reply import job_of
from desktop_app.providers.job_request import request_of, suffix_of
from desktop_app.providers.listing import each

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_PAGE = 100
_SKEW_SECONDS = 600.0
"""So far the provider's clock may be behind ours."""


async def create(provider: Provider, plan: Plan, files: tuple[str, str | None], mark: str = "") -> Job:
    """Start a training at the provider and return its job; `files` are the ids of its training and validation file.

    The request is never sent again by itself: after a reset nobody knows whether the job was made (see `made`).
    """
    request = request_of(provider.profile, plan, files, mark)
    with in_words(provider.title):
        made = await _once(provider).fine_tuning.jobs.create(**request)
        return job_of(provider, made)


def marks(provider: Provider) -> bool:
    """Tell whether the provider keeps the run's mark with the job."""
    return provider.profile is not None and provider.profile.supports.metadata


async def made(provider: Provider, record: RunRecord, training_file: str, others: frozenset[str]) -> Job | None:
    """Return the job that a run made; None if there is none. `others` are the ids of jobs that other runs made.

    It bears the run's mark where the provider keeps metadata. Elsewhere it is the job of the same file, model and
    suffix that was created after the run was planned and that no other run made.
    """
    if marks(provider):
        return await _marked(provider, record.mark)
    with in_words(provider.title):
        async with aclosing(each(_once(provider).fine_tuning.jobs.list(limit=_PAGE))) as jobs:
            async for found in jobs:
                if found.created_at < record.planned - _SKEW_SECONDS:
                    return None
                job = job_of(provider, found)
                if job.id not in others and job.training_file == training_file and _fits(provider, record.plan, job):
                    return job
    return None


def _fits(provider: Provider, plan: Plan, job: Job) -> bool:
    """Tell whether a job may be that of a plan, by what providers tell as it was asked.

    Hyperparameters are not among it: a provider may change them, and a job that is not found would be made twice.
    """
    suffix = suffix_of(provider.profile, plan)
    named = not job.title or not suffix or job.title == suffix
    return named and job.base_model.startswith(plan.base_model)


async def _marked(provider: Provider, mark: str) -> Job | None:
    asking = _once(provider).fine_tuning.jobs.list(limit=_PAGE, metadata={RUN_KEY: mark})
    with in_words(provider.title):
        async with aclosing(each(asking)) as jobs:
            async for found in jobs:
                if (found.metadata or {}).get(RUN_KEY) == mark:  # a provider may pass over the question
                    return job_of(provider, found)
    return None


def _once(provider: Provider) -> "AsyncOpenAI":
    """Return a client that does not try again by itself: when to ask again is for whoever asks to say."""
    return provider.client.with_options(max_retries=0)

"""Training jobs at a provider."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from desktop_app.core import metrics
from desktop_app.core.job import Job, JobEvent, JobStatus, Plan
from desktop_app.core.metrics import MetricPoint
from desktop_app.providers.client import Provider, in_words

if TYPE_CHECKING:
    from openai.types.fine_tuning import FineTuningJob, FineTuningJobEvent

_PAGE = 100
Record = dict[str, Any]
"""A provider's own JSON object, as it came."""


async def create(provider: Provider, plan: Plan, training_file: str, validation_file: str | None) -> Job:
    """Start a training at the provider and return its job."""
    wanted = {
        "n_epochs": plan.epochs,
        "batch_size": plan.batch_size,
        "learning_rate_multiplier": plan.learning_rate_multiplier,
    }
    hyperparameters: Any = {name: "auto" if value is None else value for name, value in wanted.items()}
    extra: dict[str, Any] = {"suffix": plan.suffix} if plan.suffix else {}
    if validation_file:
        extra["validation_file"] = validation_file
    if provider.profile is None or provider.profile.create_style != "hyperparameters":
        extra["method"] = {"type": "supervised", "supervised": {"hyperparameters": hyperparameters}}
    else:
        extra["hyperparameters"] = hyperparameters
    with in_words(provider.title):
        made = await provider.client.fine_tuning.jobs.create(
            model=plan.base_model,
            training_file=training_file,
            seed=plan.seed,
            **extra,
        )
        return _job(provider, made)


async def retrieve(provider: Provider, job_id: str) -> Job:
    """Return the job as it stands now."""
    with in_words(provider.title):
        return _job(provider, await provider.client.fine_tuning.jobs.retrieve(job_id))


async def all_jobs(provider: Provider) -> AsyncIterator[tuple[Job, Record]]:
    """Yield every job of the account, the newest first, each with its record as the provider wrote it."""
    with in_words(provider.title):
        async for found in provider.client.fine_tuning.jobs.list(limit=_PAGE):
            yield _job(provider, found), found.to_dict()


async def story(provider: Provider, job_id: str) -> tuple[list[JobEvent], list[MetricPoint]]:
    """Return all events of a job and all points they carry, the oldest first."""
    return await news(provider, job_id, set())


async def checkpoints(provider: Provider, job_id: str) -> list[Record]:
    """Return the records of the checkpoints the provider still keeps, the oldest first."""
    with in_words(provider.title):
        pages = provider.client.fine_tuning.jobs.checkpoints.list(job_id, limit=_PAGE)
        found = [checkpoint.to_dict() async for checkpoint in pages]
    return found[::-1]


async def cancel(provider: Provider, job_id: str) -> Job:
    """End the job for good."""
    with in_words(provider.title):
        return _job(provider, await provider.client.fine_tuning.jobs.cancel(job_id))


async def pause(provider: Provider, job_id: str) -> Job:
    """Halt the job; `resume` goes on from where it was."""
    with in_words(provider.title):
        return _job(provider, await provider.client.fine_tuning.jobs.pause(job_id))


async def resume(provider: Provider, job_id: str) -> Job:
    """Let a halted job go on."""
    with in_words(provider.title):
        return _job(provider, await provider.client.fine_tuning.jobs.resume(job_id))


async def news(provider: Provider, job_id: str, known: set[str]) -> tuple[list[JobEvent], list[MetricPoint]]:
    """Return the events and metric points that are not yet `known` (ids), oldest first, and add them to `known`.

    Providers list the newest first and cannot list forwards, so pages are read until one holds a known event.
    """
    fresh: list[FineTuningJobEvent] = []
    with in_words(provider.title):
        page = await provider.client.fine_tuning.jobs.list_events(job_id, limit=_PAGE)
        while True:
            new = [event for event in page.data if event.id not in known]
            fresh.extend(new)
            if len(new) < len(page.data) or not page.has_next_page():
                break
            page = await page.get_next_page()
        fresh.reverse()
        events = [JobEvent(e.id, float(e.created_at), e.level, e.message) for e in fresh if e.type != "metrics"]
        points = [p for e in fresh if isinstance(e.data, dict) and (p := metrics.from_event(e.data)) is not None]
    known.update(event.id for event in fresh)
    return events, points


def _job(provider: Provider, wire: "FineTuningJob") -> Job:
    extra = wire.model_extra or {}
    paused = bool(extra.get("paused")) or str(wire.status) == "paused"
    known = str(wire.status) in set(JobStatus)
    status = JobStatus.PAUSED if paused else JobStatus(wire.status) if known else JobStatus.UNKNOWN
    used = wire.hyperparameters
    return Job(
        id=wire.id,
        provider=provider.id,
        base_model=wire.model,
        status=status,
        created=float(wire.created_at),
        finished=float(wire.finished_at) if wire.finished_at else None,
        tuned_model=wire.fine_tuned_model,
        epochs=_number(used.n_epochs),
        batch_size=_number(used.batch_size),
        total_steps=_number(extra.get("total_steps")),
        trained_tokens=wire.trained_tokens or 0,
        error=wire.error.message if wire.error and wire.error.message else "",
        result_files=tuple(wire.result_files or ()),
    )


def _number(value: object) -> int:
    """Return a count, 0 for "auto" and for what the provider does not tell."""
    return value if isinstance(value, int) else 0

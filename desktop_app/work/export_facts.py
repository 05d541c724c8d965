"""What a project knows of a model that is exported: its training, its tests and votes, and how it is asked."""

import asyncio
from dataclasses import replace

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Kind
from desktop_app.core.job import HERE, Job
from desktop_app.core.model_card import Known, Trained
from desktop_app.store import batches, jobs, runs
from desktop_app.store.project import Project
from desktop_app.work.proofs import proofs

_CHECKPOINT = ":ckpt-step-"


async def known_of(project: Project | None, model: str) -> Known:
    """Return what is known of a model of this computer; nothing without a project."""
    if project is None:
        return Known()
    proven = await proofs(project, model)
    trained = await asyncio.to_thread(_trained, project, model)
    sampling = await asyncio.to_thread(_found, project, model)
    if proven.stop and proven.stop not in sampling.stop:
        sampling = replace(sampling, stop=(*sampling.stop, proven.stop))
    return Known(
        trained,
        [(test.made, test.figures) for test in proven.tests],
        [(voted.other.model, voted.votes) for voted in proven.votes],
        proven.question,
        sampling,
    )


def _trained(project: Project, model: str) -> Trained | None:
    owner = model.partition(_CHECKPOINT)[0]
    with project.reading() as connection:
        job = next((each for each in jobs.all_jobs(connection) if each.here and each.tuned_model == owner), None)
        made = runs.record_of_job(connection, job.id) if job is not None else None
    if job is None:
        return None
    rows = made.rows if made is not None else {}
    files = made.files if made is not None else ()
    return Trained(job.created, rows, made.rows_sha256 if made is not None else "", files, _settings(job))


def _settings(job: Job) -> dict[str, str | float]:
    told: dict[str, str | float] = {"method": job.method.value, "n_epochs": job.epochs, "batch_size": job.batch_size}
    told |= {name: value for name, value in job.settings.items() if name not in told}
    if job.seed is not None:
        told["seed"] = job.seed
    return {name: value for name, value in told.items() if value not in ("", 0)} | _tokens(job)


def _tokens(job: Job) -> dict[str, str | float]:
    return {"trained_tokens": job.trained_tokens} if job.trained_tokens else {}


def _found(project: Project, model: str) -> Sampling:
    """Return the settings with which the model was asked last, those of the data's own length otherwise."""
    with project.reading() as connection:
        for line in batches.listed(connection, (Kind.TALK, Kind.COMPARE, Kind.TEST)):
            batch = batches.get(connection, line.id)
            for column in batch.columns if batch is not None else ():
                if (column.voice.site, column.voice.model) == (HERE, model):
                    return replace(column.setting.sampling, seed=None, logprobs=None)
    return Sampling()

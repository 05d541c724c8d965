"""Deleting a tuned model, and with it what was uploaded for it if that is wished and nothing else needs it."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.problem import Problem
from desktop_app.core.remote_file import RemoteFile
from desktop_app.core.rescue import RemoteJob
from desktop_app.providers import files, jobs, models
from desktop_app.providers.client import Provider

_GONE = "provider_not_found"


@dataclass(frozen=True, slots=True)
class Belongings:
    """What was uploaded for a model alone and still lies there; `shared` more files are needed by other trainings."""

    files: tuple[RemoteFile, ...] = ()
    shared: int = 0

    @property
    def bytes(self) -> int:
        """Return how long the files are together, in bytes."""
        return sum(file.length for file in self.files)


async def belongings(provider: Provider, model_id: str) -> Belongings:
    """Return which files were uploaded for a model. A checkpoint has none of its own.

    A file is shared while another training that uses it goes on, or has left a model that can still be asked.
    """
    known = [RemoteJob(*pair) async for pair in jobs.all_jobs(provider)]
    own = next((job for job in known if job.job.tuned_model == model_id), None)
    if own is None:
        return Belongings()
    there = {model.id for model in await models.list_models(provider)}
    others = [job for job in known if job is not own and (not job.job.status.ended or job.job.tuned_model in there)]
    needed = {name for job in others for name in _uploaded(job)}
    alone = [name for name in _uploaded(own) if name not in needed]
    found = [file for name in alone if (file := await _still_there(provider, name)) is not None]
    return Belongings(tuple(found), len(_uploaded(own)) - len(alone))


async def delete(provider: Provider, model_id: str, belongings: Sequence[RemoteFile] = ()) -> None:
    """Delete a model, then the files that go with it; the model is gone even if a file could not be deleted.

    Raise Problem("files_left_behind") for files that are still there, whatever the reason.
    """
    await models.delete(provider, model_id)
    left, details = [], []
    for file in belongings:
        try:
            await files.delete(provider, file.id)
        except Problem as problem:
            if problem.key != _GONE:
                left.append(file.name)
                details.append(f"{file.id}: {problem.details or problem.key}")
    if left:
        raise Problem("files_left_behind", details="\n".join(details), provider=provider.title, names=", ".join(left))


def _uploaded(job: RemoteJob) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (job.training_file, job.validation_file) if name))


async def _still_there(provider: Provider, file_id: str) -> RemoteFile | None:
    try:
        return await files.info(provider, file_id)
    except Problem as problem:
        if problem.key == _GONE:
            return None
        raise

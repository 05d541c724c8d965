"""The models of this computer: base models in folders, and tuned models and checkpoints in the jobs' folders."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.engine.disk import discard
from desktop_app.engine.jobs import Job, JobBook
from desktop_app.engine.model_folder import EMBEDDER, TEXT
from desktop_app.engine.model_shelf import Folders
from desktop_app.engine.settings import Settings
from desktop_app.engine.wire import WireError, no_such_model, refused

_CHECKPOINT = re.compile(r"(?P<job>ft:.+):ckpt-step-(?P<step>\d+)\Z")


@dataclass(frozen=True, slots=True)
class Model:
    """A model that can answer: its id, its base, and its adapter where it is a tuned one."""

    id: str
    created: int
    base: str
    folder: Path
    adapter: Path | None = None
    kind: str = TEXT

    @property
    def answers(self) -> bool:
        """Whether it answers; the others turn texts into vectors."""
        return self.kind != EMBEDDER

    def as_object(self) -> dict[str, Any]:
        """Return the model as it stands on the wire."""
        owner = "tunedesk" if self.adapter is None else "local"
        return {"id": self.id, "object": "model", "created": self.created, "owned_by": owner}


class ModelShelf:
    """All models, found by looking: there is no index that could disagree with the folders."""

    def __init__(self, settings: Settings, book: JobBook) -> None:
        self._book = book
        self.folders = Folders(settings)

    def bases(self) -> list[Model]:
        """Return the installed base models that may be used."""
        return [Model(each.id, each.created, each.id, each.folder, kind=each.kind) for each in self.folders.usable()]

    def tuned(self) -> list[Model]:
        """Return the tuned models and checkpoints whose base model is still here, oldest first."""
        bases = {model.id: model.folder for model in self.bases()}
        found = []
        for job in self._book.all():
            folder = bases.get(job.request["model"])
            if folder is not None:
                found += _of_job(job, folder)
        return found

    def all(self) -> list[Model]:
        """Return every model that can answer."""
        return [*self.bases(), *self.tuned()]

    def get(self, name: str) -> Model:
        """Return a model; raises the 404, and the 400 for one that may not be used."""
        for model in self.all():
            if model.id == name:
                return model
        reason = self.folders.refused().get(name)
        raise no_such_model(name) if reason is None else WireError(400, reason, "model_refused", "model")

    def base(self, name: str) -> Model:
        """Return an installed base model to train; raises WireError in words."""
        model = self.get(name)
        if model.adapter is not None:
            raise no_such_model(name)
        if not model.answers:
            raise refused("This model makes embeddings and cannot be trained. Choose another model.", "model")
        return model

    def needs(self, name: str) -> str | None:
        """Return the id of a job that has not ended and is made from this base model, if there is one."""
        jobs = (job for job in self._book.all() if not job.is_final and job.request["model"] == name)
        return next((job.id for job in jobs), None)

    def delete(self, name: str) -> Path:
        """Remove a tuned model's adapter and return where it was; again is no error.

        Raises the 404, 400 for a base model, 409 in use.
        """
        folder = self.folder_of(name)
        put_away(folder)
        return folder

    def folder_of(self, name: str) -> Path:
        """Return where a tuned model's adapter lies, or lay; raises the 404, and 400 for a base model."""
        if any(model.id == name for model in self.bases()):
            raise refused("This is a base model. Only tuned models can be deleted here.", "model")
        job = self._job_of(name)
        if job is None:
            raise no_such_model(name)
        found = _CHECKPOINT.match(name)
        return job.folder.adapter if found is None else job.folder.checkpoints / f"checkpoint-{found['step']}"

    def _job_of(self, name: str) -> Job | None:
        found = _CHECKPOINT.match(name)
        owner = found["job"] if found else name
        for job in self._book.all():
            if job.model_name != owner:
                continue
            if found is None:
                return job if job.status == "succeeded" else None
            known = {int(data["step"]) for data in job.metrics()}
            return job if job.is_final and int(found["step"]) in known else None
        return None


def put_away(folder: Path) -> None:
    """Remove a model's folder; raises the 409 where it is in use."""
    try:
        discard(folder)
    except PermissionError as error:
        said = "This model is being used. Try again in a few minutes."
        raise WireError(409, said, "model_in_use", "model") from error


def _of_job(job: Job, folder: Path) -> list[Model]:
    base = str(job.request["model"])
    found = [
        Model(f"{job.model_name}:ckpt-step-{kept.step}", int(kept.mark["created_at"]), base, folder, kept.folder)
        for kept in job.folder.complete_checkpoints()
        if kept.is_listed
    ]
    if job.status == "succeeded" and job.folder.adapter.is_dir():
        found.append(Model(job.model_name, int(job.state["finished_at"]), base, folder, job.folder.adapter))
    return found

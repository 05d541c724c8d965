"""The models of this computer: base models in folders, and tuned models and checkpoints in the jobs' folders."""

import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.engine.jobs import Job, JobBook
from desktop_app.engine.model_folder import is_model
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

    def as_object(self) -> dict[str, Any]:
        """Return the model as it stands on the wire."""
        owner = "tunedesk" if self.adapter is None else "local"
        return {"id": self.id, "object": "model", "created": self.created, "owned_by": owner}


class ModelShelf:
    """All models, found by looking: there is no index that could disagree with the folders."""

    def __init__(self, settings: Settings, book: JobBook) -> None:
        self._settings = settings
        self._book = book
        settings.models.mkdir(parents=True, exist_ok=True)

    def bases(self) -> list[Model]:
        """Return the installed base models."""
        inside = [path for path in self._settings.models.iterdir() if not path.name.endswith(".part")]
        folders = [*sorted(inside), *self._settings.extra_models]
        found = {path.name: path for path in folders if is_model(path)}
        return [Model(name, int(path.stat().st_mtime), name, path.resolve()) for name, path in found.items()]

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
        """Return a model; raises the 404."""
        for model in self.all():
            if model.id == name:
                return model
        raise no_such_model(name)

    def base(self, name: str) -> Model:
        """Return an installed base model to train; raises WireError in words."""
        if name.startswith("ft:"):
            raise refused("Going on from a tuned model is not possible yet. Choose its base model.", "model")
        for model in self.bases():
            if model.id == name:
                return model
        raise no_such_model(name)

    def delete(self, name: str) -> None:
        """Remove a tuned model's adapter; again is no error. Raises the 404, 400 for a base model, 409 in use."""
        if any(model.id == name for model in self.bases()):
            raise refused("This is a base model. Only tuned models can be deleted here.", "model")
        job = self._job_of(name)
        if job is None:
            raise no_such_model(name)
        found = _CHECKPOINT.match(name)
        if found is None:
            _discard(job.folder.adapter)
        else:
            _discard(job.folder.checkpoints / f"checkpoint-{found['step']}")

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


def _discard(folder: Path) -> None:
    """Remove a folder: it loses its name in one step, so that half of it is never taken for a model."""
    if not folder.exists():
        return
    gone = folder.with_name(f".deleted-{secrets.token_hex(4)}")
    try:
        folder.rename(gone)
    except PermissionError as error:  # Windows, while the model answers
        raise WireError(
            409, "This model is being used. Try again in a few minutes.", "model_in_use", "model"
        ) from error
    shutil.rmtree(gone, ignore_errors=True)


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

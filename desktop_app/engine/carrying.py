"""Carrying trained models to another computer: which files make one, and taking in those that come from elsewhere.

What comes from elsewhere is not trusted: only files of known names and kinds are taken, and nothing that could hold a
program; where the base model lies is decided here, not by what was carried.
"""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.core.pack import ARRIVING
from desktop_app.engine.disk import read_json, sha256, write_json
from desktop_app.engine.folder import ADAPTER, COMPLETE, JobFolder
from desktop_app.engine.jobs import FINAL, Job, JobBook
from desktop_app.engine.model_folder import ModelRefusedError, check_safetensors, inspect, is_model
from desktop_app.engine.model_shelf import SOURCE, folder_name
from desktop_app.engine.models import ModelShelf
from desktop_app.engine.settings import Settings
from desktop_app.engine.views import job_object
from desktop_app.engine.wire import refused

_JOB = re.compile(r"ftjob-[A-Za-z0-9]{1,64}\Z")
_NAME = re.compile(r"ft:[^:\x00-\x1f]{1,200}:local:[^:\x00-\x1f]{0,64}:[\w.-]{1,64}\Z")
_STEP = re.compile(r"checkpoint-\d{1,12}\Z")
_STORY = ("job.json", "state.json", "events.jsonl")
_MODEL_FILES = re.compile(
    r"(config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab|SOURCE"
    r"|model\.safetensors\.index)\.json\Z|merges\.txt\Z|tokenizer\.model\Z|chat_template\.(jinja|json)\Z"
    r"|model(-\d{5}-of-\d{5})?\.safetensors\Z|(LICENSE|LICENCE|NOTICE|USE_POLICY)(\.md|\.txt)?\Z"
)
_NOT_A_JOB = "What was carried holds a training that is not one ({name}). Nothing of it was taken in."
_NOT_A_MODEL = "What was carried holds a model that cannot be used ({name}). {words}"


@dataclass(frozen=True, slots=True)
class Carried:
    """One file to be carried: where it lies, and its name in what is carried."""

    path: Path
    name: str

    def as_object(self) -> dict[str, Any]:
        """Return the file as it stands on the wire."""
        return {"path": str(self.path), "name": self.name, "bytes": self.path.stat().st_size}


class Carrying:
    """Gives away and takes in trainings with their models."""

    def __init__(self, settings: Settings, book: JobBook, models: ModelShelf) -> None:
        self._settings = settings
        self._book = book
        self._models = models

    def leaving(self, jobs: list[str], *, bases: bool) -> dict[str, Any]:
        """Return the files of these trainings that are over, and those of their base models where these are wanted.

        `models` names what can be asked afterwards, `missing` the jobs that are not here, `running` those not over.
        """
        known = {job.id: job for job in self._book.all()}
        here = [known[name] for name in jobs if name in known]
        over = [job for job in here if job.is_final]
        files = [file for job in over for file in _files_of(job)]
        wanted = sorted({str(job.request["model"]) for job in over})
        lying = {model.id: model.folder for model in self._models.bases()}
        if bases:
            files += [file for name in wanted if name in lying for file in _files_of_base(lying[name], name)]
        ids = {job.model_name for job in over}
        return {
            "object": "local.carrying",
            "files": [file.as_object() for file in files],
            "models": [model.id for model in self._models.tuned() if model.id.partition(":ckpt-")[0] in ids],
            "bases": wanted,
            "missing": [name for name in jobs if name not in known],
            "running": [job.id for job in here if not job.is_final],
        }

    def arrived(self, folder: str) -> dict[str, Any]:
        """Take in what was laid down in a folder of this name in the data folder; raises WireError in words.

        Everything is looked at before anything is taken; what is here already stays as it is. The folder is gone then.
        """
        place = self._settings.data / folder
        if not re.fullmatch(rf"{ARRIVING}[0-9a-f]{{8,32}}", folder) or not place.is_dir() or place.is_symlink():
            raise refused("There is nothing of that name to be taken in.", "folder")
        try:
            jobs = [_looked_at(path) for path in sorted((place / "jobs").glob("*"))]
            bases = [_model_looked_at(path) for path in sorted((place / "models").glob("*"))]
            taken = [name for path, name in bases if self._take_model(path, name)]
            new = [path.name for path in jobs if self._take_job(path)]
        finally:
            shutil.rmtree(place, ignore_errors=True)
        lying = {model.id for model in self._models.bases()}
        wanted = {str(self._book.get(path.name).request["model"]) for path in jobs}
        return {
            "object": "local.arrived",
            "jobs": new,
            "bases": taken,
            "bases_missing": sorted(wanted - lying),
            "bases_other": sorted(name for name in wanted & lying if not self._same_base(name, jobs)),
        }

    def _take_job(self, path: Path) -> bool:
        target = self._settings.jobs / path.name
        if target.exists() or self._settings.data.joinpath("jobs", path.name).is_symlink():
            return False
        request = read_json(path / "job.json") or {}
        base = next((model.folder for model in self._models.bases() if model.id == request["model"]), None)
        # Where it lay on the other computer says nothing here, and must not be read from.
        request["base_folder"] = str(base or self._settings.models / folder_name(str(request["model"])))
        write_json(path / "job.json", request)
        state = {**(read_json(path / "state.json") or {}), "handle": None, "paused": False}
        if state.get("error"):
            state["error"] = {**state["error"], "code": "carried"}  # what it could go on with has stayed behind
        write_json(path / "state.json", state)
        path.rename(target)
        self._book.take(target)
        return True

    def _take_model(self, path: Path, name: str) -> bool:
        if any(model.id == name for model in self._models.bases()):
            return False
        target = self._settings.models / path.name
        if target.exists():
            return False
        path.rename(target)
        return True

    def _same_base(self, name: str, jobs: list[Path]) -> bool:
        """Tell whether the base model here is the one that the trainings were made from, as far as they tell."""
        folder = next(model.folder for model in self._models.bases() if model.id == name)
        told = [self._book.get(path.name).request for path in jobs]
        sums = [dict(one.get("sha256", {}).get("base", {})) for one in told if one["model"] == name]
        known = {file: sha256(folder / file) for file in {f for one in sums for f in one} if (folder / file).is_file()}
        return all(known.get(file) == total for one in sums for file, total in one.items())


def _files_of(job: Job) -> Iterator[Carried]:
    """Yield what the story, the curve and the models of a training are made of: no rows, no recovery points."""
    folder, home = job.folder, f"jobs/{job.id}"
    for path in (*(folder.path / name for name in _STORY), folder.results):
        if path.is_file():
            yield Carried(path, f"{home}/{path.relative_to(folder.path).as_posix()}")
    places = [(folder.adapter, ADAPTER)] if folder.adapter.is_dir() else []
    kept = [(each.folder, (*ADAPTER, COMPLETE)) for each in folder.complete_checkpoints() if each.is_listed]
    for place, names in (*places, *kept):
        for name in names:
            if (place / name).is_file():
                yield Carried(place / name, f"{home}/{(place / name).relative_to(folder.path).as_posix()}")


def _files_of_base(folder: Path, name: str) -> Iterator[Carried]:
    home = f"models/{folder_name(name)}"
    for path in sorted(folder.iterdir()):
        if path.is_file() and _MODEL_FILES.match(path.name):
            yield Carried(path, f"{home}/{path.name}")


def _looked_at(path: Path) -> Path:
    """Return the folder of a carried training that may be taken in; raises WireError."""
    request, state = read_json(path / "job.json") or {}, read_json(path / "state.json") or {}
    fits = _JOB.match(path.name) and request.get("id") == path.name and state.get("status") in FINAL
    fits = fits and isinstance(request.get("model"), str) and _NAME.match(str(request.get("model_name")))
    fits = fits and type(request.get("order")) is int and isinstance(request.get("training_file"), str)
    if not fits or not all(_may_come(path, file) for file in path.rglob("*")) or not _can_be_told(path):
        raise refused(_NOT_A_JOB.format(name=path.name[:80]), "folder", "carried_job_refused")
    return path


def _can_be_told(path: Path) -> bool:
    """Tell whether everything is there that is said of a training and of its models."""
    job = Job(JobFolder(path), read_json(path / "job.json") or {}, read_json(path / "state.json") or {})
    try:
        job_object(job)
        all(job.reader.events())
        marks = [kept.mark for kept in job.folder.complete_checkpoints()]
        int(job.state["finished_at"])
        for file in path.rglob(ADAPTER[1]):
            check_safetensors(file)
        return all(type(mark.get("created_at")) is int and mark.get("kind") == "epoch" for mark in marks)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, ModelRefusedError):
        return False


def _may_come(job: Path, file: Path) -> bool:
    parts = file.relative_to(job).parts
    if file.is_symlink():
        return False
    if file.is_dir():
        return parts[0] in ("result", "checkpoints")
    if (len(parts) == 1 and parts[0] in _STORY) or parts == ("result", "results.csv"):
        return True
    inside = parts[:2] == ("result", "adapter") or (parts[0] == "checkpoints" and bool(_STEP.match(parts[1])))
    if not inside or len(parts) != 3 or parts[2] not in (*ADAPTER, COMPLETE):
        return False
    return parts[2] != ADAPTER[0] or _is_plain(file)


def _is_plain(config: Path) -> bool:
    """Tell whether an adapter is one of the kind that is made here, which names no program to be loaded."""
    found = read_json(config) or {}
    return found.get("peft_type") == "LORA" and not found.get("auto_mapping") and not found.get("megatron_config")


def _model_looked_at(path: Path) -> tuple[Path, str]:
    """Return the folder of a carried base model with its name; raises WireError."""
    known = all(file.is_file() and not file.is_symlink() and _MODEL_FILES.match(file.name) for file in path.iterdir())
    if not known or not is_model(path):
        raise refused(_NOT_A_MODEL.format(name=path.name[:80], words=""), "folder", "carried_model_refused")
    try:
        inspect(path)
    except (ModelRefusedError, json.JSONDecodeError, RecursionError) as error:
        said = _NOT_A_MODEL.format(name=path.name[:80], words=error)
        raise refused(said, "folder", "carried_model_refused") from error
    return path, str((read_json(path / SOURCE) or {}).get("id") or path.name)

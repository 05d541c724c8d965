"""From a request to a queued job: read strictly, copy the data, check every line, resolve every 'auto'."""

import asyncio
import importlib.metadata
import secrets
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from desktop_app.engine.classes import check, texts_of
from desktop_app.engine.classification import WISHES, Wish, read_wish
from desktop_app.engine.disk import read_json, sha256
from desktop_app.engine.files import FileShelf
from desktop_app.engine.hyperparameters import PREFERENCE, SUPERVISED, read_method, read_request, resolve
from desktop_app.engine.jobs import Job, JobBook
from desktop_app.engine.models import Model, ModelShelf
from desktop_app.engine.settings import Settings
from desktop_app.engine.training_data import FileFacts, TrainingFileError, check_file, rows
from desktop_app.engine.wire import WireError, new_id, now, refused
from desktop_app.engine.workers import HEAVY

_KNOWN = frozenset(
    {
        "model",
        "training_file",
        "validation_file",
        "suffix",
        "seed",
        "metadata",
        "method",
        "hyperparameters",
        "integrations",
        *WISHES,
    }
)
_NOT_READABLE = (
    "What the training needs could not be read or written on this computer ({reason}). Nothing else is damaged. "
    "Look after the disk and start again."
)
_OTHER_METHOD = {
    SUPERVISED: (
        "The file holds pairs of answers, and the method 'supervised' learns from one answer. Choose the method 'dpo', "
        "or a file of chats or of prompts with completions."
    ),
    PREFERENCE: (
        "The method 'dpo' learns from pairs of answers, and the file holds none. Choose the method 'supervised', or a "
        "file whose lines have 'input', 'preferred_output' and 'non_preferred_output'."
    ),
}
_LARGEST_SEED = 2_147_483_647


class Registrar:
    """Takes in new jobs."""

    def __init__(self, settings: Settings, book: JobBook, files: FileShelf, models: ModelShelf) -> None:
        self._settings = settings
        self._book = book
        self._files = files
        self._models = models

    def create(self, body: Mapping[str, Any]) -> Job:
        """Return a new job in the state 'validating_files'; raises WireError for what can be seen at once."""
        for name, value in body.items():
            if name not in _KNOWN and value is not None:
                raise refused(f"The local engine does not know the parameter '{name}'.", name, "unknown_parameter")
        if body.get("integrations"):
            raise refused("The local engine sends nothing to other services. Leave out 'integrations'.", "integrations")
        model = self._model(_text(body, "model"))
        training = self._file(_text(body, "training_file"), "training_file")
        kept = body.get("validation_file")
        validation = None if kept is None else self._file(_text(body, "validation_file"), "validation_file")
        suffix = _suffix(body.get("suffix"))
        request = {
            "id": new_id("ftjob-"),
            "created": now(),
            "order": time.time_ns(),
            "model": model.base,
            "base_folder": str(model.folder),
            "begins_with": model.id,
            "model_name": f"ft:{model.base}:local:{suffix}:{date.today().isoformat()}-{secrets.token_hex(3)}",
            "suffix": suffix or None,
            "training_file": body["training_file"],
            "validation_file": kept,
            **_wishes(body, model.adapter),
            "request": dict(body),
            "settings": {
                "threads": self._settings.threads,
                "recovery_steps": self._settings.recovery_steps,
                "recovery_seconds": self._settings.recovery_seconds,
            },
        }
        return self._book.add(request, training, validation, model.adapter)

    async def validate(self, job: Job) -> None:
        """Check the job's files and queue it, or end it with the error."""
        try:
            await self._validate(job)
        except TrainingFileError as error:
            if not job.is_final:
                job.fail(error.code, str(error), "training_file")
        except OSError as error:
            # Without an end the job would wait, and keep the engine waiting, for ever.
            if not job.is_final:
                job.fail("not_readable", _NOT_READABLE.format(reason=error.strerror or error))

    async def _validate(self, job: Job) -> None:
        both = f" and validation file: {job.request['validation_file']}" if job.request["validation_file"] else ""
        job.say(f"Created fine-tuning job: {job.id}")
        job.say(f"Validating training file: {job.request['training_file']}{both}")
        facts = await asyncio.to_thread(check_file, job.folder.training)
        await asyncio.to_thread(_check_validation, job, facts)
        await asyncio.to_thread(_check_classes, job)
        facts_kept = await asyncio.to_thread(_provenance, job)
        settings = resolve(job.request["asked"], facts.examples, job.method)
        job.settle(hyperparameters=settings.as_dict(), **facts_kept)
        if job.is_final:
            return
        job.say("Files validated, moving job to queued state")
        job.update(status="queued")

    def _model(self, name: str) -> Model:
        return self._models.get(name) if name.startswith("ft:") else self._models.base(name)

    def _file(self, name: str, param: str) -> Path:
        meta = self._files.find(name)
        if meta is None:
            raise WireError(400, f"There is no file {name} here. Send the file again.", "file_not_found", param)
        if meta["purpose"] != "fine-tune":
            raise refused(f"The file {name} was not sent for training (its purpose is '{meta['purpose']}').", param)
        return self._files.data(name)


def _wishes(body: Mapping[str, Any], adapter: Path | None) -> dict[str, Any]:
    """Return how a job is to be trained and measured; raises WireError by name."""
    method, wish, asked = read_method(body), read_wish(body), read_request(body)
    if wish is not None and method == PREFERENCE:
        raise refused("Pairs of answers have no classes. Leave out 'compute_classification_metrics'.", WISHES[0])
    if adapter is not None:
        asked |= _size_of(adapter, asked)
    return {
        "seed": _seed(body.get("seed")),
        "metadata": _metadata(body.get("metadata")),
        "method": method,
        "asked": asked,
        "classification": None if wish is None else wish.as_dict(),
    }


def _size_of(adapter: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return rank and scale of a tuned model, which stay what they are when it is trained on; raises WireError."""
    made = read_json(adapter / "adapter_config.json") or {}
    size = {"lora_r": made.get("r"), "lora_alpha": made.get("lora_alpha")}
    for name, value in size.items():
        if asked.get(name, value) != value:
            said = f"The tuned model was made with '{name}' {value}, which cannot be changed when it is trained on."
            raise refused(said, f"hyperparameters.{name}")
    return size


def _check_validation(job: Job, training: FileFacts) -> None:
    if (training.shape == "preference") != (job.method == PREFERENCE):
        raise TrainingFileError("invalid_training_file", _OTHER_METHOD[job.method])
    if not job.folder.validation.exists():
        return
    try:
        facts = check_file(job.folder.validation, fewest=1)
    except TrainingFileError as error:
        raise TrainingFileError(error.code, f"In the validation file: {error}") from error
    if facts.shape != training.shape:
        raise TrainingFileError(
            "invalid_training_file",
            "The training file and the validation file have different forms. Use the same form for both.",
        )


def _check_classes(job: Job) -> None:
    wish = job.request["classification"]
    if wish is not None:
        check(texts_of(row for _, row in rows(job.folder.training)), Wish.from_dict(wish))


def _provenance(job: Job) -> dict[str, Any]:
    base = Path(job.request["base_folder"])
    weights = sorted(base.glob("*.safetensors"))
    return {
        "versions": {name: importlib.metadata.version(name) for name in HEAVY},
        "sha256": {
            "training": sha256(job.folder.training),
            "base": {path.name: sha256(path) for path in weights},
            "start": {path.name: sha256(path) for path in sorted(job.folder.start.glob("*"))},
        },
    }


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise refused(f"'{name}' is missing or is not text.", name, "missing_required_parameter")
    return value


def _suffix(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or not 1 <= len(value) <= 64 or ":" in value:
        raise refused("'suffix' must be text of 1 to 64 characters without a colon.", "suffix")
    return value


def _seed(value: object) -> int:
    if value is None:
        return secrets.randbelow(_LARGEST_SEED)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST_SEED:
        raise refused(f"'seed' must be a whole number from 0 to {_LARGEST_SEED}.", "seed")
    return value


def _metadata(value: object) -> dict[str, str] | None:
    if value is None:
        return None
    pairs = value if isinstance(value, dict) else {}
    short = all(isinstance(held, str) and len(name) <= 64 and len(held) <= 512 for name, held in pairs.items())
    if not isinstance(value, dict) or len(pairs) > 16 or not short:
        raise refused(
            "'metadata' takes at most 16 pairs of text, names up to 64 and values up to 512 characters.", "metadata"
        )
    return dict(pairs)

"""A provider's record of a training as the house's Job: one reading for the words and places of every dialect."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desktop_app.core.job import Job, JobStatus
from desktop_app.core.target import Method
from desktop_app.providers.client import Provider

if TYPE_CHECKING:
    from openai.types.fine_tuning import FineTuningJob

Record = dict[str, Any]
"""A provider's own JSON object, as it came."""


def job_of(provider: Provider, wire: "FineTuningJob") -> Job:
    """Return the job; for use inside `in_words`, as a reply may be anything."""
    record: Record = wire.to_dict(warnings=False)
    method = record.get("method") or {}
    settings = _settings(record, method)
    error = record.get("error") or {}
    return Job(
        id=str(record["id"]),
        provider=provider.id,
        base_model=str(record["model"]),
        status=_status(provider, record),
        created=float(record["created_at"]),
        finished=float(record["finished_at"]) if record.get("finished_at") else None,
        tuned_model=record.get("fine_tuned_model"),
        epochs=_count(settings.get("n_epochs")),
        batch_size=_count(settings.get("batch_size")),
        total_steps=_count(record.get("total_steps")),
        trained_tokens=_count(record.get("trained_tokens")),
        error=str(error.get("message") or ""),
        result_files=tuple(_file(found) for found in record.get("result_files") or ()),
        method=_method(method),
        seed=record["seed"] if isinstance(record.get("seed"), int) else None,
        settings=settings,
        estimated_finish=_moment(record.get("estimated_finish")),
        training_file=str(record.get("training_file") or ""),
        validation_file=str(record.get("validation_file") or ""),
        title=_title(record),
        resumable=record.get("resumable") is True,
    )


def _status(provider: Provider, record: Mapping[str, Any]) -> JobStatus:
    """Return our word for the provider's; some tell of a halt beside the word."""
    word = str(record.get("status"))
    known = provider.profile.statuses.get(word, word) if provider.profile is not None else word
    if record.get("paused") or known == "paused":
        return JobStatus.PAUSED
    return JobStatus(known) if known in set(JobStatus) else JobStatus.UNKNOWN


def _settings(record: Mapping[str, Any], method: Mapping[str, Any]) -> dict[str, float | str]:
    """Return the hyperparameters from both places in which they stand, numbers and words alone."""
    inner = method.get(str(method.get("type"))) or {}
    told = {**(record.get("hyperparameters") or {}), **(inner.get("hyperparameters") or {})}
    return {name: value for name, value in told.items() if isinstance(value, int | float | str)}


def _method(method: Mapping[str, Any]) -> Method:
    word = method.get("type")
    return Method(word) if word in set(Method) else Method.SUPERVISED


def _title(record: Mapping[str, Any]) -> str:
    """Return the suffix that was asked for, or the one that the model's name bears."""
    parts = str(record.get("fine_tuned_model") or "").split(":")
    return str(record.get("user_provided_suffix") or record.get("suffix") or (parts[3] if len(parts) > 3 else ""))


def _file(found: object) -> str:
    return str(found["id"]) if isinstance(found, Mapping) else str(found)


def _count(value: object) -> int:
    """Return a count, 0 for "auto" and for what the provider does not tell."""
    return value if isinstance(value, int) else 0


def _moment(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and value else None

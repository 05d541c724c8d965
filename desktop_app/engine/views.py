"""Jobs, events and checkpoints as they stand on the wire."""

import time
from itertools import islice
from typing import Any

from desktop_app.engine.events import Event
from desktop_app.engine.jobs import Job
from desktop_app.engine.wire import cursor_page

_CHECKPOINT_METRICS = (
    "step",
    "train_loss",
    "train_mean_token_accuracy",
    "valid_loss",
    "valid_mean_token_accuracy",
    "full_valid_loss",
    "full_valid_mean_token_accuracy",
)
_CLASSIC = ("n_epochs", "batch_size", "learning_rate_multiplier")


def job_object(job: Job) -> dict[str, Any]:
    """Return a FineTuningJob; `paused`, `pausing`, `trained_steps` and `total_steps` are our additions."""
    request, state = job.request, job.state
    settings = request.get("hyperparameters") or {name: request["asked"].get(name, "auto") for name in _CLASSIC}
    recent = _recent(job)
    last = recent[-1]["data"] if recent else None
    return {
        "id": job.id,
        "object": "fine_tuning.job",
        "created_at": request["created"],
        "error": state.get("error"),
        "fine_tuned_model": state.get("fine_tuned_model"),
        "finished_at": state.get("finished_at"),
        "hyperparameters": settings,
        "model": request.get("begins_with") or request["model"],
        "organization_id": "local",
        "result_files": state.get("result_files") or [],
        "seed": request["seed"],
        "status": job.status,
        "trained_tokens": state.get("trained_tokens"),
        "training_file": request["training_file"],
        "validation_file": request["validation_file"],
        "estimated_finish": _estimate(job, recent),
        "integrations": [],
        "metadata": request["metadata"],
        "method": {"type": job.method, job.method: {"hyperparameters": settings}},
        "user_provided_suffix": request["suffix"],
        "paused": job.is_paused,
        "resumable": job.can_go_on,
        "pausing": bool(state.get("pause_requested")) and not job.is_final,
        "trained_steps": last["step"] if last else 0,
        # A training that stopped early has no more steps than it made.
        "total_steps": last["step" if job.status == "succeeded" else "total_steps"] if last else None,
    }


def event_page(job: Job, after: str | None, limit: int) -> dict[str, Any]:
    """Return one page of the job's events, newest first."""
    names = ("id", "created_at", "level", "message", "type", "data")
    page = cursor_page(job.reader.events()[::-1], after, limit)
    page["data"] = [{"object": "fine_tuning.job.event", **{n: event[n] for n in names}} for event in page["data"]]
    return page


def checkpoint_objects(job: Job) -> list[dict[str, Any]]:
    """Return the job's served checkpoints, newest first."""
    found = []
    for kept in job.folder.complete_checkpoints():
        if kept.is_listed:
            metrics = {name: kept.mark["metrics"].get(name) for name in _CHECKPOINT_METRICS}
            found.append(
                {
                    "id": f"ftckpt_{job.id.removeprefix('ftjob-')}_{kept.step}",
                    "object": "fine_tuning.job.checkpoint",
                    "created_at": kept.mark["created_at"],
                    "fine_tuned_model_checkpoint": f"{job.model_name}:ckpt-step-{kept.step}",
                    "fine_tuning_job_id": job.id,
                    "metrics": metrics,
                    "step_number": kept.step,
                }
            )
    return found[::-1]


def _recent(job: Job) -> list[Event]:
    """Return the last steps that were trained, at most twenty, the oldest first; of a long job nothing else is read."""
    trained = (event for event in reversed(job.reader.events()) if "train_loss" in (event["data"] or {}))
    return list(islice(trained, 20))[::-1]


def _estimate(job: Job, recent: list[Event]) -> int | None:
    if job.status != "running" or len(recent) < 3:
        return None
    pace = (recent[-1]["time"] - recent[0]["time"]) / (len(recent) - 1)
    left = recent[-1]["data"]["total_steps"] - recent[-1]["data"]["step"]
    return int(time.time() + pace * left)

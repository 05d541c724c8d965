"""Jobs, events and checkpoints as they stand on the wire."""

import time
from typing import Any

from desktop_app.engine.jobs import Job

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
    steps = [data for data in job.metrics() if "train_loss" in data]
    return {
        "id": job.id,
        "object": "fine_tuning.job",
        "created_at": request["created"],
        "error": state.get("error"),
        "fine_tuned_model": state.get("fine_tuned_model"),
        "finished_at": state.get("finished_at"),
        "hyperparameters": settings,
        "model": request["model"],
        "organization_id": "local",
        "result_files": state.get("result_files") or [],
        "seed": request["seed"],
        "status": job.status,
        "trained_tokens": state.get("trained_tokens"),
        "training_file": request["training_file"],
        "validation_file": request["validation_file"],
        "estimated_finish": _estimate(job, steps),
        "integrations": [],
        "metadata": request["metadata"],
        "method": {"type": "supervised", "supervised": {"hyperparameters": settings}},
        "user_provided_suffix": request["suffix"],
        "paused": job.is_paused,
        "pausing": bool(state.get("pause_requested")) and not job.is_final,
        "trained_steps": steps[-1]["step"] if steps else 0,
        "total_steps": steps[-1]["total_steps"] if steps else None,
    }


def event_objects(job: Job) -> list[dict[str, Any]]:
    """Return the job's events, newest first."""
    names = ("id", "created_at", "level", "message", "type", "data")
    found = [{"object": "fine_tuning.job.event", **{n: event[n] for n in names}} for event in job.reader.events()]
    return found[::-1]


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


def _estimate(job: Job, steps: list[dict[str, Any]]) -> int | None:
    if job.status != "running" or len(steps) < 3:
        return None
    times = [event["time"] for event in job.reader.events() if "train_loss" in (event["data"] or {})][-20:]
    pace = (times[-1] - times[0]) / max(1, len(times) - 1)
    left = steps[-1]["total_steps"] - steps[-1]["step"]
    return int(time.time() + pace * left)

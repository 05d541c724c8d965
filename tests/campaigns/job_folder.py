"""What a campaign reads in the folder of a job, beside the engine that works there."""

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.campaigns.campaign import must

Curve = list[tuple[int, str, float]]
"""Step, name and value of everything measured, in order."""
_NAMES = ("train_loss", "train_mean_token_accuracy", "full_valid_loss", "learning_rate", "elapsed_tokens")


def adapter(job: Path) -> str:
    """Return the hash of the tuned model's weights."""
    return hashlib.sha256((job / "result" / "adapter" / "adapter_model.safetensors").read_bytes()).hexdigest()


def metrics(job: Path) -> list[dict[str, float]]:
    """Return the measured points that are on disk; a line that is being written, or was cut short, is left out."""
    try:
        lines = (job / "events.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    except FileNotFoundError:
        return []
    found = [_data(line) for line in lines]
    return [data for data in found if "step" in data and _NAMES[0] in data]


def _data(line: str) -> dict[str, float]:
    try:
        return json.loads(line).get("data") or {}
    except ValueError:
        return {}


def kept(job: Path) -> int:
    """Return the step of the last complete checkpoint; 0 before the first."""
    return max((int(mark.parent.name.split("-")[1]) for mark in job.glob("checkpoints/*/COMPLETE")), default=0)


def step(job: Path) -> int:
    """Return the last step that is on disk; 0 before the first."""
    return max((int(data["step"]) for data in metrics(job)), default=0)


def curve(job: Path) -> Curve:
    """Return the whole curve."""
    return sorted((int(data["step"]), name, data[name]) for data in metrics(job) for name in _NAMES if name in data)


def worker_of(job: Path) -> psutil.Process | None:
    """Return the living worker that trains in this folder, whoever started it."""
    for process in psutil.process_iter(["cmdline"]):
        line = process.info["cmdline"] or []
        if "desktop_app.engine.train" in line and str(job) in line and process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None


def read(path: Path) -> dict[str, object]:
    """Return the JSON object in a file."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else {}


def until(condition: Callable[[], object], what: str, seconds: float = 120.0) -> None:
    """Wait until a condition holds; raise BrokenError with `what` after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        must(time.monotonic() < end, f"not within {seconds:g} s: {what}")
        time.sleep(0.02)

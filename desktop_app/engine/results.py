"""The table of metrics that a finished job leaves: OpenAI's columns first, then our own."""

from collections.abc import Iterable
from typing import Any

COLUMNS = (
    "step",
    "train_loss",
    "train_accuracy",
    "valid_loss",
    "valid_mean_token_accuracy",
    "train_sequence_accuracy",
    "full_valid_loss",
    "full_valid_mean_token_accuracy",
    "learning_rate",
    "elapsed_tokens",
    "elapsed_examples",
)
_NAMES = {"train_accuracy": "train_mean_token_accuracy"}


def table(events: Iterable[dict[str, Any]]) -> str:
    """Return the text of results.csv, one line a step, from a job's events; unmeasured cells are empty."""
    steps: dict[int, dict[str, Any]] = {}
    for event in events:
        if event.get("type") == "metrics" and event.get("data"):
            data = event["data"]
            steps.setdefault(int(data["step"]), {}).update(data)
    lines = [",".join(COLUMNS)]
    lines += [",".join(_cell(steps[step].get(_NAMES.get(name, name))) for name in COLUMNS) for step in sorted(steps)]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return "" if value is None else str(value)

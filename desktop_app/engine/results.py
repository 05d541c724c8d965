"""The table of metrics that a finished job leaves: the columns of both of OpenAI's dialects, and our own."""

from collections.abc import Iterable
from typing import Any

COLUMNS = (
    "step",
    "train_loss",
    "train_accuracy",
    "valid_loss",
    "valid_mean_token_accuracy",
    "train_sequence_accuracy",
    "valid_sequence_accuracy",
    "full_valid_loss",
    "full_valid_mean_token_accuracy",
    "learning_rate",
    "elapsed_tokens",
    "elapsed_examples",
    "training_loss",
    "training_sequence_accuracy",
    "training_token_accuracy",
    "validation_loss",
    "validation_sequence_accuracy",
    "validation_token_accuracy",
)
_NAMES = {
    "train_accuracy": "train_mean_token_accuracy",
    "training_loss": "train_loss",
    "training_sequence_accuracy": "train_sequence_accuracy",
    "training_token_accuracy": "train_mean_token_accuracy",
    "validation_loss": "valid_loss",
    "validation_sequence_accuracy": "valid_sequence_accuracy",
    "validation_token_accuracy": "valid_mean_token_accuracy",
}
_SHOWN = frozenset({*COLUMNS, *_NAMES.values(), "total_steps", "full_valid_sequence_accuracy"})


def table(events: Iterable[dict[str, Any]]) -> str:
    """Return the text of results.csv, one line a step, from a job's events; unmeasured cells are empty.

    OpenAI's present columns, our own, those of the old API once more under its names, then what else was measured
    (classes, rewards) in the order in which it came.
    """
    steps: dict[int, dict[str, Any]] = {}
    further: dict[str, None] = {}
    for event in events:
        if event.get("type") == "metrics" and event.get("data"):
            data = event["data"]
            steps.setdefault(int(data["step"]), {}).update(data)
            further |= dict.fromkeys(name for name in data if name not in _SHOWN)
    columns = [*COLUMNS, *further]
    lines = [",".join(columns)]
    lines += [",".join(_cell(steps[step].get(_NAMES.get(name, name))) for name in columns) for step in sorted(steps)]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return "" if value is None else str(value)

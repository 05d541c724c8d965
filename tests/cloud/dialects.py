"""How providers of the same wire differ (facts: what each one sends back, and where its curves are)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """One provider's habits."""

    name: str
    results: str = "base64"
    """How the result file comes: base64, plain, or none (metrics stand on the checkpoints)."""
    columns: tuple[str, ...] = ("step", "train_loss", "train_accuracy", "valid_loss", "valid_mean_token_accuracy")
    metrics_events: bool = True
    file_status: str | None = "processed"
    uploads: bool = True
    ranges: bool = True
    """Whether the rest of a file can be fetched alone."""
    pauses: bool = True
    needs_deployment: bool = False
    takes: tuple[str, ...] = ("method", "hyperparameters")
    """Where a new job's hyperparameters may stand."""
    refuses: tuple[str, ...] = ("trainingType", "lora", "packing")
    """What a request for a training may not hold at its top."""
    metadata: bool = False
    """Whether jobs keep what they are given as metadata, and can be asked for by it."""
    odd_statuses: bool = False
    """Whether jobs also pass through words that are not in the protocol's list."""


OPENAI = Dialect("openai", metadata=True)
FOUNDRY = Dialect(
    "foundry",
    results="plain",
    columns=(
        "step",
        "train_loss",
        "train_mean_token_accuracy",
        "valid_loss",
        "valid_mean_token_accuracy",
        "full_valid_loss",
        "full_valid_mean_token_accuracy",
    ),
    uploads=False,
    needs_deployment=True,
    refuses=("metadata", "lora", "packing"),
    odd_statuses=True,
)
NEBIUS = Dialect(
    "nebius",
    results="none",
    metrics_events=False,
    file_status=None,
    uploads=False,
    ranges=False,
    pauses=False,
    needs_deployment=True,
    takes=("hyperparameters",),
    refuses=("metadata", "trainingType", "lora", "packing"),
)
CRUSOE = Dialect(
    "crusoe",
    results="none",
    metrics_events=False,
    pauses=False,
    needs_deployment=True,
    uploads=False,
    refuses=("metadata", "trainingType", "lora", "packing", "seed", "suffix"),
)
DIALECTS = (OPENAI, FOUNDRY, NEBIUS, CRUSOE)

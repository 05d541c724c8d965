"""Losses and accuracies counted exactly, token by token, from TRL's fused head. Heavy: imports torch."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Self

import torch

from desktop_app.engine.untyped import Network, Outputs

BOTH = ("loss", "mean_token_accuracy", "sequence_accuracy")
"""What is told of the validation part under two names, as OpenAI does."""


@dataclass(slots=True)
class Tally:
    """Sums over any number of batches."""

    loss: float = 0.0
    tokens: float = 0
    right: float = 0
    examples: float = 0
    whole: float = 0

    @classmethod
    def of(cls, outputs: Outputs) -> Self:
        """Return the tally of one batch's outputs, which carry log_probs, is_top1 and label_mask."""
        mask = outputs.label_mask.bool()
        right = outputs.is_top1.bool() & mask
        return cls(
            -float(outputs.log_probs.detach().float().sum()),
            int(mask.sum()),
            int(right.sum()),
            int(mask.shape[0]),
            int((right == mask).all(dim=1).sum()),
        )

    def plus(self, other: Self) -> Self:
        """Return the sums of both."""
        return type(self)(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    @property
    def mean_loss(self) -> float:
        """The loss per learnt token, in nats."""
        return self.loss / max(1, self.tokens)

    @property
    def token_accuracy(self) -> float:
        """The share of learnt tokens that the model would have chosen first."""
        return self.right / max(1, self.tokens)

    @property
    def sequence_accuracy(self) -> float:
        """The share of examples of which every learnt token was right."""
        return self.whole / max(1, self.examples)

    def values(self) -> dict[str, float]:
        """Return what is told of the sums, by OpenAI's names without their beginnings."""
        return {
            "loss": self.mean_loss,
            "mean_token_accuracy": self.token_accuracy,
            "sequence_accuracy": self.sequence_accuracy,
        }


def training_values(tally: Tally) -> dict[str, float]:
    """Return what a step's metrics event says of it."""
    return {f"train_{name}": round(value, 6) for name, value in tally.values().items()}


def validation_values(tally: Tally) -> dict[str, float]:
    """Return what a metrics event says of the whole validation part."""
    found = {name: round(value, 6) for name, value in tally.values().items()}
    short = {f"valid_{name}": found[name] for name in BOTH if name in found}
    return short | {f"full_valid_{name}": value for name, value in found.items()}


Collate = Callable[[Sequence[dict[str, Any]]], dict[str, Any]]


def measure(model: Network, rows: Sequence[dict[str, Any]], collate: Collate, batch: int) -> Tally:
    """Return the tally of `model` over all `rows`, without learning anything from them."""
    tally = Tally()
    for outputs in forwards(model, rows, collate, batch):
        tally = tally.plus(Tally.of(outputs))
    return tally


def forwards(model: Network, rows: Sequence[dict[str, Any]], collate: Collate, batch: int) -> Iterator[Outputs]:
    """Yield the outputs of `model` for all `rows`, `batch` at a time, without dropout or gradients."""
    learning = model.training
    model.eval()
    try:
        for start in range(0, len(rows), batch):
            inputs = collate(rows[start : start + batch])
            moved = {name: value.to(model.device) for name, value in inputs.items()}
            with torch.no_grad():
                outputs = model(**moved, use_cache=False, fused_lm_head=True)
            yield outputs
    finally:
        model.train(learning)

"""Losses and accuracies counted exactly, token by token, from TRL's fused head. Heavy: imports torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from desktop_app.engine.untyped import Network, Outputs


@dataclass(slots=True)
class Tally:
    """Sums over any number of batches."""

    loss: float = 0.0
    tokens: int = 0
    right: int = 0
    examples: int = 0
    whole: int = 0

    def add(self, outputs: Outputs) -> None:
        """Count one batch's outputs, which carry log_probs, is_top1 and label_mask."""
        mask = outputs.label_mask.bool()
        right = outputs.is_top1.bool() & mask
        self.loss -= float(outputs.log_probs.detach().float().sum())
        self.tokens += int(mask.sum())
        self.right += int(right.sum())
        self.examples += int(mask.shape[0])
        self.whole += int((right == mask).all(dim=1).sum())

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


Collate = Callable[[Sequence[dict[str, Any]]], dict[str, Any]]


def measure(model: Network, rows: Sequence[dict[str, Any]], collate: Collate, batch: int) -> Tally:
    """Return the tally of `model` over all `rows`, without learning anything from them."""
    tally = Tally()
    learning = model.training
    model.eval()
    with torch.no_grad():
        for start in range(0, len(rows), batch):
            inputs = collate(rows[start : start + batch])
            moved = {name: value.to(model.device) for name, value in inputs.items()}
            tally.add(model(**moved, use_cache=False, fused_lm_head=True))
    model.train(learning)
    return tally

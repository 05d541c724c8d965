"""Learning from pairs of answers (direct preference optimisation, DPO), on token ids that we made ourselves. Heavy.

What the model thought of both answers before it was trained is computed once and kept: it is the same for a base model
and for a tuned one that is trained on, costs nothing in later epochs, and a resumed training reads the same numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import logsigmoid
from trl import SFTTrainer

from desktop_app.engine import together
from desktop_app.engine.disk import read_json, write_json
from desktop_app.engine.measuring import Collate, Tally, forwards
from desktop_app.engine.untyped import Given, Network, Outputs, Tensor

Row = dict[str, Any]
PREFERRED, OTHER = ("preferred_ids", "preferred_labels"), ("other_ids", "other_labels")
REFERENCE = "reference"


@dataclass(slots=True)
class PairTally(Tally):
    """Sums over pairs; `loss` is DPO's, tokens and examples are those of the preferred answers."""

    won: float = 0
    preferred: float = 0.0
    other: float = 0.0
    preferred_reward: float = 0.0
    other_reward: float = 0.0

    @property
    def mean_loss(self) -> float:
        """The loss per pair; 0.693 where the model has not learnt anything yet."""
        return self.loss / max(1, self.examples)

    def values(self) -> dict[str, float]:
        """Return what is told of the sums, without the beginnings of the names.

        A reward is beta times the change of an answer's log-likelihood; logp is that log-likelihood itself.
        """
        pairs = max(1, self.examples)
        return {
            "loss": self.mean_loss,
            "mean_token_accuracy": self.token_accuracy,
            "sequence_accuracy": self.sequence_accuracy,
            "reward_accuracy": self.won / pairs,
            "reward_margin": (self.preferred_reward - self.other_reward) / pairs,
            "preferred_reward": self.preferred_reward / pairs,
            "other_reward": self.other_reward / pairs,
            "preferred_logp": self.preferred / pairs,
            "other_logp": self.other / pairs,
        }


def _pair_tally(outputs: Outputs, reference: Tensor, beta: float) -> tuple[Tensor, PairTally]:
    """Return the losses of a batch's pairs, with their gradients, and its tally.

    outputs: of the preferred answers, then of the others; reference: shape (2, pairs), their log-likelihoods before.
    """
    likelihoods = outputs.log_probs.float().sum(dim=1).view(2, -1)
    rewards = beta * (likelihoods - reference)
    losses = -logsigmoid(rewards[0] - rewards[1])
    mask = outputs.label_mask.bool().chunk(2)[0]
    right = outputs.is_top1.bool().chunk(2)[0] & mask
    said, gained = likelihoods.detach(), rewards.detach()
    return losses, PairTally(
        loss=float(losses.detach().sum()),
        tokens=int(mask.sum()),
        right=int(right.sum()),
        examples=int(mask.shape[0]),
        whole=int((right == mask).all(dim=1).sum()),
        won=int((gained[0] > gained[1]).sum()),
        preferred=float(said[0].sum()),
        other=float(said[1].sum()),
        preferred_reward=float(gained[0].sum()),
        other_reward=float(gained[1].sum()),
    )


class PairTrainer(SFTTrainer):
    """TRL's trainer with DPO's loss; `see` is told of every batch, with the tokens that it had."""

    def __init__(self, beta: float, see: Callable[[PairTally, int], None], **given: Given) -> None:
        super().__init__(**given)
        self._beta = beta
        self._see = see
        # The loss of a part is divided by the pairs of its whole batch, so the trainer leaves it as it is.
        self.model_accepts_loss_kwargs = True

    def get_batch_samples(self, epoch_iterator: Given, num_batches: int, device: Given) -> tuple[list[Row], int]:
        """Return the next parts of a batch, and how many pairs they have together in all processes.

        The last batch of an epoch may have a whole part and a smaller one; each pair in it weighs the same.
        """
        parts, _ = super().get_batch_samples(epoch_iterator, num_batches, device)
        return parts, together.added(sum(int(part[REFERENCE].shape[1]) for part in parts))

    def compute_loss(
        self, model: Network, inputs: Row, return_outputs: bool = False, num_items_in_batch: int | None = None
    ) -> Tensor:
        """Return what this part adds to the mean loss of all pairs of its batch."""
        if return_outputs or num_items_in_batch is None:
            raise NotImplementedError  # only evaluation by the trainer asks so
        reference = inputs.pop(REFERENCE)
        outputs = model(**inputs, use_cache=False, fused_lm_head=True)
        losses, tally = _pair_tally(outputs, reference, self._beta)
        self._see(tally, int(inputs["attention_mask"].sum()))
        # The gradients of several processes are not added up but averaged.
        return losses.sum() / num_items_in_batch * together.count()


@dataclass(frozen=True, slots=True)
class PairCollator:
    """Makes a batch of pairs: the preferred answers with their prompts, then the others, padded to one length."""

    collate: Collate

    def __call__(self, rows: Sequence[Row]) -> dict[str, Tensor]:
        """Return ids, mask and labels, and the reference where the rows have one."""
        sides = [{"input_ids": row[ids], "labels": row[labels]} for ids, labels in (PREFERRED, OTHER) for row in rows]
        batch = self.collate(sides)
        if REFERENCE in rows[0]:
            batch[REFERENCE] = torch.tensor([row[REFERENCE] for row in rows]).T
        return batch


def with_reference(model: Network, rows: list[Row], collate: PairCollator, batch: int, kept: Path) -> list[Row]:
    """Return the rows with their answers' log-likelihoods in `model` as it is now, or as they were kept."""
    found = (read_json(kept) or {}).get("pairs")
    if found is None:
        found = []
        for outputs in forwards(model, rows, collate, batch):
            found += outputs.log_probs.float().sum(dim=1).view(2, -1).T.tolist()
        write_json(kept, {"pairs": found})
    return [{**row, REFERENCE: pair} for row, pair in zip(rows, found, strict=True)]


def measure_pairs(model: Network, rows: Sequence[Row], collate: PairCollator, batch: int, beta: float) -> PairTally:
    """Return the tally of `model` over rows that have their reference, without learning anything from them."""
    tally = PairTally()
    starts = range(0, len(rows), batch)
    plain = [{name: value for name, value in row.items() if name != REFERENCE} for row in rows]
    for start, outputs in zip(starts, forwards(model, plain, collate, batch), strict=True):
        reference = torch.tensor([row[REFERENCE] for row in rows[start : start + batch]]).T
        tally = tally.plus(_pair_tally(outputs, reference.to(model.device), beta)[1])
    return tally

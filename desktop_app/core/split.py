"""Dividing examples into training, validation and test parts."""

import random
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from desktop_app.core.example import Part


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of the data each part gets, as fractions of 1; training gets what the other two leave."""

    validation: float = 0.1
    test: float = 0.1

    def __post_init__(self) -> None:
        if self.validation < 0 or self.test < 0 or self.validation + self.test >= 1:
            raise ValueError(f"shares must leave some rows for training: {self}")


def split(questions: Sequence[Hashable], shares: Shares, seed: int) -> list[Part]:
    """Return the part of each example, in order; examples with the same question always share a part.

    The same questions, shares and seed give the same parts on every computer. A part with a share above zero gets at
    least one question as long as one is left for training.
    """
    groups: dict[Hashable, list[int]] = {}
    for index, key in enumerate(questions):
        groups.setdefault(key, []).append(index)
    order = list(groups.values())
    random.Random(seed).shuffle(order)  # noqa: S311 - a repeatable shuffle, not a secret
    parts = [Part.TRAINING] * len(questions)
    for part, share in ((Part.TEST, shares.test), (Part.VALIDATION, shares.validation)):
        wanted = round(len(questions) * share) or (1 if share else 0)
        taken = 0
        while taken < wanted and len(order) > 1:
            group = order.pop()
            taken += len(group)
            for index in group:
                parts[index] = part
    return parts

"""Answers that are classes: which ones there are, and what is to be measured of how well a model tells them apart."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.core.example import Completion, Conversation, Example
from desktop_app.core.problem import Problem

TWO = 2
MOST_CLASSES = 100
"""Our engine measures no more."""


@dataclass(frozen=True, slots=True)
class Classes:
    """What is measured: `count` classes, or of two the `positive` one, which is looked for ("": both count alike).

    `betas` are those of the F-scores of a positive class; a larger one counts what was missed more than false alarms.
    Without any it is 1 alone.
    """

    count: int
    positive: str = ""
    betas: tuple[float, ...] = ()


def answer_learnt(example: Example) -> str:
    """Return the answer that a training learns last, without white space around it; "" of a pair, which has none."""
    if isinstance(example, Completion):
        return example.completion.strip()
    if not isinstance(example, Conversation):
        return ""
    said = [m.content for m in example.messages if m.role == "assistant" and m.extra.get("weight") != 0]
    return said[-1].strip() if said else ""


def measurable(labels: Mapping[str, int] | None) -> bool:
    """Tell whether answers counted by `core.labels` are classes that can be measured: two of them, or a few more."""
    return labels is not None and TWO <= len(labels) <= MOST_CLASSES


def fitting(labels: Mapping[str, int] | None, wish: Classes) -> Classes:
    """Return what was wished with the number of classes there are, where 0 was said for it.

    Raise Problem where the answers are no classes, or others than was said.
    """
    if labels is None or not measurable(labels):
        raise Problem("classes.none")
    if wish.positive and len(labels) != TWO:
        raise Problem("classes.not_two", count=len(labels))
    if wish.positive and wish.positive not in labels:
        raise Problem("classes.other_names", name=wish.positive, known=", ".join(f"“{name}”" for name in labels))
    if wish.count and wish.count != len(labels):
        raise Problem("classes.other_number", said=wish.count, count=len(labels))
    return Classes(len(labels), wish.positive, wish.betas)

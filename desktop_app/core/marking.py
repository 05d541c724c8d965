"""Marking one answer against the one that was hoped for: how near it is, and which label it names."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.core.answer import Answer, Drawn, Finish
from desktop_app.core.likeness import bare, chrf, exact, normal, normalised, rouge_l

OTHER = "\ufffc"
"""Stands for every answer that names none of the labels."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How one answer did.

    `right` is what counts: the label is the expected one, or, for texts, the answer is the same in its normal form.
    `rouge` and `chrf` go from 0 to 1. `label` is "" for texts; `likelihoods` are those of the labels, by the first
    token, as far as the model told them.
    """

    right: bool
    exact: bool
    normalised: bool
    rouge: float
    chrf: float
    expected: str
    label: str = ""
    likelihoods: Mapping[str, float] = field(default_factory=dict)


def mark(answer: Answer, expected: str, stop: str = "", labels: Sequence[str] = ()) -> Mark:
    """Return how an answer did; with `labels` it is to name one of them."""
    named = label_of(answer, labels, stop) if labels else ""
    hoped = bare(expected, stop)
    same = normalised(answer.text, expected, stop)
    return Mark(
        named == hoped if labels else same,
        exact(answer.text, expected, stop),
        same,
        rouge_l(answer.text, expected, stop),
        chrf(answer.text, expected, stop),
        hoped,
        named,
        likelihoods(answer.drawn, labels) if labels else {},
    )


def label_of(answer: Answer, labels: Sequence[str], stop: str = "") -> str:
    """Return the label an answer names, else OTHER; one that was cut names the only label that begins with it."""
    said = bare(answer.text, stop)
    if said in labels:
        return said
    said = normal(said)
    found = [label for label in labels if normal(label) == said]
    if not found and said and answer.finish is Finish.LENGTH:
        found = [label for label in labels if normal(label).startswith(said)]
    return found[0] if len(found) == 1 else OTHER


def likelihoods(drawn: Sequence[Drawn], labels: Sequence[str]) -> Mapping[str, float]:
    """Return how likely each label was by the first token that is no white space: those that begin no other label.

    Empty where the model told no likelihoods.
    """
    first = next((one for one in drawn if one.text.strip()), None)
    if first is None:
        return {}
    found: dict[str, float] = {}
    for text, logprob in _alternatives(first):
        begun = [label for label in labels if _begins(label, text)]
        if len(begun) == 1:
            found[begun[0]] = found.get(begun[0], 0.0) + math.exp(logprob)
    return found


def share_of(told: Mapping[str, float], one: str, other: str) -> float | None:
    """Return the likelihood of one of two labels as a share of both; None where neither is known."""
    both = told.get(one, 0.0) + told.get(other, 0.0)
    return told.get(one, 0.0) / both if both > 0 else None


def _alternatives(one: Drawn) -> Iterator[tuple[str, float]]:
    yield one.text, one.logprob
    for text, logprob in one.others:
        if text != one.text:
            yield text, logprob


def _begins(label: str, token: str) -> bool:
    begun = token.strip().casefold()
    return bool(begun) and label.strip().casefold().startswith(begun)

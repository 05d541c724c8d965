"""Counting the tokens of examples as their target does: with OpenAI's vocabularies or a model's own tokenizer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from desktop_app.core.example import Example
from desktop_app.core.target import Target
from desktop_app.tokens import open_models, vocabularies
from desktop_app.tokens.bill import bill_of
from desktop_app.tokens.texts import WORTH_IT, Texts

PER_FUNCTION: Mapping[str, int] = MappingProxyType({vocabularies.O200K: 7, vocabularies.CL100K: 10})
"""What each tool of an example costs besides its texts, by vocabulary."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the vocabularies (resources/tiktoken) and the models of this computer (engine/models) lie."""

    vocabularies: Path
    models: Path


@dataclass(frozen=True, slots=True)
class Count:
    """The tokens of one example, before anything is cut, and how many of them the model learns to write."""

    total: int
    learnt: int


class Counter(Protocol):
    """Counts examples. Counts of one `name` are equal wherever they were made, so they can be kept under it.

    `exact` is False where the model's own tokenizer is not on this computer and another vocabulary only gives an idea.
    """

    name: str
    exact: bool

    def count(self, examples: Sequence[Example]) -> list[Count]:
        """Return the count of each example, in order; batches of a thousand are best."""


class RuleCounter:
    """Counts by the published rules (`tokens.bill`) with one of OpenAI's vocabularies."""

    def __init__(self, texts: Texts, name: str, *, exact: bool) -> None:
        self.name = name
        self.exact = exact
        self._texts = texts

    def count(self, examples: Sequence[Example]) -> list[Count]:
        """Return the count of each example, in order."""
        bills = [bill_of(example, PER_FUNCTION[self.name]) for example in examples]
        lengths = self._texts.lengths(text for bill in bills for text in (*bill.read, *bill.learnt))
        counts = []
        for bill in bills:
            learnt = sum([lengths[text] for text in bill.learnt])
            counts.append(Count(bill.fixed + learnt + sum([lengths[text] for text in bill.read]), learnt))
        return counts


class ModelCounter:
    """Counts with an open model's own tokenizer and chat template, as the local engine encodes the same examples."""

    exact = True

    def __init__(self, model: open_models.OpenModel, name: str) -> None:
        self.name = name
        self._model = model

    def count(self, examples: Sequence[Example]) -> list[Count]:
        """Return the count of each example, in order."""
        return [Count(total, learnt) for total, learnt in self._model.lengths(examples)]


def counter(target: Target, places: Places, *, accelerate: bool = True) -> Counter:
    """Return the counter for a target. Loading takes up to a second the first time; Problem if files are damaged.

    For an open model that is not on this computer it counts with o200k_base and says that it is not exact. With
    `accelerate` a faster library counts from the second million of characters on, where it is installed.
    """
    ours = target.vocabulary in vocabularies.NAMES
    model = None if ours else open_models.find(target.vocabulary, places.models)
    if model is not None:
        return ModelCounter(model, target.vocabulary)
    vocabulary = vocabularies.load(target.vocabulary if ours else vocabularies.O200K, places.vocabularies)
    return RuleCounter(Texts(vocabulary, WORTH_IT if accelerate else None), vocabulary.name, exact=ours)

"""The model's probability of every class for every validation example, and what follows from them. Heavy.

A class is what its whole answer says, and its probability that of the answer among those of all classes; so classes
need not differ in their first token, as they had to in the old API.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from desktop_app.engine.classes import answer_of, check, texts_of, with_answer
from desktop_app.engine.classification import Judged, Wish, measures
from desktop_app.engine.measuring import Collate, forwards
from desktop_app.engine.preparing import Preparer
from desktop_app.engine.untyped import Network

Row = Mapping[str, Any]
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Classifier:
    """The validation examples, each with all the answers there are."""

    wish: Wish
    names: Sequence[str]
    truths: Sequence[int]
    options: Sequence[dict[str, Any]]

    def measure(self, model: Network, collate: Collate) -> dict[str, float]:
        """Return the measures of the model as it is, by the names of the old results.csv."""
        said = []
        for outputs in forwards(model, self.options, collate, _AT_ONCE):
            said += outputs.log_probs.double().sum(dim=1).tolist()
        chances = torch.tensor(said, dtype=torch.float64).view(len(self.truths), -1).softmax(dim=1).tolist()
        judged = [Judged(truth, tuple(row)) for truth, row in zip(self.truths, chances, strict=True)]
        found = measures(judged, self.wish, self.names)
        return {f"classification/{name}": round(value, 6) for name, value in found.items()}


def classifier(wish: Wish, training: Iterable[Row], validation: Sequence[Row], preparer: Preparer) -> Classifier | None:
    """Return what is to be measured, None where no validation example fits; raises TrainingFileError.

    Examples whose answer is none of the classes, or that are too long for one of them, are left out.
    """
    texts = texts_of(training)
    check(texts, wish)
    names = list(texts)
    truths, options = [], []
    for row in validation:
        name = answer_of(row).strip()
        encoded = [preparer.encode(with_answer(row, text)) for text in texts.values()] if name in texts else []
        if encoded and not any(each.cut for each in encoded):
            truths.append(names.index(name))
            options += [{"input_ids": list(each.input_ids), "labels": list(each.labels)} for each in encoded]
    return Classifier(wish, names, truths, options) if truths else None

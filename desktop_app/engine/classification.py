"""How well classes are told apart: the wish for it in a job's request, and the measures of the old fine-tunes API."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from desktop_app.engine.wire import refused

WISHES = (
    "compute_classification_metrics",
    "classification_n_classes",
    "classification_positive_class",
    "classification_betas",
)
MOST_CLASSES = 100
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be measured: `classes` how many there are (None: not said), `positive` the class that is looked for.

    `betas` are those of the F-scores of two classes; a large one counts what was missed more than false alarms.
    """

    classes: int | None = None
    positive: str | None = None
    betas: tuple[float, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the wish as it is kept in a job's folder."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Wish":
        """Return the wish that was kept."""
        return cls(kept["classes"], kept["positive"], tuple(kept["betas"]))


@dataclass(frozen=True, slots=True)
class Judged:
    """One example: its class, and the model's probability of each class in the order of the classes."""

    truth: int
    chances: tuple[float, ...]

    @property
    def guess(self) -> int:
        """The most probable class, the first of several."""
        return self.chances.index(max(self.chances))


def read_wish(body: Mapping[str, Any]) -> Wish | None:
    """Return the wish in a job request, None without one; raises WireError by name."""
    on, classes, positive, betas = (body.get(name) for name in WISHES)
    if on not in (None, True, False):
        raise refused("'compute_classification_metrics' must be true or false.", WISHES[0])
    if not on:
        told = next((name for name in WISHES[1:] if body.get(name) is not None), None)
        if told is not None:
            raise refused(f"'{told}' says nothing without 'compute_classification_metrics'.", told)
        return None
    if body.get("validation_file") is None:
        raise refused("Classes are measured on validation examples. Send a validation file as well.", "validation_file")
    if classes is not None and not (_is_whole(classes) and 2 <= classes <= MOST_CLASSES):
        raise refused(f"'classification_n_classes' must be a whole number from 2 to {MOST_CLASSES}.", WISHES[1])
    if positive is not None and (not isinstance(positive, str) or not positive.strip()):
        raise refused("'classification_positive_class' must be the text of a class.", WISHES[2])
    if classes is None and positive is None:
        raise refused(
            "Say how many classes there are with 'classification_n_classes', or with 'classification_positive_class' "
            "which of two is looked for.",
            WISHES[1],
        )
    return Wish(classes, positive.strip() if positive else None, _read_betas(betas, positive))


def measures(judged: Sequence[Judged], wish: Wish, names: Sequence[str]) -> dict[str, float]:
    """Return the measures by their names in the old results.csv; `names` are the classes' texts.

    With a positive class precision, recall, F-scores and the areas under both curves, at a threshold of one half;
    otherwise accuracy and the F1 score weighted by how often each class occurs.
    """
    truths, count = [each.truth for each in judged], max(1, len(judged))
    if wish.positive is None:
        guesses = [each.guess for each in judged]
        right = sum(one == other for one, other in zip(truths, guesses, strict=True))
        return {"accuracy": right / count, "weighted_f1_score": weighted_f1(truths, guesses)}
    place = list(names).index(wish.positive)
    scores, actual = [each.chances[place] for each in judged], [truth == place for truth in truths]
    said = [score > _HALF for score in scores]
    hits = sum(one and other for one, other in zip(actual, said, strict=True))
    found = {
        "accuracy": sum(one == other for one, other in zip(actual, said, strict=True)) / count,
        "precision": hits / max(1, sum(said)),
        "recall": hits / max(1, sum(actual)),
    }
    for beta in wish.betas or (1.0,):
        found[f"f{beta:.1f}"] = f_score(found["precision"], found["recall"], beta)
    if 0 < sum(actual) < len(actual):  # the areas have no meaning where there is but one class
        found |= {"auroc": auroc(actual, scores), "auprc": auprc(actual, scores)}
    return found


def f_score(precision: float, recall: float, beta: float) -> float:
    """Return the F-score, in which recall counts `beta` times as much as precision; 0 where both are 0."""
    below = beta * beta * precision + recall
    return (1 + beta * beta) * precision * recall / below if below else 0.0


def weighted_f1(truths: Sequence[int], guesses: Sequence[int]) -> float:
    """Return the mean of the classes' F1 scores, each weighted by how many examples truly belong to it."""
    actual, said = Counter(truths), Counter(guesses)
    hits = Counter(one for one, other in zip(truths, guesses, strict=True) if one == other)
    scores = (often * 2 * hits[each] / (often + said[each]) for each, often in actual.items())
    return sum(scores) / max(1, len(truths))


def auroc(actual: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the area under the ROC curve: how often a positive example scores above a negative one, ties half."""
    wins, below = 0.0, 0
    for positives, negatives in _by_score(actual, scores):
        wins += positives * (below + negatives / 2)
        below += negatives
    return wins / (sum(actual) * below)


def auprc(actual: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the area under the precision-recall curve as average precision: no line is drawn between its points."""
    area, hits, taken = 0.0, 0, 0
    for positives, negatives in reversed(_by_score(actual, scores)):
        hits, taken = hits + positives, taken + positives + negatives
        area += positives * hits / taken
    return area / hits


def _by_score(actual: Sequence[bool], scores: Sequence[float]) -> list[tuple[int, int]]:
    """Return for each score that occurs, the lowest first, how many positive and negative examples have it."""
    found: dict[float, tuple[int, int]] = {}
    for score, positive in sorted(zip(scores, actual, strict=True)):
        positives, negatives = found.get(score, (0, 0))
        found[score] = (positives + positive, negatives + (not positive))
    return list(found.values())


def _read_betas(betas: object, positive: object) -> tuple[float, ...]:
    if betas is None:
        return ()
    listed: list[Any] = betas if isinstance(betas, list) else [None]
    if not listed or not all(isinstance(b, int | float) and not isinstance(b, bool) and 0 < b <= 100 for b in listed):
        raise refused("'classification_betas' must be a list of numbers above 0 and up to 100.", WISHES[3])
    if positive is None:
        raise refused("'classification_betas' needs 'classification_positive_class'.", WISHES[3])
    return tuple(float(beta) for beta in listed)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)

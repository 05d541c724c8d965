"""How well labels were found: the table of what was expected and what came, and the figures that follow from it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfLabel:
    """How well one label was found; `support` is how many rows expect it, `given` how many answers name it.

    A figure that would divide by nothing is 0, as scikit-learn has it.
    """

    label: str
    precision: float
    recall: float
    f_beta: float
    support: int
    given: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often each answer came for each expected label; answers that are no expected label stand in `labels`, too."""

    labels: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]
    """By expected label and answer."""

    @property
    def total(self) -> int:
        """Return how many rows there are."""
        return sum(self.counts.values())

    @property
    def right(self) -> int:
        """Return how many answers are the expected label."""
        return sum(count for (expected, answer), count in self.counts.items() if expected == answer)

    @property
    def accuracy(self) -> float:
        """Return the share of right answers; 0 without rows."""
        return self.right / self.total if self.total else 0.0

    def count(self, expected: str, answer: str) -> int:
        """Return how many rows expect the one and got the other."""
        return self.counts.get((expected, answer), 0)

    def of_labels(self, beta: float = 1.0) -> list[OfLabel]:
        """Return the figures of each label; `beta` says how many times as much recall weighs as precision."""
        support, given = self._sums(0), self._sums(1)
        return [self._figures(label, support[label], given[label], beta) for label in self.labels]

    def weighted_f(self, beta: float = 1.0) -> float:
        """Return the mean of the labels' F-beta, each weighing as much as rows expect it (weighted F1 for 1)."""
        rows = self.total
        return sum(each.f_beta * each.support for each in self.of_labels(beta)) / rows if rows else 0.0

    def _sums(self, side: int) -> Counter[str]:
        found: Counter[str] = Counter()
        for pair, count in self.counts.items():
            found[pair[side]] += count
        return found

    def _figures(self, label: str, support: int, given: int, beta: float) -> OfLabel:
        right = self.count(label, label)
        precision = right / given if given else 0.0
        recall = right / support if support else 0.0
        weighed = beta * beta * support + given
        return OfLabel(
            label, precision, recall, (1 + beta * beta) * right / weighed if weighed else 0.0, support, given
        )


def confusion(pairs: Iterable[tuple[str, str]], order: Sequence[str] = ()) -> Confusion:
    """Return the table of pairs (expected, answer); labels stand in this order first, then by the alphabet."""
    counts = Counter(pairs)
    found = {label for pair in counts for label in pair}
    first = [label for label in dict.fromkeys(order) if label in found]
    return Confusion((*first, *sorted(found - set(first))), dict(counts))

"""What a test of models says: figures of each model, each with its interval, and two models on the same rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop_app.core.answer import Answer, Finish
from desktop_app.core.batch import Batch, Cell
from desktop_app.core.confusion import Confusion, OfLabel, confusion
from desktop_app.core.intervals import LEVEL, Interval, mean_of, wilson
from desktop_app.core.likeness import bare
from desktop_app.core.marking import Mark, mark, share_of
from desktop_app.core.paired import Difference, Pairs, difference, mcnemar, pairs
from desktop_app.core.resampled import of_areas, of_labels

FEW = 20
"""Fewer rows than this say little, whatever came out."""


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """How one label was found, with intervals of precision, recall and F-beta; None for a share of nothing."""

    of: OfLabel
    precision: Interval | None
    recall: Interval | None
    f_beta: Interval


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """How well labels were found; the F-scores weigh recall `beta` times as much as precision.

    The areas are those of `positive`, the rarer one of two labels, by the likelihoods of `scored` rows; None where
    there are not two labels, or no likelihoods.
    """

    table: Confusion
    weighted_f: Interval
    labels: tuple[LabelFigures, ...]
    positive: str = ""
    scored: int = 0
    auroc: Interval | None = None
    auprc: Interval | None = None
    beta: float = 1.0


@dataclass(frozen=True, slots=True)
class Figures:
    """How one column did: its marks by prompt, and what follows; `right` and the others are None without an answer.

    `rows` is how many rows there are; `cut` how many answers were longer than allowed; `seconds` is the mean of one.
    `cosines` say how near answers come in meaning, by prompt, as far as somebody had that measured
    (`core.likeness.cosine`); `meaning` is their mean.
    """

    marks: Mapping[int, Mark]
    rows: int
    right: Interval | None = None
    exact: Interval | None = None
    normalised: Interval | None = None
    rouge: Interval | None = None
    chrf: Interval | None = None
    classes: ClassFigures | None = None
    cut: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    cosines: Mapping[int, float] = field(default_factory=dict)
    meaning: Interval | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two columns on the rows that both have answered.

    `regressions` are the prompts the first had right and the second wrong, `improvements` the other way round; `p` is
    McNemar's; `rate` and `likeness` are by how much the second has more rows right, and comes nearer in letters (chrF);
    `meaning` by how much it comes nearer in meaning, None where that was not measured.
    """

    pairs: Pairs
    p: float
    rate: Difference
    likeness: Difference
    regressions: tuple[int, ...]
    improvements: tuple[int, ...]
    meaning: Difference | None = None

    @property
    def better(self) -> int:
        """Return 1 where the second has more rows right and chance alone would rarely do that, -1 the other way."""
        if self.p >= 1 - LEVEL:
            return 0
        return 1 if self.pairs.second > self.pairs.first else -1

    @property
    def nearer(self) -> int:
        """Return 1 where the second comes nearer in letters beyond chance, -1 where the first does, else 0."""
        return int(self.likeness.interval.low > 0) - int(self.likeness.interval.high < 0)


def labels_of(batch: Batch) -> tuple[str, ...]:
    """Return the labels a test is about; none where it is about texts. Labels are asked for with likelihoods."""
    if not batch.columns or any(column.setting.sampling.logprobs is None for column in batch.columns):
        return ()
    stop = stop_of(batch, 0)
    return tuple(sorted({bare(prompt.expected, stop) for prompt in batch.prompts}))


def stop_of(batch: Batch, column: int) -> str:
    """Return the mark that ends the answers hoped for; "" for none."""
    stops = batch.columns[column].setting.sampling.stop
    ends = {prompt.expected for prompt in batch.prompts}
    return next((stop for stop in stops if stop and any(text.endswith(stop) for text in ends)), "")


def figures(batch: Batch, answers: Mapping[Cell, Answer], column: int, seed: int = 0, beta: float = 1.0) -> Figures:
    """Return how a column did; the intervals are those of `seed`. Prompts without an expected answer count for none.

    `beta` says how many times as much recall weighs as precision in the F-scores of labels.
    """
    labels, stop = labels_of(batch), stop_of(batch, column)
    newest = {cell.prompt: answers[cell] for cell in sorted(answers) if cell.column == column}
    told = {at: one for at, one in sorted(newest.items()) if batch.prompts[at].expected}
    marks = {at: mark(one, batch.prompts[at].expected, stop, labels) for at, one in told.items()}
    rows = sum(bool(prompt.expected) for prompt in batch.prompts)
    if not marks:
        return Figures(marks, rows)
    each, count = list(marks.values()), len(marks)
    return Figures(
        marks,
        rows,
        right=wilson(sum(one.right for one in each), count),
        exact=wilson(sum(one.exact for one in each), count),
        normalised=wilson(sum(one.normalised for one in each), count),
        rouge=mean_of([one.rouge for one in each], seed),
        chrf=mean_of([one.chrf for one in each], seed),
        classes=_classes(each, labels, seed, beta) if labels else None,
        cut=sum(one.finish is Finish.LENGTH for one in told.values()),
        tokens_in=sum(one.prompt_tokens for one in told.values()),
        tokens_out=sum(one.tokens for one in told.values()),
        seconds=sum(one.seconds for one in told.values()) / count,
    )


def with_cosines(known: Figures, cosines: Mapping[int, float], seed: int = 0) -> Figures:
    """Return the figures with how near the answers come in meaning, by prompt."""
    if not cosines:
        return known
    ordered = dict(sorted(cosines.items()))
    return replace(known, cosines=ordered, meaning=mean_of(list(ordered.values()), seed))


def compared(first: Figures, second: Figures, seed: int = 0) -> Compared | None:
    """Return the two columns compared; None where there is no row that both have answered."""
    both = sorted(first.marks.keys() & second.marks.keys())
    if not both:
        return None
    sides = [(first.marks[at], second.marks[at]) for at in both]
    told = pairs((one.right, other.right) for one, other in sides)
    near = sorted(first.cosines.keys() & second.cosines.keys())
    meant, other_meant = ([side.cosines[at] for at in near] for side in (first, second))
    return Compared(
        told,
        mcnemar(told),
        difference([float(one.right) for one, _ in sides], [float(other.right) for _, other in sides], seed),
        difference([one.chrf for one, _ in sides], [other.chrf for _, other in sides], seed),
        tuple(at for at, (one, other) in zip(both, sides, strict=True) if one.right and not other.right),
        tuple(at for at, (one, other) in zip(both, sides, strict=True) if other.right and not one.right),
        difference(meant, other_meant, seed) if near else None,
    )


def _classes(marks: Sequence[Mark], labels: Sequence[str], seed: int, beta: float) -> ClassFigures:
    table = confusion(((one.expected, one.label) for one in marks), labels)
    drawn = of_labels(table, beta, seed)
    each = tuple(
        LabelFigures(
            one,
            wilson(table.count(one.label, one.label), one.given) if one.given else None,
            wilson(table.count(one.label, one.label), one.support) if one.support else None,
            f_beta,
        )
        for one, f_beta in zip(table.of_labels(beta), drawn.each, strict=True)
    )
    if len(labels) != 2:
        return ClassFigures(table, drawn.weighted, each, beta=beta)
    support = {one.of.label: one.of.support for one in each}
    positive = min(reversed(labels), key=lambda label: support.get(label, 0))
    other = next(label for label in labels if label != positive)
    told = [(share_of(one.likelihoods, positive, other), one.expected == positive) for one in marks]
    known = [(share, sign) for share, sign in told if share is not None]
    areas = of_areas([share for share, _ in known], [sign for _, sign in known], seed) if known else None
    roc, prc = areas if areas is not None else (None, None)
    return ClassFigures(table, drawn.weighted, each, positive, len(known), roc, prc, beta)

"""Which case a training is, judged by its losses so far.

Thresholds. By microsoft/azure-skills (`training-curves.md`, `diagnose-poor-results.md`): validation loss over training
loss below 1.2 is healthy, to 1.5 mild, to 2 moderate, above severe overfitting; a last validation loss of more than 1.2
times its best asks for an earlier checkpoint; a training loss near 0, flat, oscillating, rising or not a number, and a
big gap from the first step on, are the other things it looks for. By OpenAI's guide "Supervised fine-tuning": 50 good
examples are the number to start with. The same skill gives the passes by size (`passes_for`). Where those sources give
no number (how near 0, how flat, how much oscillation) the constants below are ours.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from statistics import fmean

from desktop_app.core.advice import Case, Facts
from desktop_app.core.gist import Blocks, Gist

WORSE = 1.2
"""Validation loss this many times its best means memorising; the same factor makes a training loss that rises."""
MILD, MODERATE, SEVERE = 1.2, 1.5, 2.0
"""Validation loss over training loss from which the gap is mild, moderate, severe."""
FEW_ROWS = 50
_NEAR_ZERO = 0.05
_STILL = 0.05
_PLUNGE = 1.25
"""A first loss so many times the mean of the first five, each lower than the one before, is no noise but a fall."""
_SETTLED = 0.95
"""A case that holds already is let go only this far below its threshold, so that it does not come and go."""
_WAVES, _ALIKE, _SWING = 4, 0.6, 0.25
_GAPS = (Case.FAR_APART, Case.APART, Case.DRIFTING)
_SIZES = ((100, (3, 5)), (500, (2, 3)), (2000, (1, 2)))


def passes_for(rows: int) -> tuple[int, int]:
    """Return the fewest and the most passes (epochs) advised for so many rows."""
    return next((span for below, span in _SIZES if rows < below), (1, 1))


def verdict(gist: Gist, facts: Facts, held: Case, *, ended: bool) -> Case:
    """Return the case; WAITING where there is too little to tell. `held` is the case said before."""
    for judge in (_numbers, _training, _validation):
        found = judge(gist, facts, held)
        if found is not None:
            return found
    gap = _gap(gist, held, ended=ended)
    if gap in (Case.FAR_APART, Case.APART):
        return gap
    return _fall(gist, facts, progress(gist, facts, ended=ended), gap)


def progress(gist: Gist, facts: Facts, *, ended: bool) -> float:
    """Return how much of the training lies behind, 0 to 1; 0 while nobody knows how long it is."""
    if ended:
        return 1.0
    return min(1.0, gist.step / facts.steps) if facts.steps else 0.0


def best(blocks: Blocks) -> tuple[int, float]:
    """Return step and value of the lowest validation loss."""
    at = min(range(len(blocks.means)), key=blocks.means.__getitem__)
    return blocks.steps[at], blocks.means[at]


def _numbers(gist: Gist, _facts: Facts, _held: Case) -> Case | None:
    """Judge whether there is anything to judge."""
    if gist.broken >= 2:
        return Case.NOT_A_NUMBER if gist.train.count else Case.NOTHING_LEARNABLE
    if len(gist.first) == 5 and not any(gist.first):
        return Case.NOTHING_LEARNABLE
    if len(gist.train) < 5 and len(gist.valid) < 2:
        return Case.WAITING
    return None


def _training(gist: Gist, _facts: Facts, held: Case) -> Case | None:
    """Judge the training loss by itself."""
    losses = gist.train.means
    if len(gist.first) == 5 and fmean(gist.first) < _NEAR_ZERO:
        return Case.ALREADY_KNOWN
    ease = _SETTLED if held is Case.DIVERGING else 1.0
    if len(losses) >= 20:
        few = max(5, gist.train.few)
        lows = gist.train.lows(few)
        rise = lows[-1] - min(lows)
        doubt = 6 * ease * gist.train.noise / sqrt(few)
        if lows[-1] > WORSE * ease * min(lows) and lows[-1] > lows[0] and rise > max(doubt, _NEAR_ZERO):
            return Case.DIVERGING
    elif _rare(gist.train) and losses[-1] > MODERATE * ease * losses[0] and losses[-1] > losses[-2]:
        return Case.DIVERGING
    return Case.OSCILLATING if _oscillates(gist, held) else None


def _validation(gist: Gist, facts: Facts, held: Case) -> Case | None:
    """Judge the validation loss by itself, and where it stood beside the training loss at the beginning."""
    valid = gist.valid
    if len(valid) >= 2:
        ease = _SETTLED if held is Case.MEMORISING else 1.0
        low = best(valid)[1]
        if valid.now > WORSE * ease * low and valid.now - low > _NEAR_ZERO * ease:
            return Case.MEMORISING
    if not len(valid) or len(gist.train) < 5 or not facts.steps or valid.steps[0] > facts.steps / 10:
        return None
    if _plunges(gist):
        return None
    ease = _SETTLED if held is Case.PARTS_DIFFER else 1.0
    first = _ratio(valid.means[0], trained_at(gist, valid.steps[0]))
    return Case.PARTS_DIFFER if first >= MODERATE * ease and _apart(gist) >= MILD * ease else None


def _gap(gist: Gist, held: Case, *, ended: bool) -> Case | None:
    """Judge how far the validation loss lies above the training loss; None for a healthy gap.

    A running training gets into the next case, and out of it, only by more than the noise can explain.
    """
    if not len(gist.beside):
        return None
    ratio = _apart(gist)
    doubt = 0.0 if ended else 2.5 * gist.train.noise / sqrt(gist.train.few) / max(gist.train.level, 1e-9)
    rank = _GAPS.index(held) if held in _GAPS else len(_GAPS)
    for place, (case, least) in enumerate(zip(_GAPS, (SEVERE, MODERATE, MILD), strict=True)):
        if ratio >= least * (1 - doubt if rank <= place else 1 + doubt):
            return case
    return None


def _fall(gist: Gist, facts: Facts, moved: float, gap: Case | None) -> Case:
    """Judge whether the losses fall, and whether on few rows."""
    falls = _falls(gist, moved)
    valid = gist.valid
    carried = len(valid) >= 2 and valid.now < valid.means[0] * (1 - _STILL / 2)
    if falls is None and not carried:
        return Case.WAITING
    if not falls and not carried:
        return Case.FLAT
    if len(valid) >= 2 and not carried:
        return Case.NARROW if moved >= 0.3 or len(valid) >= 4 else Case.WAITING
    if gap is not None:
        return gap
    return Case.FEW_ROWS if 0 < facts.rows < FEW_ROWS else Case.LEARNING


def _falls(gist: Gist, moved: float) -> bool | None:
    """Tell whether the training loss falls; None while it is too early or too noisy to say.

    Most losses fall quickly at first and hardly later on, so several beginnings are held against the last third.
    """
    train, losses = gist.train, gist.train.means
    if len(losses) < 3:
        return None
    third = len(losses) // 3
    after = fmean(losses[-third:])
    fell, doubts = [], []
    for begun, noise in (
        (losses[:third], train.noise),
        (losses[: train.few], train.noise),
        (gist.first, train.noise * sqrt(train.size)),
    ):
        drop = fmean(begun) - after
        doubt = sqrt(noise**2 / len(begun) + train.noise**2 / third) if len(losses) >= 5 else 0.0
        if drop >= _STILL * fmean(begun) and drop >= 4 * doubt:
            return True
        fell.append(drop / max(fmean(begun), 1e-9))
        doubts.append(doubt / max(fmean(begun), 1e-9))
    if moved >= 1.0:
        return fell[0] >= _STILL
    enough = len(losses) >= 20 if not moved else moved >= 0.3 and len(losses) >= (20 if moved < 0.5 else 3)
    return False if enough and fell[0] + 2 * doubts[0] < 2 * _STILL else None


def _rare(train: Blocks) -> bool:
    """Tell whether there are few losses because the provider measures seldom, not because it has just begun."""
    return len(train) >= 3 and train.steps[-1] >= 10 * (len(train) - 1)


def _apart(gist: Gist) -> float:
    """Return validation over training loss as they were when the validation loss was last measured."""
    return _ratio(gist.valid.now, gist.beside.now) if len(gist.beside) else 1.0


def trained_at(gist: Gist, step: int) -> float:
    """Return where the training loss was at a step near the beginning, where it may fall much within a few steps."""
    train = gist.train
    at = next((place for place, end in enumerate(train.steps) if end >= step), len(train) - 1)
    return fmean(train.means[at - 1 : at + 2]) if at else fmean(gist.first)


def _plunges(gist: Gist) -> bool:
    """Tell whether the training loss falls so fast from one value to the next that what was between is not known."""
    first = gist.first
    return first == sorted(first, reverse=True) and first[0] > _PLUNGE * fmean(first)


def _ratio(valid: float, train: float) -> float:
    """Return validation over training loss; 1 where the two are closer than anybody would notice."""
    return valid / max(train, 1e-9) if valid - train > _NEAR_ZERO else 1.0


def _oscillates(gist: Gist, held: Case) -> bool:
    """Tell whether a loss goes up and down in waves, not only in noise."""
    ease = 0.75 if held is Case.OSCILLATING else 1.0
    valid = gist.valid.means
    if len(valid) >= 6 and _turns(valid, 0.15 * ease) >= _WAVES:
        return True
    losses = gist.train.means[len(gist.train.means) // 3 :]
    if len(losses) < 27:
        return False
    rest = _around_line(losses)
    spread = sqrt(fmean(value * value for value in rest))
    if spread < _SWING * ease * fmean(losses):
        return False
    alike = fmean(one * other for one, other in pairwise(rest)) / spread**2
    crossings = sum(one * other < 0 for one, other in pairwise(rest))
    return abs(alike) >= _ALIKE * ease and crossings >= _WAVES


def _turns(values: Sequence[float], share: float) -> int:
    """Return how often the values turn round, counting only ways of more than `share` of their mean."""
    least = share * fmean(values)
    turns, way, edge = 0, 0, values[0]
    for value in values[1:]:
        moved = value - edge
        if moved * way > 0:
            edge = value
        elif abs(moved) >= least:
            turns += bool(way)
            way = 1 if moved > 0 else -1
            edge = value
    return turns


def _around_line(values: Sequence[float]) -> list[float]:
    """Return what is left of the values without their straight trend."""
    middle, mean = (len(values) - 1) / 2, fmean(values)
    slope = sum((at - middle) * value for at, value in enumerate(values))
    slope /= sum((at - middle) ** 2 for at in range(len(values)))
    return [value - mean - slope * (at - middle) for at, value in enumerate(values)]

"""The coach's words for each case, with what to do next."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import ceil

from desktop_app.core.advice import Act, Advice, Case, Facts
from desktop_app.core.gist import Gist
from desktop_app.core.text import Text, text
from desktop_app.core.verdict import best, passes_for, trained_at

_Words = Callable[[Gist, Facts, bool], Advice]


def advice(case: Case, gist: Gist, facts: Facts, *, ended: bool) -> Advice:
    """Return the case in words; of a training that has ended as of what is past."""
    return _WORDS[case](gist, facts, ended)


def pass_of(step: int, facts: Facts) -> int:
    """Return the pass (epoch) in which a step lies, the first is 1; 0 where that is not known."""
    if not facts.steps or not facts.passes or not step:
        return 0
    return min(facts.passes, ceil(step * facts.passes / facts.steps))


def _waiting(gist: Gist, _facts: Facts, ended: bool) -> Advice:
    if ended:
        return Advice(Case.UNMEASURED, text("coach.unmeasured"))
    heard = gist.train.count or gist.valid.count
    return Advice(Case.WAITING, text("coach.too_early") if heard else text("coach.waiting"))


def _nothing_learnable(_gist: Gist, _facts: Facts, _ended: bool) -> Advice:
    return Advice(
        Case.NOTHING_LEARNABLE,
        text("coach.nothing_learnable"),
        text("coach.nothing_learnable.then"),
        Act.LOOK_AT_ROWS,
    )


def _not_a_number(gist: Gist, _facts: Facts, _ended: bool) -> Advice:
    sentence = text("coach.not_a_number", step=gist.broken_step)
    return Advice(Case.NOT_A_NUMBER, sentence, text("coach.lower_rate"), Act.RATE, value=0.5)


def _diverging(gist: Gist, _facts: Facts, ended: bool) -> Advice:
    low, last = min(gist.train.means), gist.train.level
    if ended:
        sentence = text("coach.diverged", low=_round(low), last=_round(last))
    else:
        sentence = text("coach.diverging", low=_round(low), last=_round(last))
    return Advice(Case.DIVERGING, sentence, text("coach.lower_rate"), Act.RATE, value=0.5)


def _already_known(gist: Gist, _facts: Facts, _ended: bool) -> Advice:
    sentence = text("coach.already_known", first=_round(gist.train.start))
    return Advice(Case.ALREADY_KNOWN, sentence, text("coach.already_known.then"), Act.LOOK_AT_ROWS)


def _oscillating(_gist: Gist, _facts: Facts, ended: bool) -> Advice:
    sentence = text("coach.oscillated") if ended else text("coach.oscillating")
    return Advice(Case.OSCILLATING, sentence, text("coach.lower_rate"), Act.RATE, value=0.5)


def _memorising(gist: Gist, facts: Facts, ended: bool) -> Advice:
    step, low = best(gist.valid)
    last = _round(gist.valid.now)
    if ended:
        sentence = text("coach.memorised", step=step, best=_round(low), last=last)
    else:
        sentence = text("coach.memorising", step=step, best=_round(low), last=last)
    return _better_before(Advice(Case.MEMORISING, sentence), step, facts)


def _parts_differ(gist: Gist, _facts: Facts, _ended: bool) -> Advice:
    train = trained_at(gist, gist.valid.steps[0])
    values = {"train": _round(train), "valid": _round(gist.valid.means[0])}
    sentence = text("coach.parts_differ", train=values["train"], valid=values["valid"])
    return Advice(Case.PARTS_DIFFER, sentence, text("coach.parts_differ.then"), Act.LOOK_AT_ROWS)


def _far_apart(gist: Gist, facts: Facts, ended: bool) -> Advice:
    valid, train = _round(gist.valid.now), _round(_beside(gist))
    if ended:
        sentence = text("coach.far_apart.ended", valid=valid, train=train)
    else:
        sentence = text("coach.far_apart", valid=valid, train=train)
    said = Advice(Case.FAR_APART, sentence)
    step = best(gist.valid)[0]
    return _better_before(said, step, facts) if step < gist.valid.steps[-1] else _fewer_passes(said, facts)


def _apart(gist: Gist, facts: Facts, ended: bool) -> Advice:
    valid, train = _round(gist.valid.now), _round(_beside(gist))
    sentence = text("coach.apart.ended", valid=valid, train=train)
    if not ended:
        sentence = text("coach.apart", valid=valid, train=train)
    return _fewer_passes(Advice(Case.APART, sentence), facts)


def _flat(gist: Gist, _facts: Facts, ended: bool) -> Advice:
    losses = gist.valid if len(gist.valid) >= 2 and not len(gist.train) else gist.train
    first, last = _round(losses.start), _round(losses.level)
    sentence = text("coach.training_stands", first=first, last=last)
    if ended:
        sentence = text("coach.training_stood", first=first, last=last)
    return Advice(Case.FLAT, sentence, text("coach.raise_rate"), Act.RATE, value=2.0)


def _narrow(gist: Gist, _facts: Facts, ended: bool) -> Advice:
    first, last = _round(gist.valid.means[0]), _round(gist.valid.now)
    sentence = text("coach.not_yet", first=first, last=last)
    if ended:
        sentence = text("coach.not_learned", first=first, last=last)
    return Advice(Case.NARROW, sentence, text("coach.add_rows"), Act.ADD_ROWS)


def _beside(gist: Gist) -> float:
    """Return the training loss that the case was judged by: that of the last time the validation loss was measured."""
    return gist.beside.now if len(gist.beside) else gist.train.level


def _drifting(gist: Gist, _facts: Facts, ended: bool) -> Advice:
    valid, train = _round(gist.valid.now), _round(_beside(gist))
    sentence = text("coach.drifting", valid=valid, train=train)
    if ended:
        sentence = text("coach.drifted", valid=valid, train=train)
    then = text("coach.drifted.then") if ended else text("coach.drifting.then")
    return Advice(Case.DRIFTING, sentence, then)


def _few_rows(gist: Gist, facts: Facts, ended: bool) -> Advice:
    said = _learning(gist, facts, ended)
    then = text("coach.few_rows", rows=facts.rows)
    return replace(said, case=Case.FEW_ROWS, then=then, act=Act.ADD_ROWS)


def _learning(gist: Gist, facts: Facts, ended: bool) -> Advice:
    if len(gist.valid) >= 2:
        first, last = _round(gist.valid.means[0]), _round(gist.valid.now)
        sentence = text("coach.learning", first=first, last=last)
        if ended:
            sentence = text("coach.learned", first=first, last=last)
        return Advice(Case.LEARNING, sentence, text("coach.compare") if ended and not facts.cut else None)
    first, last = _round(gist.train.start), _round(gist.train.level)
    return Advice(Case.LEARNING, text("coach.training_falls", first=first, last=last), _unchecked(gist))


def _unchecked(gist: Gist) -> Text | None:
    return None if len(gist.valid) else text("coach.unchecked")


def _better_before(said: Advice, step: int, facts: Facts) -> Advice:
    """Advise to use what the model was at its best."""
    passed = pass_of(step, facts)
    then = text("coach.use_pass", passed=passed, step=step) if passed else text("coach.use_step", step=step)
    return replace(said, then=then, act=Act.CHECKPOINT, step=step)


def _fewer_passes(said: Advice, facts: Facts) -> Advice:
    """Advise to train again with fewer passes, or with more rows where that is not known or there are hardly any."""
    if facts.passes == 1:
        return replace(said, then=text("coach.add_rows"), act=Act.ADD_ROWS)
    if not facts.passes:
        return replace(said, then=text("coach.fewer_passes_or_rows"), act=Act.ADD_ROWS)
    most = passes_for(facts.rows)[1] if facts.rows else 3
    passes = max(1, min(facts.passes - 1, most))
    return replace(said, then=text("coach.fewer_passes", passes=passes), act=Act.PASSES, value=float(passes))


def _round(loss: float) -> float:
    return round(loss, 2)


_WORDS: Mapping[Case, _Words] = {
    Case.WAITING: _waiting,
    Case.UNMEASURED: _waiting,
    Case.NOTHING_LEARNABLE: _nothing_learnable,
    Case.NOT_A_NUMBER: _not_a_number,
    Case.DIVERGING: _diverging,
    Case.ALREADY_KNOWN: _already_known,
    Case.OSCILLATING: _oscillating,
    Case.MEMORISING: _memorising,
    Case.PARTS_DIFFER: _parts_differ,
    Case.FAR_APART: _far_apart,
    Case.APART: _apart,
    Case.FLAT: _flat,
    Case.NARROW: _narrow,
    Case.DRIFTING: _drifting,
    Case.FEW_ROWS: _few_rows,
    Case.LEARNING: _learning,
}

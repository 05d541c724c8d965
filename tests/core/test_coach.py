"""The coach: each case against hand-made curves with noise, and no case that comes and goes while a curve runs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.advice import Act, Advice, Case, Facts
from desktop_app.core.coach import Coach, review
from desktop_app.core.curves import Curves
from desktop_app.core.gist import Gist
from desktop_app.core.job import Checkpoint
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.sentences import english
from desktop_app.core.verdict import passes_for, progress
from tests.core.curve_maker import curve, falling, level, turning, waves

SEEDS = range(25)
FACTS = Facts(rows=400, passes=3, steps=200)
NOTHING_KNOWN = Facts()

KINDS = {
    "learning": (falling(3.0, 1.4), falling(3.05, 1.5), Case.LEARNING),
    "memorising": (falling(3.0, 0.4), turning(3.0, 1.2, 1.9, 0.4), Case.MEMORISING),
    "far apart": (falling(3.0, 0.4), falling(3.0, 1.3), Case.FAR_APART),
    "apart": (falling(3.0, 0.9), falling(3.0, 1.55), Case.APART),
    "drifting": (falling(3.0, 1.3), falling(3.0, 1.75), Case.DRIFTING),
    "flat": (level(2.5), level(2.5), Case.FLAT),
    "narrow": (falling(2.5, 2.1), level(2.5), Case.NARROW),
    "diverging": (turning(2.5, 2.0, 6.0, 0.3), None, Case.DIVERGING),
    "oscillating": (waves(2.0, 1.1, 7), None, Case.OSCILLATING),
    "in waves": (level(2.0), waves(2.0, 0.8, 2.5), Case.OSCILLATING),
    "known": (level(0.01), level(0.012), Case.ALREADY_KNOWN),
    "parts differ": (falling(2.0, 1.2), falling(3.6, 2.9), Case.PARTS_DIFFER),
    "without validation": (falling(3.0, 1.4), None, Case.LEARNING),
}


def advise(points: list[MetricPoint], facts: Facts = NOTHING_KNOWN, *, ended: bool = False) -> Advice:
    coach = Coach(facts)
    coach.hear(sorted(points, key=lambda point: point.step))
    return coach.advice(ended=ended)


def made(kind: str, seed: int, noise: float = 0.1, steps: int = 200) -> list[MetricPoint]:
    train, valid, _ = KINDS[kind]
    return list(curve(train, valid, seed=seed, noise=noise, steps=steps, every=max(1, steps // 10)))


def said(points: list[MetricPoint], facts: Facts = FACTS) -> list[Case]:
    """Return the cases one after the other as they are said while the points come, one at a time."""
    coach, cases = Coach(facts), [Case.WAITING]
    for point in points:
        coach.hear([point])
        case = coach.advice().case
        if case is not cases[-1]:
            cases.append(case)
    return cases


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_curve_is_told_at_its_end(kind: str) -> None:
    for seed in SEEDS:
        assert advise(made(kind, seed), FACTS, ended=True).case is KINDS[kind][2], seed


@pytest.mark.parametrize("kind", KINDS)
def test_no_case_comes_and_goes_while_the_curve_runs(kind: str) -> None:
    """A wave looks like a rise or a fall as long as one half of it is seen; anything else is said once at most."""
    end = KINDS[kind][2]
    milder = {Case.APART: Case.DRIFTING, Case.DRIFTING: Case.LEARNING, Case.FAR_APART: Case.APART}
    for seed in SEEDS:
        cases = said(made(kind, seed))
        assert cases[-1] in (end, milder.get(end)), (seed, cases)
        if end is Case.OSCILLATING:
            assert len(cases) <= 8, (seed, cases)
        else:
            assert len(cases) == len(set(cases)), (seed, cases)


@pytest.mark.parametrize("noise", [0.0, 0.05, 0.2, 0.3])
@pytest.mark.parametrize("steps", [60, 400, 1500])
def test_more_or_less_noise_and_longer_trainings_do_not_change_the_verdict(noise: float, steps: int) -> None:
    facts = Facts(rows=400, passes=3, steps=steps)
    for kind in ("learning", "memorising", "far apart", "diverging", "known"):
        for seed in range(3):
            points = made(kind, seed, noise, steps)
            assert advise(points, facts, ended=True).case is KINDS[kind][2], (kind, seed)
            cases = said(points, facts)
            assert len(cases) == len(set(cases)), (kind, seed, cases)


@given(st.integers(0, 10_000), st.sampled_from(sorted(KINDS)), st.lists(st.integers(1, 60), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_it_does_not_matter_in_which_portions_the_points_come(seed: int, kind: str, sizes: list[int]) -> None:
    points = made(kind, seed)
    one, many = Coach(FACTS), Coach(FACTS)
    one.hear(points)
    at = 0
    for size in (*sizes, len(points)):
        many.hear(points[at : at + size])
        at += size
    assert one.advice() == many.advice()
    assert one.advice(ended=True) == many.advice(ended=True)


def test_a_loss_that_is_no_number_any_more_is_said_with_its_step() -> None:
    points = list(curve(falling(3.0, 1.5), None, breaks=0.5, seed=1))
    coach = Coach(FACTS)
    coach.hear(points[:100])
    assert coach.advice().case is Case.LEARNING
    coach.hear(points[100:103])
    assert coach.advice().case is Case.NOT_A_NUMBER
    told = advise(points, FACTS, ended=True)
    assert told.sentence.values == {"step": 100}
    assert (told.act, told.value) == (Act.RATE, 0.5)


def test_one_loss_that_is_no_number_changes_nothing() -> None:
    points = list(curve(falling(3.0, 1.5), None, seed=2))
    points[100] = MetricPoint(100, {}, ("train_loss",))
    assert said(points) == [Case.WAITING, Case.LEARNING]


def test_losses_that_were_no_number_long_ago_are_not_held_against_a_kept_curve() -> None:
    points = list(curve(falling(3.0, 1.5), None, seed=2))
    points[3:6] = [MetricPoint(step, {}, ("train_loss",)) for step in (3, 4, 5)]
    assert review(Curves(points), FACTS).advice().case is Case.LEARNING
    assert review(Curves(points[:6]), FACTS).advice().case is Case.NOT_A_NUMBER


def test_rows_without_anything_to_learn_are_said() -> None:
    nothing = [MetricPoint(step, {}, ("train_loss",)) for step in range(1, 9)]
    assert advise(nothing).case is Case.NOTHING_LEARNABLE
    assert review(Curves(nothing), FACTS).advice().case is Case.NOTHING_LEARNABLE
    zero = [MetricPoint(step, {"train_loss": 0.0}) for step in range(1, 9)]
    told = advise(zero, ended=True)
    assert (told.case, told.act) == (Case.NOTHING_LEARNABLE, Act.LOOK_AT_ROWS)


def test_nothing_is_said_of_too_little() -> None:
    assert advise([]).sentence.key == "coach.waiting"
    assert advise([], ended=True).case is Case.UNMEASURED
    few = [MetricPoint(1, {"train_loss": 3.0}), MetricPoint(2, {"train_loss": 2.0})]
    assert advise(few).sentence.key == "coach.too_early"


def test_few_rows_are_said_where_nothing_worse_is_to_be_said() -> None:
    learning = advise(made("learning", 3), Facts(rows=49, passes=3, steps=200), ended=True)
    assert (learning.case, learning.act) == (Case.FEW_ROWS, Act.ADD_ROWS)
    assert "49" in english(learning.then)
    assert english(learning.sentence).startswith("It learned well")
    assert advise(made("learning", 3), Facts(rows=50), ended=True).case is Case.LEARNING
    assert advise(made("memorising", 3), Facts(rows=20), ended=True).case is Case.MEMORISING


def epochs(train: list[float], valid: list[float]) -> list[MetricPoint]:
    """Return what a provider tells that measures once a pass."""
    pairs = zip(train, valid, strict=True)
    return [MetricPoint(10 * n, {"train_loss": t, "valid_loss": v}) for n, (t, v) in enumerate(pairs, start=1)]


def test_a_provider_that_measures_once_a_pass_is_understood_as_well() -> None:
    facts = Facts(rows=300, passes=4, steps=40)
    memorised = epochs([2.0, 1.2, 0.7, 0.4], [1.9, 1.5, 1.7, 2.1])
    told = advise(memorised, facts, ended=True)
    assert (told.case, told.act, told.step) == (Case.MEMORISING, Act.CHECKPOINT, 20)
    assert told.then.values == {"passed": 2, "step": 20}
    assert english(told.then) == "Use the checkpoint of pass (epoch) 2, nearest to step 20: it is the better model."
    assert advise(memorised[:3], facts, ended=True).case is not Case.MEMORISING  # 1.13 times the best
    assert advise(epochs([2.0, 1.7, 1.5], [1.9, 1.7, 1.6]), facts, ended=True).case is Case.LEARNING
    assert advise(epochs([2.0, 2.0, 2.0], [2.0, 2.0, 2.0]), facts, ended=True).case is Case.FLAT


@pytest.mark.parametrize(
    ("ratio", "case"),
    [
        (1.15, Case.LEARNING),
        (1.25, Case.DRIFTING),
        (1.45, Case.DRIFTING),
        (1.55, Case.APART),
        (1.95, Case.APART),
        (2.05, Case.FAR_APART),
    ],
)
def test_the_published_ratios_are_the_borders(ratio: float, case: Case) -> None:
    points = epochs([2.0, 1.5, 1.2, 1.0, 1.0], [2.4, 2.3, 2.25, 2.2, ratio])
    assert advise(points, Facts(rows=300, passes=5, steps=50), ended=True).case is case


@pytest.mark.parametrize(("last", "case"), [(1.19, Case.LEARNING), (1.21, Case.MEMORISING)])
def test_a_fifth_above_its_best_means_memorising(last: float, case: Case) -> None:
    points = epochs([3.0, 2.0, 1.5, 1.2], [2.0, 1.4, 1.0, last])
    assert advise(points, ended=True).case is case


@pytest.mark.parametrize(
    ("rows", "span"), [(10, (3, 5)), (99, (3, 5)), (100, (2, 3)), (500, (1, 2)), (2000, (1, 1)), (10**6, (1, 1))]
)
def test_the_advised_passes_follow_the_number_of_rows(rows: int, span: tuple[int, int]) -> None:
    assert passes_for(rows) == span


def test_how_much_of_a_training_lies_behind_is_a_share() -> None:
    gist = Gist()
    gist.hear(MetricPoint(step, {"train_loss": 2.0}) for step in range(1, 51))
    assert progress(gist, Facts(steps=200), ended=False) == 0.25
    assert progress(gist, Facts(steps=40), ended=False) == 1.0
    assert progress(gist, Facts(steps=200), ended=True) == 1.0
    assert progress(gist, Facts(), ended=False) == 0.0


def test_fewer_passes_are_proposed_and_more_rows_where_there_is_only_one() -> None:
    several = advise(made("apart", 1), Facts(rows=1000, passes=6, steps=200), ended=True)
    assert (several.act, several.value) == (Act.PASSES, 2.0)
    once = advise(made("apart", 1), Facts(rows=1000, passes=1, steps=200), ended=True)
    assert once.act is Act.ADD_ROWS


def test_the_checkpoint_that_is_meant_is_the_nearest_one_that_can_be_asked() -> None:
    told = advise(made("memorising", 1), FACTS, ended=True)
    assert told.step == 80
    kept = [Checkpoint(f"c{step}", step, f"ft:x:ckpt-step-{step}", 0.0, {}) for step in (67, 133, 200)]
    assert told.checkpoint(kept).step == 67
    assert told.checkpoint([]) is None
    assert Advice(Case.LEARNING, told.sentence).checkpoint(kept) is None


def test_every_case_has_its_words_while_it_runs_and_afterwards() -> None:
    for kind in KINDS:
        for ended in (False, True):
            told = advise(made(kind, 4), FACTS, ended=ended)
            assert english(told.sentence)
            assert told.then is None or english(told.then)


def test_a_hundred_thousand_losses_are_judged_in_little_space() -> None:
    coach = Coach(Facts(rows=400, passes=3, steps=100_000))
    coach.hear(curve(falling(3.0, 0.4), turning(3.0, 1.2, 1.9, 0.4), steps=100_000, every=50, seed=9))
    assert coach.advice().case is Case.MEMORISING
    assert len(coach._gist.train.means) < 512
    assert len(coach._gist.valid.means) < 512


@pytest.mark.parametrize("kind", KINDS)
def test_curves_are_judged_as_their_points_are_and_heard_on_from_there(kind: str) -> None:
    points = made(kind, 5)
    coach = review(Curves(points[:120]), FACTS)
    coach.hear(points[120:])
    assert coach.advice(ended=True) == advise(points, FACTS, ended=True)


def test_long_curves_are_judged_by_means_of_neighbours() -> None:
    facts = Facts(rows=400, passes=3, steps=40_000)
    points = curve(falling(3.0, 0.4), turning(3.0, 1.2, 1.9, 0.4), steps=40_000, every=100, seed=9)
    assert review(Curves(points), facts).advice(ended=True).case is Case.MEMORISING
    broken = curve(falling(3.0, 1.0), None, steps=20_000, breaks=0.9, seed=9)
    assert review(Curves(broken), facts).advice(ended=True).case is Case.NOT_A_NUMBER


def test_a_loss_that_falls_evenly_is_no_plunge_at_any_height() -> None:
    assert advise(made("parts differ", 0, noise=0.0), FACTS, ended=True).case is Case.PARTS_DIFFER


@pytest.mark.parametrize(("steps", "told"), [(36, False), (42, True)])
def test_waves_are_told_of_where_there_are_enough_losses_after_the_first_fall(steps: int, told: bool) -> None:
    points = curve(waves(2.0, 1.1, 3.5), None, steps=steps, noise=0.0)
    assert (advise(list(points), Facts(rows=400, passes=3, steps=steps), ended=True).case is Case.OSCILLATING) is told


@pytest.mark.parametrize("steps", [400, 1440])
@pytest.mark.parametrize("every", [1, 3, 10])
def test_a_loss_that_falls_within_the_first_steps_does_not_make_the_parts_differ(steps: int, every: int) -> None:
    """The first validation loss is held against the training loss of that moment, not of many steps later."""
    for seed in range(5):
        points = [*curve(falling(6.2, 0.5, 20), falling(6.1, 1.2, 20), steps=steps, every=steps // 3, seed=seed)]
        kept = [point for point in points if point.step % every == 0 or "full_valid_loss" in point.values]
        facts = Facts(rows=1900, passes=3, steps=steps)
        assert advise(kept, facts, ended=True).case is Case.FAR_APART, seed
        assert Case.PARTS_DIFFER not in said(kept, facts), seed


def test_losses_that_are_numbers_again_at_the_end_of_a_long_curve_are_not_held_against_it() -> None:
    facts = Facts(rows=400, passes=3, steps=6600)
    points = list(curve(falling(3.0, 1.5), None, steps=6600, seed=4))
    points[-10:-8] = [MetricPoint(point.step, {}, ("train_loss",)) for point in points[-10:-8]]
    assert review(Curves(points), facts).advice(ended=True).case is not Case.NOT_A_NUMBER
    points[-2:] = [MetricPoint(point.step, {}, ("train_loss",)) for point in points[-2:]]
    told = review(Curves(points), facts).advice(ended=True)
    assert (told.case, told.sentence.values) == (Case.NOT_A_NUMBER, {"step": points[-2].step})


def test_the_losses_that_are_named_are_those_it_was_judged_by() -> None:
    points = [MetricPoint(step, {"train_loss": 1.0 if step <= 150 else 0.9}) for step in range(1, 201)]
    points[149] = MetricPoint(150, {"train_loss": 1.0, "full_valid_loss": 2.1})
    points[99] = MetricPoint(100, {"train_loss": 1.0, "full_valid_loss": 2.1})
    told = advise(points, FACTS, ended=True)
    assert told.case is Case.FAR_APART
    assert told.sentence.values == {"valid": 2.1, "train": 1.0}

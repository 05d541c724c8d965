"""The plan of a former training, used again with what the coach advises."""

from desktop_app.core.advice import Act, Advice, Case
from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.core.plan_again import again
from desktop_app.core.text import text


def job(**settings: float | str) -> Job:
    return Job("j", "local", "base", JobStatus.SUCCEEDED, 0.0, settings=settings)


def advice(act: Act, value: float) -> Advice:
    return Advice(Case.FLAT, text("coach.training_stood"), act=act, value=value)


def test_without_advice_it_is_the_same_plan() -> None:
    plan = Plan("base", epochs=2, suffix="heroes")
    assert again(plan, job()) == plan
    assert again(plan, job(), advice(Act.ADD_ROWS, 0)) == plan


def test_the_rate_is_the_users_own_the_one_the_provider_told_or_one() -> None:
    twice = advice(Act.RATE, 2.0)
    assert again(Plan("b", learning_rate_multiplier=0.5), job(), twice).learning_rate_multiplier == 1.0
    assert again(Plan("b"), job(learning_rate_multiplier=1.8), twice).learning_rate_multiplier == 3.6
    assert again(Plan("b"), job(learning_rate_multiplier="auto"), twice).learning_rate_multiplier == 2.0
    absolute = again(Plan("b", more={"learning_rate": 1e-4, "lora_r": 8}), job(), advice(Act.RATE, 0.5))
    assert absolute.more == {"learning_rate": 5e-5, "lora_r": 8}
    assert absolute.learning_rate_multiplier is None


def test_the_passes_are_those_that_are_advised() -> None:
    assert again(Plan("b", epochs=6), job(), advice(Act.PASSES, 2.0)).epochs == 2

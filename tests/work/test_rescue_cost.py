"""What recording old models' answers costs at most."""

from datetime import date

import pytest

from desktop_app.core.job import Job, JobStatus
from desktop_app.core.remote_file import RemoteFile
from desktop_app.core.rescue import RemoteJob, Stock
from desktop_app.work.bring_all import Wish
from desktop_app.work.rescue_cost import at_most
from desktop_app.work.targets import all_profiles

MINI = "gpt-4.1-mini-2025-04-14"
TUNED = f"ft:{MINI}:school::abc"


@pytest.fixture(scope="module")
def known():
    return {profile.id: profile for profile in all_profiles(ours_alone=True)}


def wish(tmp_path, *tuned, listed=None, asked=20):
    jobs = tuple(
        RemoteJob(Job(f"job-{n}", "openai", MINI, JobStatus.SUCCEEDED, 0.0, tuned_model=name), {"training_file": "f"})
        for n, name in enumerate(tuned)
    )
    files = (RemoteFile("f", "rows.jsonl", "fine-tune", 300_000, 0.0),)
    models = dict.fromkeys(tuned if listed is None else listed)
    return Wish(Stock(jobs, files, models), frozenset(job.job.id for job in jobs), tmp_path, asked)


def test_the_most_is_the_whole_file_asked_and_every_answer_at_its_longest(tmp_path, known):
    most = at_most(wish(tmp_path, TUNED), known["openai"])
    assert most.dollars == pytest.approx((100_000 * 0.8 + 20 * 400 * 3.2) / 1e6)
    assert most.as_of == date(2026, 11, 21)


def test_models_that_are_gone_are_not_asked_and_cost_nothing(tmp_path, known):
    other = f"ft:{MINI}:school::xyz"
    both = at_most(wish(tmp_path, TUNED, other), known["openai"])
    one = at_most(wish(tmp_path, TUNED, other, listed=[TUNED]), known["openai"])
    assert both.dollars == pytest.approx(2 * one.dollars)
    assert at_most(wish(tmp_path, TUNED, listed=[]), known["openai"]) is None


def test_without_a_price_nothing_is_claimed(tmp_path, known):
    assert at_most(wish(tmp_path, TUNED), known["foundry"]) is None
    assert at_most(wish(tmp_path, "ft:another:x::y"), known["openai"]) is None
    assert at_most(wish(tmp_path, TUNED), None) is None

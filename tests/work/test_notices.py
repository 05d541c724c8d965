"""What is said before money is spent and when the program starts: notices of providers, dates of models."""

from datetime import date

import pytest

from desktop_app.core.sentences import english
from desktop_app.work import notices
from desktop_app.work.targets import all_profiles

TODAY = date(2026, 11, 21)
MINI = "gpt-4.1-mini-2025-04-14"


@pytest.fixture
def known():
    return {profile.id: profile for profile in all_profiles(ours_alone=True)}


def said(texts):
    return [english(text) for text in texts]


def test_before_money_is_spent_the_notice_and_both_dates_are_said(known):
    told = said(notices.before_spending(known["openai"], MINI, TODAY))
    assert "60 days before" in told[0]
    assert told[1].endswith("takes no new trainings after 2027-01-06 (days left: 46).")
    assert "will be switched off on 2027-01-14 (days left: 54)" in told[2]
    assert len(told) == 3


def test_a_day_the_provider_tells_goes_before_our_own(known):
    told = said(notices.before_spending(known["openai"], f"ft:{MINI}:school::abc", TODAY, "2027-02-01"))
    assert "switched off on 2027-02-01" in told[-1]
    assert all("2027-01-14" not in one for one in told)


def test_a_model_nobody_described_has_the_day_its_provider_tells(known):
    told = said(notices.before_spending(known["custom"], "theirs", TODAY, "2027-02-01"))
    assert told == ["theirs and everything trained from it will be switched off on 2027-02-01 (days left: 72)."]
    assert notices.before_spending(known["custom"], "theirs", TODAY) == ()
    assert notices.before_spending(None, "theirs", TODAY) == ()


def test_on_this_computer_nothing_ends_and_nothing_costs(known):
    assert notices.before_spending(known["local"], known["local"].models[0].id, TODAY) == ()


def test_the_start_page_hears_what_ends_soonest_and_each_notice_once(known):
    told = said(notices.on_start([known["foundry"], known["openai"], known["openai"]], TODAY))
    assert "2027-01-06" in told[0]
    assert "60 days before" in told[1]
    assert len(told) == 2
    assert notices.on_start([], TODAY) == ()
    assert notices.on_start([known["custom"], known["engine"]], TODAY) == ()

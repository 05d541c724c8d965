"""Trying again: what passes is waited for, what the provider asks for is given, what will not pass is said at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from desktop_app.core.problem import Problem
from desktop_app.providers import models
from desktop_app.providers.client import Provider, make_client
from desktop_app.work.patience import Patience
from tests.cloud.server import Cloud


def tried(faults, *, tries=5):
    """Ask a server that has these faults; return what came, and how long was waited each time."""
    waits = []

    async def sleep(seconds):
        waits.append(seconds)

    async def whole(cloud):
        client = make_client(cloud.address, cloud.account.key).with_options(max_retries=0)
        provider = Provider("c", "The Cloud", client)
        patience = Patience(tries=tries, first=1.0, longest=4.0, sleep=sleep)
        try:
            return await patience.keep_trying(lambda: models.list_models(provider))
        finally:
            await provider.close()

    with Cloud() as cloud:
        for kind, more in faults:
            cloud.faults.add("GET models", kind, **more)
        try:
            return asyncio.run(whole(cloud)), waits
        except Problem as problem:
            return problem, waits


def test_waits_are_doubled_up_to_the_longest():
    found, waits = tried([("broken", {"times": 4})])
    assert len(found) == 2
    assert waits == [1.0, 2.0, 4.0, 4.0]


def test_a_provider_that_names_a_time_is_given_it():
    _, waits = tried([("rate", {"retry_after": "30"}), ("rate", {"retry_after": "0"}), ("rate", {})])
    assert waits == [30.0, 2.0, 4.0]


def test_a_time_of_day_is_understood():
    later = format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True)
    _, waits = tried([("rate", {"retry_after": later}), ("rate", {"retry_after": "soon"})])
    assert 500 < waits[0] <= 600
    assert waits[1] == 2.0


@pytest.mark.parametrize(("kind", "key"), [("quota", "provider_money"), ("forbidden", "provider_forbids")])
def test_what_will_not_pass_is_said_at_once(kind, key):
    problem, waits = tried([(kind, {"times": 9})])
    assert problem.key == key
    assert waits == []


def test_patience_has_an_end():
    problem, waits = tried([("nonsense", {"times": 9})], tries=3)
    assert problem.key == "provider_speaks_otherwise"
    assert len(waits) == 2

"""What a plan takes by a few real steps: asked in the background, and given up as soon as the plan is another one."""

import asyncio

import pytest

from desktop_app.core.job import Plan
from desktop_app.core.run_record import Phase, Sending
from desktop_app.core.target import Method
from desktop_app.gui.training import plan_measurer
from desktop_app.providers.estimating import Rows
from desktop_app.work.measure import rows_of
from desktop_app.work.outlook import Outlook
from desktop_app.work.sites import Site
from tests.fake_provider import BASE
from tests.gui.test_plan import at, cloud, connected, ready, said, show  # noqa: F401 - fixtures
from tests.work.test_outlook import PROFILES

pytestmark = pytest.mark.usefixtures("no_stray_windows")
TOLD = {"seconds": 1230.0, "memory": 3 * 1024**3, "disk": 45_000_000, "fits": True, "object": "local.estimate"}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let steps be tried sooner than people need it."""
    monkeypatch.setattr(plan_measurer, "_REST_MS", 10)


def measured(qtbot, card):
    qtbot.waitUntil(lambda: card.board.outlook is not None and card.board.outlook.measured)
    return card.board.outlook


def test_what_was_measured_takes_the_place_of_the_guess(qtbot, show, provider):  # noqa: F811
    provider.foretold = TOLD
    card = show()
    found = measured(qtbot, card)
    assert (found.seconds, found.memory, found.disk) == (1230.0, 3 * 1024**3, 45_000_000)
    for words in ("about 20 minutes, measured on this computer", "3 GB of memory", "45 MB on the disk"):
        assert words in said(card)
    asked = provider.plans[0]
    assert (asked["model"], asked["examples"], asked["method"]["type"]) == (BASE, 12, "supervised")
    assert asked["longest"] * 12 >= asked["tokens"] > 0
    count = len(provider.plans)
    card.form.name.setText("brave")  # a name takes no time
    card.form.passes.setValue(3)
    qtbot.waitUntil(lambda: len(provider.plans) > count)
    measured(qtbot, card)
    assert len(provider.plans) == count + 1
    assert provider.plans[-1]["method"]["supervised"]["hyperparameters"]["n_epochs"] == 3
    card.form.passes.setValue(0)  # known already
    measured(qtbot, card)
    assert len(provider.plans) == count + 1


def test_little_memory_is_told_before_anything_begins(qtbot, show, provider):  # noqa: F811
    provider.foretold = {**TOLD, "fits": False}
    card = show()
    measured(qtbot, card)
    assert "needs about 3221 MB of memory, and less is free" in said(card)
    assert card.can_start


def test_another_choice_or_the_start_ends_the_steps(qtbot, show, provider):  # noqa: F811
    provider.foretold, provider.measures = TOLD, asyncio.Event()
    card = show()
    qtbot.waitUntil(lambda: len(provider.plans) == 1)
    assert "A few steps are being tried" in said(card)
    assert card.can_start  # nobody has to wait for it
    card.form.passes.setValue(2)
    assert "A few steps are being tried" not in said(card)
    qtbot.waitUntil(lambda: provider.unmeasured == 1 and len(provider.plans) == 2)
    card.show_sending(Sending(Phase.WRITING))
    qtbot.waitUntil(lambda: provider.unmeasured == 2)
    card.show_started()
    qtbot.waitUntil(lambda: len(provider.plans) == 3)
    card.hide()
    qtbot.waitUntil(lambda: provider.unmeasured == 3)
    assert not card.board.foresight.measurer.measuring


def test_where_nothing_can_be_measured_the_guess_stays_without_a_word(qtbot, show, provider, faults):  # noqa: F811
    card = show()
    qtbot.waitUntil(lambda: bool(provider.plans) and not card.board.foresight.measurer.measuring)
    assert "less than a minute on this computer (8 processor cores" in said(card)
    assert not card.board.outlook.measured
    assert faults == []
    card.form.name.setText("brave")
    ready(qtbot, card)
    assert len(provider.plans) == 1  # it is not asked again and again
    provider.foretold = TOLD  # the other training has ended
    card.hide()
    card.show()
    measured(qtbot, card)


def test_only_our_own_engine_is_asked(qtbot, show, provider, sites, cloud):  # noqa: F811
    provider.foretold = TOLD
    card = show()
    measured(qtbot, card)
    at(qtbot, card, connected(sites, cloud))
    assert not card.board.outlook.measured
    assert card.board.outlook.seconds is None


def test_pairs_are_measured_a_side_at_a_time_and_rows_no_longer_than_they_are_read():
    here = Site("local", "", PROFILES["local"])
    found = Outlook({"training": 10}, 1001, True, 3, True, longest=5000, limit=1024)
    assert rows_of(here, Plan("m"), found) == Rows(10, 1001, 1024)
    pairs = Plan("m", method=Method.PREFERENCE)
    assert rows_of(here, pairs, found) == Rows(10, 501, 512)
    assert rows_of(Site("openai", "", PROFILES["openai"]), Plan("m"), found) is None
    assert rows_of(here, Plan(""), found) is None

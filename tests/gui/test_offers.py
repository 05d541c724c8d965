"""Which models are offered: those of the places there are now."""

import asyncio

from desktop_app.core.job import HERE
from desktop_app.gui.answers.offers import Offers
from tests.fake_provider import TUNED
from tests.sites import connect


def test_models_of_a_provider_that_was_removed_are_not_offered_any_more(qtbot, parts, provider, clouds):
    workspace, background, sites = parts
    provider.tuned = [(TUNED, 200)]
    offers = Offers(workspace, background, sites, workspace)

    def places():
        with qtbot.waitSignal(offers.ended):
            offers.look()
        return {site.id for site, _ in offers.choices.all}

    cloud = clouds()
    made = asyncio.run(connect(sites, "openai", "Cloud", cloud.address, cloud.account.key))
    assert places() == {HERE, made}
    sites.reach.connections.remove(made)
    assert places() == {HERE}

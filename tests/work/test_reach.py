"""A provider is reached with its own key at its own address, under the rules of the network, or not at all."""

import asyncio
import threading

import pytest

from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.core.secret import Keeping, Secret
from desktop_app.providers import models
from desktop_app.settings import paths
from desktop_app.settings.connections import Connections
from desktop_app.settings.secrets import Secrets
from desktop_app.work.reach import Reach
from tests.cloud.server import Cloud


class Rules:
    """The network's rules, changed in mid-run."""

    now = Network()

    def __call__(self):
        return self.now


@pytest.fixture
def cloud():
    with Cloud() as running:
        yield running


@pytest.fixture
def rules():
    return Rules()


@pytest.fixture
def reach(tmp_path, rules):
    secrets = Secrets(tmp_path / "places.json", {}, lambda: None)
    return Reach(Connections(tmp_path / "connections.json"), secrets, rules)


def run(reach, act):
    async def whole():
        try:
            return await act()
        finally:
            await reach.close()

    return asyncio.run(whole())


def test_a_key_opens_its_own_address_and_no_other(reach, cloud):
    mine = reach.connections.add("custom", "Mine", cloud.address)

    async def act():
        with pytest.raises(Problem) as caught:
            await reach.provider(mine.id)
        assert caught.value.key == "key_missing"
        await reach.secrets.keep(mine.id, mine.address, Secret(cloud.account.key))
        assert (await reach.held(mine)).keeping is Keeping.SESSION
        provider = await reach.provider(mine.id)
        assert await models.list_models(provider)
        assert await reach.provider(mine.id) is provider
        reach.connections.change(mine.id, title="Moved", address="https://elsewhere.example.com/v1", fields={})
        with pytest.raises(Problem) as caught:
            await reach.provider(mine.id)
        assert caught.value.key == "key_missing"

    run(reach, act)


def test_another_key_makes_another_client(reach, cloud):
    mine = reach.connections.add("custom", "Mine", cloud.address)

    async def act():
        await reach.secrets.keep(mine.id, mine.address, Secret("sk-wrong-key-000000"))
        with pytest.raises(Problem) as caught:
            await models.list_models(await reach.provider(mine.id))
        assert caught.value.key == "provider_key_refused"
        await reach.secrets.keep(mine.id, mine.address, Secret(cloud.account.key))
        assert await models.list_models(await reach.provider(mine.id))

    run(reach, act)


def test_offline_holds_for_what_was_reached_before(reach, rules, tmp_path):
    away = reach.connections.add("openai", "Far", "https://api.example.com/v1")

    async def act():
        await reach.secrets.keep(away.id, away.address, Secret("sk-some-key-0000000"))
        provider = await reach.provider(away.id)
        rules.now = Network(offline=True)
        for ask in (models.list_models(provider), reach.provider(away.id)):
            with pytest.raises(Problem) as caught:
                await ask
            assert caught.value.key == "offline"

    run(reach, act)


def test_offline_leaves_this_computer_alone(reach, rules, cloud):
    here = reach.connections.add("custom", "Here", cloud.address)
    rules.now = Network(offline=True)

    async def act():
        await reach.secrets.keep(here.id, here.address, Secret(cloud.account.key))
        return await models.list_models(await reach.provider(here.id))

    assert run(reach, act)


def test_a_certificate_that_is_none_is_said(reach, rules, tmp_path):
    away = reach.connections.add("openai", "Far", "https://api.example.com/v1")
    (tmp_path / "none.pem").write_text("no certificate")
    rules.now = Network(certificate=str(tmp_path / "none.pem"))

    async def act():
        await reach.secrets.keep(away.id, away.address, Secret("sk-some-key-0000000"))
        with pytest.raises(Problem) as caught:
            await reach.provider(away.id)
        assert caught.value.key == "certificate_not_usable"

    run(reach, act)


def test_a_client_that_is_being_made_while_everybody_hangs_up_is_closed_too(reach, cloud, monkeypatch):
    mine = reach.connections.add("custom", "Mine", cloud.address)
    making, go_on = threading.Event(), threading.Event()
    made = Reach._made

    def slowly(*of):
        making.set()
        assert go_on.wait(30)
        return made(*of)

    monkeypatch.setattr(Reach, "_made", slowly)

    async def act():
        await reach.secrets.keep(mine.id, mine.address, Secret(cloud.account.key))
        asked = asyncio.create_task(reach.provider(mine.id))
        await asyncio.to_thread(making.wait, 30)
        closing = asyncio.create_task(reach.close())
        await asyncio.sleep(0)  # it has begun
        go_on.set()
        await closing
        return (await asked)._client.is_closed()

    assert run(reach, act)


def test_a_provider_that_was_removed_is_said(reach):
    async def act():
        with pytest.raises(Problem) as caught:
            await reach.provider("gone")
        assert caught.value.key == "connection_gone"

    run(reach, act)


def test_a_broken_list_of_the_user_is_said_and_ours_holds(reach):
    (paths.data_dir() / "providers.json").write_text("{", encoding="utf-8")
    assert "openai" in reach.profiles
    assert reach.trouble is not None
    assert reach.trouble.key == "providers_not_json"


def test_who_is_being_asked_goes_on_when_the_key_or_the_name_changes(reach, cloud):
    mine = reach.connections.add("custom", "Mine", cloud.address)

    async def act():
        await reach.secrets.keep(mine.id, mine.address, Secret(cloud.account.key))
        asked = await reach.provider(mine.id)
        assert await models.list_models(asked)
        reach.connections.change(mine.id, title="Renamed", address=mine.address, fields={})
        assert await reach.provider(mine.id) is asked
        assert asked.title == "Renamed"
        await reach.secrets.keep(mine.id, mine.address, Secret("sk-another-key-0000"))
        assert await reach.provider(mine.id) is not asked
        assert await models.list_models(asked)
        return asked

    assert run(reach, act)._client.is_closed()

"""Another computer with our engine: started as its owner starts it, reached with the key from its file."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.connection import Ability, Verdict
from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.core.secret import Secret
from desktop_app.core.sentences import english
from desktop_app.providers import models
from desktop_app.providers.try_out import try_out
from desktop_app.settings.connections import Connections
from desktop_app.settings.secrets import Secrets
from desktop_app.work.reach import Reach
from tests.engine.tiny_model import make_tiny_model
from tests.settings.test_secrets import Store

TOKEN = "tall-lighthouse-42-violet-ladder"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return make_tiny_model(tmp_path_factory.mktemp("base") / "tiny")


@pytest.fixture
def lab(tmp_path):
    """Return a function that starts an engine by the command its help names, and tells its address."""
    running = []

    def begun(*more):
        token = tmp_path / "token"
        token.write_text(TOKEN + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "desktop_app", "engine", "--host", "127.0.0.1", "--port", "0"]
        command += ["--token-file", str(token), "--data", str(tmp_path / "lab"), *more]
        bare = {name: value for name, value in os.environ.items() if name != "TUNEDESK_ENGINE_TOKEN"}
        process = subprocess.Popen(command, cwd=ROOT, env=bare, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        running.append(process)
        return f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}/v1"

    yield begun
    for process in running:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def reached(tmp_path, address, act, key=TOKEN, network=Network):
    """Add the computer as a provider with its key, and let `act` use the provider."""
    store = Store()
    secrets = Secrets(tmp_path / "places.json", {}, lambda: store)
    reach = Reach(Connections(tmp_path / "connections.json"), secrets, network)
    assert "engine" in reach.profiles
    connection = reach.connections.add("engine", "The lab", address, {"address": address})

    async def whole():
        await secrets.keep(connection.id, connection.address, Secret(key))
        try:
            return await act(await reach.provider(connection.id))
        finally:
            await reach.close()

    return asyncio.run(whole())


async def tried(provider):
    return {one.ability: one async for one in try_out(provider)}


def test_everything_works_there_and_the_test_says_so(tmp_path, lab, tiny):
    async def known(provider):
        assert (provider.profile.id, provider.profile.local) == ("engine", False)
        assert [model.id for model in await models.list_models(provider)] == ["tiny"]
        return await tried(provider)

    found = reached(tmp_path, lab("--model", str(tiny), "--threads", "1"), known)
    assert list(found) == [Ability.MODELS, Ability.CHAT, Ability.COMPLETIONS, Ability.FINE_TUNING, Ability.FILES]
    assert {one.verdict for one in found.values()} == {Verdict.WORKS}
    assert english(found[Ability.MODELS].said) == "This works (1 found)."
    assert english(found[Ability.FINE_TUNING].said) == "This works."


def test_an_engine_without_a_model_can_still_train_and_says_what_it_lacks(tmp_path, lab):
    found = reached(tmp_path, lab(), tried)
    assert found[Ability.FINE_TUNING].verdict is Verdict.WORKS
    assert found[Ability.CHAT].verdict is Verdict.UNTRIED
    assert english(found[Ability.CHAT].said) == "Nobody can tell yet: The lab lists no model to ask."


def test_a_wrong_key_is_refused_there(tmp_path, lab):
    with pytest.raises(Problem) as raised:
        reached(tmp_path, lab(), tried, key="another-word")
    assert raised.value.key == "provider_key_refused"

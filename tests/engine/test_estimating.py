"""What a training is going to take: real steps once, arithmetic afterwards."""

import asyncio

import httpx2
import pytest

from desktop_app.core.job import HERE, Plan
from desktop_app.engine import hardware
from desktop_app.engine.disk import read_json
from desktop_app.engine.estimating import Estimator, Probe, foretold, read_wanted
from desktop_app.engine.probe import STEPS, rows
from desktop_app.engine.settings import Settings
from desktop_app.engine.state import build
from desktop_app.engine.wire import WireError
from desktop_app.providers.client import Provider
from desktop_app.providers.estimating import Estimate, Rows, estimate
from desktop_app.providers.profile_file import load
from desktop_app.settings.paths import resource
from tests.engine.running import until

ASKED = {"model": "tiny", "examples": 30, "tokens": 900, "longest": 50}
SETTINGS = {"hyperparameters": {"n_epochs": 4, "batch_size": 4}}
PROBE = Probe(0.5, 10.0, 2_000_000_000, 30_000_000, 10_000_000)


def test_time_grows_with_the_steps_and_room_with_the_passes():
    told = foretold(read_wanted({**ASKED, **SETTINGS}), PROBE, 3_000_000_000, 100_000_000)
    assert (told["steps"], told["seconds"], told["memory"]) == (32, 26.0, 2_000_000_000)
    assert told["disk"] == 30_000_000 + 4 * 10_000_000 + 900 * 14
    assert told["fits"]
    assert told["hyperparameters"]["n_epochs"] == 4
    for memory, disk in ((1_000_000_000, 100_000_000), (3_000_000_000, 70_000_000)):
        assert not foretold(read_wanted({**ASKED, **SETTINGS}), PROBE, memory, disk)["fits"]


def test_examples_are_cut_where_the_training_cuts_them():
    wanted = read_wanted({**ASKED, "tokens": 60_000, "longest": 9000})
    assert (wanted.longest, wanted.tokens, wanted.usual) == (1024, 30 * 1024, 1024)


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"examples": 0}, "examples"),
        ({"tokens": None}, "tokens"),
        ({"longest": True}, "longest"),
        ({"longest": 20}, "longest"),
        ({"hyperparameters": {"n_epochs": 99}}, "hyperparameters.n_epochs"),
        ({"method": {"type": "magic"}}, "method.type"),
    ],
)
def test_what_cannot_be_judged_is_named(more, param):
    with pytest.raises(WireError) as caught:
        read_wanted({**ASKED, **more})
    assert caught.value.param == param


def test_the_longest_come_first_and_pairs_have_two_sides():
    made = rows(False, 2, 5, 9)
    assert [len(row["input_ids"]) for row in made] == [9, 9, *[5] * (2 * STEPS - 2)]
    pair = rows(True, 1, 3, 4)[0]
    assert sorted(pair) == ["other_ids", "other_labels", "preferred_ids", "preferred_labels"]
    assert pair["other_labels"] == [-100, *pair["other_ids"][1:]]


def test_it_is_measured_anew_where_the_training_or_the_computer_is_another(tmp_path, tiny, monkeypatch):
    measured = []

    async def measure(self, model, wanted):
        measured.append(wanted.settings["lora_r"])
        return PROBE

    def ask(threads=1, **settings):
        engine = build(Settings(tmp_path, "token", extra_models=(tiny,), threads=threads))
        body = {**ASKED, "hyperparameters": {"batch_size": 4, **settings}}
        asyncio.run(engine.estimator.estimate(body, busy=False))
        return len(measured)

    monkeypatch.setattr(Estimator, "_measure", measure)
    monkeypatch.setattr(hardware, "accelerator", lambda: "cpu")
    monkeypatch.setattr(hardware, "torch_version", lambda: "2.9.0+cpu")
    assert [ask(), ask(n_epochs=7), ask(learning_rate=0.01)] == [1, 1, 1]
    assert [ask(lora_r=64), ask(threads=4)] == [2, 3]
    monkeypatch.setattr(hardware, "torch_version", lambda: "2.9.0+cu128")
    assert ask() == 4
    monkeypatch.setattr(hardware, "accelerator", lambda: "cuda")
    assert [ask(), ask(), ask(lora_r=64)] == [5, 5, 6]
    assert measured == [8, 64, 8, 8, 8, 64]


@pytest.mark.engine
@pytest.mark.timeout(500)
def test_the_engine_measures_once(engine):
    with engine.http() as http:
        first = http.post("/local/estimate", json={**ASKED, **SETTINGS}, timeout=400)
        assert first.status_code == 200, first.text
        told = first.json()
        assert 0 < told["seconds_a_step"] < 60
        assert told["memory"] > 100_000_000
        assert told["fits"]
        more = {**ASKED, "hyperparameters": {"n_epochs": 8, "batch_size": 4}}
        longer = http.post("/local/estimate", json=more).json()
        assert longer["steps"] == 64
        assert longer["seconds_a_step"] == told["seconds_a_step"]
        assert longer["disk"] > told["disk"]
        assert http.post("/local/estimate", json={**ASKED, "model": "none"}).status_code == 404
    assert not list(engine.data.glob("probe-*"))
    plan = Plan("tiny", epochs=8, batch_size=4)
    assert asyncio.run(_asked(engine, plan)) == Estimate(longer["seconds"], longer["memory"], longer["disk"], True)


async def _asked(engine, plan):
    async with engine.async_client() as client:
        return await estimate(Provider(HERE, "Here", client, profile=_profile("local")), plan, Rows(30, 900, 50))


def _profile(name):
    return next(profile for profile in load(resource("providers.json")) if profile.id == name)


@pytest.mark.engine
@pytest.mark.timeout(200)
def test_whoever_leaves_ends_the_steps(engine):
    known = engine.data / "probes.json"
    before = read_json(known)
    with engine.http() as http, pytest.raises(httpx2.ReadTimeout):
        http.post("/local/estimate", json={**ASKED, "hyperparameters": {"batch_size": 3}}, timeout=1.0)
    until(lambda: not list(engine.data.glob("probe-*")))
    assert read_json(known) == before  # they were not made to their end

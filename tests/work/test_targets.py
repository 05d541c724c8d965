"""The user's own list of prices: made once to be changed, never written over, and read from then on."""

import json
from dataclasses import replace

import pytest

from desktop_app.core.problem import Problem
from desktop_app.settings import paths
from desktop_app.work.targets import OVERRIDE, all_profiles, own_prices

pytestmark = pytest.mark.usefixtures("home")


def profile(name="openai"):
    return next(each for each in all_profiles() if each.id == name)


def test_the_list_begins_with_the_prices_that_are_known_and_changes_nothing_yet():
    before = profile()
    path = own_prices(before)
    assert path == paths.data_dir() / OVERRIDE
    (told,) = json.loads(path.read_text(encoding="utf-8"))["providers"]
    assert told["id"] == "openai"
    assert {each["id"] for each in told["models"]} == {model.id for model in before.models if model.price is not None}
    assert profile() == before


def test_what_somebody_changed_counts_and_is_never_written_over():
    path = own_prices(profile())
    told = json.loads(path.read_text(encoding="utf-8"))
    changed = told["providers"][0]["models"][0]
    changed["price"]["training"] = 77.0
    path.write_text(json.dumps(told), encoding="utf-8")
    assert own_prices(profile()) == path
    assert json.loads(path.read_text(encoding="utf-8")) == told
    prices = {model.id: model.price for model in profile().models}
    assert prices[changed["id"]].training == 77.0
    ours = {each.id: each for each in all_profiles(ours_alone=True)}["openai"]
    assert {model.id: model.price for model in ours.models}[changed["id"]].training != 77.0


def test_a_list_that_cannot_be_written_is_said_with_its_folder(monkeypatch, tmp_path):
    wanted = profile()
    monkeypatch.setattr(paths, "data_dir", lambda: tmp_path / "gone")
    with pytest.raises(Problem, match="prices_not_written") as caught:
        own_prices(wanted)
    assert caught.value.values["folder"] == str(tmp_path / "gone")


def test_a_provider_without_prices_has_a_list_without_models():
    wanted = replace(profile(), models=tuple(replace(model, price=None) for model in profile().models))
    told = json.loads(own_prices(wanted).read_text(encoding="utf-8"))
    assert told == {"providers": [{"id": "openai", "models": []}]}

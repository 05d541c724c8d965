"""The file of providers: each number with its day and source, a user's file laid over it, faults said in words."""

import json
from datetime import date

import pytest

from desktop_app.core.example import Shape
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.core.target import Method
from desktop_app.core.wizard import STARTER_TARGET
from desktop_app.engine import hyperparameters, starter
from desktop_app.providers import profile_file
from desktop_app.providers.profiles import targets
from desktop_app.settings import paths
from desktop_app.tokens import vocabularies

OURS = paths.resource("providers.json")


@pytest.fixture(scope="module")
def profiles():
    return profile_file.load(OURS)


@pytest.fixture
def by_id(profiles):
    return {target.id: target for target in targets(profiles)}


@pytest.fixture
def overlaid(tmp_path):
    """Return a function that lays a file over ours and returns the profiles by id."""

    def made(content):
        file = tmp_path / "mine.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return {profile.id: profile for profile in profile_file.load(OURS, file)}

    return made


def facts(value, where=""):
    """Yield every object of the file that holds a price, a date or a limit."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("price", "limit", "last_start", "shutdown", "least_rows", "largest_file"):
                yield f"{where}.{name}", inner
            yield from facts(inner, f"{where}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from facts(inner, f"{where}[{inner.get('id', '') if isinstance(inner, dict) else ''}]")


def test_every_price_date_and_limit_has_its_day_and_its_source():
    whole = json.loads(OURS.read_text(encoding="utf-8"))
    found = list(facts(whole))
    assert len(found) > 30
    for where, fact in found:
        assert date(2026, 1, 1) <= date.fromisoformat(fact["as_of"]) <= date.fromisoformat(whole["as_of"]), where
        assert len(fact["source"]) > 10, where


def test_the_six_kinds_of_provider_are_there_with_this_computer_first(profiles):
    assert [profile.id for profile in profiles] == ["local", "openai", "foundry", "nebius", "crusoe", "custom"]
    for profile in profiles:
        assert english(profile.privacy)
        assert profile.notice is None or english(profile.notice)
        assert profile.models
        assert all(name in profile.base_url for name in profile.fields)
        assert set(profile.statuses) >= {"queued", "running", "succeeded", "failed", "cancelled"}


def test_the_wizard_s_own_target_is_the_first(profiles, by_id):
    first = targets(profiles)[0]
    assert first.id == STARTER_TARGET
    assert first.local
    assert first.completes
    assert (first.price, first.shutdown) == (None, None)
    assert len(by_id) == len(targets(profiles))


def test_this_computer_is_described_as_our_engine_is(profiles):
    local = profiles[0]
    own = {each.name: each for each in local.hyperparameters}
    assert set(own) == set(hyperparameters.BOUNDS)
    for name, bound in hyperparameters.BOUNDS.items():
        assert (own[name].low, own[name].high, own[name].whole) == (bound.low, bound.high, bound.whole)
    usual = hyperparameters.Hyperparameters(n_epochs=3, batch_size=4)
    assert local.models[0].id == local.models[0].vocabulary == starter.STARTER.id
    assert local.models[0].limit.value == usual.context_length == own["context_length"].default
    assert {own[name].default for name in ("lora_r",)} == {usual.lora_r}


def test_the_facts_of_openai(by_id):
    mini = by_id["openai/gpt-4.1-mini-2025-04-14"]
    assert (mini.price.training, mini.price.input, mini.price.output, mini.price.cached_input) == (5, 0.8, 3.2, 0.2)
    assert (mini.last_start, mini.shutdown) == (date(2027, 1, 6), date(2027, 1, 14))
    assert (mini.limit, mini.least_rows, mini.largest_file) == (65_536, 10, 512_000_000)
    assert mini.shapes == {Shape.CHAT: (Method.SUPERVISED,), Shape.PREFERENCE: (Method.PREFERENCE,)}
    assert not mini.completes
    assert Shape.PREFERENCE not in by_id["openai/gpt-4o-2024-08-06"].shapes


def test_a_learning_rate_means_what_the_provider_means_by_it(profiles):
    meaning = {p.id: {h.name: h.meaning for h in p.hyperparameters}.get("learning_rate_multiplier") for p in profiles}
    assert meaning["openai"] == meaning["foundry"] == "multiplier"
    assert meaning["nebius"] == "absolute"


def test_vocabularies_are_those_the_models_count_with(profiles):
    for target in targets(profiles):
        known = vocabularies.vocabulary_of(target.id.split("/", 1)[1])
        assert known is None or target.vocabulary == known, target.id


def test_a_user_s_price_takes_the_place_of_ours_and_all_else_stays(overlaid, profiles):
    price = {"training": 30, "as_of": "2026-12-01", "source": "the bill of November"}
    mine = overlaid({"providers": [{"id": "openai", "models": [{"id": "gpt-4.1-2025-04-14", "price": price}]}]})
    before = {profile.id: profile for profile in profiles}
    [changed] = [model for model in mine["openai"].models if model.id == "gpt-4.1-2025-04-14"]
    assert (changed.price.training, changed.price.input, changed.price.source) == (30, None, "the bill of November")
    assert changed.limit == before["openai"].models[1].limit
    assert mine["openai"].models[0] == before["openai"].models[0]
    assert {name: mine[name] for name in mine if name != "openai"} == {n: p for n, p in before.items() if n != "openai"}


def test_a_user_can_add_models_and_take_dates_away(overlaid):
    added = {"id": "my-model", "title": "My model", "shapes": {"chat": ["supervised"]}}
    gone = {"id": "gpt-4.1-2025-04-14", "shutdown": None, "last_start": None}
    mine = overlaid({"providers": [{"id": "openai", "models": [added, gone]}]})
    assert [model.id for model in mine["openai"].models][-1] == "my-model"
    assert mine["openai"].models[1].shutdown is None
    assert mine["openai"].models[1].title == "GPT-4.1"


def test_no_file_of_the_user_is_no_fault(tmp_path, profiles):
    assert profile_file.load(OURS, tmp_path / "nothing.json") == profiles


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "Expecting"),
        ("[1]", "no JSON object"),
        ("[" * 100_000, "Error"),
        ({"providers": {}}, "providers"),
        ({"providers": [{"id": "openai", "models": [{"id": "x"}]}]}, "openai].models[x].title"),
        (
            {"providers": [{"id": "openai", "models": [{"id": "gpt-4.1-2025-04-14", "price": {"training": 3}}]}]},
            "as_of",
        ),
        (
            {"providers": [{"id": "openai", "models": [{"id": "gpt-4.1-2025-04-14", "price": {"training": "3"}}]}]},
            "training",
        ),
        ({"providers": [{"id": "openai", "models": [{"id": "gpt-4.1-2025-04-14", "price": 3}]}]}, "price"),
        ({"providers": [{"id": "openai", "auth": "magic"}]}, "auth"),
        ({"providers": [{"id": "openai", "metrics": ["dreams"]}]}, "metrics"),
        ({"providers": [{"id": "openai", "statuses": {"queued": "asleep"}}]}, "statuses"),
        ({"providers": [{"id": "openai", "supports": {"seed": "yes"}}]}, "seed"),
        ({"providers": [{"id": "openai", "privacy": "no such sentence"}]}, "privacy"),
        ({"providers": [{"id": "openai", "as_of": "yesterday"}]}, "as_of"),
        (
            {"providers": [{"id": "openai", "models": [{"id": "gpt-4.1-2025-04-14", "shapes": {"poem": ["x"]}}]}]},
            "shapes",
        ),
        ({"providers": [{"id": "openai", "models": [{"id": "gpt-4.1-2025-04-14", "shapes": {"chat": []}}]}]}, "shapes"),
        ({"providers": [{"id": "new"}]}, "new"),
        ({"providers": [{"title": "without an id"}]}, "providers"),
    ],
)
def test_a_broken_file_of_the_user_is_said_in_words_with_the_place(overlaid, content, said):
    with pytest.raises(Problem) as raised:
        overlaid(content)
    assert raised.value.key == "providers_unreadable"
    assert "mine.json" in english(raised.value.happened)
    assert said in raised.value.details


def test_a_negative_number_or_one_without_end_is_no_price(overlaid):
    for number in ("-1", "1e999", "true"):
        price = f'{{"training": {number}, "as_of": "2026-12-01", "source": "a bill"}}'
        with pytest.raises(Problem):
            overlaid(
                f'{{"providers": [{{"id": "openai", "models": [{{"id": "gpt-4.1-2025-04-14", "price": {price}}}]}}]}}'
            )

"""The file of providers: each number with its day and source, a user's file laid over it, faults said in words."""

import json
import re
from datetime import date

import pytest

from desktop_app.core.example import Shape
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.core.target import Method
from desktop_app.core.wizard import STARTER_TARGET
from desktop_app.engine import hyperparameters, starter
from desktop_app.providers import profile_file
from desktop_app.providers.endings import Ending, ending
from desktop_app.providers.profiles import targets
from desktop_app.settings import paths

OURS = paths.resource("providers.json")
VOCABULARIES = {
    "o200k_base": re.compile(r"(chatgpt-4o|gpt-4o|gpt-4\.[15]|gpt-5(\.\d+)?|gpt-oss|o1|o3|o4-mini)(-|$)"),
    "cl100k_base": re.compile(r"(gpt-4|gpt-3\.5|gpt-35-turbo|davinci-002|babbage-002)(-|$)"),
}
"""What OpenAI's library counts with which vocabulary; it has no name for tuned models, so ours stand in the profile."""


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
    for entry in whole["providers"]:
        bounded = [each for each in entry["hyperparameters"] if each["low"] is not None or each["high"] is not None]
        priced = [each for each in entry.get("embedders", ()) if "input" in each]
        found += [(f"{entry['id']}.{each.get('name') or each.get('id')}", each) for each in (*bounded, *priced)]
    for where, fact in found:
        assert date(2026, 1, 1) <= date.fromisoformat(fact["as_of"]) <= date.fromisoformat(whole["as_of"]), where
        assert len(fact["source"]) > 10, where


def test_the_kinds_of_provider_are_there_with_this_computer_first(profiles):
    ids = ["local", "openai", "foundry", "nebius", "crusoe", "engine", "custom"]
    assert [profile.id for profile in profiles] == ids
    for profile in profiles:
        assert english(profile.privacy)
        assert profile.notice is None or english(profile.notice)
        assert profile.models
        assert all(name in profile.base_url for name in profile.fields)
        assert bool(profile.example) == bool(profile.fields)
        assert set(profile.statuses) >= {"queued", "running", "succeeded", "failed", "cancelled"}


def test_the_wizard_s_own_target_is_the_first(profiles, by_id):
    first = targets(profiles)[0]
    assert first.id == STARTER_TARGET
    assert first.local
    assert first.completes
    assert (first.price, first.shutdown) == (None, None)
    assert len(by_id) == len(targets(profiles))


def test_every_source_is_a_public_page_or_our_own(profiles):
    whole = json.loads(OURS.read_text(encoding="utf-8"))
    told = [fact["source"] for _, fact in facts(whole)]
    for entry in whole["providers"]:
        told += [entry["source"], *(each["source"] for each in (*entry["hyperparameters"], *entry.get("help", ())))]
    for source in told:
        assert "https://" in source or source.startswith("TuneDesk"), source
        assert "mirror" not in source


def test_everywhere_but_here_it_is_told_how_to_get_a_key_set_a_limit_and_see_what_was_used(profiles):
    for profile in profiles:
        assert [step.about for step in profile.help] == ([] if profile.local else ["key", "limit", "usage"])
        for step in profile.help:
            assert english(step.said)
            assert not step.link or step.link.startswith("https://")
        assert all(step.link for step in profile.help) or profile.id in ("engine", "custom")


@pytest.mark.parametrize("which", ["local", "engine"])
def test_this_computer_and_another_one_are_described_as_our_engine_is(profiles, which):
    [local] = [profile for profile in profiles if profile.id == which]
    assert local.local == (which == "local")
    assert local.models[0].price is None
    assert local.supports.pause
    own = {each.name: each for each in local.hyperparameters}
    assert set(own) == set(hyperparameters.BOUNDS)
    for name, bound in hyperparameters.BOUNDS.items():
        assert (own[name].low, own[name].high, own[name].whole) == (bound.low, bound.high, bound.whole)
    usual = hyperparameters.Hyperparameters(n_epochs=3, batch_size=4)
    assert local.models[0].id == local.models[0].vocabulary == starter.STARTER.id
    assert local.models[0].limit.value == usual.context_length == own["context_length"].default
    assert {own[name].default for name in ("lora_r",)} == {usual.lora_r}
    assert own["beta"].default == hyperparameters.USUAL_BETA
    assert all(
        method.value in hyperparameters.METHODS for m in local.models for each in m.shapes.values() for method in each
    )
    assert set(local.models[0].shapes) == set(Shape)


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


def test_tuned_models_can_be_trained_on_where_the_provider_takes_them(profiles):
    assert {profile.id for profile in profiles if profile.supports.go_on} == {
        "local",
        "engine",
        "openai",
        "foundry",
        "custom",
    }


def test_vocabularies_are_those_the_models_count_with(profiles):
    for target in targets(profiles):
        known = next((name for name, family in VOCABULARIES.items() if family.match(target.id.split("/", 1)[1])), None)
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


MINI = "gpt-4.1-2025-04-14"


def of_model(**fields):
    return {"providers": [{"id": "openai", "models": [{"id": MINI, **fields}]}]}


def of_profile(**fields):
    return {"providers": [{"id": "openai", **fields}]}


PRICE = {"training": 3, "as_of": "2026-12-01", "source": "a bill"}


@pytest.mark.parametrize(
    ("content", "key", "said"),
    [
        ("{", "providers_not_json", "from line 1 on (sign 2 of it)"),
        ('{\n "providers": [\n  {"id": "openai" "title": "x"}\n]}', "providers_not_json", "from line 3 on"),
        ("[1]", "providers_unreadable", "cannot be read"),
        ("[" * 100_000, "providers_unreadable", "cannot be read"),
        ({"providers": {}}, "providers_no_list", "is not a list: {}"),
        (
            of_profile(models=[{"id": "x"}]),
            "providers_field_missing",
            "“title” is missing in “mine.json”, at openai → x",
        ),
        (of_model(price={"training": 3, "source": "a bill"}), "providers_field_missing", "“as_of” is missing"),
        (of_model(price={"training": 3, "as_of": "2026-12-01"}), "providers_field_missing", "“source” is missing"),
        (of_model(price={**PRICE, "training": "3"}), "providers_no_number", 'reckoned with: "3"'),
        (of_model(price={**PRICE, "input": -1}), "providers_no_number", "openai → gpt-4.1-2025-04-14 → price"),
        (of_model(price={**PRICE, "output": True}), "providers_no_number", ": true"),
        (of_model(price={**PRICE, "trainning": 3}), "providers_field_unknown", "“trainning”"),
        (of_model(price={**PRICE, "as_of": "yesterday"}), "providers_no_day", 'not a day: "yesterday"'),
        (of_model(price={**PRICE, "as_of": 2026}), "providers_no_day", "not a day: 2026"),
        (of_model(price={**PRICE, "source": 5}), "providers_no_text", "not a text: 5"),
        (of_model(price={**PRICE, "source": ""}), "providers_no_text", 'not a text: ""'),
        (of_model(price=3), "providers_no_object", "“price” of openai → gpt-4.1-2025-04-14"),
        (of_model(limit={"value": 1.5, "as_of": "2026-12-01", "source": "a bill"}), "providers_no_whole", "1.5"),
        (of_model(shutdown={"value": 7, "as_of": "2026-12-01", "source": "a bill"}), "providers_no_day", "“value”"),
        (of_model(last_start={"value": "2027-01-06"}), "providers_field_missing", "“as_of”"),
        (of_model(images="yes"), "providers_no_switch", 'neither yes nor no: "yes"'),
        (of_model(prices=PRICE), "providers_field_unknown", "“prices”"),
        (of_model(shapes={"poem": ["x"]}), "providers_no_word", "shapes"),
        (of_model(shapes={"chat": ["magic"]}), "providers_no_word", "“chat”"),
        (of_model(shapes={"chat": []}), "providers_no_word", "shapes"),
        (of_profile(auth="magic"), "providers_no_word", 'there: "magic"'),
        (of_profile(metrics=["dreams"]), "providers_no_word", "“metrics”"),
        (of_profile(metrics="events"), "providers_no_texts", "“metrics”"),
        (of_profile(statuses={"queued": "asleep"}), "providers_no_word", '"asleep"'),
        (of_profile(supports={"seed": "yes"}), "providers_no_switch", "openai → supports"),
        (of_profile(privacy="no such sentence"), "providers_no_word", "“privacy”"),
        (of_profile(as_of="yesterday"), "providers_no_day", "“as_of” of openai"),
        (of_profile(hyperparameters=[{"name": "n_epochs", "low": 60}]), "providers_no_bounds", "60"),
        (of_profile(hyperparameters=[{"name": "n_epochs", "default": 99}]), "providers_no_bounds", "99"),
        (of_profile(hyperparameters=[{"name": "n_epochs", "default": "much"}]), "providers_no_number", '"much"'),
        (of_profile(help=[{"name": "key", "link": "file:///etc/passwd"}]), "providers_no_link", "file:///etc/passwd"),
        (of_profile(help=[{"name": "key", "said": "poem"}]), "providers_no_word", "“said”"),
        ({"providers": [{"id": "new"}]}, "providers_field_missing", "new"),
        ({"providers": [{"title": "without an id"}]}, "providers_no_name", "has no name of its own"),
        ({"providers": [], "as_of": 3}, "providers_no_day", "of mine.json"),
        ({"provider": []}, "providers_field_unknown", "“provider”"),
    ],
)
def test_whatever_is_wrong_in_a_user_s_file_is_said_in_words_with_its_place(overlaid, content, key, said):
    with pytest.raises(Problem) as raised:
        overlaid(content)
    assert raised.value.key == key
    assert "mine.json" in english(raised.value.happened)
    assert said in english(raised.value.happened)
    assert english(raised.value.meaning)
    assert english(raised.value.remedy)


@pytest.mark.parametrize("number", ["-1", "1e999", "true", "NaN", "1" + "0" * 400, "1" + "0" * 5000])
def test_what_cannot_be_reckoned_with_is_no_price(overlaid, number):
    price = f'{{"training": {number}, "as_of": "2026-12-01", "source": "a bill"}}'
    with pytest.raises(Problem):
        overlaid(f'{{"providers": [{{"id": "openai", "models": [{{"id": "{MINI}", "price": {price}}}]}}]}}')


def test_a_file_in_another_encoding_is_said(tmp_path):
    file = tmp_path / "mine.json"
    file.write_bytes('{"providers": [], "note": "größer"}'.encode("cp1252"))
    with pytest.raises(Problem) as raised:
        profile_file.load(OURS, file)
    assert raised.value.key == "providers_unreadable"


def test_a_model_ends_when_the_provider_says_so_else_as_our_list_does(profiles):
    [openai] = [profile for profile in profiles if profile.id == "openai"]
    ours = Ending(date(2027, 1, 14), told=False)
    assert ending(MINI, openai) == ours
    assert ending("gpt-4.1", openai) == ours
    assert ending(f"ft:{MINI}:school::abc", openai) == ours
    assert ending(f"ft:{MINI}:school:marv:abc:ckpt-step-40", openai) == ours
    assert ending(MINI, openai, "2027-03-01") == Ending(date(2027, 3, 1), told=True)
    assert ending(MINI, openai, "soon") == ours
    assert ending("another", openai) is None
    assert ending("another", None, "2027-03-01") == Ending(date(2027, 3, 1), told=True)
    assert ending("another", None) is None
    assert ending(profiles[0].models[0].id, profiles[0]) is None

"""One price of one's own is written into one's own list: all else in it stays, and what is broken is left alone."""

import json
from datetime import date

import pytest

from desktop_app.core.problem import Problem
from desktop_app.core.target import Price
from desktop_app.settings import paths, small_file
from desktop_app.work import price_list, trainable
from desktop_app.work.bookkeeping import dollars_of, price_of
from desktop_app.work.sites import Site
from desktop_app.work.targets import OVERRIDE, all_profiles, own_path, own_prices

pytestmark = pytest.mark.usefixtures("home")

MINI, BIG, VECTORS = "gpt-4.1-mini-2025-04-14", "gpt-4.1-2025-04-14", "text-embedding-3-small"
MINE = Price(7.5, 1.0, 4.0, date(2026, 11, 22), "my bill", 0.25)


def profile(name="openai"):
    return next(each for each in all_profiles() if each.id == name)


def line(model, name="openai", missed=()):
    return next(
        each for each in price_list.lines(all_profiles(), missed) if (each.profile, each.model) == (name, model)
    )


def written():
    return json.loads(own_path().read_text(encoding="utf-8"))


def test_what_is_known_is_listed_with_what_a_provider_has_a_name_for():
    found = price_list.lines(all_profiles())
    assert {each.profile for each in found} == {"openai", "foundry", "nebius"}  # here, and with our engine, it is free
    assert line(MINI).price == line(MINI).ours == next(m.price for m in profile().models if m.id == MINI)
    assert line(VECTORS).price.input == 0.02
    assert line("Qwen-32B", "foundry").price is None
    assert not any(each.changed for each in found)


def test_a_price_is_written_where_it_is_read_and_taken_back():
    before = all_profiles()
    price_list.keep(line(MINI), MINE)
    assert own_path() == paths.data_dir() / OVERRIDE
    assert written() == {
        "providers": [
            {
                "id": "openai",
                "models": [
                    {
                        "id": MINI,
                        "price": {
                            "training": 7.5, "input": 1.0, "output": 4.0, "cached_input": 0.25,
                            "as_of": "2026-11-22", "source": "my bill",
                        },
                    }
                ],
            }
        ]
    }  # fmt: skip
    assert line(MINI).price == MINE
    assert line(MINI).changed
    assert not line(BIG).changed
    price_list.take_back(line(MINI))
    assert all_profiles() == before
    assert written() == {"providers": []}


def test_everything_else_in_the_list_stays_as_it_stands_there():
    limit = {"value": 9, "as_of": "2026-12-01", "source": "größer"}
    own = {
        "version": 3,
        "providers": [
            {"id": "nebius", "models": [], "notice": None},
            {
                "id": "openai",
                "title": "OpenAI (school)",
                "models": [
                    {"id": "mine", "title": "Mine", "shapes": {"chat": ["supervised"]}},
                    {"id": MINI, "shutdown": None, "limit": limit, "price": {**as_stored(MINE), "training": 6}},
                ],
            },
        ],
        "as_of": "2026-12-01",
    }
    own_path().write_text(json.dumps(own, ensure_ascii=False), encoding="utf-8-sig")
    price_list.keep(line(MINI), MINE)
    own["providers"][1]["models"][1]["price"] = as_stored(MINE)
    assert written() == own
    assert [list(each) for each in written()["providers"]] == [list(each) for each in own["providers"]]
    assert "größer" in own_path().read_text(encoding="utf-8")
    price_list.take_back(line(MINI))
    del own["providers"][1]["models"][1]["price"]
    assert written() == own


def as_stored(price):
    return {
        "training": price.training, "input": price.input, "output": price.output, "cached_input": price.cached_input,
        "as_of": price.as_of.isoformat(), "source": price.source,
    }  # fmt: skip


def test_a_price_that_was_taken_away_by_null_comes_back():
    own = {"providers": [{"id": "openai", "embedders": None, "models": [{"id": MINI, "price": None}]}]}
    own_path().write_text(json.dumps(own), encoding="utf-8")
    assert line(MINI).price is None
    assert line(MINI).changed
    price_list.take_back(line(MINI))
    assert written() == {"providers": [{"id": "openai", "embedders": None}]}
    assert line(MINI).price == line(MINI).ours


def test_a_copy_of_our_prices_is_no_change():
    own_prices(profile())
    assert not any(each.changed for each in price_list.lines(all_profiles()))


def test_reading_has_a_price_of_its_own_and_only_that():
    price_list.keep(line(VECTORS), Price(None, 0.05, None, date(2026, 11, 22), "you"))
    stored = {"id": VECTORS, "input": 0.05, "as_of": "2026-11-22", "source": "you"}
    assert written() == {"providers": [{"id": "openai", "embedders": [stored]}]}
    assert dollars_of(price_of(profile(), VECTORS), 1_000_000, 0) == 0.05
    price_list.take_back(line(VECTORS))
    assert written() == {"providers": []}
    assert line(VECTORS).price.input == 0.02


def test_a_model_that_is_only_asked_gets_a_price_and_is_not_offered_for_training():
    asked = price_list.line_for(price_list.lines(all_profiles()), profile(), " ft:gpt-5:school::abc ")
    assert (asked.model, asked.price, asked.ours) == ("gpt-5", None, None)
    before = profile().models
    price_list.keep(asked, Price(None, 1.25, 10.0, date(2026, 11, 22), "you"))
    assert profile().models == before
    assert dollars_of(price_of(profile(), "gpt-5"), 1_000_000, 100_000) == 2.25
    assert line("gpt-5").changed
    price_list.take_back(line("gpt-5"))
    assert written() == {"providers": []}
    assert price_of(profile(), "gpt-5") is None


def test_a_model_that_the_user_names_is_trained_at_its_price():
    custom = profile("custom")
    named = price_list.line_for((), custom, "zz/model-7b")
    price_list.keep(named, Price(0.9, None, None, date(2026, 11, 22), "you"))
    site = Site("mine", "Mine", profile("custom"), "models.example.com")
    assert trainable.target_of(site, "zz/model-7b").price.training == 0.9
    assert trainable.target_of(site, "zz/other").price is None


def test_a_model_somebody_paid_for_unknowingly_is_listed():
    missed = (("custom", "ft:llama:me::1"), ("custom", "llama"), ("openai", MINI), ("gone", "x"))
    assert line("llama", "custom", missed).price is None
    assert len([each for each in price_list.lines(all_profiles(), missed) if each.profile == "custom"]) == 1
    assert not any(each.profile == "gone" for each in price_list.lines(all_profiles(), missed))


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        ('{"providers": [', "providers_not_json"),
        ("[]", "providers_unreadable"),
        ('{"providers": [{"id": "openai", "modells": []}]}', "providers_field_unknown"),
    ],
)
def test_a_list_that_is_broken_is_said_and_left_as_it_is(broken, key):
    asked = line(MINI)
    own_path().write_text(broken, encoding="utf-8")
    for act in (lambda: price_list.keep(asked, MINE), lambda: price_list.take_back(asked)):
        with pytest.raises(Problem) as caught:
            act()
        assert caught.value.key == key
    assert own_path().read_text(encoding="utf-8") == broken


def test_a_disk_that_refuses_leaves_the_list_as_it_was(monkeypatch):
    price_list.keep(line(MINI), MINE)
    before = own_path().read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(small_file.os, "fsync", full)
    with pytest.raises(Problem, match="prices_not_written") as caught:
        price_list.keep(line(BIG), MINE)
    assert caught.value.values["folder"] == str(paths.data_dir())
    assert own_path().read_bytes() == before
    assert [each.name for each in paths.data_dir().glob("*.part")] == []
    assert [each.name for each in paths.data_dir().glob(".*.part")] == []

"""What goes into the request for a training, for each provider's habits."""

from dataclasses import replace

import pytest

from desktop_app.core.classes import Classes
from desktop_app.core.job import Plan
from desktop_app.core.run_record import RUN_KEY
from desktop_app.core.target import Method
from desktop_app.engine.classification import read_wish
from desktop_app.providers.job_request import AWAKE_KEY, request_of, suffix_of
from desktop_app.providers.profile_file import load
from desktop_app.providers.profiles import Extra
from desktop_app.settings.paths import resource

PROFILES = {profile.id: profile for profile in load(resource("providers.json"))}
FILES = ("file-1", None)


def asked(name, plan, mark="m"):
    return request_of(PROFILES[name], plan, FILES, mark)


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_a_plan_that_leaves_all_open_asks_for_nothing_a_profile_does_not_know(name):
    profile, request = PROFILES[name], asked(name, Plan("m", suffix="s"))
    assert ("metadata" in request) is profile.supports.metadata
    assert ("seed" in request) is profile.supports.seed
    assert ("suffix" in request) is (profile.supports.suffix is not None)
    known = {entry.name for entry in profile.hyperparameters} | {extra.name for extra in profile.extra_body}
    given = request.get("hyperparameters") or request.get("method", {}).get("supervised", {}).get("hyperparameters", {})
    assert set(given) <= known
    assert set(given.values()) <= {"auto", True}


def test_an_address_nobody_described_is_taken_to_be_as_openai_but_for_the_mark():
    request = request_of(None, Plan("m", epochs=2, suffix="s"), ("file-1", "file-2"), "m")
    wanted = {"n_epochs": 2, "batch_size": "auto", "learning_rate_multiplier": "auto"}
    assert request == {
        "model": "m",
        "training_file": "file-1",
        "validation_file": "file-2",
        "suffix": "s",
        "seed": 42,
        "method": {"type": "supervised", "supervised": {"hyperparameters": wanted}},
    }


def test_this_computer_is_told_to_stay_awake_and_no_other():
    plan = Plan("m", awake=True)
    assert asked("local", plan)["metadata"] == {RUN_KEY: "m", AWAKE_KEY: "1"}
    assert asked("openai", plan)["metadata"] == {RUN_KEY: "m"}
    assert asked("local", Plan("m"))["metadata"] == {RUN_KEY: "m"}


def test_where_it_trains_is_as_planned_else_as_the_model_needs_it():
    foundry = PROFILES["foundry"]
    needs = next(model for model in foundry.models if model.training_type)
    free = next(model for model in foundry.models if not model.training_type)
    kind = "extra_body"
    assert asked("foundry", Plan(needs.id))[kind] == {"trainingType": needs.training_type}
    assert asked("foundry", Plan(f"ft:{needs.id}:o::1"))[kind] == {"trainingType": needs.training_type}
    assert kind not in asked("foundry", Plan(free.id))
    assert asked("foundry", Plan(free.id, training_type="developerTier"))[kind] == {"trainingType": "developerTier"}
    assert kind not in asked("openai", Plan("m", training_type="developerTier"))


def test_what_has_but_one_value_is_always_said():
    extra = (Extra("mode", ("full",)), Extra("lora", ("true",)), Extra("packing", ("true", "false")))
    odd = replace(PROFILES["openai"], extra_body=extra)
    assert request_of(odd, Plan("m"), FILES, "")["extra_body"] == {"mode": "full", "lora": True}


def test_whole_numbers_go_out_whole_and_preferences_have_their_place():
    plan = Plan("m", more={"lora_r": 16.0, "learning_rate": 0.0002})
    given = asked("local", plan)["method"]["supervised"]["hyperparameters"]
    assert (given["lora_r"], type(given["lora_r"]), given["learning_rate"]) == (16, int, 0.0002)
    preference = asked("openai", Plan("m", method=Method.PREFERENCE, more={"beta": 0.5}))["method"]
    assert (preference["type"], preference["dpo"]["hyperparameters"]["beta"]) == ("dpo", 0.5)


def test_patience_goes_where_it_is_known():
    given = asked("local", Plan("m", patience=3))["method"]["supervised"]["hyperparameters"]
    known = {entry.name for entry in PROFILES["local"].hyperparameters}
    assert given.get("early_stopping_patience") == (3 if "early_stopping_patience" in known else None)
    assert "early_stopping_patience" not in str(asked("openai", Plan("m", patience=3)))


@pytest.mark.parametrize(("longest", "suffix"), [(None, ""), (4, "abc"), (3, "abc"), (64, "abc-def")])
def test_a_suffix_is_cut_to_what_the_provider_takes(longest, suffix):
    supports = replace(PROFILES["openai"].supports, suffix=longest)
    assert suffix_of(replace(PROFILES["openai"], supports=supports), Plan("m", suffix="abc-def")) == suffix


def test_classes_are_measured_where_our_engine_trains_and_nowhere_else():
    plan, both = Plan("m", classes=Classes(2, "yes", (1.0, 2.0))), ("file-1", "file-2")
    wanted = {
        "compute_classification_metrics": True,
        "classification_n_classes": 2,
        "classification_positive_class": "yes",
        "classification_betas": [1.0, 2.0],
    }
    many = Plan("m", classes=Classes(3))
    for name, profile in PROFILES.items():
        told = request_of(profile, plan, both, "").get("extra_body", {})
        if name in ("local", "engine"):
            assert told == wanted
            few = {"compute_classification_metrics": True, "classification_n_classes": 3}
            assert request_of(profile, many, both, "")["extra_body"] == few
            assert "extra_body" not in request_of(profile, plan, FILES, "")  # nothing to measure it on
        else:
            assert not told.keys() & wanted.keys()
    assert read_wish({**wanted, "validation_file": "file-2"}).betas == (1.0, 2.0)

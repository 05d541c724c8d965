"""The request for a training as a provider wants it: the plan under its names, in its places, without what it lacks."""

from collections.abc import Mapping
from typing import Any

from desktop_app.core.job import Plan
from desktop_app.core.run_record import RUN_KEY
from desktop_app.core.target import Method
from desktop_app.providers.profiles import Profile

AUTO = "auto"
AWAKE_KEY = "tunedesk_awake"
PATIENCE = "early_stopping_patience"
_SUFFIX = 64
_CLASSIC = ("n_epochs", "batch_size", "learning_rate_multiplier")


def request_of(profile: Profile | None, plan: Plan, files: tuple[str, str | None], mark: str) -> dict[str, Any]:
    """Return the arguments of `fine_tuning.jobs.create`; `files` are the ids of the training and validation file.

    Without a profile the provider is taken to be as OpenAI's, but for the metadata, which not all of them take.
    """
    training, validation = files
    request: dict[str, Any] = {"model": plan.base_model, "training_file": training}
    if validation:
        request["validation_file"] = validation
    suffix = suffix_of(profile, plan)
    if suffix:
        request["suffix"] = suffix
    if profile is None or profile.supports.seed:
        request["seed"] = plan.seed
    if profile is not None and profile.supports.metadata and mark:
        awake = {AWAKE_KEY: "1"} if plan.awake and profile.local else {}
        request["metadata"] = {RUN_KEY: mark, **awake}
    settings = _settings(profile, plan)
    beside = {**_beside(profile, plan), **(_classes(profile, plan) if validation else {})}
    if profile is not None and profile.create_style == "hyperparameters" and plan.method is Method.SUPERVISED:
        if settings or beside:
            request["hyperparameters"] = {**settings, **beside}
        return request
    method: dict[str, Any] = {"type": plan.method.value}
    if settings:
        method[plan.method.value] = {"hyperparameters": settings}
    return {**request, "method": method, **({"extra_body": beside} if beside else {})}


def suffix_of(profile: Profile | None, plan: Plan) -> str:
    """Return the suffix as the provider takes it: cut to its length, "" where it takes none."""
    longest = _SUFFIX if profile is None else profile.supports.suffix
    return plan.suffix[:longest].rstrip("-") if longest else ""


def _settings(profile: Profile | None, plan: Plan) -> dict[str, Any]:
    """Return the hyperparameters: what was decided, and "auto" where the provider is told so in words."""
    known = {entry.name: entry for entry in profile.hyperparameters} if profile else {}
    decided: dict[str, float | None] = {
        "n_epochs": plan.epochs,
        "batch_size": plan.batch_size,
        "learning_rate_multiplier": plan.learning_rate_multiplier,
        **plan.more,
    }
    if plan.patience and PATIENCE in known:
        decided[PATIENCE] = plan.patience
    says_auto = profile is None or profile.create_style != "hyperparameters"
    found: dict[str, Any] = {}
    for name, value in decided.items():
        if value is not None:
            whole = known[name].whole if name in known else isinstance(value, int)
            found[name] = int(value) if whole else value
        elif says_auto and name in _CLASSIC and (profile is None or name in known):
            found[name] = AUTO
    return found


def _beside(profile: Profile | None, plan: Plan) -> Mapping[str, Any]:
    """Return what only this provider wants: what has but one value, and where it trains."""
    found: dict[str, Any] = {}
    for extra in profile.extra_body if profile else ():
        if len(extra.values) == 1:
            found[extra.name] = _value(extra.values[0])
        elif _training_type(profile, plan) in extra.values:
            found[extra.name] = _value(_training_type(profile, plan))
    return found


def _classes(profile: Profile | None, plan: Plan) -> Mapping[str, Any]:
    """Return what is to be measured of classes, by the names of OpenAI's old fine-tunes API."""
    wish = plan.classes
    if wish is None or profile is None or not profile.supports.classes:
        return {}
    found: dict[str, Any] = {"compute_classification_metrics": True, "classification_n_classes": wish.count}
    if wish.positive:
        found["classification_positive_class"] = wish.positive
    if wish.positive and wish.betas:
        found["classification_betas"] = list(wish.betas)
    return found


def _training_type(profile: Profile | None, plan: Plan) -> str:
    """Return where it trains: as planned, else as the profile has it for the model (a tuned one counts as its base)."""
    if plan.training_type or profile is None:
        return plan.training_type
    parts = plan.base_model.split(":")
    base = parts[1] if parts[0] == "ft" and len(parts) > 1 else plan.base_model
    return next((model.training_type for model in profile.models if model.id == base), "")


def _value(said: str) -> str | bool:
    return said == "true" if said in ("true", "false") else said

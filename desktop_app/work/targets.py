"""What data can be for: the models that can be trained."""

import json
from dataclasses import asdict
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.target import Price, Target
from desktop_app.providers import profile_file, profiles
from desktop_app.settings import paths

TARGET = "target"
"""Under this key a project remembers which model its rows were prepared for last."""
OVERRIDE = "providers.json"
"""The user's own prices, dates and models, in the data folder."""


def all_targets() -> tuple[Target, ...]:
    """Return the models data can be prepared for, this computer's first; raise a Problem for a broken user's file."""
    return profiles.targets(all_profiles())


def all_profiles(*, ours_alone: bool = False) -> tuple[profiles.Profile, ...]:
    """Return what is known of each provider, this computer first; raise a Problem for a broken user's file."""
    theirs = paths.data_dir() / OVERRIDE
    return profile_file.load(paths.resource("providers.json"), None if ours_alone else theirs)


def own_prices(profile: profiles.Profile) -> Path:
    """Return the user's own list of prices and dates; made, with this provider's prices to change, if there is none.

    Raise Problem("prices_not_written").
    """
    path = paths.data_dir() / OVERRIDE
    if path.exists():
        return path
    models = [{"id": model.id, "price": _as_json(model.price)} for model in profile.models if model.price is not None]
    told = {"providers": [{"id": profile.id, "models": models}]}
    try:
        path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise Problem("prices_not_written", details=str(error), folder=str(path.parent)) from error
    return path


def _as_json(price: Price) -> dict[str, float | str]:
    """Return a price as the list of providers holds it; what is not known is left out."""
    known = {name: value for name, value in asdict(price).items() if value is not None}
    return {**known, "as_of": price.as_of.isoformat()}


def target_of(name: str) -> Target:
    """Return the target with this id; raise Problem("target_unknown") for one that is not in the list."""
    found = next((target for target in all_targets() if target.id == name), None)
    if found is None:
        raise Problem("target_unknown", target=name)
    return found

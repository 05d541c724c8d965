"""What data can be for: the models that can be trained."""

import json
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.core.target import Target
from desktop_app.providers import own_list, profile_file, profiles
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
    return profile_file.load(paths.resource(OVERRIDE), None if ours_alone else own_path())


def own_path() -> Path:
    """Return where the user's own list lies, or would."""
    return paths.data_dir() / OVERRIDE


def own_prices(profile: profiles.Profile) -> Path:
    """Return the user's own list of prices and dates; made, with this provider's prices to change, if there is none.

    Raise Problem("prices_not_written").
    """
    path = own_path()
    if path.exists():
        return path
    priced = ((model.id, model.price) for model in profile.models)
    models = [{"id": name, "price": own_list.as_json(price)} for name, price in priced if price is not None]
    told = {"providers": [{"id": profile.id, "models": models}]}
    try:
        path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise Problem("prices_not_written", details=str(error), folder=str(path.parent)) from error
    return path


def target_of(name: str) -> Target:
    """Return the target with this id; raise Problem("target_unknown") for one that is not in the list."""
    found = next((target for target in all_targets() if target.id == name), None)
    if found is None:
        raise Problem("target_unknown", target=name)
    return found

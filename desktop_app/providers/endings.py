"""When a model stops to answer: what the provider itself says of it goes before our own list."""

import re
from dataclasses import dataclass
from datetime import date

from desktop_app.providers.profiles import Model, Profile

_DAY = re.compile(r"-\d{4}-\d{2}-\d{2}$")
"""What tells two versions of a model apart; a name without it stands for the newest."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The day a model is switched off; `told` by the provider itself, or known from our list."""

    day: date
    told: bool


def ending(model_id: str, profile: Profile | None, listed: str | None = None) -> Ending | None:
    """Return when a model ends, None for one of which nobody knows an end.

    `listed` is what the provider's own list of models says of it, as YYYY-MM-DD. Tuned models and checkpoints end with
    the base model they came from.
    """
    if listed:
        try:
            return Ending(date.fromisoformat(listed), told=True)
        except ValueError:
            pass  # some other word than a day; our list may know better
    known = model_of(model_id, profile)
    return Ending(known.shutdown.value, told=False) if known is not None and known.shutdown is not None else None


def model_of(model_id: str, profile: Profile | None) -> Model | None:
    """Return what is known of a base model, or of the base of a tuned one; None where that is nothing."""
    if profile is None:
        return None
    base = base_id(model_id)
    exact = next((model for model in profile.models if model.id == base), None)
    return exact or next((model for model in profile.models if _DAY.sub("", model.id) == base), None)


def base_id(model_id: str) -> str:
    """Return the base model a tuned model came from; a base model is its own."""
    parts = model_id.split(":")
    return parts[1] if parts[0] == "ft" and len(parts) > 1 else model_id

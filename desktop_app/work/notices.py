"""What is to be known of a provider and its dates: before money is spent, and when the program starts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desktop_app.core.cost import warnings
from desktop_app.core.target import Target
from desktop_app.core.text import Text
from desktop_app.providers.endings import ending, model_of
from desktop_app.providers.profiles import Profile, target, targets


def before_spending(profile: Profile | None, model_id: str, today: date, listed: str | None = None) -> tuple[Text, ...]:
    """Return what is to be said where money is about to be spent on a model: the provider's notice, then its dates.

    `listed` is the day of its end in the provider's own list of models, which goes before ours.
    """
    known = model_of(model_id, profile)
    if profile is not None and known is not None:
        meant = target(profile, known)
    else:
        meant = Target(model_id, model_id, profile.id if profile is not None else "")
    end = ending(model_id, profile, listed)
    dates = warnings(replace(meant, shutdown=end.day if end is not None else None), today)
    return (*_notices([profile] if profile is not None else []), *dates)


def on_start(profiles: Sequence[Profile], today: date) -> tuple[Text, ...]:
    """Return what the start page says of the user's providers: what ends soonest, then each provider's notice."""
    dated = []
    for meant in targets(profiles):
        soonest = min(day for day in (meant.last_start, meant.shutdown, date.max) if day is not None)
        dated += [(soonest, said) for said in warnings(meant, today)]
    first = min(dated, key=lambda one: one[0], default=None)
    return (*([first[1]] if first is not None else []), *_notices(profiles))


def _notices(profiles: Sequence[Profile]) -> tuple[Text, ...]:
    found = {profile.id: profile.notice for profile in profiles}  # two accounts of one provider: said once
    return tuple(notice for notice in found.values() if notice is not None)

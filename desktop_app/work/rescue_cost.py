"""What recording the answers of old models costs at most, worked out before anything is asked."""

from dataclasses import dataclass
from datetime import date

from desktop_app.providers.endings import model_of
from desktop_app.providers.profiles import Profile
from desktop_app.work.bookkeeping import price_of
from desktop_app.work.bring_all import Wish
from desktop_app.work.record_answers import LONGEST_ANSWER

_BYTES_A_TOKEN = 3
"""Fewer than in most texts, so that the sum is rather too high."""
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Most:
    """The most US dollars it can cost, and the day of the oldest price in it."""

    dollars: float
    as_of: date


def at_most(wish: Wish, profile: Profile | None) -> Most | None:
    """Return what the wished-for answers cost at most; None while a price is not known.

    No question is longer than the whole file it comes from, and no answer longer than where it is cut.
    """
    dollars, days = 0.0, []
    for job in wish.jobs:
        if job.job.tuned_model not in wish.stock.models:
            continue  # nobody can ask it
        model = model_of(job.job.tuned_model or "", profile)
        price = model.price if model is not None else price_of(profile, job.job.tuned_model or "")
        if price is None or price.input is None or price.output is None:
            return None
        asked = wish.stock.length((job.training_file, job.validation_file)) / _BYTES_A_TOKEN
        dollars += (asked * price.input + wish.asked * LONGEST_ANSWER * price.output) / _MILLION
        days.append(price.as_of)
    return Most(dollars, min(days)) if days else None

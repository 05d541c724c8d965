"""What a training costs, and what a model's dates mean for it."""

from datetime import date

from desktop_app.core.target import Price, Target
from desktop_app.core.text import Text, text

_MILLION = 1_000_000
_START_IS_NEAR, _SHUTDOWN_IS_NEAR = 90, 365
"""Days before the date from which on people are told."""


def cost(tokens: float, epochs: int, price: Price | None) -> float | None:
    """Return what a training costs in US dollars: the tokens of the training part, once an epoch, at its price.

    Tokens beyond the target's limit are cut before they cost anything; validation tokens cost nothing. None where
    nobody knows what training costs, though they may know what asking does.
    """
    if price is None or price.training is None:
        return None
    return tokens * epochs * price.training / _MILLION


def warnings(target: Target, today: date) -> tuple[Text, ...]:
    """Return what is to be known of a target's dates before data is made for it or money spent on it."""
    found = []
    start, shutdown = target.last_start, target.shutdown
    if start is not None:
        left = (start - today).days
        if left < 0:
            found.append(text("target.start_past", title=target.title, date=start))
        elif left <= _START_IS_NEAR:
            found.append(text("target.start_soon", title=target.title, date=start, days=left))
    if shutdown is not None and is_told(shutdown, today):
        if is_over(shutdown, today):
            found.append(text("target.shutdown_past", title=target.title, date=shutdown))
        else:
            left = (shutdown - today).days
            found.append(text("target.shutdown_soon", title=target.title, date=shutdown, days=left))
    return tuple(found)


def is_told(shutdown: date, today: date) -> bool:
    """Tell whether people hear of the day a model is switched off: it is near, or it has come."""
    return (shutdown - today).days <= _SHUTDOWN_IS_NEAR


def is_over(shutdown: date, today: date) -> bool:
    """Tell whether a model does not answer any more; on the day itself nobody can rely on it."""
    return shutdown <= today

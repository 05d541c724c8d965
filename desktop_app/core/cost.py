"""What a training costs, and what a model's dates mean for it."""

from datetime import date

from desktop_app.core.target import Price, Target
from desktop_app.core.text import Text, text

_MILLION = 1_000_000
_START_IS_NEAR, _SHUTDOWN_IS_NEAR = 90, 365
"""Days before the date from which on people are told."""


def cost(tokens: float, epochs: int, price: Price) -> float:
    """Return what a training costs in US dollars: the tokens of the training part, once an epoch, at its price.

    Tokens beyond the target's limit are cut before they cost anything; validation tokens cost nothing.
    """
    return tokens * epochs * price.training / _MILLION


def warnings(target: Target, today: date) -> tuple[Text, ...]:
    """Return what is to be known of a target's dates before data is made for it or money spent on it."""
    found = []
    if target.last_start is not None:
        left = (target.last_start - today).days
        values = {"title": target.title, "date": target.last_start.isoformat()}
        if left < 0:
            found.append(text("target.start_past", **values))
        elif left <= _START_IS_NEAR:
            found.append(text("target.start_soon", days=left, **values))
    if target.shutdown is not None:
        left = (target.shutdown - today).days
        values = {"title": target.title, "date": target.shutdown.isoformat()}
        if left <= 0:
            found.append(text("target.shutdown_past", **values))
        elif left <= _SHUTDOWN_IS_NEAR:
            found.append(text("target.shutdown_soon", days=left, **values))
    return tuple(found)

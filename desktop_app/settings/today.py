"""The day on this computer's calendar; nobody else in the window or the terminal looks at it."""

from datetime import date


def today() -> date:
    """Return which day it is here."""
    return date.today()

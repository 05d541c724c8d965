"""What commands of the terminal have in common: faults in three sentences, and numbers as a terminal likes them."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from desktop_app.cli.asking import tell
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.core.text import Text

INTERRUPTED = 130
"""The exit code of whoever was stopped with Ctrl+C, as shells have it."""


def said_well(act: Callable[[], int]) -> int:
    """Return what `act` returns; a fault is said in its three sentences on standard error and is 1."""
    try:
        return act()
    except Problem as problem:
        for sentence in (problem.happened, problem.meaning, problem.remedy):
            sys.stderr.write(english(sentence) + "\n")
        return 1
    except KeyboardInterrupt:
        tell()
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the output went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the exit stumbles over it once more
        return 1


def say(sentence: Text) -> None:
    """Print a sentence."""
    tell(english(sentence))


def day_and_time(moment: float) -> str:
    """Return a moment (seconds since 1970) as the clock on the wall shows it."""
    return datetime.fromtimestamp(moment, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def megabytes(count: int) -> str:
    """Return so many bytes in megabytes, small ones with a digit after the point."""
    return f"{count / 1e6:,.0f} MB" if count >= 10_000_000 else f"{count / 1e6:.1f} MB"


def span(seconds: float) -> str:
    """Return a span of time in round words."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 90:
        return f"about {minutes} minutes" if minutes > 1 else "about a minute"
    hours = round(minutes / 60)
    return f"about {hours} hours" if hours < 48 else f"about {round(hours / 24)} days"

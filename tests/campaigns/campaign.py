"""What a campaign is: one sentence that it proves, and a round of it that can be repeated from its seed."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from random import Random

Round = Callable[[Random], Counter[str]]
"""Plays one round with its own source of chance, returns what was counted, raises BrokenError."""


class BrokenError(AssertionError):
    """What the campaign is to prove did not hold; the message says what was seen."""


def must(holds: object, otherwise: str) -> None:
    """Raise BrokenError with the sentence `otherwise` unless something holds."""
    if not holds:
        raise BrokenError(otherwise)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A long proof: `playing` prepares an empty folder and lends a round, `made_of` names what the result hangs on."""

    name: str
    proves: str
    rounds: int
    playing: Callable[[Path], AbstractContextManager[Round]]
    made_of: tuple[str, ...]

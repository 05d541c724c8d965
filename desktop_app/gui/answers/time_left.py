"""How long the rest of a batch takes, at the pace at which its answers have come so far."""

from time import monotonic

_BEFORE_A_GUESS = 8
"""After so many answers their pace says something about the rest."""


class TimeLeft:
    """Counts the answers since asking began; what was answered before says nothing of the pace."""

    def __init__(self) -> None:
        self._since, self._come = 0.0, 0

    def begin(self) -> None:
        """Count from now on: the first answer is being asked for."""
        self._since, self._come = monotonic(), 0

    def came(self) -> None:
        """Count an answer."""
        self._come += 1

    def seconds(self, left: int) -> float | None:
        """Return about how many seconds so many answers still take; None as long as nobody can tell."""
        if self._come < _BEFORE_A_GUESS:
            return None
        return (monotonic() - self._since) / self._come * left

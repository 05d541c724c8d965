"""One walk through rows, each of which is decided about: where it is, and what was decided last."""

import json
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_app.core.look import Look
from desktop_app.core.text import Text

if TYPE_CHECKING:
    from array import array

KEPT = 10
"""So many decisions can be taken back one after the other."""


class Verdict(StrEnum):
    """What can be decided about a row."""

    ACCEPT = "accept"
    EXCLUDE = "exclude"
    PROBLEM = "problem"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about the row at a place; `step` names the step it made, None where all was so already."""

    row_id: int
    at: int
    verdict: Verdict
    step: Text | None


class Round:
    """The rows of a look as it was when the review began, and the place reached; beyond the last row is the end."""

    def __init__(self, ids: "array[int]", look: Look, at: int) -> None:
        self.ids = ids
        self.look = look
        self.at = max(0, min(at, len(ids)))
        self._decisions: deque[Decision] = deque(maxlen=KEPT)

    @property
    def row_id(self) -> int | None:
        """Return the id of the row in question; None at the end."""
        return self.ids[self.at] if self.at < len(self.ids) else None

    @property
    def last(self) -> Decision | None:
        """Return the newest decision that can still be taken back."""
        return self._decisions[-1] if self._decisions else None

    @property
    def newest(self) -> list[Decision]:
        """Return the decisions that made a step and can be taken back, of each row the newest."""
        return list({each.row_id: each for each in self._decisions if each.step is not None}.values())

    def go(self, at: int) -> None:
        """Go to a place, as far as there is one."""
        self.at = max(0, min(at, len(self.ids)))

    def decide(self, decision: Decision) -> None:
        """Remember a decision, and go on."""
        self._decisions.append(decision)
        self.go(decision.at + 1)

    def forget(self, decision: Decision) -> None:
        """Let go of a decision that was taken back or could not be kept, and return to its row."""
        if decision in self._decisions:
            self._decisions.remove(decision)
            self.go(decision.at)

    def to_json(self) -> str:
        """Return where the round is, for the project's memory; "" at the end, where nothing is to be gone on with."""
        return "" if self.row_id is None else json.dumps({"look": self.look.to_json(), "row": self.row_id})


def begun(ids: "array[int]", look: Look, at: int, kept: str) -> tuple[Round, bool]:
    """Return a round that begins at a place, or where one of the same look stopped if that is the first row.

    `kept` is what `to_json` wrote; the second value tells whether it goes on there.
    """
    try:
        told = json.loads(kept) if kept and at <= 0 else {}
        place = ids.index(told["row"]) if told.get("look") == look.to_json() else 0
    except (ValueError, TypeError, KeyError, AttributeError):
        place = 0
    return (Round(ids, look, place), True) if place else (Round(ids, look, at), False)

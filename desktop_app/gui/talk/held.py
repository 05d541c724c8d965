"""A conversation as the room holds it: what was said and answered, and which of its branches is on show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_app.core import talk as talks
from desktop_app.core.answer import Answer
from desktop_app.core.batch import Cell
from desktop_app.core.talk import Leg, Speaker, Talk
from desktop_app.gui.answers.results import Broken


@dataclass(slots=True)
class Held:
    """`last` is the turn the branch on show ends with (None before the first); `chosen` the tries somebody chose."""

    talk: Talk
    answers: dict[Cell, Answer] = field(default_factory=dict)
    broken: dict[int, Broken] = field(default_factory=dict)
    """Why a place has no answer."""
    last: int | None = None
    chosen: dict[int, Cell] = field(default_factory=dict)

    @property
    def path(self) -> list[int]:
        """Return the turns on show."""
        return talks.path(self.talk, self.last)

    def tries(self, leg: Leg) -> list[Cell]:
        """Return the answers to a leg, the newest last."""
        return talks.tries(leg, self.answers)

    def shown(self, leg: Leg) -> Cell | None:
        """Return the try of a leg that is on show: the one that was gone on from, the chosen one, or the newest."""
        gone_on = {
            other.after.prompt: other.after for turn in self.path for other in self.talk.turns[turn].legs if other.after
        }
        known = self.tries(leg)
        for cell in (gone_on.get(leg.place), self.chosen.get(leg.place)):
            if cell in known:
                return cell
        return known[-1] if known else None

    def is_end(self, leg: Leg) -> bool:
        """Tell whether nothing was said to a leg's thread after it, on the branch on show."""
        return talks.last_leg(self.talk, self.last, leg.thread) == leg

    def follow(self, leg: Leg) -> Cell:
        """Return the answer that a thread goes on from."""
        return self.shown(leg) or leg.first

    def say(self, said: str, speakers: Mapping[int, Speaker]) -> None:
        """Add a turn at the end of the branch on show."""
        self._end_with(talks.say(self.talk, said, self.last, speakers, self.follow))

    def say_anew(self, turn: int, said: str, speakers: Mapping[int, Speaker], *, rest: bool) -> None:
        """Begin a branch in which a turn was said otherwise; with `rest` all that follows is said again."""
        last = self.last if rest else None
        self._end_with(talks.say_anew(self.talk, turn, said, last, speakers, self.follow))

    def turn_to(self, turn: int) -> None:
        """Show the branch that goes through another version of a turn."""
        self.last = talks.end_of(self.talk, turn)

    def open_cells(self) -> list[list[Cell]]:
        """Return what has no answer yet on the branch on show, turn by turn."""
        return talks.open_cells(self.talk, self.last, self.answers)

    def _end_with(self, changed: Talk) -> None:
        self.talk = changed
        self.last = len(changed.turns) - 1

"""What a batch has brought that is to become rows: each answer with its state, and what a person decided about it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.core.answer import Answer, Finish
from desktop_app.core.batch import Cell
from desktop_app.core.problem import Problem

_BYTES = 4
"""So many bytes of UTF-8 make a token where the provider has not counted."""


class State(StrEnum):
    """How far one answer is."""

    WAITING = "waiting"
    ASKED = "asked"
    ANSWERED = "answered"
    EMPTY = "empty"
    CUT = "cut"
    REFUSED = "refused"
    FAULTY = "faulty"


GOOD = State.ANSWERED
"""The state of an answer that becomes a row unless a person decides against it."""
COME = frozenset({State.ANSWERED, State.EMPTY, State.CUT, State.REFUSED})
"""The states in which there is an answer."""


@dataclass(frozen=True, slots=True)
class Item:
    """One answer that is wanted.

    `asked` is what the writing model was asked, `title` what people know it by, `before` the text that the answer is to
    replace. `written` is what a person made of the answer (None: as it came); `decided` whether they want it (None: as
    usual). `row` is the id of the row it became or is meant for, `done` whether it has become one.
    """

    cell: Cell
    asked: str
    title: str
    answer: Answer | None = None
    fault: Problem | None = None
    before: str = ""
    written: str | None = None
    decided: bool | None = None
    row: int | None = None
    done: bool = False
    gone: bool = False
    """Whether the row it is meant for is not what it was when it was asked about."""
    frame: tuple[str, str] = ("", "")
    """What all texts of its column begin and end with, such as a space before and a mark behind."""

    @property
    def state(self) -> State:
        """Return how far it is; that it is being asked just now is known elsewhere."""
        if self.answer is None:
            return State.FAULTY if self.fault is not None else State.WAITING
        return state_of(self.answer)

    @property
    def text(self) -> str:
        """Return the answer as it would become a row."""
        if self.written is not None:
            return self.written
        said = self.answer.text if self.answer is not None else ""
        first, last = self.frame
        if not said.strip():
            return said
        return ("" if said.startswith(first) else first) + said + ("" if said.endswith(last) else last)

    @property
    def taken(self) -> bool:
        """Tell whether it becomes a row: whole answers do, others where a person wants them or has mended them."""
        if self.answer is None or self.done or self.gone or not self.text.strip():
            return False
        if self.decided is not None:
            return self.decided
        return self.state is GOOD or self.written is not None


def state_of(answer: Answer) -> State:
    """Return the state of an answer by why it ended."""
    if answer.finish is Finish.PROBLEM:
        return State.REFUSED
    if answer.finish in (Finish.LENGTH, Finish.STOPPED_BY_USER):
        return State.CUT
    return State.ANSWERED if answer.text.strip() else State.EMPTY


def tokens_of(item: Item) -> int:
    """Return how long an answer is in tokens: as the provider counted, about where it did not or it was changed."""
    if item.answer is not None and item.answer.tokens and item.written is None:
        return item.answer.tokens
    return -(-len(item.text.encode("utf-8", "surrogatepass")) // _BYTES)


@dataclass(frozen=True, slots=True)
class Demands:
    """What an answer has to pass to be accepted by itself; `longest` is in tokens (0 for any length).

    `labels` are the labels of the data: where the text before was one of them, the new one has to be the same.
    """

    not_empty: bool = True
    not_cut: bool = True
    differs: bool = False
    longest: int = 0
    labels: frozenset[str] = frozenset()


def passes(item: Item, demands: Demands) -> bool:
    """Tell whether an answer that can still be taken meets every demand."""
    if item.answer is None or item.gone or item.done:
        return False
    said, was = item.text.strip(), item.before.strip()
    fits = (
        not (demands.not_empty and not said),
        not (demands.not_cut and item.written is None and item.state in (State.CUT, State.REFUSED)),
        not (demands.differs and said == was),
        not (demands.longest and tokens_of(item) > demands.longest),
        _label(was) not in demands.labels or _label(said) == _label(was),
    )
    return all(fits)


def labels_of(labels: Collection[str]) -> frozenset[str]:
    """Return labels in the form in which they are compared."""
    return frozenset(_label(label) for label in labels)


def _label(said: str) -> str:
    return said.strip().rstrip(".!").strip().casefold()

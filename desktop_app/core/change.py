"""What a change of the project touched, so that each view can decide what to draw again."""

from dataclasses import dataclass

from desktop_app.core.text import Text


@dataclass(frozen=True, slots=True)
class Change:
    """Which kinds of things changed; `rows` names the examples if they are few, None means "any of them"."""

    examples: bool = False
    order: bool = False
    jobs: bool = False
    answers: bool = False
    rows: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the project's history; `made` is in seconds since 1970, None for one of an older version."""

    id: int
    label: Text
    made: float | None
    undone: bool


@dataclass(frozen=True, slots=True)
class History:
    """What undo and redo would do next: the labels of the steps, None where there is none.

    `forgotten` counts the oldest steps that were let go because the history had grown too large.
    """

    undo: Text | None = None
    redo: Text | None = None
    forgotten: int = 0

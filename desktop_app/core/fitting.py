"""Which way suits a task: teaching a model (fine-tuning), comparing meanings (embeddings), or better questions."""

from dataclasses import dataclass
from enum import StrEnum

from desktop_app.core.text import Text, text


class Wish(StrEnum):
    """What is to come out."""

    WRITE = "write"
    SORT = "sort"
    FIND = "find"


class Plenty(StrEnum):
    """How many examples with the right answer there are."""

    FEW = "few"
    SOME = "some"
    MANY = "many"


class Tried(StrEnum):
    """How well a model answers that was told in words what to do."""

    NO = "no"
    WELL = "well"
    BADLY = "badly"


class Way(StrEnum):
    """What to do about a task."""

    ASK_BETTER = "ask_better"
    TEACH = "teach"
    TEACH_LABELS = "teach_labels"
    COMPARE_MEANINGS = "compare_meanings"
    LOOK_UP = "look_up"
    MORE_ROWS = "more_rows"


@dataclass(frozen=True, slots=True)
class Needs:
    """The answers to the questions; `changing`: right answers depend on facts that change or stand in documents.

    `shifting`: labels come and go, or there are more than about fifty of them.
    """

    wish: Wish = Wish.WRITE
    plenty: Plenty = Plenty.SOME
    tried: Tried = Tried.NO
    changing: bool = False
    shifting: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The way that suits, why, and the room that is the next step: "start", "playground", "make" or "meaning"."""

    way: Way
    headline: Text
    reason: Text
    room: str


def advise(needs: Needs) -> Suggestion:
    """Return what suits a task with these needs.

    A model learns how to answer rather than what is true today, so facts that change are looked up. Likeness decides
    best what is to be found, and labels that come and go. Words alone are cheapest where they do.
    """
    way = _way(needs)
    return {
        Way.ASK_BETTER: Suggestion(way, text("fit.ask_better"), text("fit.ask_better.reason"), "playground"),
        Way.TEACH: Suggestion(way, text("fit.teach"), text("fit.teach.reason"), "start"),
        Way.TEACH_LABELS: Suggestion(way, text("fit.teach_labels"), text("fit.teach_labels.reason"), "start"),
        Way.COMPARE_MEANINGS: Suggestion(way, text("fit.meanings"), text("fit.meanings.reason"), "meaning"),
        Way.LOOK_UP: Suggestion(way, text("fit.look_up"), text("fit.look_up.reason"), "meaning"),
        Way.MORE_ROWS: Suggestion(way, text("fit.more_rows"), text("fit.more_rows.reason"), "make"),
    }[way]


def _way(needs: Needs) -> Way:
    if needs.wish is Wish.FIND or (needs.wish is Wish.SORT and needs.shifting):
        return Way.COMPARE_MEANINGS
    if needs.wish is Wish.WRITE and needs.changing:
        return Way.LOOK_UP
    if needs.tried is Tried.WELL:
        return Way.ASK_BETTER
    if needs.plenty is Plenty.FEW:
        return Way.MORE_ROWS
    return Way.TEACH_LABELS if needs.wish is Wish.SORT else Way.TEACH

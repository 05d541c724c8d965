"""What the room says of rows, of what was found, and of groups on the map."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.example import Part, RowStatus
from desktop_app.core.meaning import Aspect
from desktop_app.core.meant import Kind
from desktop_app.gui.widgets.amounts import number
from desktop_app.store.examples import Row
from desktop_app.work.meaning_map import By

_GIST = 160


def part(name: str) -> str:
    """Return what a part is called."""
    return {
        Part.TRAINING.value: _tr("Training"),
        Part.VALIDATION.value: _tr("Validation"),
        Part.TEST.value: _tr("Test"),
    }.get(name, name)


def status(name: str) -> str:
    """Return what a status is called."""
    return {
        RowStatus.NEW.value: _tr("New"),
        RowStatus.EDITED.value: _tr("Edited"),
        RowStatus.REVIEWED.value: _tr("Reviewed"),
        RowStatus.PROBLEM.value: _tr("Marked as a problem"),
        RowStatus.EXCLUDED.value: _tr("Excluded"),
    }.get(name, name)


def group(by: By, name: str) -> str:
    """Return what a group of the map is called."""
    if by is By.PART:
        return part(name)
    if by is By.STATUS:
        return status(name)
    if by is By.PROBLEM:
        return _tr("Checks found something") if name else _tr("Nothing found, or not checked")
    return name or _tr("All others")


def by_what(by: By) -> str:
    """Return what points can be told apart by."""
    return {
        By.PART: _tr("By part"),
        By.LABEL: _tr("By answer (classes)"),
        By.STATUS: _tr("By status"),
        By.PROBLEM: _tr("By what checks found"),
    }[by]


def aspect(of: Aspect) -> str:
    """Return which texts of a row are read."""
    return {
        Aspect.BOTH: _tr("What is asked and what is answered"),
        Aspect.PROMPT: _tr("Only what is asked"),
        Aspect.ANSWER: _tr("Only what is answered"),
    }[of]


def kind(of: Kind) -> str:
    """Return what was found, for a list."""
    return {
        Kind.LEAK: _tr("Leak between parts"),
        Kind.CONTRADICTION: _tr("Contradiction"),
        Kind.SAME: _tr("Means the same"),
        Kind.LONELY: _tr("Like no other"),
    }[of]


def explained(of: Kind) -> str:
    """Return what it means, and what to do."""
    return {
        Kind.LEAK: _tr(
            "One of the two is learned from, the other one is for checking. The check looks better than it is: the "
            "model has seen the question. Leave one out, or put both into the same part."
        ),
        Kind.CONTRADICTION: _tr(
            "Nearly the same question, and answers that seem to disagree. The model learns to guess between them. "
            "Correct one of them or leave it out."
        ),
        Kind.SAME: _tr(
            "Nearly the same question, and answers that do not seem to disagree. A few are good practice; many of "
            "them make the model take this one thing for important."
        ),
        Kind.LONELY: _tr(
            "No other row is near to it. It may be a valuable rare case, or something that does not belong here."
        ),
    }[of]


def alike(likeness: float) -> str:
    """Return how alike two rows are, in per cent of the highest likeness there is."""
    return _tr("{0} % alike").format(number(max(0, round(100 * likeness))))


def gist(said: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(said[: 4 * _GIST].split())
    return line if len(line) <= _GIST else f"{line[:_GIST]}…"


def where(row: Row) -> str:
    """Return what a row is used as."""
    return _tr("{0}, {1}").format(part(row.part.value), status(row.status))


def _tr(said: str) -> str:
    return QCoreApplication.translate("Meaning", said)

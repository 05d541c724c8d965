"""How many there are, in words: the words for one, or those for more.

A thing that is counted alone ("1 row", "12 rows") has a function here, so that it fits into any sentence; a sentence
whose verb changes with the number is written twice, and `counted` takes the one that fits.
"""

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.widgets.amounts import number


def counted(count: int, one: str, more: str, *others: str) -> str:
    """Return `one` or `more`, with the count in the gap {0} and what else there is to say in those that follow."""
    return (one if count == 1 else more).format(number(count), *others)


def answers(count: int) -> str:
    """Return so many answers."""
    return counted(count, _tr("1 answer"), _tr("{0} answers"))


def places(count: int) -> str:
    """Return so many places in texts."""
    return counted(count, _tr("1 place"), _tr("{0} places"))


def prompts(count: int) -> str:
    """Return so many prompts."""
    return counted(count, _tr("1 prompt"), _tr("{0} prompts"))


def questions(count: int) -> str:
    """Return so many questions."""
    return counted(count, _tr("1 question"), _tr("{0} questions"))


def repeats(count: int) -> str:
    """Return so many repeats of the same."""
    return counted(count, _tr("1 repeat"), _tr("{0} repeats"))


def requests(count: int) -> str:
    """Return so many requests to a provider."""
    return counted(count, _tr("1 request"), _tr("{0} requests"))


def rows(count: int) -> str:
    """Return so many rows."""
    return counted(count, _tr("1 row"), _tr("{0} rows"))


def settings(count: int) -> str:
    """Return so many settings that are tried."""
    return counted(count, _tr("1 setting"), _tr("{0} settings"))


def texts(count: int) -> str:
    """Return so many texts."""
    return counted(count, _tr("1 text"), _tr("{0} texts"))


def tokens(count: int) -> str:
    """Return so many tokens."""
    return counted(count, _tr("1 token"), _tr("{0} tokens"))


def trainings(count: int) -> str:
    """Return so many trainings."""
    return counted(count, _tr("1 training"), _tr("{0} trainings"))


def variations(count: int) -> str:
    """Return so many variations of a row."""
    return counted(count, _tr("1 variation"), _tr("{0} variations"))


def _tr(words: str) -> str:
    return QCoreApplication.translate("HowMany", words)

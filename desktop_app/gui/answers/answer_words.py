"""How an answer went, in words."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.answer import Answer, Finish
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number


def in_words(answer: Answer, tries: int = 1, price: str = "") -> str:
    """Return length, time, pace, `price` and end of an answer; `tries` is how often this was answered."""
    parts = []
    if answer.tokens:
        parts.append(how_many.tokens(answer.tokens))
    parts.append(_tr("{0} seconds").format(number(answer.seconds, 1)))
    if answer.pace is not None:
        parts.append(_tr("{0} tokens a second").format(number(answer.pace, 1)))
    if price:
        parts.append(price)
    parts.append(_finish_in_words(answer.finish))
    if tries > 1:
        parts.append(_tr("try {0}").format(number(tries)))
    return ", ".join(parts)


def _finish_in_words(finish: Finish) -> str:
    """Return why an answer ended."""
    return {
        Finish.STOP: _tr("the model came to its end"),
        Finish.TOOL_CALLS: _tr("the model wants to use a tool"),
        Finish.LENGTH: _tr("cut off at the longest length you allow"),
        Finish.STOPPED_BY_USER: _tr("you stopped it"),
        Finish.PROBLEM: _tr("ended by the provider's rules"),
        Finish.OTHER: _tr("it ended without giving a reason"),
    }[finish]


def _tr(words: str) -> str:
    return QCoreApplication.translate("Answer", words)

"""What asking takes, in words: tokens, money, time, and where the prompts go."""

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.theme.say import day
from desktop_app.gui.widgets.amounts import duration, number
from desktop_app.work.asking_cost import Outlay

_A_CENT = 0.01


def outlay_words(outlay: Outlay) -> str:
    """Return what asking takes, one line a subject."""
    said = _tr("About {0} tokens are read and about {1} are written.")
    lines = [said.format(number(_round(outlay.tokens_in)), number(_round(outlay.tokens_out))), _money(outlay)]
    if outlay.seconds is not None:
        lines.append(_tr("It takes {0}, at the pace of earlier answers.").format(duration(outlay.seconds)))
    else:
        lines.append(_tr("How long it takes can be told after the first answers."))
    if outlay.hosts:
        places = ", ".join(outlay.hosts)
        lines.append(
            _tr("The prompts are sent to {0}, eight at a time; where the provider wants a pause, it gets one.").format(
                places
            )
        )
    return "\n".join(lines)


def dollars(amount: float) -> str:
    """Return a sum of money."""
    if 0 < amount < _A_CENT:
        return _tr("less than ${0}").format(number(_A_CENT, 2))
    return _tr("${0}").format(number(amount, 2))


def _money(outlay: Outlay) -> str:
    if outlay.dollars is None or outlay.most_dollars is None:
        return _tr("What it costs is not known: this model has no price in the list of providers.")
    if not outlay.most_dollars:
        return _tr("It costs nothing: the model answers on this computer.")
    said = _tr("It costs about {0}, and at most about {1} (price of {2}).")
    priced = day(outlay.priced) if outlay.priced is not None else ""
    return said.format(dollars(outlay.dollars), dollars(outlay.most_dollars), priced)


def _round(tokens: int) -> int:
    """Return a number as exact as an estimate can be."""
    step = int(10 ** max(0, len(str(tokens)) - 2))
    return round(tokens / step) * step


def _tr(words: str) -> str:
    return QCoreApplication.translate("Answers", words)

"""What a passport says of a model's tests, of judges, and of votes: each with its interval, and as sure as it is."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.intervals import Interval
from desktop_app.core.judging import BEST, Scale
from desktop_app.core.votes import interval, winner
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.work.proofs import Judged, Tested, Voted


def tested(test: Tested) -> list[str]:
    """Return what a test came to, then what was read and judged of its answers."""
    found = test.figures
    right = found.right or Interval(0, 0, 0)
    said = _tr("Test of {0}: {1} of {2} right, that is {3}.")
    count = sum(mark.right for mark in found.marks.values())
    told = [said.format(moment(test.made), number(count), how_many.rows(len(found.marks)), _percent(right))]
    if found.meaning is not None:
        near = _tr("Meaning in common with the expected answers: {0}, as {1} reads them.")
        told.append(near.format(_plain(found.meaning), model_name(test.read_by)))
    return [" ".join(told), *filter(None, map(_judged, test.judged))]


def voted(found: Voted) -> str:
    """Return what blind votes came to."""
    one = _tr("Blind votes against {1}: it gets {2} of 1 vote, a tie counting half.")
    more = _tr("Blind votes against {1}: it gets {2} of {0} votes, a tie counting half.")
    shares = _percent(interval(found.votes))
    words = how_many.counted(found.votes.total, one, more, model_name(found.other.model), shares)
    leads = winner(found.votes)
    verdicts = {1: _tr("It is the better one."), -1: _tr("The other one is better."), 0: _tr("Who is better is open.")}
    return f"{words} {verdicts[leads]}"


def _judged(found: Judged) -> str:
    judge = model_name(found.judge.model)
    if found.marks is not None and found.marks.figure is not None:
        if found.scale is Scale.POINTS:
            said = _tr("{0} as judge gives its answers {1} of {2} on average: an opinion.")
            return said.format(judge, _plain(found.marks.figure), number(BEST))
        said = _tr("{0} as judge finds {1} of its answers good: an opinion.")
        return said.format(judge, _percent(found.marks.figure))
    preferred, other = found.preference, found.other
    if preferred is None or preferred.rate is None or other is None:
        return ""
    rate = preferred.rate
    share = rate if found.second else Interval(1 - rate.value, 1 - rate.high, 1 - rate.low)
    better = preferred.better if found.second else -preferred.better
    said = _tr("{0} as judge, against {1}: it gets {2} of the rows, a tie counting half; an opinion.")
    verdicts = {1: _tr("It is preferred."), -1: _tr("The other one is preferred."), 0: _tr("Which is better is open.")}
    return f"{said.format(judge, model_name(other.model), _percent(share))} {verdicts[better]}"


def _plain(value: Interval) -> str:
    return _tr("{0} ({1} to {2})").format(*(number(part, 2) for part in (value.value, value.low, value.high)))


def _percent(value: Interval) -> str:
    return _tr("{0} % ({1} to {2})").format(*(number(100 * part, 0) for part in (value.value, value.low, value.high)))


def _tr(words: str) -> str:
    return QCoreApplication.translate("Passport", words)

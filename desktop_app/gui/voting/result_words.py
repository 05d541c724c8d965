"""What the votes come to, in sentences: who is better, or that this cannot be told, and how many more would tell it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop_app.core.ballots import Vote, best, tally, won
from desktop_app.core.bradley_terry import Standing, standings
from desktop_app.core.intervals import Interval
from desktop_app.core.votes import Votes, interval, more_wanted, winner
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number


def verdict(votes: Sequence[Vote], names: Sequence[str]) -> str:
    """Return what can be said of the models of these names, which are those of the columns in order."""
    if not votes:
        return _tr("There are no votes yet.")
    if len(names) == 2:
        return _of_two(tally(votes, 0, 1), *names)
    first = best(votes, range(len(names)))
    if first is None:
        return _tr("Which of the {0} models is the best cannot be told yet.").format(number(len(names)))
    return _tr("{0} is the best: it was preferred to each of the others.").format(names[first])


def ahead(votes: Sequence[Vote]) -> str:
    """Return about how many more votes two models need, without saying which of them leads; "" where that is open."""
    found = tally(votes, 0, 1)
    if winner(found):
        return _tr("That is enough to tell who is better.")
    return _more(found)


def counted(votes: Votes, one: str, other: str) -> str:
    """Return how the votes between two models fell, and the share of the first."""
    if not votes.total:
        return _tr("{0} and {1}: no votes.").format(one, other)
    said = _tr("{0} {2} : {3} {1}; both good: {4}, both bad: {5}. {0} gets {6}.")
    counts = (number(count) for count in (votes.wins, votes.losses, votes.ties, votes.both_bad))
    return said.format(one, other, *counts, percent(interval(votes)))


def percent(value: Interval) -> str:
    """Return a share with its interval."""
    parts = (number(100 * part, 0) for part in (value.value, value.low, value.high))
    return _tr("{0} % ({1} to {2})").format(*parts)


def ranked(votes: Sequence[Vote], names: Sequence[str]) -> list[Standing]:
    """Return the models by their strength, the strongest first; nothing as long as the votes cannot rank them all."""
    shares = {(names[one], names[other]): share for (one, other), share in won(votes).items()}
    return standings(names, shares) or []


def place(at: int, standing: Standing) -> str:
    """Return a model's place and how often it is preferred to an average one, with the interval."""
    odds = standing.strength
    low, value, high = (_share(each) for each in (odds.low, odds.value, odds.high))
    said = _tr("{0}. {1}: preferred to an average one in {2} of the cases.")
    return said.format(number(at), standing.name, percent(Interval(value, low, high)))


def _share(strength: float) -> float:
    return Standing("", Interval(strength, strength, strength)).chance


def _of_two(votes: Votes, one: str, other: str) -> str:
    found = interval(votes)
    leads = winner(votes)
    if leads:
        better, worse = (one, other) if leads > 0 else (other, one)
        rate = found if leads > 0 else Interval(1 - found.value, 1 - found.high, 1 - found.low)
        return _tr("{0} is better than {1}: it gets {2} of the votes, a tie counting half for each.").format(
            better, worse, percent(rate)
        )
    said = _tr("It cannot be told yet which is better: {0} gets {1} of the votes, a tie counting half for each.")
    return " ".join(filter(None, (said.format(one, percent(found)), _more(votes))))


def _more(votes: Votes) -> str:
    more = more_wanted(votes)
    one = _tr("If they go on like this, about one more vote settles it.")
    many = _tr("If they go on like this, about {0} more votes settle it.")
    return how_many.counted(more, one, many) if more else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("Voting", words)

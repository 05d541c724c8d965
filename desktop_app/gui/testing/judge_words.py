"""What a judge says, in words: marks and preferences with their intervals, and how far the judge can be trusted."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop_app.core.judged import Marks, Preference
from desktop_app.core.judging import BEST, Case, Scale
from desktop_app.gui.testing.words import percent
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.lines_table import Line
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.work.judge_figures import Told, Word

_POOR = 2
"""Marks up to this one are worth a look."""


def title(told: Told) -> str:
    """Return what a judging is called in a list."""
    kinds = {Scale.POINTS: _tr("marks"), Scale.YES_NO: _tr("good or not"), Scale.PAIR: _tr("which is better")}
    one = told.judgement
    return _tr("{0}: {1} ({2})").format(moment(one.made), model_name(one.voice.model), kinds[one.scale])


def lines_of_judge(told: Told, columns: int) -> list[Line]:
    """Return the lines of the table of figures that a judge adds, with a cell for each of so many models."""
    one = told.judgement
    if not told.marks:
        return []
    points = one.scale is Scale.POINTS
    name = _tr("Mark of {0} (1 to {1})") if points else _tr("Good, says {0}")
    meaning = _tr("The mean of the marks that a model gave as judge: an opinion, no measurement.")
    if not points:
        meaning = _tr("How many answers a model found good as judge: an opinion, no measurement.")
    found = [told.marks.get(column) for column in range(columns)]
    cells = tuple(_figure(each, points) for each in found)
    return [Line(name.format(model_name(one.voice.model), number(BEST)), cells, meaning)]


def sentences(told: Told, names: Sequence[str]) -> list[str]:
    """Return what a judging says about models of these names, the most important first."""
    judge = model_name(told.judgement.voice.model)
    said = [_marked(judge, names[column], found, told.judgement.scale) for column, found in told.marks.items()]
    for (first, second), found in told.preferences.items():
        said += _preferred(judge, names[first], names[second], found)
    if told.unread:
        said.append(_tr("Verdicts that could not be read and count for nothing: {0}.").format(number(told.unread)))
    return [sentence for sentence in said if sentence]


def kinds(told: Told, names: Sequence[str]) -> list[tuple[str, tuple[int, ...]]]:
    """Return lists of prompts that are worth a look by what a judge said, with their names."""
    found: list[tuple[str, tuple[int, ...]]] = []
    for column, given in told.marks.items():
        worst = _POOR if told.judgement.scale is Scale.POINTS else 0
        words = _tr("Judged poor: {0}").format(names[column])
        found.append((words, tuple(prompt for prompt, mark in given.given.items() if mark <= worst)))
    for pair, preferred in told.preferences.items():
        for side, column in zip((-1, 1), pair, strict=True):
            words = _tr("Judged better: {0}").format(names[column])
            found.append((words, tuple(prompt for prompt, said in preferred.given.items() if said == side)))
        found.append((_tr("Judged otherwise with sides swapped"), preferred.changed))
    return found


def in_words(words: Sequence[Word], names: Sequence[str], scale: Scale) -> str:
    """Return what a judge said about the answers to one prompt; "" for nothing."""
    return "\n\n".join(f"{_about(word.case, names)}: {_verdict(word, names, scale)}\n{word.said}" for word in words)


def _about(case: Case, names: Sequence[str]) -> str:
    if case.second is None:
        return names[case.first]
    return _tr("{0} first, {1} second").format(names[case.first], names[case.second])


def _verdict(word: Word, names: Sequence[str], scale: Scale) -> str:
    said = word.verdict
    if said is None:
        return _tr("the verdict cannot be read")
    if scale is Scale.POINTS:
        return _tr("mark {0}").format(number(said))
    if scale is Scale.YES_NO:
        return _tr("good") if said else _tr("not good")
    better = word.case.first if said < 0 else word.case.second
    return _tr("neither is better") if not said or better is None else _tr("{0} is better").format(names[better])


def _marked(judge: str, name: str, found: Marks, scale: Scale) -> str:
    if found.figure is None:
        return ""
    if scale is Scale.POINTS:
        said = _tr("{0} gives {1} a {2} of {3} on average, for {4}.")
        return said.format(judge, name, _figure(found, True), number(BEST), how_many.answers(len(found.given)))
    said = _tr("{0} finds {1} of {2} of {3} good: {4}.")
    counts = (number(sum(found.given.values())), how_many.answers(len(found.given)))
    return said.format(judge, *counts, name, percent(found.figure))


def _preferred(judge: str, first: str, second: str, found: Preference) -> list[str]:
    if found.better:
        better, other = (second, first) if found.better > 0 else (first, second)
        said = _tr("{0} prefers {1} to {2}.").format(judge, better, other)
    else:
        said = _tr("Whose answers {0} prefers cannot be told from this test: {1} or {2}.").format(judge, first, second)
    counts = (how_many.rows(found.wins), number(found.losses), number(found.ties))
    told = [said, _tr("Better {0}: {2}; better {1}: {3}; neither: {4}.").format(second, first, *counts)]
    if found.alike:
        alike = _tr("Where both answers are the same ({0}) it was not asked: neither is better.")
        told.append(alike.format(how_many.rows(found.alike)))
    if found.rate is not None:
        told.append(_tr("That gives {0} {1} of the rows, a tie counting half.").format(second, percent(found.rate)))
    return [" ".join(told), *_swayed(found)]


def _swayed(found: Preference) -> list[str]:
    if found.swayed is None:
        return []
    if not found.changed:
        return [_tr("It said the same in both orders each time.")]
    one = _tr("In 1 row, {1} of those asked, it said something else once the sides were swapped: it is a tie.")
    more = _tr("In {0} rows, {1} of those asked, it said something else once the sides were swapped: they are ties.")
    told = how_many.counted(len(found.changed), one, more, percent(found.swayed))
    if 2 * abs(found.leaning) > len(found.changed):
        leans = _tr("It leans to what stands first.") if found.leaning > 0 else _tr("It leans to what stands second.")
        told = f"{told} {leans}"
    return [told]


def _figure(found: Marks | None, points: bool) -> str:
    if found is None or found.figure is None:
        return "–"
    value = found.figure
    if not points:
        return percent(value)
    return _tr("{0} ({1} to {2})").format(*(number(part, 2) for part in (value.value, value.low, value.high)))


def _tr(words: str) -> str:
    return QCoreApplication.translate("Judging", words)

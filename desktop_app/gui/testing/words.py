"""What a test says in words: models, rates with their intervals, and who is better."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop_app.core.examining import FEW, Compared, Figures
from desktop_app.core.intervals import Interval
from desktop_app.core.marking import OTHER
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import duration, number
from desktop_app.work import embedders
from desktop_app.work.asking_cost import Outlay

_RARE = 0.001


def label_name(label: str) -> str:
    """Return a label as it is shown."""
    return QCoreApplication.translate("Testing", "(another answer)") if label == OTHER else label


def percent(value: Interval | None) -> str:
    """Return a share with its interval, in percent; a dash for none."""
    if value is None:
        return "–"
    return QCoreApplication.translate("Testing", "{0} % ({1} to {2})").format(
        *(number(100 * part, 1) for part in (value.value, value.low, value.high))
    )


def share(value: Interval) -> str:
    """Return a figure from 0 to 1 with its interval."""
    return QCoreApplication.translate("Testing", "{0} ({1} to {2})").format(
        *(number(part, 3) for part in (value.value, value.low, value.high))
    )


def sentences(
    figures: Sequence[Figures], names: Sequence[str], pair: tuple[int, int] | None, found: Compared | None
) -> list[str]:
    """Return what a test says of models of these names, the most important first; `found` compares the pair."""
    if found is None or pair is None:
        return [_how_many(one, name) for one, name in zip(figures, names, strict=True)]
    first, second = (names[at] for at in pair)
    said = [verdict(found, first, second), _changed_rows(found), _in_meaning(found, first, second)]
    if not any(one.classes for one in figures):
        said.append(nearness(found, first, second))
    said += [_how_many(figures[at], names[at]) for at in pair]
    return [sentence for sentence in said if sentence]


def _how_many(figures: Figures, name: str) -> str:
    """Return how many rows a model has right, in a sentence with the interval."""
    value, count = figures.right, len(figures.marks)
    if value is None:
        return QCoreApplication.translate("Testing", "{0} has not answered yet.").format(name)
    right = number(sum(one.right for one in figures.marks.values()))
    said = QCoreApplication.translate(
        "Testing", "{0} has {1} of {2} right. For other rows like these, reckon with {3} to {4} of 100."
    )
    low, high = number(round(100 * value.low)), number(round(100 * value.high))
    return said.format(name, right, how_many.rows(count), low, high)


def verdict(found: Compared, first: str, second: str) -> str:
    """Return which of two models has more rows right, or that this cannot be told."""
    if found.better > 0:
        return QCoreApplication.translate("Testing", "{0} is better than {1}.").format(second, first)
    if found.better < 0:
        return QCoreApplication.translate("Testing", "{0} is worse than {1}.").format(second, first)
    said = QCoreApplication.translate("Testing", "Which is better cannot be told from this test: {0} or {1}.")
    return said.format(first, second)


def _changed_rows(found: Compared) -> str:
    """Return how many rows the second model has newly right and newly wrong, and how often chance does that."""
    gained, lost = number(len(found.improvements)), number(len(found.regressions))
    rows = QCoreApplication.translate("Testing", "Newly right rows: {0}, newly wrong: {1}.").format(gained, lost)
    return f"{rows} {_by_chance(found.p)}"


def nearness(found: Compared, first: str, second: str) -> str:
    """Return whose answers come nearer to the expected ones, letter by letter; "" where they come equally near."""
    apart = found.likeness.interval
    low, high = sorted((abs(apart.low), abs(apart.high)))
    points = QCoreApplication.translate("Testing", "by {0} points of 100 ({1} to {2})").format(
        *(number(100 * part, 1) for part in (abs(apart.value), low, high))
    )
    if not found.nearer:
        return ""
    nearer, other = (second, first) if found.nearer > 0 else (first, second)
    return QCoreApplication.translate(
        "Testing", "In letters, {0} comes nearer to the expected answers than {1}, {2}."
    ).format(nearer, other, points)


def _in_meaning(found: Compared, first: str, second: str) -> str:
    """Return whose answers come nearer in meaning; "" where that was not measured, or cannot be told."""
    apart = found.meaning
    if apart is None or apart.interval.holds(0):
        return ""
    nearer, other = (second, first) if apart.interval.value > 0 else (first, second)
    said = QCoreApplication.translate("Testing", "In meaning, {0} comes nearer to the expected answers than {1}.")
    return said.format(nearer, other)


def too_few(rows: int) -> str:
    """Return the warning that so few rows tell little; "" where there are enough."""
    if rows >= FEW:
        return ""
    return QCoreApplication.translate(
        "Testing", "With {0} only large differences show. 100 rows or more tell much more."
    ).format(how_many.rows(rows))


def cost(outlay: Outlay, rows: int) -> str:
    """Return what a test takes, where its questions go, and what they cost."""
    said = QCoreApplication.translate("Testing", "{0}, {1}, about {2} tokens.")
    tokens = number(outlay.tokens_in + outlay.tokens_out)
    sent = QCoreApplication.translate("Testing", "The questions of these rows are sent to {0}.")
    counts = (how_many.rows(rows), how_many.questions(outlay.requests))
    return " ".join([said.format(*counts, tokens), *_takes(outlay, sent)])


def cost_of_judge(outlay: Outlay) -> str:
    """Return what a judging takes, where questions and answers go, and what they cost."""
    said = QCoreApplication.translate("Testing", "{0}, about {1} tokens.")
    tokens = number(outlay.tokens_in + outlay.tokens_out)
    sent = QCoreApplication.translate("Testing", "These rows with their answers are sent to {0}.")
    return " ".join([said.format(how_many.questions(outlay.requests), tokens), *_takes(outlay, sent)])


def cost_of_reading(outlay: embedders.Outlay) -> str:
    """Return what reading the meaning of answers takes, where they go, and what that costs."""
    said = QCoreApplication.translate("Testing", "{0}, about {1} tokens.")
    told = said.format(how_many.texts(outlay.texts), number(outlay.tokens))
    if not outlay.host:
        return f"{told} {QCoreApplication.translate('Testing', 'Everything stays on this computer.')}"
    sent = QCoreApplication.translate("Testing", "The answers and the expected ones are sent to {0}.")
    return f"{told} {sent.format(outlay.host)} {_dollars(outlay.dollars)}"


def _takes(outlay: Outlay, sent: str) -> list[str]:
    """Return time, way and price; `sent` says what is sent to places outside."""
    said = []
    if outlay.seconds is not None and outlay.requests:
        said.append(QCoreApplication.translate("Testing", "It takes {0}.").format(duration(outlay.seconds)))
    if not outlay.requests:
        said.append(QCoreApplication.translate("Testing", "Nothing is asked: the answers are there already."))
    elif not outlay.hosts:
        said.append(QCoreApplication.translate("Testing", "Everything stays on this computer."))
    else:
        known = outlay.dollars if outlay.priced is not None else None
        said += [sent.format(", ".join(outlay.hosts)), _dollars(known)]
    return said


def _dollars(dollars: float | None) -> str:
    if dollars is None:
        return QCoreApplication.translate(
            "Testing", "What that costs is not known here: look at your provider's prices."
        )
    return QCoreApplication.translate("Testing", "It costs about ${0}.").format(
        number(dollars, 2 if dollars >= 0.1 else 4)
    )


def _by_chance(p: float) -> str:
    if p < _RARE:
        return QCoreApplication.translate("Testing", "Chance alone does that in fewer than 1 of 1,000 tests.")
    said = QCoreApplication.translate("Testing", "Chance alone does that in about {0} of {1} tests.")
    out_of = 100 if p >= 0.1 else 1000
    return said.format(number(round(out_of * p)), number(out_of))

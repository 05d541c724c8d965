"""Whether a successor is as good, in words that say no more than was found."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from desktop_app.core.intervals import Interval
from desktop_app.core.succession import Liked, Measure, Succession, Verdict
from desktop_app.gui.theme.say import day
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.ending import ends
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.work.succession import Judgement, Old
from desktop_app.work.web_page import safe, web_page

_STYLE = (
    "body{font:15px/1.5 sans-serif;margin:2rem auto;max-width:44rem;padding:0 1rem;color:#222;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-bottom:.2rem}p{margin:.35rem 0;overflow-wrap:anywhere}"
    "small{color:#555}"
)


def headline(told: Judgement) -> str:
    """Return the verdict in one sentence."""
    words = {
        Verdict.BETTER: _tr("{0} is better than {1} on these rows."),
        Verdict.AS_GOOD: _tr("{0} is as good as {1}, within the margin of {2} of 100."),
        Verdict.WORSE: _tr("{0} falls behind {1}."),
        Verdict.OPEN: _tr("It cannot be told yet whether {0} is as good as {1}."),
        Verdict.FEW: _tr("There are too few rows to tell whether {0} is as good as {1}."),
    }
    margin = number(100 * told.rows.margin) if told.rows is not None else ""
    return words[told.verdict].format(model_name(told.new.model), model_name(told.old.model), margin)


def kind(verdict: Verdict) -> str:
    """Return what kind of banner a verdict is shown in."""
    good = verdict in (Verdict.BETTER, Verdict.AS_GOOD)
    return "good" if good else "problem" if verdict is Verdict.WORSE else "attention"


def sentences(told: Judgement) -> list[str]:
    """Return what the verdict rests on, and what it does not say."""
    said = _of_rows(told.rows) if told.rows is not None else [_tr("No row was answered by both yet.")]
    if told.unanswered:
        said.append(_tr("Rows not answered by both: {0}.").format(number(told.unanswered)))
    if told.alike is not None:
        said.append(_tr("{0} % of their answers are the same, letter by letter.").format(_percent(told.alike)))
    said.append(_of_votes(told.votes))
    if told.seen:
        said.append(_tr("The successor has learned from these very rows, so they tell little about new questions."))
    return said


def old_facts(old: Old, today: date) -> str:
    """Return what is known of a model to take over from."""
    lines = [ends(old.ending, today)] if old.ending is not None else []
    lines.append(_tr("answers kept in this project: {0}").format(number(old.answers)))
    said = ", ".join(lines)
    return said[:1].upper() + said[1:]


def as_page(told: Judgement, old: Old | None, made: float) -> bytes:
    """Return the one page that says whether a successor is as good, for the browser or the printer."""
    parts = [f"<p><strong>{safe(headline(told))}</strong></p>"]
    parts += [f"<p>{safe(one)}</p>" for one in sentences(told)]
    names = [(_tr("The model to take over from"), told.old.model), (_tr("Its successor"), told.new.model)]
    if old is not None and old.ending is not None:
        names.append((_tr("Switched off on"), day(old.ending.day)))
    parts += [f"<p>{safe(name)}: {safe(value)}</p>" for name, value in names]
    parts.append(f"<h2>{safe(_tr('How it was judged'))}</h2>")
    parts += [f"<p>{safe(one)}</p>" for one in method(told)]
    parts.append(f"<p><small>{safe(moment(made))}</small></p>")
    return web_page(_tr("Is the successor as good?"), _STYLE, parts).encode()


def method(told: Judgement) -> list[str]:
    """Return how the verdict was found, for whoever wants to check it."""
    margin = number(100 * told.rows.margin) if told.rows is not None else "5"
    return [
        _tr(
            "Both models answered the same rows. The margin was chosen beforehand: the successor counts as good as the "
            "old model when the whole interval of the difference lies above minus {0} of 100, and as worse when it "
            "lies below that."
        ).format(margin),
        _tr(
            "The interval holds the true difference in about 95 of 100 such comparisons (Tango's interval for paired "
            "shares, or a paired bootstrap for likeness). Votes have an interval that holds however often one looks."
        ),
    ]


def _of_rows(rows: Succession) -> list[str]:
    if rows.measure is Measure.LIKENESS:
        said = [
            _tr(
                "Hardly any answer is the expected one letter by letter, so it was compared how near both come to it "
                "(chrF)."
            ),
            _tr("On {0}, {1} of 100 for the old model and {2} for its successor."),
        ]
    else:
        said = [_tr("On {0}, the old model had {1} of 100 right and its successor {2}.")]
    said[-1] = said[-1].format(how_many.rows(rows.rows), _percent(rows.old), _percent(rows.new))
    words = _tr(
        "Difference: {0} of 100 (successor minus old model). For other rows like these, reckon with {1} to {2}."
    )
    said.append(words.format(*_points(rows.difference)))
    if rows.more:
        said.append(_tr("About {0} more rows like these would settle it.").format(number(rows.more)))
    return said


def _of_votes(votes: Liked | None) -> str:
    if votes is None:
        return _tr("Nobody has voted blindly between the two yet.")
    words = _tr("Blind votes: {0}. The successor is preferred in {1} of 100 (reckon with {2} to {3}).")
    rate = votes.rate
    return words.format(number(votes.votes), *(_percent(part) for part in (rate.value, rate.low, rate.high)))


def _points(apart: Interval) -> Sequence[str]:
    """Return a difference and its interval, with a minus that no line is broken at."""
    return [number(100 * part, 1).replace("-", "−") for part in (apart.value, apart.low, apart.high)]


def _percent(share: float) -> str:
    return number(round(100 * share, 1), 1)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Succession", words)

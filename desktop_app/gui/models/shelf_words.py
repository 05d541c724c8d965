"""The words of the list of all models."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from desktop_app.gui.theme.say import day
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.ending import ends
from desktop_app.gui.widgets.fetch_words import room
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.work.all_models import Known, Origin


def title(one: Known) -> str:
    """Return what a model is called: the user's own name, else what sets it apart."""
    return one.called.name or model_name(one.model)


def origin(one: Known) -> str:
    """Return where a model came from."""
    words = {
        Origin.FETCHED: _tr("Base model"),
        Origin.BASE: _tr("Base model"),
        Origin.TUNED_HERE: _tr("Tuned here"),
        Origin.TUNED_AWAY: _tr("Tuned at a provider"),
        Origin.CHECKPOINT: _tr("Checkpoint"),
        Origin.RECORDED: _tr("Recorded answers"),
    }
    return words[one.origin]


def kind(one: Known) -> str:
    """Return the head over models that came from the same source."""
    words = {
        Origin.FETCHED: _tr("Base models"),
        Origin.BASE: _tr("Base models"),
        Origin.CHECKPOINT: _tr("Checkpoints"),
    }
    return words.get(one.origin) or origin(one)


def where(one: Known) -> str:
    """Return at which place a model is."""
    if one.origin is Origin.RECORDED:
        return _tr("In this project")
    return one.place or _tr("This computer")


def made(one: Known) -> str:
    """Return the day a model was made; "" where nobody knows."""
    if not one.created:
        return ""
    when = QDateTime.fromSecsSinceEpoch(int(one.created)).date()
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def end(one: Known) -> str:
    """Return the day a model is or was switched off; "" where none is known."""
    return day(one.ending.day) if one.ending is not None else ""


def facts(one: Known, today: date) -> str:
    """Return all that is known of a model, a line each."""
    lines = [origin(one) if one.origin is Origin.TUNED_HERE else f"{origin(one)}, {where(one)}"]
    if one.base:
        lines.append(_tr("Made from {0}").format(one.base))
    if one.created:
        lines.append(_tr("Made: {0}").format(moment(one.created)))
    if one.rows is not None:
        lines.append(_tr("Learned from {0} rows of this project").format(number(one.rows)))
    if one.bytes:
        lines.append(_tr("Takes {0} on this computer").format(room(one.bytes)))
    if one.recorded:
        lines.append(_tr("Answers kept in this project: {0}").format(number(one.recorded)))
    if not one.listed and one.origin is not Origin.RECORDED:
        lines.append(_tr("Known from this project; its place was not asked yet."))
    if one.ending is not None:
        said = ends(one.ending, today)
        lines.append(said[:1].upper() + said[1:])
    return "\n".join(lines)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Shelf", words)

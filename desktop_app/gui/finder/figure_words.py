"""The figures of a search in words and numbers."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.batch import Column
from desktop_app.core.sweep import Knob, value_of
from desktop_app.core.sweep_figures import Figure, Value
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number

NOTHING = "–"
_LEAST = 0.0001
"""Dollars; less than this is said to be this."""


def figure_name(figure: Figure) -> str:
    """Return what a figure is called in a menu."""
    return {
        Figure.NORMAL: _tr("Right answers, but for case and spaces (normalised match)"),
        Figure.EXACT: _tr("Right answers to the letter (exact match)"),
        Figure.SIMILAR: _tr("Likeness to the expected answer (chrF)"),
        Figure.SPREAD: _tr("How different the repeats are (spread)"),
        Figure.LETTERS: _tr("Length in letters"),
        Figure.REPETITION: _tr("How much an answer repeats itself (runs of 3 words)"),
        Figure.CUT: _tr("Answers cut off at the longest length"),
        Figure.COST: _tr("Cost of an answer"),
        Figure.SECONDS: _tr("Seconds for an answer"),
    }[figure]


def short_name(figure: Figure) -> str:
    """Return a figure's name in one or two words, for a line of several."""
    return {
        Figure.NORMAL: _tr("right"),
        Figure.EXACT: _tr("right to the letter"),
        Figure.SIMILAR: _tr("likeness"),
        Figure.SPREAD: _tr("spread"),
        Figure.LETTERS: _tr("letters"),
        Figure.REPETITION: _tr("repetition"),
        Figure.CUT: _tr("cut off"),
        Figure.COST: _tr("cost of an answer"),
        Figure.SECONDS: _tr("seconds"),
    }[figure]


def knob_name(knob: Knob) -> str:
    """Return what a setting is called where it is chosen."""
    return {
        Knob.TEMPERATURE: _tr("Chance (temperature)"),
        Knob.TOP_P: _tr("Share of likely words (top_p)"),
        Knob.PRESENCE: _tr("New subjects (presence penalty)"),
        Knob.FREQUENCY: _tr("Against repetition (frequency penalty)"),
    }[knob]


def field_name(knob: Knob) -> str:
    """Return the field's own word for a setting."""
    return {
        Knob.TEMPERATURE: _tr("temperature"),
        Knob.TOP_P: _tr("top_p"),
        Knob.PRESENCE: _tr("presence penalty"),
        Knob.FREQUENCY: _tr("frequency penalty"),
    }[knob]


def knob_value(knob: Knob, value: float) -> str:
    """Return a setting with its value, such as "temperature 0.7"."""
    return f"{field_name(knob)} {plain(value)}"


def plain(value: float) -> str:
    """Return a value of a setting without zeros that say nothing."""
    decimals = 0 if value == int(value) else 1 if round(value, 1) == value else 2
    return number(value, decimals)


def setting_words(column: Column, knobs: tuple[Knob, ...]) -> str:
    """Return the values that set one column apart from the others of its search."""
    return ", ".join(knob_value(knob, value_of(column, knob)) for knob in knobs)


def mean_words(figure: Figure, value: Value | None) -> str:
    """Return a figure, such as "83 %"."""
    return NOTHING if value is None else amount(figure, value.mean)


def range_words(figure: Figure, value: Value | None) -> str:
    """Return between what a figure lies: a share's interval; the least and the greatest prompt of an amount."""
    if value is None:
        return ""
    low, high = amount(figure, value.low), amount(figure, value.high)
    return low if low == high else f"{low.removesuffix(' %')}–{high}"


def amount(figure: Figure, value: float) -> str:
    """Return one number of a figure with its unit."""
    if figure.is_share:
        return _tr("{0} %").format(number(100 * value, 0))
    if figure is Figure.COST:
        return _tr("${0}").format(number(max(value, _LEAST), 4)) if value > 0 else _tr("free")
    if figure is Figure.SECONDS:
        return _tr("{0} s").format(number(value, 1))
    return number(value, 0)


def spoken(figure: Figure, value: Value | None) -> str:
    """Return a figure with all that is known about how sure it is, as it is read out."""
    if value is None:
        return _tr("no answer yet")
    rests = _tr("{0}, {1}").format(how_many.prompts(value.prompts), how_many.answers(value.answers))
    if figure.is_share:
        said = _tr("{0}, probably from {1} to {2} ({3})")
    else:
        said = _tr("{0}, by prompt from {1} to {2} ({3})")
    return said.format(amount(figure, value.mean), amount(figure, value.low), amount(figure, value.high), rests)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Finder", words)

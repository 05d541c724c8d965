"""What can be said about the best setting, in words that claim no more than the answers bear."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.batch import Batch
from desktop_app.core.sweep import axes_of
from desktop_app.core.sweep_figures import Figure, Outcome, Sheet, Verdict, verdict
from desktop_app.gui.finder.figure_words import mean_words, range_words, setting_words
from desktop_app.gui.widgets.amounts import number


def verdict_words(batch: Batch, sheet: Sheet, figure: Figure) -> tuple[str, Verdict]:
    """Return a sentence or two about the best setting, and what they rest on."""
    found = verdict(sheet, len(batch.columns), figure)
    knobs = tuple(axis.knob for axis in axes_of(batch.columns))
    if found.column is None:
        return _tr(
            "No prompt has an expected answer, so it cannot be said which setting answers best. The other figures "
            "show what the settings do."
        ), found
    leads = setting_words(batch.columns[found.column], knobs)
    known = sheet.value(found.column, figure)
    value = f"{mean_words(figure, known)}, {range_words(figure, known)}"
    if found.outcome is Outcome.ONE_PROMPT:
        return _tr(
            "This rests on one prompt. It shows what the settings do to it; which one is best in general cannot be "
            "told from it."
        ), found
    if found.outcome is Outcome.ALONE:
        return _tr("There is one setting only: {0} ({1}).").format(leads, value), found
    if found.outcome is Outcome.BEST:
        said = _tr("The best setting is {0} ({1}). On the same {2} prompts it does better than every other one.")
        return said.format(leads, value, number(found.prompts)), found
    total = len(batch.columns)
    if len(found.near) == total - 1:
        said = _tr(
            "There is no difference that one could tell: with {0} prompts, chance alone can put {1} in front ({2})."
        )
        return said.format(number(found.prompts), leads, value), found
    said = _tr(
        "In front is {0} ({1}), but no best one can be named: {2} of the other {3} settings may be just as good. "
        "More prompts would tell them apart."
    )
    return said.format(leads, value, number(len(found.near)), number(total - 1)), found


def _tr(words: str) -> str:
    return QCoreApplication.translate("Finder", words)

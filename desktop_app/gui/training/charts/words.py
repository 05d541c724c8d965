"""What stands on the charts, in the user's language."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.axes import Axis
from desktop_app.core.line import Line
from desktop_app.core.marks import Trend, trend
from desktop_app.core.panels import ACCURACY, CLASSES, LOSS, RATE, WHOLE, Panel, Role
from desktop_app.gui.training.charts.ticks import said
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import clock, number


def title(panel: Panel) -> str:
    """Return what a panel shows and which way is better."""
    translate = QCoreApplication.translate
    return {
        LOSS: translate("Charts", "Loss (nats per token): how far off the model is; lower is better"),
        ACCURACY: translate(
            "Charts", "Right tokens: how often the model has the next piece of text right; higher is better"
        ),
        RATE: translate("Charts", "Learning rate: how far one update may move the model"),
        WHOLE: translate("Charts", "Answers that are right as a whole; higher is better"),
        f"{CLASSES}accuracy": translate("Charts", "Right classes (accuracy): the share of rows put into the right one"),
        f"{CLASSES}weighted_f1_score": translate(
            "Charts", "Weighted F1: right classes, where rare and frequent ones count by their rows; higher is better"
        ),
        f"{CLASSES}precision": translate("Charts", "Precision: how many of those found are right; higher is better"),
        f"{CLASSES}recall": translate("Charts", "Recall: how many of all there are were found; higher is better"),
        f"{CLASSES}auroc": translate(
            "Charts", "Area under the ROC curve (AUROC): how well the two classes are ranked; 0.5 is chance"
        ),
        f"{CLASSES}auprc": translate(
            "Charts", "Area under the precision-recall curve (AUPRC): how well the class looked for is ranked"
        ),
    }.get(panel.key) or _f_title(panel.key)


def quantity(key: str) -> str:
    """Return the name of a panel's quantity, short enough for a menu."""
    translate = QCoreApplication.translate
    return {
        LOSS: translate("Charts", "Loss"),
        ACCURACY: translate("Charts", "Right tokens"),
        RATE: translate("Charts", "Learning rate"),
        WHOLE: translate("Charts", "Wholly right answers"),
        f"{CLASSES}accuracy": translate("Charts", "Right classes"),
        f"{CLASSES}weighted_f1_score": translate("Charts", "Weighted F1"),
        f"{CLASSES}precision": translate("Charts", "Precision"),
        f"{CLASSES}recall": translate("Charts", "Recall"),
        f"{CLASSES}auroc": translate("Charts", "AUROC"),
        f"{CLASSES}auprc": translate("Charts", "AUPRC"),
    }.get(key) or _f_name(key)


def line_name(panel: Panel, role: Role) -> str:
    """Return the name of one line of a panel, where lines of other panels stand beside it."""
    translate = QCoreApplication.translate
    known = {
        (LOSS, Role.TRAINING): translate("Charts", "Training loss"),
        (LOSS, Role.VALIDATION): translate("Charts", "Validation loss"),
        (ACCURACY, Role.TRAINING): translate("Charts", "Right tokens in training"),
        (ACCURACY, Role.VALIDATION): translate("Charts", "Right tokens in validation"),
    }.get((panel.key, role))
    return known or (quantity(panel.key) if len(panel.lines) < 2 else f"{quantity(panel.key)}, {role_name(role)}")


def role_name(role: Role) -> str:
    """Return what a line was measured on."""
    translate = QCoreApplication.translate
    return {Role.TRAINING: translate("Charts", "training"), Role.VALIDATION: translate("Charts", "validation")}[role]


def axis_name(axis: Axis) -> str:
    """Return the name of an axis for a menu."""
    translate = QCoreApplication.translate
    return {
        Axis.STEP: translate("Charts", "Steps"),
        Axis.EPOCH: translate("Charts", "Passes (epochs)"),
        Axis.TOKENS: translate("Charts", "Tokens"),
        Axis.TIME: translate("Charts", "Time"),
    }[axis]


def axis_title(axis: Axis) -> str:
    """Return what stands below the axis, with its unit."""
    translate = QCoreApplication.translate
    return {
        Axis.STEP: translate("Charts", "Step (one update of the model)"),
        Axis.EPOCH: translate("Charts", "Passes over the rows (epochs)"),
        Axis.TOKENS: translate("Charts", "Tokens the model has learned from"),
        Axis.TIME: translate("Charts", "Time since the first measurement (minutes:seconds)"),
    }[axis]


def place_said(axis: Axis, place: float) -> str:
    """Return a place on an axis in a few words; empty for a step, which is always said besides."""
    translate = QCoreApplication.translate
    return {
        Axis.STEP: "",
        Axis.EPOCH: translate("Charts", "pass {0}").format(number(place, 2)),
        Axis.TOKENS: how_many.tokens(round(place)),
        Axis.TIME: clock(place),
    }[axis]


def sentence(panel: Panel, role: Role, line: Line) -> str:
    """Return in words what a line shows: how much was measured, first, newest, lowest, and where it goes."""
    translate = QCoreApplication.translate
    steps, values = line.numbers
    name = line_name(panel, role)
    broken = len(line) - len(values)
    gap = translate("Charts", "No number came (NaN) at step {1}.")
    more = translate("Charts", "No number came (NaN) at {0} steps, the first is step {1}.")
    gaps = [how_many.counted(broken, gap, more, number(line.broken[0]))] if broken else []
    if not len(values):
        return f"{name}: {gaps[0]}" if gaps else ""
    if len(values) == 1:
        one = translate("Charts", "{0}: one measurement, {1} at step {2}.")
        return " ".join([one.format(name, _value(panel, float(values[0])), number(int(steps[0]))), *gaps])
    many = translate(
        "Charts", "{0}: {1} measurements. First {2} at step {3}, newest {4} at step {5}, lowest {6} at step {7}."
    )
    lowest = line.best or (0, 0.0)
    told = many.format(
        name,
        number(len(values)),
        _value(panel, float(values[0])),
        number(int(steps[0])),
        _value(panel, float(values[-1])),
        number(int(steps[-1])),
        _value(panel, lowest[1]),
        number(lowest[0]),
    )
    return " ".join([told, *filter(None, [_way(trend(line))]), *gaps])


def _f_title(key: str) -> str:
    """Return what the panel of an F-score shows; a name that nobody knows stays as it is."""
    if _beta(key) is None:
        return key
    said = QCoreApplication.translate("Charts", "{0}: precision and recall in one number; higher is better")
    return said.format(_f_name(key))


def _f_name(key: str) -> str:
    """Return the name of an F-score, such as F0.5; a name that nobody knows stays as it is."""
    beta = _beta(key)
    return key if beta is None else f"F{number(beta, 0 if beta == int(beta) else 1)}"


def _beta(key: str) -> float | None:
    """Return how much more recall counts in an F-score; None for what is none."""
    said = key.removeprefix(f"{CLASSES}f") if key.startswith(f"{CLASSES}f") else ""
    return float(said) if said.replace(".", "", 1).isdecimal() else None


def _value(panel: Panel, value: float) -> str:
    return said(value, share=panel.is_share)


def _way(way: Trend) -> str:
    translate = QCoreApplication.translate
    return {
        Trend.FALLING: translate("Charts", "It is falling."),
        Trend.RISING: translate("Charts", "It is rising."),
        Trend.LEVEL: translate("Charts", "It stays about level."),
        Trend.UNKNOWN: "",
    }[way]

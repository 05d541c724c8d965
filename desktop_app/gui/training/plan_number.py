"""One setting of a training: a number within the provider's bounds, or left to the provider."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from desktop_app.gui.training import plan_words
from desktop_app.gui.widgets.field import Field
from desktop_app.providers.profiles import Hyperparameter

_ABOVE = frozenset({"multiplier", "absolute", "closeness"})
"""Meanings whose lowest bound is never taken itself: a rate of 0 would learn nothing."""
_LARGEST, _LARGEST_WHOLE = 1000.0, 1_000_000
_DECIMALS = 8
_STEPS = {"multiplier": 0.25, "closeness": 0.05}
_USUAL_STEP = 0.01
_FIRST_RATE = 0.0001
_TWO, _FIVE, _TEN = 2, 5, 10


class FineSpin(QDoubleSpinBox):
    """Takes numbers as small as learning rates, also written as 2e-5; `by_size` steps through 1, 2, 5, 10 and so on."""

    def __init__(self, *, by_size: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_size = by_size
        self.setDecimals(_DECIMALS)

    def textFromValue(self, value: float) -> str:
        """Return the number without the noughts nobody needs."""
        return plan_words.plain(value)

    def valueFromText(self, text: str) -> float:
        """Return the number a text stands for."""
        found = _read(text, self.locale())
        return found if found is not None else self.value()

    def validate(self, text: str, pos: int) -> tuple[QValidator.State, str, int]:
        """Tell whether a text is a number, or could become one."""
        found = _read(text, self.locale())
        if text == self.specialValueText() or (found is not None and self.minimum() <= found <= self.maximum()):
            return (QValidator.State.Acceptable, text, pos)
        return (QValidator.State.Intermediate, text, pos)

    def stepBy(self, steps: int) -> None:
        """Step by size where numbers differ by orders of magnitude."""
        if not self._by_size:
            super().stepBy(steps)
            return
        for _ in range(abs(steps)):
            self.setValue(_larger(self.value()) if steps > 0 else _smaller(self.value()))


class Setting(Field):
    """A Hyperparameter as a line of the form; `value` is None where it is left as the provider has it."""

    changed = Signal()

    def __init__(self, parameter: Hyperparameter, *, ours: bool = False, parent: QWidget | None = None) -> None:
        self.parameter = parameter
        self._automatic = isinstance(parameter.default, str)
        spin = _whole(parameter) if parameter.whole else _fraction(parameter)
        super().__init__(plan_words.name_of(parameter), spin, plan_words.help_of(parameter, ours=ours), parent)
        self.spin = spin
        if self._automatic:
            spin.setSpecialValueText(self.tr("Automatic"))
        self.set_value(None)
        spin.valueChanged.connect(lambda _: self.changed.emit())

    @property
    def value(self) -> float | None:
        """Return the number that was chosen; None for automatic, and for what is usual there."""
        found = self.spin.value()
        if self._automatic:
            return None if found == self.spin.minimum() else found
        return None if found == self.parameter.default else found

    def set_value(self, value: float | None) -> None:
        """Choose a number; None for automatic, or what is usual."""
        usual = self.spin.minimum() if isinstance(self.parameter.default, str) else self.parameter.default
        wanted = usual if value is None else value
        if isinstance(self.spin, QSpinBox):
            self.spin.setValue(round(wanted))
        else:
            self.spin.setValue(float(wanted))

    @property
    def said(self) -> str:
        """Return in a few words what was chosen; "" where nothing was."""
        return "" if self.value is None else plan_words.in_passing(self.parameter, self.value)


class _Spin(QSpinBox):
    """A spin box for whole numbers that says larger ones as everything else does."""

    def __init__(self) -> None:
        super().__init__()
        self.setGroupSeparatorShown(True)


def _whole(parameter: Hyperparameter) -> QSpinBox:
    spin = _Spin()
    low = round(parameter.low) if parameter.low is not None else 0
    high = round(parameter.high) if parameter.high is not None else _LARGEST_WHOLE
    spin.setRange(low - 1 if isinstance(parameter.default, str) else low, high)
    return spin


def _fraction(parameter: Hyperparameter) -> QDoubleSpinBox:
    low = parameter.low if parameter.low is not None else 0.0
    step = _STEPS.get(parameter.meaning, _USUAL_STEP)
    spin = FineSpin(by_size=parameter.meaning == "absolute")
    spin.setSingleStep(step)
    automatic = isinstance(parameter.default, str) and parameter.meaning not in _ABOVE
    spin.setRange(low - step if automatic else low, parameter.high if parameter.high is not None else _LARGEST)
    return spin


def _read(text: str, locale: QLocale) -> float | None:
    """Return the number of a text in the locale's way, or in the way of programs (2e-5)."""
    value, good = locale.toDouble(text.strip())
    if good:
        return value
    try:
        return float(text.strip())
    except ValueError:
        return None


def _larger(value: float) -> float:
    """Return the next larger of 1, 2, 5, 10 … times a power of ten."""
    if value <= 0:
        return _FIRST_RATE
    power = 1.0
    while power > value:
        power /= _TEN
    while power * _TEN <= value:
        power *= _TEN
    return next(power * factor for factor in (_TWO, _FIVE, _TEN) if power * factor > value * 1.000001)


def _smaller(value: float) -> float:
    """Return the next smaller one; below the smallest that can be shown comes 0."""
    if value <= 10**-_DECIMALS:
        return 0.0
    power = 1.0
    while power >= value * 0.999999:
        power /= _TEN
    while power * _TEN < value * 0.999999:
        power *= _TEN
    return next(power * factor for factor in (_FIVE, _TWO, 1) if power * factor < value * 0.999999)

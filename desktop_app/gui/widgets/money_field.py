"""A field for a sum of money."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDoubleSpinBox

from desktop_app.gui.widgets.field import give_margin

_DEAREST = 10_000


def money_field(value: float) -> QDoubleSpinBox:
    """Return a field for the most something may cost, in dollars; it begins with `value`."""
    translate = QCoreApplication.translate
    before, _, behind = translate("MoneyField", "${0}").partition("{0}")
    spin = QDoubleSpinBox()
    give_margin(spin)
    spin.setRange(0.01, _DEAREST)
    spin.setValue(value)
    spin.setPrefix(before)
    spin.setSuffix(behind)
    spin.setAccessibleName(translate("MoneyField", "The most it may cost, in dollars"))
    return spin

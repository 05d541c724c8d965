"""The controls of a section of preferences, made from their table; every change holds at once."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.widgets.field import Field
from desktop_app.settings.preferences import TABLE, Preference, Preferences


class PreferenceRows(QWidget):
    """One field for each preference of a section; `changed` names the one that was changed."""

    changed = Signal(str)
    problem = Signal(object)

    def __init__(self, preferences: Preferences, section: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        box = QVBoxLayout(self)
        box.setContentsMargins(0, MEDIUM, LARGE, 0)
        box.setSpacing(LARGE)
        for row in TABLE:
            if row.label is not None and row.section == section:
                box.addWidget(Field(say(row.label), self._control(row), say(row.note) if row.note else ""))
        box.addStretch(1)

    def _control(self, row: Preference[Any]) -> QWidget:
        control: QWidget = self._menu(row) if row.choices else self._number(row) if row.span else self._line(row)
        control.setObjectName(row.key)
        return control

    def _menu(self, row: Preference[Any]) -> QComboBox:
        menu = QComboBox()
        menu.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        menu.setMinimumContentsLength(12)
        for choice in row.choices:
            menu.addItem(say(choice.label), choice.value)
        menu.setCurrentIndex(max(0, menu.findData(self._preferences.get(row))))
        menu.activated.connect(lambda index: self._keep(row, row.choices[index].value))
        return menu

    def _number(self, row: Preference[Any]) -> QSpinBox:
        number = QSpinBox()
        if row.span is not None:
            number.setRange(*row.span)
        number.setValue(self._preferences.get(row))
        number.editingFinished.connect(lambda: self._keep(row, number.value()))
        return number

    def _line(self, row: Preference[Any]) -> QLineEdit:
        line = QLineEdit(self._preferences.get(row))
        line.editingFinished.connect(lambda: self._keep(row, line.text().strip()))
        return line

    def _keep(self, row: Preference[Any], value: str | int) -> None:
        if value == self._preferences.get(row):
            return
        try:
            self._preferences.set(row, value)
        except Problem as problem:
            self.problem.emit(problem)
        self.changed.emit(row.key)

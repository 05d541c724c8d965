"""The dialog of preferences, made from their table; every change holds at once."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.widgets.field import Field
from desktop_app.settings.preferences import TABLE, Preference, Preferences


class PreferencesDialog(QDialog):
    """One field for each preference that has choices."""

    changed = Signal(str)
    problem = Signal(object)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Preferences"))
        self._preferences = preferences
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        box.setSpacing(LARGE)
        for row in TABLE:
            if row.label is not None and row.choices:
                box.addWidget(Field(say(row.label), self._control(row), say(row.note) if row.note else ""))
        box.addStretch(1)
        close = QPushButton(self.tr("Close"))
        close.setProperty("look", "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(MEDIUM)
        foot.addStretch(1)
        foot.addWidget(close)
        box.addLayout(foot)
        self.setMinimumWidth(420)

    def showEvent(self, event: QShowEvent) -> None:
        """Take no more height than the sentences need at this width."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            # By itself a layout reserves what the sentences would need in the narrowest column.
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
            needed = layout.totalHeightForWidth(self.width())
            self.setMinimumHeight(needed)
            self.resize(self.width(), needed)

    def _control(self, row: Preference[Any]) -> QComboBox:
        control = QComboBox()
        control.setObjectName(row.key)
        for choice in row.choices:
            control.addItem(say(choice.label), choice.value)
        control.setCurrentIndex(max(0, control.findData(self._preferences.get(row))))
        control.activated.connect(lambda index: self._keep(row, row.choices[index].value))
        return control

    def _keep(self, row: Preference[Any], value: str | int) -> None:
        try:
            self._preferences.set(row, value)
        except Problem as problem:
            self.problem.emit(problem)
        self.changed.emit(row.key)

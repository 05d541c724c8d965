"""Saying what is asked: one column, or a text composed of several."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QPushButton, QRadioButton, QVBoxLayout, QWidget

from desktop_app.core import template
from desktop_app.gui.theme.spacing import LARGE, SMALL
from desktop_app.gui.widgets.flow import FlowLayout


def column_menu(name: str) -> QComboBox:
    """Return a menu of columns that long names do not widen."""
    menu = QComboBox()
    menu.setAccessibleName(name)
    menu.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    menu.setMinimumContentsLength(18)
    return menu


class PromptPicker(QWidget):
    """Gives a template over the columns; both ways stay in sight, so that nothing moves."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._one = QRadioButton(self.tr("One column"))
        self._several = QRadioButton(self.tr("Several columns in one text"))
        group = QButtonGroup(self)
        for radio in (self._one, self._several):
            group.addButton(radio)
            radio.toggled.connect(self._on_toggled)
        self.menu = column_menu(self.tr("Column that is asked"))
        self.menu.activated.connect(self._tell)
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("Text that is asked, with columns in braces"))
        self.line.textEdited.connect(self._tell)
        self._buttons = QWidget()
        self._flow = FlowLayout(self._buttons)
        self._lay_out()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for radio, parts in ((self._one, [self.menu]), (self._several, [self.line, self._buttons])):
            box.addWidget(radio)
            inner = QVBoxLayout()
            inner.setContentsMargins(LARGE, 0, 0, 0)
            inner.setSpacing(SMALL)
            for part in parts:
                wide = part is not self.menu
                inner.addWidget(part, 0, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignLeft)
            box.addLayout(inner)

    def show_template(self, columns: Sequence[str], prompt: str) -> None:
        """Show the columns to choose from and the template chosen now."""
        names = template.names(prompt)
        single = len(names) == 1 and prompt == template.column(names[0])
        self.menu.clear()
        self.menu.addItems(list(columns))
        if single and names[0] in columns:
            self.menu.setCurrentText(names[0])
        self.line.setText(prompt)
        self._add_buttons(columns)
        for radio in (self._one, self._several):
            radio.blockSignals(True)
        (self._one if single else self._several).setChecked(True)
        for radio in (self._one, self._several):
            radio.blockSignals(False)
        self._enable()

    @property
    def first(self) -> QWidget:
        """Return the control that takes the focus."""
        return self.menu if self._one.isChecked() else self.line

    def _add_buttons(self, columns: Sequence[str]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for name in columns:
            shown = name if len(name) <= 24 else f"{name[:23]}…"
            button = QPushButton(self.tr("+ {0}").format(shown.replace("&", "&&")))
            button.setAccessibleName(self.tr("Insert the column {0}").format(name))
            button.setToolTip(button.accessibleName())
            button.clicked.connect(lambda _=False, name=name: self._insert(name))
            self._flow.addWidget(button)

    def _insert(self, name: str) -> None:
        """Put a column where the cursor is."""
        self.line.insert(template.column(name))
        self.line.setFocus()
        self._tell()

    def _on_toggled(self, checked: bool) -> None:
        if checked:
            self._enable()
            self._tell()

    def _enable(self) -> None:
        one = self._one.isChecked()
        self.menu.setEnabled(one)
        self.line.setEnabled(not one)
        self._buttons.setEnabled(not one)

    def _tell(self) -> None:
        one = self._one.isChecked()
        self.chosen.emit(template.column(self.menu.currentText()) if one else self.line.text())

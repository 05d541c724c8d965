"""Saying what is asked: one column, or a text composed of several."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QPushButton, QRadioButton, QVBoxLayout, QWidget

from desktop_app.core import template
from desktop_app.gui.theme.spacing import LARGE, SMALL
from desktop_app.gui.widgets.flow import FlowLayout

_MANY = 24
"""With more columns than this, a menu takes the place of a button for each."""
_LETTERS = 24


class ColumnMenu(QComboBox):
    """A menu of columns that long names do not widen; its value is a template."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.setMaxVisibleItems(24)
        self.activated.connect(lambda _: self.chosen.emit(self.currentData()))

    def show_value(self, columns: Sequence[str], value: str, empty: str | None = None) -> None:
        """Show the columns and the template chosen now; `empty` names the entry for no column at all."""
        self.clear()
        if empty is not None or not value:
            self.addItem(empty if empty is not None else self.tr("Choose a column"), "")
        for name in columns:
            self.addItem(name, template.column(name))
        if self.findData(value) < 0:
            self.addItem(value, value)  # several columns in one text, from a recipe
        self.setCurrentIndex(self.findData(value))


class PromptPicker(QWidget):
    """Gives a template over the columns; both ways stay in sight, so that nothing moves."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._one = QRadioButton(self.tr("One column"))
        self._several = QRadioButton(self.tr("Several columns in one text"))
        self.nothing = QRadioButton(self.tr("No question, only the text to learn"))
        group = QButtonGroup(self)
        for radio in self._ways:
            group.addButton(radio)
            radio.toggled.connect(self._on_toggled)
        self.menu = ColumnMenu(self.tr("Column that is asked"))
        self.menu.chosen.connect(self._tell)
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("Text that is asked, with columns in braces"))
        self.line.textEdited.connect(self._tell)
        self._more = ColumnMenu(self.tr("Insert a column"))
        self._more.chosen.connect(self._on_more)
        self._buttons = QWidget()
        self._flow = FlowLayout(self._buttons)
        self._columns: tuple[str, ...] = ()
        self._lay_out()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for radio, parts in ((self._one, [self.menu]), (self._several, [self.line, self._buttons, self._more])):
            box.addWidget(radio)
            inner = QVBoxLayout()
            inner.setContentsMargins(LARGE, 0, 0, 0)
            inner.setSpacing(SMALL)
            for part in parts:
                wide = not isinstance(part, ColumnMenu)
                inner.addWidget(part, 0, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignLeft)
            box.addLayout(inner)
        box.addWidget(self.nothing)
        self.nothing.hide()

    def show_template(self, columns: Sequence[str], prompt: str, *, unasked: bool = False) -> None:
        """Show the columns to choose from and the template chosen now, or that nothing is to be asked."""
        names = template.names(prompt)
        single = not prompt or (len(names) == 1 and prompt == template.column(names[0]))
        self.menu.show_value(columns, prompt if single else "", self._nothing(columns))
        self.line.setText(prompt)
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._offer_columns()
        chosen = self.nothing if unasked and not prompt else self._one if single else self._several
        for radio in self._ways:
            radio.blockSignals(True)
            # Qt lets Tab into the button of a group that had the focus last, even if it is hidden by now.
            radio.setFocusPolicy(Qt.FocusPolicy.StrongFocus if radio is chosen else Qt.FocusPolicy.ClickFocus)
        chosen.setChecked(True)
        for radio in self._ways:
            radio.blockSignals(False)
        self._enable()

    def offer_nothing(self, *, offered: bool) -> None:
        """Offer to ask nothing, or no longer; who has chosen it still sees it."""
        self.nothing.setVisible(offered or self.unasked)

    @property
    def unasked(self) -> bool:
        """Tell whether nothing is to be asked."""
        return self.nothing.isChecked()

    @property
    def first(self) -> QWidget:
        """Return the control that takes the focus."""
        if self.unasked:
            return self.nothing
        return self.menu if self._one.isChecked() else self.line

    @property
    def _ways(self) -> tuple[QRadioButton, ...]:
        return self._one, self._several, self.nothing

    @property
    def buttons(self) -> list[QWidget]:
        """Return the buttons that insert a column into the text."""
        items = (self._flow.itemAt(at) for at in range(self._flow.count()))
        return [part for item in items if item is not None and (part := item.widget()) is not None]

    def _nothing(self, columns: Sequence[str]) -> str | None:
        return self.tr("Nothing (answers alone)") if len(columns) == 1 else None

    def _offer_columns(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        many = len(self._columns) > _MANY
        self._more.setVisible(many)
        self._buttons.setVisible(not many)
        self._more.show_value(self._columns, "", self.tr("Insert a column …"))
        for name in self._columns if not many else ():
            shown = name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
            button = QPushButton(self.tr("+ {0}").format(shown.replace("&", "&&")))
            button.setAccessibleName(self.tr("Insert the column {0}").format(name))
            button.setToolTip(button.accessibleName())
            button.clicked.connect(lambda _=False, name=name: self._insert(template.column(name)))
            self._flow.addWidget(button)

    def _on_more(self, value: str) -> None:
        self._more.setCurrentIndex(0)
        if value:
            self._insert(value)

    def _insert(self, value: str) -> None:
        """Put a column where the cursor is."""
        self.line.insert(value)
        self.line.setFocus()
        self._tell()

    def _on_toggled(self, checked: bool) -> None:
        if checked:
            self._enable()
            self._tell()

    def _enable(self) -> None:
        self.menu.setEnabled(self._one.isChecked())
        for part in (self.line, self._buttons, self._more):
            part.setEnabled(self._several.isChecked())

    def _tell(self) -> None:
        said = self.menu.currentData() if self._one.isChecked() else self.line.text()
        self.chosen.emit("" if self.unasked else said)

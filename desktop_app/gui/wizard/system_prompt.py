"""The system prompt: none, the same for all rows, or one from a column, and what follows from it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from desktop_app.core import template
from desktop_app.gui.theme.spacing import LARGE, SMALL
from desktop_app.gui.widgets.direction import follow_content
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain_box import PlainBox
from desktop_app.gui.wizard.prompt_picker import ColumnMenu

NONE, SAME, COLUMN = "none", "same", "column"


class SystemPrompt(QWidget):
    """Asks for the words that stand before each conversation; its value is a template as core.mapping knows it."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = False
        self._showing = False
        self.none, self.same = QRadioButton(), QRadioButton(self.tr("The same for all rows"))
        self.column = QRadioButton(self.tr("From a column"))
        group = QButtonGroup(self)
        for radio in (self.none, self.same, self.column):
            group.addButton(radio)
            radio.toggled.connect(self._on_toggled)
        self.text = PlainBox()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("System prompt"))
        self.text.setPlaceholderText(self.tr("For example: You answer in one short paragraph."))
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * 3 + 20)
        self.text.textChanged.connect(self._on_text)
        follow_content(self.text)
        self.menu = ColumnMenu(self.tr("Column with the system prompt"))
        self.menu.chosen.connect(lambda _: self._tell())
        self._consequence = label(tone="muted", size="small", wrap=True)
        self.problem = label(tone="problem", wrap=True)
        self.problem.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        title = self.tr("What the model is told before every question (system prompt)")
        box.addWidget(label(title, size="heading", wrap=True))
        for radio, part in ((self.none, None), (self.same, self.text), (self.column, self.menu)):
            box.addWidget(radio)
            if part is not None:
                inner = QVBoxLayout()
                inner.setContentsMargins(LARGE, 0, 0, 0)
                inner.addWidget(part)
                box.addLayout(inner)
        box.addWidget(self._consequence)
        box.addWidget(self.problem)

    @property
    def value(self) -> str:
        """Return the template: "" for none, a text for all rows, or a column in braces."""
        if self.same.isChecked():
            return self.text.toPlainText()
        return str(self.menu.currentData() or "") if self.column.isChecked() else ""

    def show_value(self, columns: Sequence[str], value: str, *, kept: bool, own: bool = False) -> None:
        """Show the answer so far; `kept` tells that the file's own examples stay, with the prompts they have.

        They are rows of the table with `own`.
        """
        self._kept = kept
        names = template.names(value)
        way = NONE if not value else COLUMN if [template.column(n) for n in names] == [value] else SAME
        as_it_is = self.tr("As it is in the table") if own else self.tr("As it is in the file")
        self.none.setText(as_it_is if kept else self.tr("None"))
        self._showing = True
        self.menu.show_value(columns, value if way == COLUMN else "")
        if way == SAME and value != self.text.toPlainText():
            self.text.setPlainText(value)
        {NONE: self.none, SAME: self.same, COLUMN: self.column}[way].setChecked(True)
        self._showing = False
        self._show_way()

    def say_problem(self, problem: str) -> None:
        """Say what is wrong with the answer; "" for nothing."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _show_way(self) -> None:
        self.column.setVisible(not self._kept)
        self.menu.setVisible(not self._kept)
        self.text.setEnabled(self.same.isChecked())
        self.menu.setEnabled(self.column.isChecked())
        if self.same.isChecked():
            said = self.tr(
                "It stands in front of every row and sets the tone. A model that learned with one answers best when "
                "it is asked with the same one."
            )
        elif self.column.isChecked():
            said = self.tr(
                "Each row brings its own. The model learns to follow it; ask the model later with one of the same kind."
            )
        elif self._kept:
            said = self.tr("Every example keeps the system prompt it has, or has none.")
        else:
            said = self.tr("The model learns to answer your way without being told to. Ask it later without one, too.")
        self._consequence.setText(said)

    def _on_toggled(self, checked: bool) -> None:
        if checked:
            self._show_way()
            self._tell()

    def _on_text(self) -> None:
        if self.same.isChecked():
            self._tell()

    def _tell(self) -> None:
        if not self._showing:
            self.changed.emit(self.value)

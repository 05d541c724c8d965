"""What an export asks: the format, who gets the file, which parts, and what to do with keys nobody there knows."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from desktop_app.core.example import Part
from desktop_app.core.export import Format, Survey
from desktop_app.core.line_rules import IN_MESSAGES, TRL, LineRules
from desktop_app.gui.theme.say import name_said
from desktop_app.gui.theme.spacing import HAIR, MEDIUM
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label

translate = QCoreApplication.translate
_WEIGHT = f"{IN_MESSAGES}weight"


class ExportForm(QWidget):
    """The questions, with the likeliest answers filled in; empty until it knows what the rows are."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._survey = Survey()
        self.format_menu = QComboBox()
        for format_, name, _ in _formats():
            self.format_menu.addItem(name, format_)
        self.receiver_menu = QComboBox()
        self.part_boxes = {part: QCheckBox() for part in Part}
        self.nothing = label(self.tr("This project has no rows yet, so there is nothing to export."), wrap=True)
        self.leave_out = QCheckBox()
        self.leave_out.setChecked(True)
        self.unknown = label(size="small", tone="muted", wrap=True)
        self._receiver_field = Field(self.tr("Who gets the file"), self.receiver_menu)
        self._format_field = Field(self.tr("Format"), self.format_menu)
        self._arrange()
        self.format_menu.currentIndexChanged.connect(self._on_change)
        self.receiver_menu.currentIndexChanged.connect(self._on_change)
        self.leave_out.toggled.connect(self._on_change)
        for box in self.part_boxes.values():
            box.toggled.connect(self._on_change)
        self.fill(Survey(), ())

    @property
    def format(self) -> Format:
        """Return the chosen format."""
        return Format(self.format_menu.currentData())

    @property
    def parts(self) -> frozenset[Part]:
        """Return the chosen parts that have rows."""
        return frozenset(part for part, box in self.part_boxes.items() if box.isChecked() and box.isEnabled())

    @property
    def rules(self) -> LineRules:
        """Return what those take who get the rows; a table takes everything."""
        if self.format is Format.TRL:
            return TRL
        chosen = self.receiver_menu.currentData()
        return chosen if self.format is Format.JSONL and isinstance(chosen, LineRules) else LineRules()

    @property
    def left_out(self) -> frozenset[str]:
        """Return the keys that are to be left out."""
        return frozenset(self._unknown_keys()) if self.leave_out.isChecked() else frozenset()

    def take_focus(self) -> None:
        """Put the keyboard to the first question."""
        self.format_menu.setFocus()

    def fill(self, survey: Survey, receivers: Sequence[LineRules]) -> None:
        """Take over what the rows are (parts without rows cannot be chosen) and who takes JSON Lines."""
        self._survey = survey
        self.receiver_menu.clear()
        for rules in receivers:
            name = name_said(rules.title) if rules.title else self.tr("Any program (everything is kept)")
            self.receiver_menu.addItem(name, rules)
        self.nothing.setVisible(survey.rows == 0)
        for part, box in self.part_boxes.items():
            box.setVisible(survey.rows > 0)
            count = survey.parts.get(part, 0)
            box.setText(f"{_part_word(part)}: {how_many.rows(count)}")
            box.setEnabled(count > 0)
            box.setChecked(count > 0)
        self._on_change()

    def _arrange(self) -> None:
        parts = QWidget()
        column = QVBoxLayout(parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(HAIR)
        column.addWidget(label(self.tr("Rows"), size="strong"))
        column.addWidget(self.nothing)
        for part in self.part_boxes.values():
            column.addWidget(part)
        unknown = QWidget()
        keys = QVBoxLayout(unknown)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(HAIR)
        keys.addWidget(self.leave_out)
        keys.addWidget(self.unknown)
        self._keys = unknown
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        for part_of_form in (self._format_field, self._receiver_field, parts, unknown):
            box.addWidget(part_of_form)
        box.addStretch(1)

    def _on_change(self) -> None:
        self._format_field.set_help(next(said for format_, _, said in _formats() if format_ is self.format))
        self._receiver_field.setVisible(self.format is Format.JSONL)
        self._show_unknown()
        self.changed.emit()

    def _unknown_keys(self) -> list[str]:
        rules = self.rules
        return [key for key in self._survey.keys if not rules.takes(key)]

    def _show_unknown(self) -> None:
        keys = self._unknown_keys()
        self._keys.setVisible(bool(keys))
        title = name_said(self.rules.title)
        listed = ", ".join(f"{key.removeprefix(IN_MESSAGES)} ({how_many.rows(self._survey.keys[key])})" for key in keys)
        self.leave_out.setText(self.tr("Leave out what {0} does not know").format(title))
        said = [self.tr("Not known there: {0}.").format(listed)]
        if _WEIGHT in keys:
            said.append(self.tr("Without “weight”, all answers of a chat are learnt, also those marked with 0."))
        if not self.leave_out.isChecked():
            said.append(self.tr("{0} may refuse a file that keeps them.").format(title))
        self.unknown.setText(" ".join(said))
        self.leave_out.setAccessibleDescription(self.unknown.text())


def _formats() -> tuple[tuple[Format, str, str], ...]:
    """Return each format with its name and what it is for."""
    return (
        (
            Format.JSONL,
            translate("export", "Training file (JSON Lines)"),
            translate("export", "What providers train on: one example a line, everything in it."),
        ),
        (
            Format.EXCEL,
            translate("export", "Excel workbook"),
            translate("export", "To look at and edit in Excel or LibreOffice. Every cell is a text."),
        ),
        (
            Format.CSV,
            translate("export", "CSV"),
            translate("export", "For any program that reads tables; cells are parted by commas."),
        ),
        (
            Format.TSV,
            translate("export", "TSV"),
            translate("export", "Like CSV; cells are parted by tabs."),
        ),
        (
            Format.PARQUET,
            translate("export", "Parquet"),
            translate("export", "Small and fast, for programs that analyse data."),
        ),
        (
            Format.TRL,
            translate("export", "Folder for Hugging Face (TRL)"),
            translate("export", "One file for each part and a card; Hugging Face's programs load it as it is."),
        ),
    )


def _part_word(part: Part) -> str:
    return {
        Part.TRAINING: translate("export", "Training"),
        Part.VALIDATION: translate("export", "Validation"),
        Part.TEST: translate("export", "Test"),
    }[part]

"""Step 3: how many rows are for learning, and how many are kept back."""

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.example import Part
from desktop_app.core.split import Shares
from desktop_app.core.text import Text
from desktop_app.core.wizard import Outcome, Wizard, too_few
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.label import label
from desktop_app.gui.wizard.left_out import LeftOut
from desktop_app.gui.wizard.split_bar import SplitBar, part_colours
from desktop_app.gui.wizard.step_page import StepPage
from desktop_app.work.import_table import Source, left_out

_MOST = 90
"""Validation and test together never take more than this, in per cent."""
_ARROWS = 28
"""The room of a spin box's arrows, so that all the numbers stand under each other."""


class SplitStep(StepPage):
    """Asks for the shares, shows what they come to, and asks where the rows go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wizard: Wizard | None = None
        self._source: Source | None = None
        self._training = label()
        self._training.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._training.setIndent(_ARROWS)
        self.validation = _spin(self.tr("Validation share in per cent"))
        self.test = _spin(self.tr("Test share in per cent"))
        for spin in (self.validation, self.test):
            spin.valueChanged.connect(self._on_shares)
        self._counts: dict[Part, QLabel] = {part: label(size="strong") for part in Part}
        self.bar = SplitBar()
        self.warning = Banner("", "attention")
        kept = self.warning.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.warning.setSizePolicy(kept)
        self.warning.hide()
        self.left_out = LeftOut()
        self.append = QRadioButton()
        self.replace = QRadioButton(self.tr("Replace them (undo brings them back)"))
        self._where = QWidget()
        self._where_title = label(size="heading", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        where = QVBoxLayout(self._where)
        where.setContentsMargins(0, MEDIUM, 0, 0)
        where.setSpacing(SMALL)
        where.addWidget(self._where_title)
        for radio in (self.append, self.replace):
            group.addButton(radio)
            where.addWidget(radio)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, MEDIUM, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self.bar)
        box.addLayout(self._grid())
        box.addWidget(self.warning)
        box.addWidget(self._where)
        box.addWidget(self.left_out)
        box.addStretch(1)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(LARGE)
        grid.setVerticalSpacing(SMALL)
        grid.setColumnStretch(4, 1)
        rows = (
            (Part.TRAINING, self.tr("Training"), self._training, self.tr("The model learns from these rows.")),
            (
                Part.VALIDATION,
                self.tr("Validation"),
                self.validation,
                self.tr("Measured now and then while it learns, to see when it only memorises."),
            ),
            (
                Part.TEST,
                self.tr("Test"),
                self.test,
                self.tr("Never shown while it learns; you compare the answers on these at the end."),
            ),
        )
        for at, (part, name, control, why) in enumerate(rows):
            top = 3 * at
            grid.addWidget(_Dot(part), top, 0)
            grid.addWidget(label(name, size="strong"), top, 1)
            grid.addWidget(control, top, 2)
            grid.addWidget(self._counts[part], top, 3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label(why, tone="muted", wrap=True), top + 1, 1, 1, 4)
            grid.setRowMinimumHeight(top + 2, SMALL)
        return grid

    @property
    def first(self) -> QWidget:
        """Return the control that takes the focus."""
        return self.validation

    def show_wizard(self, source: Source, wizard: Wizard) -> None:
        """Show the shares chosen so far."""
        self._wizard, self._source = None, source
        self.warning.hide()  # what was said of another file
        self.validation.setValue(round(wizard.shares.validation * 100))
        self.test.setValue(round(wizard.shares.test * 100))
        self._wizard = wizard
        self._set_limits()

    def take(self, wizard: Wizard) -> None:
        """Take over answers that were given elsewhere."""
        self._wizard = wizard

    def ask_where(self, rows: int) -> None:
        """Ask whether to add to the rows the project has; with none there is nothing to ask."""
        self._where.setVisible(rows > 0)
        self.append.setChecked(True)
        number = QLocale().toString(rows)
        self._where_title.setText(self.tr("This project already has {0} rows").format(number))
        self.append.setText(self.tr("Add the new rows below them"))

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what the answers come to."""
        number = QLocale().toString
        counts = {part: outcome.count(part) for part in Part}
        for part, count in counts.items():
            self._counts[part].setText(self.tr("{0} rows").format(number(count)))
        self.bar.show_counts(counts)
        if self._source is not None:
            self.left_out.tell(left_out(self._source, outcome))
        self._warn(too_few(outcome))

    def _warn(self, warning: Text | None) -> None:
        if warning is not None:
            self.warning.tell(say(warning), "attention")
        self.warning.setVisible(warning is not None)

    def _set_limits(self) -> None:
        self.validation.setMaximum(_MOST - self.test.value())
        self.test.setMaximum(_MOST - self.validation.value())
        rest = 100 - self.validation.value() - self.test.value()
        self._training.setText(self.tr("{0} %").format(QLocale().toString(rest)))

    def _on_shares(self) -> None:
        if self._wizard is not None:
            self._set_limits()
            shares = Shares(self.validation.value() / 100, self.test.value() / 100)
            if shares != self._wizard.shares:  # Enter alone says the same number once more
                self._wizard = self._wizard.answer(shares=shares)
                self.answered.emit(self._wizard)


class _Dot(QWidget):
    """The colour of a part in the bar."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        self.setFixedSize(QSize(12, 12))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(part_colours()[self._part]))
        painter.drawEllipse(1, 1, 10, 10)
        painter.end()


def _spin(name: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setAccessibleName(name)
    spin.setSuffix(" %")
    spin.setAlignment(Qt.AlignmentFlag.AlignRight)
    spin.setRange(0, _MOST)
    return spin

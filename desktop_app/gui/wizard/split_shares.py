"""How many rows are for learning and how many are kept back, as a bar, shares and numbers."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.example import Part
from desktop_app.core.split import Shares
from desktop_app.gui.theme.say import quoted
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.tick import Tick
from desktop_app.gui.wizard.split_bar import SplitBar, part_colours

_MOST = 90
"""Validation and test together never take more than this, in per cent."""
_ARROWS = 28
"""The room of a spin box's arrows, so that all the numbers stand under each other."""


class SplitShares(QWidget):
    """Asks for the shares of validation and test; training gets what they leave."""

    changed = Signal()
    """The user gave another share, or turned the switch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting = False
        self._training = label()
        self._training.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._training.setIndent(_ARROWS)
        self.validation = _spin(self.tr("Validation share in per cent"))
        self.test = _spin(self.tr("Test share in per cent"))
        for spin in (self.validation, self.test):
            spin.valueChanged.connect(self._on_changed)
        self.stratified = Tick(self.tr("Keep the mix of answers alike in all parts (stratified)"))
        self.stratified.toggled.connect(self._on_changed)
        self._labels = label(tone="muted", wrap=True)
        self._counts: dict[Part, QLabel] = {part: label(size="strong") for part in Part}
        self.bar = SplitBar()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self.bar)
        box.addLayout(self._grid())
        box.addWidget(self.stratified)
        box.addWidget(self._labels)
        self.show_labels(())

    @property
    def shares(self) -> Shares:
        """Return the shares on show."""
        return Shares(self.validation.value() / 100, self.test.value() / 100)

    def show_shares(self, shares: Shares, *, stratified: bool) -> None:
        """Show these answers; nothing is said back."""
        self._setting = True
        self.validation.setValue(round(shares.validation * 100))
        self.test.setValue(round(shares.test * 100))
        self.stratified.setChecked(stratified)
        self._setting = False
        self._set_limits()

    def show_counts(self, counts: Mapping[Part, int]) -> None:
        """Show what the answers come to."""
        for part in Part:
            self._counts[part].setText(how_many.rows(counts.get(part, 0)))
        self.bar.show_counts(counts)

    def show_labels(self, labels: tuple[tuple[str, int], ...]) -> None:
        """Offer the switch where the same few answers come again and again; name the most frequent."""
        self.stratified.setVisible(bool(labels))
        self._labels.setVisible(bool(labels))
        said = ", ".join(f"{quoted(answer[:40])} {number(count)}" for answer, count in labels[:4])
        more = self.tr(" and {0} more").format(number(len(labels) - 4)) if len(labels) > 4 else ""
        self._labels.setText(self.tr("Answers that repeat: {0}{1}").format(said, more))

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(LARGE)
        grid.setVerticalSpacing(SMALL)
        grid.setColumnStretch(4, 1)
        measured = self.tr("Measured now and then while it learns, to see when it only learns by heart.")
        kept = self.tr("Never shown while it learns; you compare the answers on these at the end.")
        rows = (
            (Part.TRAINING, self.tr("Training"), self._training, self.tr("The model learns from these rows.")),
            (Part.VALIDATION, self.tr("Validation"), self.validation, measured),
            (Part.TEST, self.tr("Test"), self.test, kept),
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

    def _set_limits(self) -> None:
        self.validation.setMaximum(_MOST - self.test.value())
        self.test.setMaximum(_MOST - self.validation.value())
        rest = 100 - self.validation.value() - self.test.value()
        self._training.setText(self.tr("{0} %").format(number(rest)))

    def _on_changed(self) -> None:
        if not self._setting:
            self._set_limits()
            self.changed.emit()


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
        painter.setBrush(part_colours()[self._part])
        painter.drawEllipse(1, 1, 10, 10)
        painter.end()


def _spin(name: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setAccessibleName(name)
    spin.setSuffix(" %")
    spin.setAlignment(Qt.AlignmentFlag.AlignRight)
    spin.setRange(0, _MOST)
    return spin

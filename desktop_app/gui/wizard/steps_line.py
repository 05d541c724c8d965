"""The line that shows which of the wizard's steps is the present one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_app.core.wizard import STEPS, Step
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.label import Picture, label, set_tone


class StepsLine(QWidget):
    """Names the steps in order; the present one stands out, those before it have a check mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = {
            Step.READ: self.tr("Read"),
            Step.SHAPE: self.tr("Shape"),
            Step.CHECK: self.tr("Check-up"),
            Step.SPLIT: self.tr("Split and cost"),
        }
        self._words: dict[Step, QLabel] = {}
        self._numbers: dict[Step, QLabel] = {}
        self._marks: dict[Step, Picture] = {}
        self._arrows: dict[Step, Picture] = {}
        """The arrow before each step but the first."""
        self._gaps: dict[Step, QWidget] = {}
        """The room that it stands in."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        for step in STEPS:
            if step is not STEPS[0]:
                self._arrows[step] = Picture("chevron-right", 16, "muted")
                self._gaps[step] = QWidget()
                gap = QHBoxLayout(self._gaps[step])
                gap.setContentsMargins(SMALL, 0, SMALL, 0)
                gap.addWidget(self._arrows[step])
                row.addWidget(self._gaps[step])
            self._numbers[step] = label(size="strong", tone="muted")
            self._numbers[step].setMinimumWidth(16)
            self._marks[step] = Picture("check", 16, "good")
            self._words[step] = label(self._names[step], size="strong", tone="muted")
            for part in (self._numbers[step], self._marks[step], self._words[step]):
                row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self._point()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the direction of reading."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._point()

    def _point(self) -> None:
        for arrow in self._arrows.values():
            arrow.set("chevron-left" if self.isRightToLeft() else "chevron-right", "muted")

    def show_step(self, step: Step, steps: Sequence[Step] = STEPS) -> None:
        """Let one of these steps stand out; the others are not on show."""
        at = steps.index(step)
        for number, other in enumerate(steps):
            tone = "accent" if number == at else "muted"
            set_tone(self._words[other], tone)
            set_tone(self._numbers[other], tone)
            self._numbers[other].setText(str(number + 1))
        for other in STEPS:
            done = other in steps and steps.index(other) < at
            self._words[other].setVisible(other in steps)
            self._numbers[other].setVisible(other in steps and not done)
            self._marks[other].setVisible(done)
        for other, gap in self._gaps.items():
            gap.setVisible(other in steps[1:])
        said = self.tr("Step {0} of {1}: {2}").format(at + 1, len(steps), self._names[step])
        self.setAccessibleName(said)

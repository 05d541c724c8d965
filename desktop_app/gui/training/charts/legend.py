"""Which training is which, where several are on show."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_app.core.panels import Role
from desktop_app.gui.theme.spacing import HAIR, MEDIUM
from desktop_app.gui.training.charts.shown import Shown
from desktop_app.gui.training.charts.styles import style
from desktop_app.gui.training.charts.swatch import Swatch
from desktop_app.gui.widgets.direction import in_order
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label


class Legend(QWidget):
    """A piece of line and a name for each training; not there for a single one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, MEDIUM)
        self._parts: list[tuple[QWidget, Swatch, QLabel]] = []
        self.hide()

    def show_runs(self, runs: Sequence[Shown]) -> None:
        """Name these trainings."""
        while len(self._parts) < len(runs):
            self._add()
        for place, (part, swatch, name) in enumerate(self._parts):
            part.setVisible(place < len(runs))
            if place < len(runs):
                swatch.set(style(place, len(runs), Role.TRAINING), dot=False)
                name.setText(in_order(runs[place].name, self.layoutDirection()))
        self.setVisible(len(runs) > 1)

    def _add(self) -> None:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(HAIR)
        swatch, name = Swatch(style(0, 2, Role.TRAINING)), label()
        row.addWidget(swatch)
        row.addWidget(name)
        self._flow.addWidget(part)
        self._parts.append((part, swatch, name))

"""The values at the crosshair, as a small table that lies beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.training.charts.styles import Style
from desktop_app.gui.training.charts.swatch import Swatch
from desktop_app.gui.widgets.label import label

_AWAY = 14
"""Pixels between the crosshair and the table."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line's values at the crosshair; `smoothed` is empty where the line is not smoothed."""

    style: Style
    dot: bool
    name: str
    value: str
    smoothed: str


class ValueCard(QFrame):
    """Lies over the plots and is never in the way of the mouse; empty, it is not there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setProperty("surface", "card")
        self.setAutoFillBackground(True)
        self._title = label(size="strong")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SMALL)
        self._grid.setVerticalSpacing(0)
        self._rows: list[tuple[Swatch, QLabel, QLabel, QLabel]] = []
        self._heads = (label(self.tr("measured"), "small", "muted"), label(self.tr("smoothed"), "small", "muted"))
        for column, head in enumerate(self._heads, start=2):
            self._grid.addWidget(head, 0, column, Qt.AlignmentFlag.AlignRight)
        box = QVBoxLayout(self)
        box.setContentsMargins(SMALL, HAIR, SMALL, HAIR)
        box.setSpacing(HAIR)
        box.addWidget(self._title)
        box.addLayout(self._grid)
        self.hide()

    @property
    def words(self) -> str:
        """Return everything on the card as one sentence."""
        said = [self._title.text()]
        for _, name, value, smoothed in self._rows:
            if not name.isHidden():
                second = self.tr(" (smoothed {0})").format(smoothed.text()) if smoothed.text() else ""
                said.append(f"{name.text()} {value.text()}{second}")
        return ", ".join(said) + "."

    def fill(self, title: str, rows: Sequence[Row]) -> None:
        """Say where the crosshair is and what was measured there."""
        self._title.setText(title)
        while len(self._rows) < len(rows):
            self._add()
        for place, parts in enumerate(self._rows):
            for part in parts:
                part.setVisible(place < len(rows))
            if place < len(rows):
                row = rows[place]
                parts[0].set(row.style, dot=row.dot)
                for part, text in zip(parts[1:], (row.name, row.value, row.smoothed), strict=True):
                    part.setText(text)
        self._heads[1].setVisible(any(row.smoothed for row in rows))

    def stand_by(self, place: QRect, across: int) -> None:
        """Stand beside a place across this rectangle, on the side where there is more room, inside its bounds."""
        self.show()
        for part in self.findChildren(QWidget):
            part.ensurePolished()  # a part that is new has the letters of the style sheet only then
        self._grid.invalidate()  # it would go by the texts before
        self.resize(self.sizeHint())
        right = across + _AWAY + self.width() <= place.right() or across - place.left() < place.width() / 2
        left = across + _AWAY if right else across - _AWAY - self.width()
        top = max(place.top() + SMALL, place.center().y() - self.height() // 2)
        self.move(max(0, min(left, self._around.width() - self.width())), top)
        self.raise_()

    def _add(self) -> None:
        """Add a row of parts; the letters of a curve's name run their own way."""
        line = self._grid.rowCount()
        swatch = Swatch(Style(0, Qt.PenStyle.SolidLine, "o"))
        parts = (swatch, label(), label(), label(tone="muted"))
        self._grid.addWidget(swatch, line, 0, Qt.AlignmentFlag.AlignVCenter)
        for column, part in enumerate(parts[1:], start=1):
            side = Qt.AlignmentFlag.AlignLeft if column == 1 else Qt.AlignmentFlag.AlignRight
            self._grid.addWidget(part, line, column, side)
        self._rows.append(parts)

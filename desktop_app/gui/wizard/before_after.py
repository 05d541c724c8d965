"""One row of the data as it is, or before and after a repair, with what changes marked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import HAIR, MEDIUM, SMALL
from desktop_app.gui.widgets.changes import Fate, Piece, Section, as_it_is, sections
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.marked import Marked, in_words, part_name
from desktop_app.work.intake import Shown

_NAME_LETTERS = 16


class BeforeAfter(QFrame):
    """A card with one row; parts that the repair leaves alone stand there once, quietly."""

    def __init__(self, shown: Shown, place: str, *, repaired: bool, parent: QWidget | None = None) -> None:
        """Show a row and its place in the file; `repaired` tells whether there is a repair, and so an `after`."""
        super().__init__(parent)
        self.setProperty("surface", "card")
        gone = repaired and shown.after is None
        parts = sections(shown.before, shown.after) if repaired else as_it_is(shown.before)
        title = self.tr("{0}: this row is taken out").format(place) if gone else place
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(MEDIUM)
        self._grid.setVerticalSpacing(HAIR)
        self._grid.setColumnStretch(1, 1)
        for part in parts:
            self._add(part, gone=gone)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        box.setSpacing(HAIR)
        box.addWidget(label(title, size="strong", wrap=True))
        box.addLayout(self._grid)
        self.setAccessibleName(title)
        self.setAccessibleDescription("\n".join(f"{part_name(part.name)}: {in_words(part.pieces)}" for part in parts))

    def _add(self, part: Section, *, gone: bool) -> None:
        name = part_name(part.name)
        if gone or not part.changed:
            self._line(name, part.pieces, quiet=not gone)
            return
        was = [piece for piece in part.pieces if piece.fate is not Fate.COMES]
        becomes = [piece for piece in part.pieces if piece.fate is not Fate.GOES]
        self._line(self.tr("{0}, before").format(name), was)
        self._line(self.tr("{0}, after").format(name), becomes)

    def _line(self, name: str, pieces: Sequence[Piece], *, quiet: bool = False) -> None:
        row = self._grid.rowCount()
        head = label(name, size="small", tone="muted", wrap=True)
        head.setFixedWidth(_NAME_LETTERS * head.fontMetrics().averageCharWidth())
        self._grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(Marked(pieces, quiet=quiet), row, 1)

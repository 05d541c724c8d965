"""Two rows that are nearly the same, side by side, with what is different marked."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desktop_app.core.checks.finding import Finding
from desktop_app.core.checks.twins import CHECK as NEAR
from desktop_app.gui.theme.spacing import HAIR, MEDIUM, SMALL
from desktop_app.gui.widgets.changes import Section, one_side, other_side, sections
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.marked import Marked, in_words, part_name
from desktop_app.gui.widgets.tick import Tick
from desktop_app.work.intake import Shown

_NAME_LETTERS = 12
_ALIKE = ("contradictions", "different_answers", "duplicates", NEAR)


class LaterBox(Tick):
    """Offers to compare rows group by group as soon as they are in the table; the same answer for all findings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setText(self.tr("Afterwards, show me side by side which rows are alike"))
        self.hide()

    def offer(self, finding: Finding) -> None:
        """Come up beside a finding about rows that are alike."""
        self.setVisible(finding.check in _ALIKE)


class Alike(QFrame):
    """A card with the row that stays on one side and the one that could go on the other."""

    def __init__(self, stays: tuple[Shown, str], goes: tuple[Shown, str], parent: QWidget | None = None) -> None:
        """Show two rows, each with its place in the file."""
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        self._grid.setHorizontalSpacing(MEDIUM)
        self._grid.setVerticalSpacing(HAIR)
        for column in (1, 2):
            self._grid.setColumnStretch(column, 1)
        heads = (self.tr("{0}: stays").format(stays[1]), self.tr("{0}: can go").format(goes[1]))
        for column, words in enumerate(heads, 1):
            self._grid.addWidget(label(words, size="strong", wrap=True), 0, column)
        parts = sections(stays[0].before, goes[0].before)
        for part in parts:
            self._add(part)
        self.setAccessibleName(". ".join(heads))
        said = (f"{part_name(part.name)}: {in_words(one_side(part))} | {in_words(other_side(part))}" for part in parts)
        self.setAccessibleDescription("\n".join(said))

    def _add(self, part: Section) -> None:
        row = self._grid.rowCount()
        head = label(part_name(part.name), size="small", tone="muted", wrap=True)
        head.setFixedWidth(_NAME_LETTERS * head.fontMetrics().averageCharWidth())
        self._grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
        for column, pieces in enumerate((one_side(part), other_side(part)), 1):
            self._grid.addWidget(Marked(pieces, quiet=not part.changed), row, column, Qt.AlignmentFlag.AlignTop)

"""What is fetched to train on this computer: packages with versions and licences, sizes, time, and the folder."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.amounts import duration
from desktop_app.gui.widgets.fetch_words import room
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.lines_table import Line, LinesTable
from desktop_app.gui.widgets.reading_table import dress
from desktop_app.work.set_up import Standing, State

_USUAL_SPEED = 2_500_000
"""Bytes a second of a usual line at home (20 megabits)."""
_UNPACKING = 9_500_000
"""Bytes a second that are unpacked and prepared (measured on two cores)."""


class SetupFacts(QWidget):
    """A table that can be read with the arrow keys, and three sentences under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LinesTable(self.tr("Package"), self)
        self.table = QTableView()
        self.table.setModel(self.model)
        dress(self.table, self.tr("Packages that are fetched"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(4 * self.table.verticalHeader().defaultSectionSize())
        self.more = label(wrap=True, size="small", tone="muted")
        self.amounts = label(wrap=True)
        self.place = label(wrap=True, size="small", tone="muted")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(self.table, 1)
        for part in (self.more, self.amounts, self.place):
            part.setMinimumHeight(1)
            box.addWidget(part)

    def show_state(self, state: State) -> None:
        """Show what would be fetched, or what was."""
        parts, found = state.parts, state.found
        here = found.versions if found is not None and state.standing is Standing.READY else {}
        lines = [Line(name, (here.get(name, version), licence)) for name, version, licence in parts.named]
        self.model.show_lines((self.tr("Version"), self.tr("Licence")), lines)
        more = [self.tr("Small packages that these need come with them, all under free licences.")]
        if parts.card:
            more = [self.tr("With them come NVIDIA's own packages for your graphics card, under NVIDIA's licence.")]
        self.more.setText(" ".join(more))
        self.amounts.setText(self._amounts(state))
        self.place.setText(self.tr("Folder: {0}").format(state.folder))
        self.setVisible(state.standing is not Standing.OWN)

    def _amounts(self, state: State) -> str:
        parts, found = state.parts, state.found
        if found is not None and state.standing is Standing.READY:
            return self.tr("It takes {0} on the disk; {1} are free.").format(room(found.bytes), room(state.free))
        seconds = parts.download / _USUAL_SPEED + parts.disk / _UNPACKING
        words = self.tr("{0} to fetch and {1} on the disk, where {2} are free. With a line of 20 Mbit/s: {3}.")
        return words.format(room(parts.download), room(parts.disk), room(state.free), duration(seconds))

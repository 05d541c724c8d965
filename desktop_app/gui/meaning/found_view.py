"""What was found by meaning: a list of pairs and loners, and both rows of a pair side by side."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListView, QPushButton, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.meant import ALIKE, LEAST_ALIKE, MOST_ALIKE, Kind, Meant
from desktop_app.gui.meaning import words
from desktop_app.gui.meaning.found_list import FoundList
from desktop_app.gui.meaning.row_view import RowView
from desktop_app.gui.meaning.rows_read import RowsRead
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.field import give_margin
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label


class FoundView(QWidget):
    """Lists what was found; `look_wanted` asks for another look at the rows."""

    look_wanted = Signal(float)
    """From which likeness on questions are taken to ask the same."""
    rows_wanted = Signal(object)

    def __init__(self, rows: RowsRead, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.model = FoundList(rows, self)
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(self.tr("What to list"))
        self.kinds.setAccessibleDescription(self.kinds.accessibleName())  # on Linux, Qt tells the entry as the name
        self.kinds.activated.connect(self._show_kind)
        self.least = QSpinBox()
        self.least.setRange(round(100 * LEAST_ALIKE), round(100 * MOST_ALIKE))
        self.least.setValue(round(100 * ALIKE))
        self.least.setSuffix(" %")
        give_margin(self.least)
        self.least.setAccessibleName(self.tr("Alike from"))
        self.look = QPushButton(self.tr("Look"))
        self.look.clicked.connect(lambda: self.look_wanted.emit(self.least.value() / 100))
        self.all = QPushButton(self.tr("Show them in the table"))
        self.all.clicked.connect(lambda: self.rows_wanted.emit(self.model.row_ids))
        self.said = label(tone="muted", wrap=True)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)  # both rows stand in full below
        self.list.setMinimumHeight(7 * self.fontMetrics().height())
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.first, self.second = RowView(), RowView()
        self.explained = label(wrap=True)
        self._build()
        self.show_found(None)

    def _build(self) -> None:
        above = QWidget()
        flow = FlowLayout(above)
        for part in (self.kinds, label(self.tr("alike from")), self.least, self.look, self.all):
            flow.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, SMALL, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(above)
        box.addWidget(self.said)
        box.addWidget(self.list, 4)
        box.addWidget(self.explained)
        pair = QHBoxLayout()
        pair.setSpacing(SMALL)
        for view in (self.first, self.second):
            view.setMinimumWidth(120)
            pair.addWidget(view, 1)
        box.addLayout(pair, 4)

    @property
    def found(self) -> Meant | None:
        """Return what is on show."""
        return self.model.found

    def show_found(self, found: Meant | None) -> None:
        """Show what was found; None before anybody looked."""
        self.model.show_found(found)
        self.kinds.clear()
        if found is not None:
            self.least.setValue(round(100 * found.least))
            for kind in Kind:
                if found.counts.get(kind):
                    self.kinds.addItem(f"{words.kind(kind)} ({number(found.counts[kind])})", kind)
        some = self.kinds.count() > 0
        self.kinds.setVisible(some)
        self.all.setVisible(some)
        self.list.setVisible(some)
        self.look.setText(self.tr("Look") if found is None else self.tr("Look again"))
        self.said.setText(self._sentence(found))
        if some:
            self._show_kind()
        else:
            self._show_rows(())

    def refresh(self) -> None:
        """Show the rows as they are now."""
        self._show_rows(self.model.rows_at(self.list.currentIndex().row()))

    def _sentence(self, found: Meant | None) -> str:
        if found is None:
            return self.tr(
                "Compares every row with every other one: what asks the same, what contradicts, what stands in two "
                "parts, and what is like no other."
            )
        said = how_many.counted(found.rows, self.tr("1 row compared."), self.tr("{0} rows compared."))
        if found.lacking:
            one, more = self.tr("1 has not been read yet."), self.tr("{0} have not been read yet.")
            said += " " + how_many.counted(found.lacking, one, more)
        if not found.answers:
            said += " " + self.tr("Answers were not read, so contradictions are not looked for.")
        if not any(found.counts.values()):
            said += " " + self.tr("Nothing was found.")
        return said

    def _show_kind(self) -> None:
        kind = Kind(self.kinds.currentData())  # Qt hands back the plain text
        self.model.show_kind(kind)
        self.explained.setText(words.explained(kind))
        self.list.setCurrentIndex(self.model.index(0))
        self._show_rows(self.model.rows_at(0))

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._show_rows(self.model.rows_at(index.row()))

    def _show_rows(self, rows: tuple[int, ...]) -> None:
        for view, row in zip((self.first, self.second), (*rows, None, None)[:2], strict=True):
            view.setVisible(row is not None)
            if row is not None:
                view.show_row(self._rows.one(row), self._rows.number(row))
        self.explained.setVisible(bool(rows))

    def keep_focus(self) -> None:
        """Let the keyboard be in the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

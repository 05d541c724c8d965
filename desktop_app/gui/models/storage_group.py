"""The things of one kind on the disk: their sum, each with its size, and what can be done with them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.models.storage_words import about, binned, kind_words, thing
from desktop_app.gui.theme.spacing import HAIR, LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import number, size
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import label
from desktop_app.providers.keeping import PARTIAL, Binned, Kept
from desktop_app.work.storage import CRASH

_SHOWN = 6
"""So many things of a kind are named; of more only how many and how large."""


class StorageGroup(QFrame):
    """Names the largest things; the others are summed up."""

    clear_wanted = Signal(object)
    """Rows that are to be freed."""
    back_wanted = Signal(object)
    empty_wanted = Signal()

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._kind = kind
        self._rows: tuple[Kept, ...] = ()
        self._title = label(size="strong", wrap=True)
        self._about = label(about(kind), size="small", tone="muted", wrap=True)
        self.act = QPushButton()
        self.act.setProperty("look", "quiet")
        self.act.clicked.connect(self._on_act)
        words = QVBoxLayout()
        words.setSpacing(HAIR)
        words.addWidget(self._title)
        words.addWidget(self._about)
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addLayout(words, 1)
        head.addWidget(self.act, 0, Qt.AlignmentFlag.AlignTop)
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(MEDIUM)
        self._grid.setVerticalSpacing(HAIR)
        self._grid.setColumnStretch(0, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        box.setSpacing(SMALL)
        box.addLayout(head)
        box.addWidget(self._lines)
        self._about.setVisible(bool(about(kind)))  # not sooner: without a parent it would open as a window of its own

    @property
    def rows(self) -> tuple[Kept, ...]:
        """Return the things of this kind."""
        return self._rows

    def show_rows(self, rows: Sequence[Kept], lying: Sequence[Binned]) -> None:
        """Show these things, the largest first; of the bin also what can be put back."""
        self._rows = tuple(rows)
        total = sum(row.bytes for row in rows)
        self._title.setText(f"{kind_words(self._kind)}: {size(total)}")
        self._draw_act()
        self._clear_lines()
        if self._kind == "bin":
            self._draw_bin(lying)
        elif len(rows) > 1 or (rows and thing(rows[0])):
            self._draw_things(sorted(rows, key=lambda row: -row.bytes))
        self._lines.setVisible(self._grid.count() > 0)

    def _draw_act(self) -> None:
        can = sum(row.bytes for row in self._rows if row.free or self._kind in (PARTIAL, CRASH))
        if self._kind == "bin":
            text = self.tr("Empty the bin now")
        elif self._kind == CRASH:
            text = self.tr("Empty them")
        else:
            text = self.tr("Free {0}").format(size(can))
        self.act.setText(text)
        self.act.setAccessibleName(f"{text}: {kind_words(self._kind)}")
        self.act.setVisible(self._kind == "bin" or bool(can))

    def _on_act(self) -> None:
        if self._kind == "bin":
            self.empty_wanted.emit()
        else:
            self.clear_wanted.emit([row for row in self._rows if row.free or self._kind in (PARTIAL, CRASH)])

    def _draw_things(self, rows: Sequence[Kept]) -> None:
        for row in rows[:_SHOWN]:
            self._line(thing(row) or kind_words(row.kind), row.bytes, row.linked)
        rest = rows[_SHOWN:]
        if rest:
            words = self.tr("and {0} more").format(number(len(rest)))
            self._line(words, sum(row.bytes for row in rest), sum(row.linked for row in rest))

    def _draw_bin(self, lying: Sequence[Binned]) -> None:
        for item in lying:
            at = self._line(binned(item), item.bytes, 0)
            button = QPushButton(self.tr("Put it back"))
            button.setProperty("look", "quiet")
            button.setAccessibleName(self.tr("Put back {0}").format(binned(item)))
            button.clicked.connect(partial(self._on_back, item))
            self._grid.addWidget(button, at, 2)

    def _on_back(self, item: Binned, _: bool = False) -> None:
        self.back_wanted.emit(item)

    def _line(self, name: str, amount: int, linked: int) -> int:
        at = self._grid.rowCount()
        said = size(amount) if amount or not linked else self.tr("{0}, counted elsewhere").format(size(linked))
        figure = label(said, tone="muted")
        figure.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(Elided(name), at, 0)
        self._grid.addWidget(figure, at, 1)
        return at

    def _clear_lines(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

"""Keeps how the table is looked at: puts it on the table, follows what people drag, remembers it in the project."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop_app.core.example import RowStatus, Shape
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.columns import names
from desktop_app.gui.editor.grid_frozen import FrozenColumn
from desktop_app.gui.editor.grid_view import View, asked, from_json
from desktop_app.gui.editor.grid_zoom import zoom_of
from desktop_app.gui.editor.table import ExampleTable
from desktop_app.gui.workspace import Workspace

_PADDING = 18
_QUIET_MS = 400
_LETTERS = 12
"""So many letters a field shows at the least."""
_SHARES = {"system": 1, "note": 2, "tags": 2}
"""How much of the room there is a column gets that gets less than a field usually does."""
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
_FONT = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class GridKeeper(QObject):
    """Has the one View of the table; without chosen widths the columns share the room there is."""

    changed = Signal(object)

    def __init__(self, workspace: Workspace, table: ExampleTable) -> None:
        super().__init__(table)
        self._workspace = workspace
        self._table = table
        self._view = self._kept = View()
        self._applying = False
        self._rest = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._rest.timeout.connect(self._remember)
        self._frozen = FrozenColumn(table)
        table.set_frozen(self._frozen)
        head = table.horizontalHeader()
        head.setSectionsMovable(True)
        head.sectionResized.connect(self._on_dragged)
        head.sectionMoved.connect(self._on_dragged)
        table.installEventFilter(self)
        table.viewport().installEventFilter(self)
        table.examples.modelReset.connect(self.start)
        workspace.closing.connect(self._remember)

    @property
    def view(self) -> View:
        """Return how the table is looked at now."""
        return self._view

    @property
    def table(self) -> ExampleTable:
        """Return the table it keeps."""
        return self._table

    def start(self) -> None:
        """Look at the table as the open project remembers it."""
        project = self._workspace.project
        self._rest.stop()
        self._view = self._kept = View() if project is None else from_json(project.settings().get(self._key(), ""))
        self._apply()

    def set(self, view: View) -> None:
        """Look at the table in this way, and remember it."""
        self._view = view
        self._apply()
        self._rest.start()

    def reset(self) -> None:
        """Look at the table as at first."""
        self.set(View())

    def toggle(self, name: str) -> None:
        """Show or hide a column; the last one on show stays."""
        hidden = self._view.hidden ^ {name}
        if len(hidden) < len(names(self._shape)):
            self.set(replace(self._view, hidden=hidden))

    def move(self, name: str, by: int) -> None:
        """Put a column so many places further."""
        order = [names(self._shape)[c] for c in self._table.shown_columns()]
        if name in order and 0 <= order.index(name) + by < len(order):
            at = order.index(name)
            order.insert(at + by, order.pop(at))
            self.set(replace(self._view, order=tuple(order)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the room there is, the size of the text, and with Ctrl the wheel and the keys of a zoom.

        With the keyboard in the table these keys are its own: elsewhere they are those of the whole program.
        """
        if watched is not self._table and event.type() is QEvent.Type.Resize and not self._view.widths:
            self._fit()
        elif watched is self._table and event.type() in _FONT and not self._applying:
            self._apply()
        elif isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.set(self._view.zoomed(1 if event.angleDelta().y() > 0 else -1))
            return True
        elif isinstance(event, QKeyEvent) and watched is self._table and event.type() in _KEYS:
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        """Change the letters; tell whether the key is one of a zoom."""
        view = zoom_of(QKeySequence(event.keyCombination()), self._view)
        if view is None or event.type() is QEvent.Type.ShortcutOverride:
            event.setAccepted(view is not None)  # what is accepted here is no key of the program's menus
            return view is not None
        self.set(view)
        return True

    @property
    def _shape(self) -> Shape:
        return self._table.examples.shape

    @property
    def _line(self) -> int:
        return QFontMetrics(self._table.font()).height()

    def _key(self) -> str:
        return f"view_{self._shape.value}"

    def _remember(self) -> None:
        self._rest.stop()
        if self._workspace.project is not None and self._view != self._kept:
            self._kept = self._view
            self._workspace.project.set_setting(self._key(), self._view.to_json())

    def _apply(self) -> None:
        self._applying = True
        table, view = self._table, self._view
        font = QApplication.font()
        font.setPointSizeF(font.pointSizeF() * view.zoom / 100)
        table.setFont(font)
        table.examples.set_lines(view.lines)
        table.setWordWrap(view.lines > 1)
        metrics = QFontMetrics(font)
        table.verticalHeader().setDefaultSectionSize(metrics.lineSpacing() * view.lines + _PADDING)
        self._arrange()
        self._fit()
        all_names = names(self._shape)
        self._frozen.column = all_names.index(asked(self._shape)) if view.frozen else -1
        self._frozen.place()
        self._applying = False
        self.changed.emit(view)

    def _arrange(self) -> None:
        """Put the columns into their order and hide some."""
        head, all_names = self._table.horizontalHeader(), names(self._shape)
        known = [name for name in self._view.order if name in all_names]
        order = [*known, *(name for name in all_names if name not in known)] if known else list(all_names)
        for place, name in enumerate(order):
            head.moveSection(head.visualIndex(all_names.index(name)), place)
        for column, name in enumerate(all_names):
            self._table.setColumnHidden(column, name in self._view.hidden)

    def _fit(self) -> None:
        applying, self._applying = self._applying, True
        usual, line = self._usual(), self._line
        for column, name in enumerate(names(self._shape)):
            chosen = self._view.widths.get(name)
            self._table.setColumnWidth(column, usual[column] if chosen is None else round(chosen * line))
        self._applying = applying
        self._frozen.place()

    def _usual(self) -> list[int]:
        """Return widths that show the short columns and all heads whole and share the rest among those of texts."""
        metrics, shape = QFontMetrics(self._table.font()), self._shape
        part = max(metrics.horizontalAdvance(word) for word in columns.part_words()) + 2 * _PADDING
        status = max(metrics.horizontalAdvance(columns.status_word(each)) for each in RowStatus) + 2 * _PADDING
        short = {"part": part, "status": status}
        shares = {name: _SHARES.get(name, 3) for name in names(shape) if name not in short} | {asked(shape): 2}
        shown = [name for name in names(shape) if name not in self._view.hidden]
        texts = [name for name in shown if name in shares]
        least = metrics.averageCharWidth() * _LETTERS * len(texts)
        rest = max(least, self._table.viewport().width() - sum(short.get(name, 0) for name in shown))
        letters = self._table.horizontalHeader().fontMetrics()
        heads = {
            name: letters.horizontalAdvance(columns.header(shape, column)) + 2 * _PADDING
            for column, name in enumerate(names(shape))
        }
        wide = heads | _shared(rest, {name: shares[name] for name in texts}, heads) | short
        return [wide[name] for name in names(shape)]

    def _on_dragged(self) -> None:
        """Take over what was dragged in the heads."""
        if self._applying:
            return
        head, all_names = self._table.horizontalHeader(), names(self._shape)
        wide = {name: self._table.columnWidth(c) / self._line for c, name in enumerate(all_names)}
        order = tuple(all_names[head.logicalIndex(place)] for place in range(head.count()))
        shown = {name: width or self._view.widths.get(name) for name, width in wide.items()}
        self._view = replace(
            self._view,
            widths={name: width for name, width in shown.items() if width},
            order=order if order != all_names else (),
        )
        self._frozen.place()
        self._rest.start()
        self.changed.emit(self._view)


def _shared(room: int, shares: Mapping[str, int], least: Mapping[str, int]) -> dict[str, int]:
    """Return how much of the room each name gets by its share; whoever would get less than the least gets that."""
    fixed: dict[str, int] = {}
    while True:
        others = {name: share for name, share in shares.items() if name not in fixed}
        left, whole = room - sum(fixed.values()), sum(others.values())
        got = {name: left * share // whole for name, share in others.items()}
        short = {name: least[name] for name, width in got.items() if width < least[name]}
        if not short:
            return got | fixed
        fixed |= short

"""The menus of the table: how it is looked at, and what can be done to what is chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.gui.editor import columns
from desktop_app.gui.editor.grid_keeper import GridKeeper
from desktop_app.gui.editor.grid_view import LINES
from desktop_app.gui.editor.grid_zoom import LARGER, SMALLER, USUAL

_CELLS = ("cut", "copy", "paste", "clear", "fill_down", "fill_right")
_ROWS = ("insert_above", "insert_below", "duplicate", "up", "down", "delete")
_WISHES = ("rework", "like", "seen")


def view_menu(parent: QWidget, keeper: GridKeeper) -> QMenu:
    """Return the menu of how the table is looked at; it is made anew each time it opens."""
    menu = QMenu(QCoreApplication.translate("editor", "View"), parent)
    menu.aboutToShow.connect(lambda: _fill_view(menu, keeper))
    _fill_view(menu, keeper)
    return menu


def add_head_menu(keeper: GridKeeper) -> None:
    """Let the heads of the columns open a menu of their own."""
    head = keeper.table.horizontalHeader()
    head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    head.customContextMenuRequested.connect(lambda at: _open_head(keeper, at))


def head_menu(keeper: GridKeeper, column: int) -> QMenu:
    """Return what can be done to a column, and to those that are hidden; -1 stands beside all columns."""
    menu = QMenu(keeper.table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if column >= 0:
        chosen, heading = _columns(keeper)[column]
        hide = QCoreApplication.translate("editor", "Hide “{0}”").format(heading)
        _entry(menu, hide, lambda: keeper.toggle(chosen)).setEnabled(len(keeper.table.shown_columns()) > 1)
        for words, by in (
            (QCoreApplication.translate("editor", "Move to the front"), -1),
            (QCoreApplication.translate("editor", "Move to the back"), 1),
        ):
            _entry(menu, words, partial(keeper.move, chosen, by))
        menu.addSeparator()
    for name, word in _columns(keeper):
        if name in keeper.view.hidden:
            show = QCoreApplication.translate("editor", "Show “{0}”").format(word)
            _entry(menu, show, partial(keeper.toggle, name))
    return menu


def cell_menu(
    parent: QWidget, actions: Mapping[str, QAction], menus: Sequence[QMenu], more: Callable[[QMenu], None]
) -> QMenu:
    """Return what can be done to the chosen cells and their rows; `more` adds to its end."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for group in (_CELLS, _ROWS, _WISHES):
        for name in group:
            menu.addAction(actions[name])
        menu.addSeparator()
    for each in menus:
        menu.addMenu(each)
    menu.addSeparator()
    more(menu)
    return menu


def _fill_view(menu: QMenu, keeper: GridKeeper) -> None:
    menu.clear()
    for name, word in _columns(keeper):
        _tick(menu, word, name not in keeper.view.hidden, partial(keeper.toggle, name))
    menu.addSeparator()
    group = QActionGroup(menu)
    for lines in LINES:
        words = (
            QCoreApplication.translate("editor", "One line a row")
            if lines == 1
            else QCoreApplication.translate("editor", "{0} lines a row").format(lines)
        )
        here = lines == keeper.view.lines
        group.addAction(_tick(menu, words, here, partial(_set_lines, keeper, lines)))
    menu.addSeparator()
    for words, keys, steps in (
        (QCoreApplication.translate("editor", "Larger letters in the table"), LARGER, 1),
        (QCoreApplication.translate("editor", "Smaller letters in the table"), SMALLER, -1),
    ):
        _show_keys(_entry(menu, words, partial(_zoom, keeper, steps)), keys)
    size = QCoreApplication.translate("editor", "Letters as everywhere (now {0} %)").format(keeper.view.zoom)
    usual = _entry(menu, size, lambda: keeper.set(replace(keeper.view, zoom=100)))
    usual.setEnabled(keeper.view.zoom != 100)
    _show_keys(usual, USUAL)
    menu.addSeparator()
    frozen = QCoreApplication.translate("editor", "Keep the prompt in view")
    _tick(menu, frozen, keeper.view.frozen, lambda: keeper.set(replace(keeper.view, frozen=not keeper.view.frozen)))
    _entry(menu, QCoreApplication.translate("editor", "Look at the table as at first"), keeper.reset)


def _open_head(keeper: GridKeeper, at: QPoint) -> None:
    head = keeper.table.horizontalHeader()
    head_menu(keeper, head.logicalIndexAt(at)).popup(head.viewport().mapToGlobal(at))


def _set_lines(keeper: GridKeeper, lines: int) -> None:
    keeper.set(replace(keeper.view, lines=lines))


def _zoom(keeper: GridKeeper, steps: int) -> None:
    keeper.set(keeper.view.zoomed(steps))


def _columns(keeper: GridKeeper) -> list[tuple[str, str]]:
    """Return the name and the heading of each column."""
    return [(name, columns.column_word(name)) for name in columns.names(keeper.table.examples.shape)]


def _entry(menu: QMenu, words: str, do: Callable[[], None]) -> QAction:
    action = menu.addAction(words)
    action.triggered.connect(lambda _=False: do())
    return action


def _show_keys(action: QAction, keys: str) -> None:
    """Show keys that the table itself listens to."""
    action.setText(f"{action.text()}\t{QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}")


def _tick(menu: QMenu, words: str, on: bool, do: Callable[[], None]) -> QAction:
    action = _entry(menu, words, do)
    action.setCheckable(True)
    action.setChecked(on)
    return action

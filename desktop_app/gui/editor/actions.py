"""The acts of the table: their words, pictures and keys."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desktop_app.core.example import Part
from desktop_app.gui.editor.columns import part_word
from desktop_app.gui.theme.icons import icon

_HERE = Qt.ShortcutContext.WidgetShortcut
_BELOW = Qt.ShortcutContext.WidgetWithChildrenShortcut


@dataclass(frozen=True, slots=True)
class _Act:
    name: str
    text: str
    picture: str
    keys: tuple[str, ...]
    everywhere: bool
    """Whether the keys work on the whole page, or only where the table has the focus."""


def row_actions(page: QWidget, table: QWidget, slots: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """Return the actions by their names, at work on the page and the table; `slots` says what each does."""
    made: dict[str, QAction] = {}
    for act in _acts():
        action = QAction(act.text, page)
        if act.picture:
            action.setIcon(icon(act.picture))
        action.setShortcuts([QKeySequence(keys) for keys in act.keys])
        action.setShortcutContext(_BELOW if act.everywhere else _HERE)
        action.triggered.connect(lambda _=False, name=act.name: slots[name]())
        (page if act.everywhere else table).addAction(action)
        made[act.name] = action
    return made


def part_menu(parent: QWidget, choose: Callable[[Part], None]) -> QMenu:
    """Return the menu that moves rows to a part."""
    menu = QMenu(QCoreApplication.translate("editor", "Move to part"), parent)
    for part in Part:
        menu.addAction(part_word(part)).triggered.connect(lambda _=False, part=part: choose(part))
    return menu


class ActButton(QToolButton):
    """Picture and word of an action; the picture grows with the text."""

    share = 1.0
    """How high the picture is, of the height of a line."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            side = round(self.fontMetrics().height() * self.share)
            self.setIconSize(QSize(side, side))


def button(action: QAction, words: str = "") -> QToolButton:
    """Return a button for an action; `words` are shorter ones than the action's."""
    made = ActButton()
    made.setDefaultAction(action)
    made.setText(f" {words or action.text()}")  # Qt leaves hardly any room between picture and word
    made.setAccessibleName(action.text())
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


class _MenuButton(ActButton):
    """A small arrow, and the title of the menu that it opens."""

    share = 0.7


def menu_button(menu: QMenu) -> QToolButton:
    """Return a button that opens a menu."""
    made = _MenuButton()  # the action of the menu would open a menu of one entry: itself
    made.setText(f" {menu.title()}")
    made.setAccessibleName(menu.title())
    made.setIcon(icon("chevron-down"))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setMenu(menu)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return made


def replace_keys(platform: str = sys.platform) -> str:
    """Return the keys that replace; those of all other systems hide the program on a Mac."""
    return "Ctrl+Alt+F" if platform == "darwin" else "Ctrl+H"


def _acts() -> tuple[_Act, ...]:
    return (
        _Act("insert", QCoreApplication.translate("editor", "Add row"), "plus", ("Ctrl+Shift+N",), True),
        _Act("insert_above", QCoreApplication.translate("editor", "Insert rows above"), "plus", (), False),
        _Act("insert_below", QCoreApplication.translate("editor", "Insert rows below"), "plus", (), False),
        _Act("duplicate", QCoreApplication.translate("editor", "Duplicate rows"), "copy", ("Ctrl+Shift+D",), False),
        _Act("delete", QCoreApplication.translate("editor", "Delete rows"), "trash-2", ("Ctrl+Del",), False),
        _Act("up", QCoreApplication.translate("editor", "Move rows up"), "chevron-up", ("Alt+Up",), False),
        _Act("down", QCoreApplication.translate("editor", "Move rows down"), "chevron-down", ("Alt+Down",), False),
        _Act("cut", QCoreApplication.translate("editor", "Cut cells"), "", ("Ctrl+X",), False),
        _Act("copy", QCoreApplication.translate("editor", "Copy cells"), "copy", ("Ctrl+C",), False),
        _Act("paste", QCoreApplication.translate("editor", "Paste cells"), "", ("Ctrl+V",), False),
        _Act("clear", QCoreApplication.translate("editor", "Empty cells"), "", ("Del", "Backspace"), False),
        _Act("fill_down", QCoreApplication.translate("editor", "Fill down"), "chevron-down", ("Ctrl+D",), False),
        _Act("fill_right", QCoreApplication.translate("editor", "Fill right"), "arrow-right", ("Ctrl+R",), False),
        _Act("choose_rows", QCoreApplication.translate("editor", "Choose whole rows"), "", ("Shift+Space",), False),
        _Act("find", QCoreApplication.translate("editor", "Find"), "search", ("Ctrl+F",), True),
        _Act("replace", QCoreApplication.translate("editor", "Replace"), "replace", (replace_keys(),), True),
        _Act("filter", QCoreApplication.translate("editor", "Filter…"), "list-filter", ("Ctrl+Shift+L",), True),
        _Act("again", QCoreApplication.translate("editor", "Look again"), "rotate-ccw", ("F5",), True),
        _Act("rework", QCoreApplication.translate("editor", "Rework with a model…"), "sparkles", (), True),
        _Act("like", QCoreApplication.translate("editor", "Find rows like this one"), "search", (), True),
        _Act("seen", QCoreApplication.translate("editor", "Trainings that saw this row…"), "clock", (), True),
        _Act(
            "go_over",
            QCoreApplication.translate("editor", "Check, convert or divide the rows…"),
            "wand-sparkles",
            (),
            True,
        ),
        _Act("export", QCoreApplication.translate("editor", "Export…"), "file-up", (), True),
        _Act("next", QCoreApplication.translate("editor", "Find next"), "chevron-down", ("F3",), True),
        _Act("previous", QCoreApplication.translate("editor", "Find previous"), "chevron-up", ("Shift+F3",), True),
    )

"""The actions of the program: a table of rows, and the menus made from it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from desktop_app.gui.theme.icons import icon

translate = QCoreApplication.translate
_STANDARD = QKeySequence.StandardKey
_OPEN = "project"
"""The condition of whatever needs an open project."""
_HELP = QKeySequence.StandardKey.HelpContents
_REDO = ("Ctrl+Shift+Z", "Ctrl+Y")
"""People bring the keys of another system along."""


@dataclass(frozen=True, slots=True)
class Row:
    """One action. `when` names the condition that enables it; rows of one `group` exclude each other.

    Without a `menu` it is found in the list of all actions only; `also` are words by which it is found there besides.
    """

    id: str
    text: str
    menu: str = ""
    icon: str = ""
    keys: str | QKeySequence.StandardKey = ""
    """What works and is shown; `other_keys` work besides."""
    when: str = ""
    group: str = ""
    also: str = ""
    other_keys: tuple[str, ...] = ()


def menus() -> dict[str, str]:
    """Return the menus and their titles, from left to right."""
    return {
        "file": translate("Actions", "&File"),
        "edit": translate("Actions", "&Edit"),
        "view": translate("Actions", "&View"),
        "go": translate("Actions", "&Go"),
        "help": translate("Actions", "&Help"),
    }


def rows() -> tuple[Row, ...]:
    """Return the table of actions, in the order of the menus."""
    return (
        Row("open_superheroes", translate("Actions", "Open a sample: Superheroes"), "file", "sparkles"),
        Row("open_tickets", translate("Actions", "Open a sample: Support tickets"), "file", "sparkles"),
        Row("open_marv", translate("Actions", "Open a sample: Marv, who sighs"), "file", "sparkles"),
        Row("open_file", translate("Actions", "Open a file with rows…"), "file", "file-spreadsheet", _STANDARD.Open),
        Row("paste_table", translate("Actions", "Paste a table"), "file", "table"),
        Row("open_project", translate("Actions", "Open a project…"), "file", "folder-open", "Ctrl+Shift+O"),
        Row("rescue", translate("Actions", "Bring my models home…"), "file", "download"),
        Row("save_copy", translate("Actions", "Save a copy…"), "file", "copy", _STANDARD.SaveAs, _OPEN),
        Row("backups", translate("Actions", "Backups…"), "file", "rotate-ccw"),
        Row("pack", translate("Actions", "Pack with models…"), "file", "package", "", _OPEN),
        Row("export", translate("Actions", "Export the rows…"), "file", "file-up", "Ctrl+Shift+E", _OPEN),
        Row("close_project", translate("Actions", "Close the project"), "file", "x", "Ctrl+W", _OPEN),
        Row("set_up", translate("Actions", "Set up training on this computer…"), "file", "hard-drive"),
        Row("preferences", translate("Actions", "Preferences…"), "file", "settings", "Ctrl+,"),
        Row("quit", translate("Actions", "Quit"), "file", "log-out", "Ctrl+Q"),
        *_edit(),
        Row("palette", translate("Actions", "All actions…"), "view", "search", "Ctrl+K"),
        Row("system", translate("Actions", "Appearance like the system"), "view", "monitor", group="appearance"),
        Row("light", translate("Actions", "Light appearance"), "view", "sun", group="appearance"),
        Row("dark", translate("Actions", "Dark appearance"), "view", "moon", group="appearance"),
        Row("larger", translate("Actions", "Larger text"), "view", "plus", _STANDARD.ZoomIn),
        Row("smaller", translate("Actions", "Smaller text"), "view", "minus", _STANDARD.ZoomOut),
        Row("normal_size", translate("Actions", "Text at 100 %"), "view", "type", "Ctrl+0"),
        *_help(),
    )


def _edit() -> tuple[Row, ...]:
    return (
        Row("undo", translate("Actions", "Undo"), "edit", "undo-2", _STANDARD.Undo, "undo"),
        Row("redo", translate("Actions", "Redo"), "edit", "redo-2", _STANDARD.Redo, "redo", other_keys=_REDO),
        Row("history", translate("Actions", "History…"), "edit", "clock", "Ctrl+Alt+Z", _OPEN),
        Row("go_over", translate("Actions", "Check, convert or divide the rows…"), "edit", "wand-sparkles", "", _OPEN),
        Row("review", translate("Actions", "Review row by row"), "edit", "check", "F6", _OPEN),
        Row("alike", translate("Actions", "Compare rows that are alike"), "edit", "copy", "", _OPEN),
        Row("since", translate("Actions", "Compare with what a model learned"), "edit", "clock", "", _OPEN),
        Row("rework", translate("Actions", "Rework rows with a model…"), "edit", "sparkles", "", _OPEN),
        Row("like", translate("Actions", "Find rows like this one"), "edit", "search", "", _OPEN),
        Row("seen", translate("Actions", "Which trainings saw this row…"), "edit", "clock", "", _OPEN),
    )


def _help() -> tuple[Row, ...]:
    return (
        Row("first_steps", translate("Actions", "First steps"), "help", "play"),
        Row("words", translate("Actions", "Help: what the words mean"), "help", "circle-question-mark", _HELP),
        Row("internet", translate("Actions", "What needs the internet"), "help", "wifi-off"),
        Row("advice", translate("Actions", "Fine-tuning or embeddings?"), "help", "info"),
        Row("shortcuts", translate("Actions", "Keyboard shortcuts"), "help", "keyboard", "Ctrl+F1"),
        Row("updates", translate("Actions", "Look for a newer TuneDesk…"), "help", "download"),
        Row("report", translate("Actions", "Report a problem…"), "help", "bug"),
        Row("about", translate("Actions", "About TuneDesk and its licences"), "help", "info"),
    )


def _other_words() -> dict[str, str]:
    """Return what people may call an action whose name they do not know: its id, and the words."""
    return {
        "open_file": translate("Actions", "import, add rows, new project, CSV, Excel, JSON, spreadsheet"),
        "paste_table": translate("Actions", "import, clipboard"),
        "rescue": translate("Actions", "rescue, download"),
        "save_copy": translate("Actions", "backup, duplicate"),
        "backups": translate("Actions", "restore, bring back, earlier days"),
        "pack": translate("Actions", "backup, archive, another computer"),
        "export": translate("Actions", "save as CSV, Excel, JSONL, dataset"),
        "set_up": translate("Actions", "install, repair or remove the engine"),
        "preferences": translate("Actions", "settings, options, language, providers, keys, network, proxy"),
        "quit": translate("Actions", "exit, close the program"),
        "history": translate("Actions", "earlier changes, versions"),
        "go_over": translate("Actions", "check-up, repair, chat, split, validation, test, system prompt"),
        "alike": translate("Actions", "duplicates"),
        "rework": translate("Actions", "generate, improve, translate"),
        "larger": translate("Actions", "zoom, font size"),
        "smaller": translate("Actions", "zoom, font size"),
        "normal_size": translate("Actions", "zoom, font size"),
        "light": translate("Actions", "theme, bright"),
        "dark": translate("Actions", "theme, night"),
        "system": translate("Actions", "theme"),
        "first_steps": translate("Actions", "tutorial, tour"),
        "words": translate("Actions", "glossary, manual"),
        "shortcuts": translate("Actions", "hotkeys"),
        "updates": translate("Actions", "update, version"),
        "report": translate("Actions", "bug, error, support"),
    }


class Actions(QObject):
    """Holds one QAction for each row; rooms add theirs, conditions switch them on and off."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, Row] = {}
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._menus: dict[str, QMenu] = {}
        self._true: set[str] = set()
        self._also = _other_words()
        for row in rows():
            self.add(row)

    def add(self, row: Row) -> QAction:
        """Make the action of a row, in its menu if menus are there already, and return it."""
        action = QAction(row.text, self)
        action.setObjectName(row.id)
        action.setData(row.also or self._also.get(row.id, ""))
        if row.icon:
            action.setIcon(icon(row.icon, "muted"))
        if row.keys:
            first = QKeySequence(row.keys)
            others = [QKeySequence(keys) for keys in row.other_keys]
            action.setShortcuts([first, *(keys for keys in others if keys != first)])
        if row.group:
            action.setCheckable(True)
            if row.group not in self._groups:
                self._groups[row.group] = QActionGroup(self)
            self._groups[row.group].addAction(action)
        action.setEnabled(not row.when or row.when in self._true)
        self._rows[row.id], self._actions[row.id] = row, action
        if row.menu in self._menus:
            self._menus[row.menu].addAction(action)
        return action

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def on(self, action_id: str, slot: Callable[[], object]) -> None:
        """Call `slot` when the action is triggered."""
        self._actions[action_id].triggered.connect(lambda _checked: slot())

    def set_condition(self, name: str, holds: bool) -> None:
        """Enable or disable the actions that wait for a condition, for example "project"."""
        (self._true.add if holds else self._true.discard)(name)
        for action_id, row in self._rows.items():
            if row.when == name:
                self._actions[action_id].setEnabled(holds)

    def enabled(self) -> list[QAction]:
        """Return the actions that can be triggered now, in the order of the table."""
        return [action for action in self._actions.values() if action.isEnabled() and action.isVisible()]

    def all(self) -> list[QAction]:
        """Return all actions, in the order of the table."""
        return list(self._actions.values())

    def fill(self, bar: QMenuBar) -> None:
        """Build the menus of a menu bar."""
        for name, title in menus().items():
            menu = bar.addMenu(title)
            self._menus[name] = menu
            group = ""
            for action_id, row in self._rows.items():
                if row.menu != name:
                    continue
                if (row.group or row.id in {"quit", "preferences", "larger"}) and row.group != group:
                    menu.addSeparator()
                group = row.group
                menu.addAction(self._actions[action_id])

"""What people say about rows: how far they are with them, a note, tags."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.example import RowStatus
from desktop_app.core.remarks import tags_in
from desktop_app.gui.editor.columns import status_word
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import on_button
from desktop_app.gui.widgets.plain_box import PlainBox
from desktop_app.work.tags import Tags

_LINES = 5
_MOST_BOXES = 40

_KEYS = {RowStatus.REVIEWED: "F7", RowStatus.PROBLEM: "F8", RowStatus.EXCLUDED: "F9"}
"""The keys of what is said most often; they work in the table."""


def mark_menu(
    table: QWidget, choose: Callable[[RowStatus], None], ask_tags: Callable[[], None], ask_note: Callable[[], None]
) -> QMenu:
    """Return the menu that says something about the chosen rows of the table."""
    menu = QMenu(QCoreApplication.translate("editor", "Mark"), table)
    for status in RowStatus:
        action = menu.addAction(status_word(status))
        action.triggered.connect(lambda _=False, status=status: choose(status))
        if status in _KEYS:
            action.setShortcut(_KEYS[status])
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            table.addAction(action)
    menu.addSeparator()
    for words, keys, ask in (
        (QCoreApplication.translate("editor", "Tags…"), "Ctrl+T", ask_tags),
        (QCoreApplication.translate("editor", "Note…"), "Ctrl+I", ask_note),
    ):
        action = menu.addAction(words)
        action.triggered.connect(lambda _=False, ask=ask: ask())
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        table.addAction(action)
    return menu


class _Asking(QDialog):
    """A small question about the chosen rows; Enter (in a note Ctrl+Enter) answers it, Esc leaves all as it was."""

    def __init__(self, title: str, hint: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        self.box.setSpacing(SMALL)
        self.box.addWidget(label(hint, wrap=True))
        self.box.addStrut(24 * self.fontMetrics().height())

    def add_buttons(self) -> None:
        """Put the two buttons under what was added."""
        wanted = QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        buttons = QDialogButtonBox(wanted)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.box.addWidget(buttons)


class TagDialog(_Asking):
    """Which tags the chosen rows bear; `decided` says which come to all of them, and which go from all of them."""

    decided = Signal(object, object)

    def __init__(self, tags: Tags, parent: QWidget | None = None) -> None:
        """Offer the tags of the project; a box that some of the rows bear and others do not says so."""
        title = QCoreApplication.translate("editor", "Tags")
        super().__init__(title, QCoreApplication.translate("editor", "Tick the tags of the chosen rows."), parent)
        self.boxes: list[QCheckBox] = []
        self._tags = tags.known[:_MOST_BOXES]
        for tag in self._tags:
            box = QCheckBox(on_button(tag))
            bearing = tags.borne.get(tag, 0)
            box.setTristate(0 < bearing < tags.rows)
            partly = Qt.CheckState.PartiallyChecked if bearing else Qt.CheckState.Unchecked
            box.setCheckState(Qt.CheckState.Checked if bearing == tags.rows else partly)
            self.boxes.append(box)
            self.box.addWidget(box)
        self._before = [box.checkState() for box in self.boxes]
        self.new = QLineEdit()
        self.new.setPlaceholderText(QCoreApplication.translate("editor", "A new tag; several with commas between"))
        self.new.setAccessibleName(QCoreApplication.translate("editor", "New tags"))
        self.new.setMinimumWidth(self.fontMetrics().horizontalAdvance(self.new.placeholderText()) + 2 * MEDIUM)
        proposals = QCompleter(list(tags.known), self.new)
        # Qt leaves the list without a parent, and no style sheet would come down to it.
        if (listed := proposals.popup()) is not None:
            listed.setParent(self.new, Qt.WindowType.Popup)
        self.new.setCompleter(proposals)
        self.box.addWidget(self.new)
        self.add_buttons()
        self.new.setFocus()

    def accept(self) -> None:
        """Say what was decided; a box that was not touched decides nothing."""
        add = list(tags_in(self.new.text()))
        remove: list[str] = []
        for tag, box, before in zip(self._tags, self.boxes, self._before, strict=True):
            if box.checkState() is not before:
                (add if box.checkState() is Qt.CheckState.Checked else remove).append(tag)
        if add or remove:
            self.decided.emit(add, remove)
        super().accept()


class NoteDialog(_Asking):
    """The note beside the chosen rows."""

    decided = Signal(str)

    def __init__(self, note: str, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("editor", "Note")
        hint = QCoreApplication.translate("editor", "A note for people; no model ever learns from it.")
        super().__init__(title, hint, parent)
        self.text = PlainBox(note)
        self.text.setAccessibleName(title)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 2 * MEDIUM)
        self._before = note
        self.box.addWidget(self.text)
        self.add_buttons()
        self.text.setFocus()

    def accept(self) -> None:
        """Hand the note in."""
        said = self.text.toPlainText().strip()
        if said != self._before:
            self.decided.emit(said)
        super().accept()

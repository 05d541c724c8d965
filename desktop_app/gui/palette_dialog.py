"""All actions in one list: type to narrow it, Enter does the chosen one, Esc leaves."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.dialog_size import open_at
from desktop_app.gui.widgets.label import label

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
_ACTION = int(Qt.ItemDataRole.UserRole)


class PaletteDialog(QDialog):
    """A search field over the list of the actions that can be done now."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("All actions"))
        self._actions = list(actions)
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("What do you want to do?"))
        self._search.setAccessibleName(self.tr("Search in all actions"))
        self._search.textChanged.connect(self._narrow)
        self._search.returnPressed.connect(self._run)
        self._list = QTreeWidget()
        self._list.setAccessibleName(self.tr("Actions"))
        self._list.setColumnCount(2)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemActivated.connect(self._run)
        self._list.itemClicked.connect(self._run)
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(SMALL)
        box.addWidget(self._search)
        box.addWidget(self._list, 1)
        self._none = label(self.tr("No action is found by these words."), tone="muted")
        box.addWidget(self._none)
        open_at(self, 560, 440)
        self._narrow("")
        self._search.setFocus()

    @property
    def shown(self) -> list[str]:
        """Return the names on show, from the top."""
        items = (self._list.topLevelItem(row) for row in range(self._list.topLevelItemCount()))
        return [item.text(0) for item in items if item is not None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list while the search field keeps the keyboard."""
        step = _MOVES.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        index = self._list.currentIndex()
        if index.isValid():
            row = max(0, min(self._list.topLevelItemCount() - 1, index.row() + step))
            self._list.setCurrentIndex(index.sibling(row, 0))

    def _narrow(self, words: str) -> None:
        self._list.clear()
        sought = words.casefold().split()
        for action in sorted(self._actions, key=lambda action: _farness(_name(action), sought)):
            known = f"{_name(action)} {action.data() or ''}".casefold()
            if all(word in known for word in sought):
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                item = QTreeWidgetItem([_name(action), keys])
                item.setIcon(0, action.icon())
                item.setData(0, _ACTION, action)
                item.setSizeHint(0, QSize(0, self.fontMetrics().height() + 2 * SMALL))
                self._list.addTopLevelItem(item)
        self._list.setCurrentIndex(self._list.model().index(0, 0))
        self._none.setVisible(not self.shown)

    def _run(self) -> None:
        item = self._list.currentItem()
        if item is None:
            return
        action = item.data(0, _ACTION)
        self.accept()
        # The dialog is gone before the action begins, so that the action finds the focus where it was.
        QTimer.singleShot(0, action, action.trigger)


def _name(action: QAction) -> str:
    return action.text().replace("&", "")


def _farness(name: str, sought: Sequence[str]) -> tuple[bool, bool, bool]:
    """Return how far a name is from what is sought: the name itself stands first, then those that begin so.

    Those that have all its words come next, before those found by what else people call them.
    """
    said, typed = name.casefold().rstrip("…"), " ".join(sought)
    return said != typed, not said.startswith(typed), not all(word in said for word in sought)

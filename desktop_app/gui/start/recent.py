"""One project of before: its name, where it lies, and whether it is still there."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.row_button import RowButton


class RecentRow(QWidget):
    """A button that opens the project, beside it its folder, and one that takes it off the list."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, path: str, *, missing: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        name = Path(path).stem
        self._open = RowButton("file-x" if missing else "package", name, "muted")
        self._open.setEnabled(not missing)
        self._open.clicked.connect(lambda: self.opened.emit(self._path))
        folder = _shown(Path(path).parent)
        self._open.setAccessibleDescription(folder)
        where = self.tr("Missing: {0}").format(folder) if missing else folder
        place = Elided(where, Qt.TextElideMode.ElideMiddle)
        place.setProperty("tone", "attention" if missing else "muted")
        self._remove = QToolButton()
        self._remove.setIcon(icon("x", "muted"))
        self._remove.setText(self.tr("Remove"))
        self._remove.setToolTip(self.tr("Remove from this list; the file stays where it is"))
        self._remove.setAccessibleName(self.tr("Remove {0} from the list").format(name))
        if missing:
            self._remove.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._remove.clicked.connect(lambda: self.removed.emit(self._path))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        beside = QWidget()
        inner = QHBoxLayout(beside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SMALL)
        inner.addWidget(place, 1)
        inner.addWidget(self._remove)
        for part in (self._open, beside):  # equal columns, so that the lines of the list stand in order
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(part, 1)

    @property
    def path(self) -> str:
        """Return the project's path."""
        return self._path

    def follow(self, before: QWidget) -> QWidget:
        """Let Tab come here after another control, and return the one it leaves from."""
        QWidget.setTabOrder(before, self._open)
        QWidget.setTabOrder(self._open, self._remove)
        return self._remove

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Delete as "remove from the list"."""
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit(self._path)
        else:
            super().keyPressEvent(event)


def _shown(folder: Path) -> str:
    """Return a folder as people name it: what lies in their own home begins with "~"."""
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)

"""Two dialogs of help: the keyboard shortcuts, and what TuneDesk is made of."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app import __version__
from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.widgets.dialog_size import open_at
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.reading_table import dress
from desktop_app.settings.paths import resource


class ShortcutsDialog(QDialog):
    """Every action that has keys, in a table that can be read with the arrow keys."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        native = QKeySequence.SequenceFormat.NativeText
        named = ((a.text().replace("&", ""), a.shortcut().toString(native)) for a in actions if a.text())
        rows = list(dict.fromkeys((name, keys) for name, keys in named if keys))
        table = QTableWidget(len(rows), 2)
        dress(table, self.tr("Keyboard shortcuts"))
        table.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Keys")])
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for row, (name, keys) in enumerate(rows):
            table.setItem(row, 0, QTableWidgetItem(name))
            table.setItem(row, 1, QTableWidgetItem(keys))
        _finish(self, self.tr("Keyboard shortcuts"), table)


class AboutDialog(QDialog):
    """The version and the licences of what TuneDesk brings along."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = QPlainTextEdit(self._licences())
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(self.tr("Licences"))
        _finish(self, self.tr("TuneDesk {0}").format(__version__), text)

    def _licences(self) -> str:
        parts = [
            self.tr("TuneDesk teaches a language model from your own spreadsheet, on your own computer."),
            self.tr("TuneDesk is free software under the MIT licence."),
            self.tr("Windows and controls: Qt and PySide, under the GNU Lesser General Public License 3."),
            self.tr("Letters: Inter, under the SIL Open Font License 1.1 (below)."),
            self.tr("Icons: Lucide, under the ISC licence (below)."),
            self.tr("Word lists for counting tokens: tiktoken, under the MIT licence (below)."),
            *self._parts(),
            resource("fonts", "OFL.txt").read_text(encoding="utf-8"),
            resource("icons", "LICENSE.txt").read_text(encoding="utf-8"),
            resource("tiktoken", "LICENSE.txt").read_text(encoding="utf-8"),
        ]
        return "\n\n".join(parts)

    def _parts(self) -> Iterator[str]:
        """Yield a paragraph for each group of the libraries, made by the build of the packages from what it bundles."""
        told = [line.split("\t") for line in resource("app", "parts.txt").read_text(encoding="utf-8").splitlines()[1:]]
        for group, title in (
            ("window", self.tr("What the window is made of, with the licences:")),
            ("engine", self.tr("What trains and answers on this computer:")),
            ("optional", self.tr("What is used where you have installed it yourself:")),
        ):
            yield "\n".join([title, *(f"{name}: {licence}" for place, name, licence in told if place == group)])
        for full in (Path(sys.prefix, "about", "LICENCES.txt"), Path(sys.prefix).parent / "LICENCES.txt"):
            if full.is_file():
                yield self.tr("All licences in full: {0}").format(full)


def _finish(dialog: QDialog, title: str, content: QWidget) -> None:
    """Give a dialog its title, its content and a button to close it."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    close = QPushButton(QCoreApplication.translate("HelpDialogs", "Close"))
    close.setProperty("look", "primary")
    close.setDefault(True)
    close.clicked.connect(dialog.accept)
    foot = QHBoxLayout()
    foot.addStretch(1)
    foot.addWidget(close)
    box = QVBoxLayout(dialog)
    box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
    box.setSpacing(MEDIUM)
    box.addWidget(label(title, size="heading"))
    box.addWidget(content, 1)
    box.addLayout(foot)
    open_at(dialog, 620, 520)

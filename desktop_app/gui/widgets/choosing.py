"""Choosing a file, without stopping the program while the user looks for it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Chosen = Callable[[str], None]


def choose_file(parent: QWidget, title: str, folder: Path, filters: str, chosen: Chosen) -> QFileDialog:
    """Let the user choose a file, first in `folder`, and give its path to `chosen`; cancelling calls nothing."""
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(filters)
    return _opened(dialog, chosen)


def choose_target(parent: QWidget, title: str, proposal: Path, filters: str, chosen: Chosen) -> QFileDialog:
    """Let the user choose where to save, with a proposal for folder and name, and give the path to `chosen`."""
    dialog = QFileDialog(parent, title, str(proposal.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(filters)
    dialog.selectFile(proposal.name)
    return _opened(dialog, chosen)


def choose_folder(parent: QWidget, title: str, folder: Path, chosen: Chosen) -> QFileDialog:
    """Let the user choose a folder and give its path to `chosen`."""
    dialog = QFileDialog(parent, title, str(folder if folder.is_dir() else folder.parent))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _opened(dialog, chosen)


def _opened(dialog: QFileDialog, chosen: Chosen) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog

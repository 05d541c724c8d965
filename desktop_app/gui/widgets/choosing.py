"""Choosing a file, without stopping the program while the user looks for it."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileInfo, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.gui.widgets.replacing import ReplaceDialog

Chosen = Callable[[str], None]


def choose_file(parent: QWidget, title: str, folder: Path, filters: str, chosen: Chosen) -> QFileDialog:
    """Let the user choose a file, first in `folder`, and give its path to `chosen`; cancelling calls nothing."""
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(filters)
    dialog.fileSelected.connect(chosen)
    return _opened(dialog)


def choose_target(parent: QWidget, title: str, proposal: Path, filters: str, chosen: Chosen) -> QFileDialog:
    """Let the user choose where to save, with a proposal for folder and name, and give the path to `chosen`.

    The path ends as the chosen one of the `filters` says; no file is replaced unasked.
    """
    return _target(title, filters.split(";;"), chosen, parent, proposal)


class _TargetDialog(QFileDialog):
    """Asks where to save, and tells over what it stands, the path, and which kind of file was chosen.

    Nobody who listens keeps what it stands over: let go with the dialog, that would take the dialog along once more.
    """

    named = Signal(object, str, str)

    def __init__(self, parent: QWidget, title: str, folder: str) -> None:
        super().__init__(parent, title, folder)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.fileSelected.connect(self._tell)

    def _tell(self, path: str) -> None:
        self.named.emit(self.parentWidget(), path, self.selectedNameFilter())


def _target(
    title: str, filters: list[str], chosen: Chosen, parent: QWidget, proposal: Path, kind: str = ""
) -> QFileDialog:
    dialog = _TargetDialog(parent, title, str(proposal.parent))
    dialog.setNameFilters(filters)
    if kind:
        dialog.selectNameFilter(kind)
    dialog.selectFile(proposal.name)
    dialog.named.connect(partial(_take, title, filters, chosen))
    return _opened(dialog)


def _take(title: str, filters: list[str], chosen: Chosen, parent: QWidget, path: str, kind: str) -> None:
    # No default suffix of Qt's: some desktops add it after they have asked about the name without it.
    target = ended(path, filters, kind)
    if target == path or not QFileInfo(target).isFile():
        chosen(target)
        return
    asking = ReplaceDialog(Path(target).name, parent)
    asking.accepted.connect(lambda: chosen(target))
    asking.other_wanted.connect(lambda over: _target(title, filters, chosen, over, Path(target), kind))
    asking.open()


def ended(path: str, filters: Sequence[str], kind: str) -> str:
    """Return a path with an ending of the chosen one of the filters.

    Another one's is replaced, unless the menu was left alone: then whoever wrote that ending meant it.
    """
    wanted = _endings(kind)
    if not wanted or path.lower().endswith(wanted):
        return path
    others = _endings(" ".join(filters))
    other = next((ending for ending in others if path.lower().endswith(ending)), "")
    if other and kind == filters[0]:
        return path
    return path[: len(path) - len(other)] + wanted[0]


def _endings(filters: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\*(\.\w+)", filters.lower()))


def choose_folder(parent: QWidget, title: str, folder: Path, chosen: Chosen) -> QFileDialog:
    """Let the user choose a folder and give its path to `chosen`."""
    dialog = QFileDialog(parent, title, str(folder if folder.is_dir() else folder.parent))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(chosen)
    return _opened(dialog)


def _opened(dialog: QFileDialog) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog

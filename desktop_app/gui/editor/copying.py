"""Cells as text that spreadsheet programs understand, on the clipboard."""

from array import array
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop_app.gui.background import Background
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.model import ExampleModel
from desktop_app.gui.workspace import Workspace
from desktop_app.store.examples import Row
from desktop_app.work.read_rows import read_rows

_QUOTED = ("\t", "\n", "\r", '"')


def as_tsv(rows: Iterable[Iterable[str]]) -> str:
    """Return the cells with tabs between them, one line a row; a cell with tabs, line breaks or quotes is quoted."""
    return "\n".join("\t".join(_cell(text) for text in row) for row in rows)


class Copier(QObject):
    """Reads the chosen cells in the background, however many they are, and puts them on the clipboard."""

    copied = Signal(int)

    def __init__(self, workspace: Workspace, background: Background, model: ExampleModel, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._model = model

    def copy(self, places: list[int], chosen: list[int]) -> None:
        """Copy the cells where these rows and columns cross."""
        project = self._workspace.project
        if project is None or not places or not chosen:
            return
        ids = array("q", (self._model.ids[place] for place in places))
        number_of = dict(zip(ids, (place + 1 for place in places), strict=True))
        lines: list[list[str]] = []

        def take(rows: list[Row]) -> None:
            lines.extend([self._text(number_of[row.id], column, row) for column in chosen] for row in rows)

        def done(_: None) -> None:
            QGuiApplication.clipboard().setText(as_tsv(lines))
            self.copied.emit(len(lines))

        self._background.run(self, read_rows(project, ids), on_items=take, on_done=done)

    def _text(self, number: int, column: int, row: Row) -> str:
        shape = self._model.shape
        held = self._model.held_text(row, column)
        return columns.cell_text(shape, column, number, row) if held is None else held


def _cell(text: str) -> str:
    if any(mark in text for mark in _QUOTED):
        return '"' + text.replace('"', '""') + '"'
    return text

"""Cells on the clipboard, in the forms that spreadsheet programs and this program understand."""

from array import array

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from desktop_app.gui.background import Background
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.model import ExampleModel
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.workspace import Workspace
from desktop_app.store.examples import Row
from desktop_app.work.paste_block import Clip, Forms, forms, read_pages

OWN = "application/x-tunedesk-cells"


class Copier(QObject):
    """Reads the chosen cells in the background, however many they are, and puts them on the clipboard.

    Whoever copies again before that is done wants only the later cells there: `copied` is never said of the others.
    """

    copied = Signal(int)

    def __init__(self, workspace: Workspace, background: Background, model: ExampleModel, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._work = OneTask(background, self)
        self._model = model

    def copy(self, places: list[int], chosen: list[int]) -> None:
        """Copy the cells where these rows and columns cross."""
        project = self._workspace.project
        if project is None or not places or not chosen:
            return
        ids = array("q", (self._model.ids[place] for place in places))
        lines: list[list[str]] = []

        def take(pages: list[list[Row]]) -> None:
            lines.extend([self._text(column, row) for column in chosen] for page in pages for row in page)

        def put(made: Forms) -> None:
            QGuiApplication.clipboard().setMimeData(_as_mime(made))
            self.copied.emit(len(lines))

        def done(_: None) -> None:
            self._work.begin(forms(lines), on_done=put)

        self._work.begin(read_pages(project, ids), on_items=take, on_done=done)

    def _text(self, column: int, row: Row) -> str:
        held = self._model.held_text(row, column)
        return columns.cell_text(self._model.shape, column, row) if held is None else held


def clip() -> Clip | None:
    """Return what lies on the clipboard; None where it holds nothing that cells can take."""
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()  # Qt has none where whoever copied is gone
    if data is None or (not data.hasText() and not data.hasFormat(OWN)):
        return None
    return Clip(bytes(data.data(OWN).data()), data.html(), data.text())


def _as_mime(made: Forms) -> QMimeData:
    data = QMimeData()
    data.setText(made.text)
    if made.html is not None:
        data.setHtml(made.html)
    data.setData(OWN, made.own)
    return data

"""A file that is dropped on a box for text is what the window does with a file, never text."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.editor.marks import NoteDialog
from desktop_app.gui.editor.text_field import TextField
from desktop_app.gui.widgets.plain_box import PlainBox
from desktop_app.gui.wizard.system_prompt import SystemPrompt


class Around(QMainWindow):
    """What stands around the box: takes files as the program's window does."""

    def __init__(self):
        super().__init__()
        self.setAcceptDrops(True)
        self.dropped = []

    def event(self, event):
        if isinstance(event, (QDragEnterEvent, QDropEvent)):
            event.acceptProposedAction()
            if event.type() is QEvent.Type.Drop:
                self.dropped += [url.toLocalFile() for url in event.mimeData().urls()]
            return True
        return super().event(event)


@pytest.fixture(params=["row", "question", "note", "system prompt"])
def box(request, qtbot, theme):
    """Show a box for text in a window."""
    window = Around()
    qtbot.addWidget(window)
    if request.param == "row":
        holder = TextField()
    elif request.param == "question":
        holder = TextBox(3)
    else:
        holder = SystemPrompt() if request.param == "system prompt" else NoteDialog("", window)
    made = holder if isinstance(holder, PlainBox) else holder.text
    window.setCentralWidget(made)
    window.show()
    made.show()
    yield made
    if isinstance(holder, (NoteDialog, SystemPrompt)):
        holder.deleteLater()


def drop(box: QWidget, data: QMimeData):
    """Carry something onto the box and let it fall, the way Qt hands it on."""
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(box.viewport(), QDragEnterEvent(QPoint(5, 5), *how))
    QApplication.sendEvent(box.viewport(), QDropEvent(QPointF(5, 5), *how))


def carried(*addresses: QUrl) -> QMimeData:
    data = QMimeData()
    data.setUrls(list(addresses))
    data.setText("\n".join(each.toString() for each in addresses))  # as most file managers do
    return data


def test_a_dropped_file_goes_to_the_window(box, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("a,b")
    drop(box, carried(QUrl.fromLocalFile(str(path))))
    assert (box.window().dropped, box.toPlainText()) == ([str(path)], "")


def test_text_and_addresses_of_pages_are_text(box):
    data = QMimeData()
    data.setText("Marv sighs. ")
    drop(box, data)
    drop(box, carried(QUrl("https://example.org/")))
    assert box.window().dropped == []
    assert box.toPlainText() == "https://example.org/Marv sighs. "


def test_a_copied_file_is_not_pasted_as_text(box, tmp_path):
    QApplication.clipboard().setMimeData(carried(QUrl.fromLocalFile(str(tmp_path))))
    box.paste()
    assert box.toPlainText() == ""
    QApplication.clipboard().setText("words")
    box.paste()
    assert box.toPlainText() == "words"

"""The editor before a user who is a program: a real window, a real project file, keys and clicks."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QEventLoop, QItemSelectionModel, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from desktop_app.core.example import Part, Shape, from_line
from desktop_app.core.export import Format, Order
from desktop_app.core.fields import FIELDS, read_field
from desktop_app.gui.background import Background, Task
from desktop_app.gui.editor.page import EditorPage
from desktop_app.gui.workspace import Workspace
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from desktop_app.work.export import export
from tests.campaigns.editor_foreseen import Row, Rows

CTRL = Qt.KeyboardModifier.ControlModifier
_Tell = QAbstractItemModelTester.FailureReportingMode
PATIENCE_MS = 30_000
_SEEN = "SELECT head.id, part, status, note, tags, body.line FROM head JOIN body USING (id) ORDER BY rank"


def until(holds: Callable[[], object], what: str) -> None:
    """Let the window live until something holds."""
    if holds():
        return
    loop, pulse, limit = QEventLoop(), QTimer(interval=1), QTimer(interval=PATIENCE_MS, singleShot=True)
    pulse.timeout.connect(lambda: holds() and loop.quit())
    limit.timeout.connect(loop.quit)
    pulse.start()
    limit.start()
    loop.exec()
    pulse.stop()
    assert limit.isActive(), f"in vain waited for: {what}"


class EditorWindow:
    """One sitting before the editor; `close` ends it."""

    def __init__(self, path: Path) -> None:
        self.faults: list[object] = []
        self.background = Background(self.faults.append, self.faults.append)
        self.background.start()
        self.workspace = Workspace(self.background)
        self.page = EditorPage(self.workspace, self.background)
        self.window = QMainWindow()
        self.window.setCentralWidget(self.page)
        self.window.resize(1100, 700)
        self.window.show()
        self.window.activateWindow()
        self.watch(self.page.model)
        self.open(path)

    def open(self, path: Path) -> None:
        """Open a project and wait until its rows are on show."""
        self.workspace.open(path)
        until(lambda: self.workspace.project is not None and self.workspace.project.path == path, f"{path} is open")
        self.settle()

    def watch(self, model: QAbstractItemModel) -> None:
        """Let Qt's tester look at a model as long as it lives.

        What it sees comes as words of Qt, which whoever plays the user has to collect.
        """
        QAbstractItemModelTester(model, _Tell.Warning, model)

    def close(self) -> None:
        """Leave the window and all that runs behind it."""
        self.workspace.close()
        self.idle()
        self.window.close()
        self.window.deleteLater()
        self.workspace.deleteLater()
        assert self.background.stop(20), "the background did not stop"
        QTest.qWait(0)

    def idle(self) -> None:
        """Wait until nothing is under way any more."""
        owners = (self.workspace, self.window)
        until(lambda: not any(t.running for o in owners for t in o.findChildren(Task)), "nothing is under way")

    def settle(self) -> None:
        """Wait until all that was done is on disk and on show."""
        project = self.workspace.project
        if project is not None:
            project.write(lambda _: None).result()
        self.idle()
        page = self.page
        until(lambda: not page.model.held and not page.pane.pending.changes, "nothing is on its way to the disk")

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        where = QApplication.focusWidget()
        assert where is not None, "the keyboard is nowhere"
        QTest.keyClick(where, key, modifiers)

    def take_keyboard(self) -> None:
        """Be the window in which is typed; a dialog may just have gone."""
        self.window.activateWindow()
        until(self.window.isActiveWindow, "the window has the keyboard")

    def choose(self, places: list[int], column: int) -> None:
        """Choose rows of the table by one of their cells, and go to the last of them."""
        table = self.page.table
        self.take_keyboard()
        table.setFocus()
        table.go_to(places[-1], column)
        for place in places:
            index = self.page.model.index(place, column)
            table.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)

    def dialog(self, kind: type[QWidget]) -> QWidget:
        """Return the dialog of a kind that is open."""
        until(lambda: any(each.isVisible() for each in self.window.findChildren(kind)), f"a {kind.__name__} is open")
        return next(each for each in self.window.findChildren(kind) if each.isVisible())


def on_disk(path: Path) -> Rows:
    """Return the rows of the file as another program finds them."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(_SEEN).fetchall()
    rows = []
    for row_id, part, status, note, tags, line in found:
        example = from_line(json.loads(line))
        texts = tuple(read_field(example, name) for name in FIELDS[example.shape])
        rows.append(Row(row_id, texts, part, status, note or "", tuple((tags or "").split("\n")[1:-1])))
    return tuple(rows)


def exported(path: Path, folder: Path) -> list[bytes]:
    """Return what the project exports as training lines and as a table."""
    written = []
    for format_ in (Format.JSONL, Format.CSV):
        target = folder / f"exported{format_.suffix}"
        workplace = folder / "workplace"
        shutil.rmtree(workplace, ignore_errors=True)
        workplace.mkdir()
        for _ in export(path, Order(format_, target, frozenset(Part)), workplace):
            pass
        written.append(target.read_bytes())
        target.unlink()
    return written


def make(path: Path, shape: Shape, lines: list[dict[str, object]]) -> None:
    """Make a project with these rows, as an import leaves it."""
    project = Project.create(path)
    project.set_setting("shape", shape.value).result()
    project.write(lambda connection: _fill(connection, lines)).result()
    project.close()


def _fill(connection: sqlite3.Connection, lines: list[dict[str, object]]) -> None:
    Edit(connection).append((from_line(line), list(Part)[number % 3]) for number, line in enumerate(lines))

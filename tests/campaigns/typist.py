"""`python -m tests.campaigns.typist PROJECT SEED`: a user at the real editor until killed, who tells what is on disk.

Each line is one JSON object: how many steps can be undone, and a digest of the rows, once an act is acknowledged.
"""

import hashlib
import json
import sys
from pathlib import Path
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_app.core.block import to_tsv
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.find_bar import Where
from desktop_app.gui.editor.find_preview import PreviewDialog
from desktop_app.gui.editor.grid_sheet import PasteSheet
from desktop_app.gui.theme.theme import Theme
from tests.campaigns.editor_sitting import type_in
from tests.campaigns.editor_window import CTRL, EditorWindow, on_disk

LAST = columns.FIRST_FIELD + 1
ACTS = {
    "edit": 5,
    "paste": 4,
    "paste beyond": 2,
    "fill": 3,
    "empty": 2,
    "move": 2,
    "replace": 4,
    "delete": 2,
    "duplicate": 2,
    "undo": 4,
    "redo": 2,
}


class Typist:
    """Does one act after the other by keys and clicks."""

    def __init__(self, path: Path, seed: str) -> None:
        self.path = path
        self.chance = Random(seed)
        self.window = EditorWindow(path)
        self.number = 0

    def tell(self, act: str) -> None:
        """Say what is on disk after an act."""
        project = self.window.workspace.project
        assert project is not None
        done = sum(not step.undone for step in project.steps())
        sys.stdout.write(json.dumps({"act": act, "done": done, "rows": digest(self.path)}) + "\n")
        sys.stdout.flush()

    def act(self) -> str:
        """Do something and wait until the window says that it is on disk."""
        (kind,) = self.chance.choices(list(ACTS), list(ACTS.values()))
        self.number += 1
        sys.stdout.write(json.dumps({"begins": kind}) + "\n")
        sys.stdout.flush()
        {"undo": self._turn, "redo": self._turn, "replace": self._replace}.get(kind, self._change)(kind)
        self.window.settle()
        return kind

    def _change(self, kind: str) -> None:
        rows = self.window.page.model.rowCount()
        high = self.chance.choice((1, 5, 400))
        first = rows - 3 if kind == "paste beyond" else self.chance.randrange(1, max(2, rows - high))
        self.window.choose(list(range(first, min(first + high, rows)))[::-1], LAST)
        if kind == "edit":
            self.window.key(Qt.Key.Key_F2)
            type_in(f"typed {self.number}")
            self.window.key(Qt.Key.Key_Return)
        elif kind.startswith("paste"):
            QGuiApplication.clipboard().setText(to_tsv([[f"pasted {self.number}.{n}"] for n in range(high)]))
            self.window.choose([first], LAST)
            self.window.key(Qt.Key.Key_V, CTRL)
            self.window.idle()
            if first + high > rows:
                sheet = self.window.dialog(PasteSheet)
                assert isinstance(sheet, PasteSheet)
                sheet.add.click()
        elif kind in ("delete", "duplicate"):
            self.window.page.row_actions[kind].trigger()
        else:
            keys = {"fill": (Qt.Key.Key_D, CTRL), "empty": (Qt.Key.Key_Delete,)}
            self.window.key(*keys.get(kind, (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)))

    def _replace(self, _kind: str) -> None:
        bar = self.window.page.find_bar
        bar.open(replacing=True)
        bar.field.setText("e")
        bar.replacement.setText(f"e{self.number}" if self.number % 2 else "e")
        bar.where.setCurrentIndex(bar.where.findData(Where.ALL))
        bar.replace_all.click()
        dialog = self.window.dialog(PreviewDialog)
        self.window.idle()
        button: QPushButton = dialog.go  # type: ignore[attr-defined] # it is the dialog asked for
        button.click() if button.isEnabled() else dialog.close()
        self.window.settle()
        bar.left.emit()

    def _turn(self, kind: str) -> None:
        workspace = self.window.workspace
        workspace.undo() if kind == "undo" else workspace.redo()


def digest(path: Path) -> str:
    """Return what stands for the rows of a project file."""
    return hashlib.blake2b(repr(on_disk(path)).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def main(path: Path, seed: str) -> None:
    """Work until killed."""
    application = QApplication(["typist"])
    theme = Theme(application)
    theme.apply("light")
    typist = Typist(path, seed)
    theme.dress(typist.window.window)
    typist.tell("open")
    while True:
        typist.tell(typist.act())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

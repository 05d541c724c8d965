"""A real window of the editor beside a real Calc: blocks are copied there and back. Prints what arrived as JSON.

`python -m tests.gui.calc_session FOLDER PIPE PYTHON`: the project goes to FOLDER, Calc listens on PIPE, and PYTHON has
LibreOffice's bridge.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer, QItemSelection, QItemSelectionModel, QProcess, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.gui.background import Background
from desktop_app.gui.editor.page import EditorPage
from desktop_app.gui.theme.theme import Theme
from desktop_app.gui.workspace import Workspace
from desktop_app.store import examples

_BETWEEN_MS, _PATIENCE_MS, _TRIES = 500, 20_000, 4
LONG = "long " * 300
PLAIN = [
    (" lead and trail ", "two\nlines"),
    ('say "hi"', "ümläut 漢字 😀 مرحبا"),
    ('"quoted"', "a  b   c"),
    ("007", "=1+1"),
    ("", 'q"\nline\n\nend'),
    ("+49 170 0012", "1.50"),
    ("12/3", "1E5"),
    ("'apostrophe", "=SUM(A1:A2)"),
    ("שלום, 007!", "مرحبا (DHL) 1.0\nسطر"),
    ("<b>&amp;</b> 1.5", LONG),
]
"""What HTML can carry; Calc prefers it to text."""
HARD = [("tab\there", "line\n"), ("\nfirst", 'a "b"\tc\n'), ("שלום", "x")]
"""What only text can carry."""


class Session:
    """The window, the project and Calc."""

    def __init__(self, folder: Path, pipe: str, python: str) -> None:
        self.faults: list[object] = []
        self.background = Background(self.faults.append, self.faults.append)
        self.background.start()
        self.workspace = Workspace(self.background)
        self.workspace.create(folder / "calc.tunedesk")
        self.until(lambda: self.workspace.project is not None)
        rows = [(Completion(*pair), Part.TRAINING) for pair in [*PLAIN, *HARD]]
        self.workspace.project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
        self.workspace.project.set_setting("shape", "completion").result()
        self.page = EditorPage(self.workspace, self.background)
        self.window = QMainWindow()
        self.window.setCentralWidget(self.page)
        self.window.resize(1000, 700)
        self.window.show()
        self.until(lambda: self.page.model.rowCount() == len(rows))
        self.keys, self.pressed = QProcess(), QElapsedTimer()
        self.pressed.start()
        self.calc = QProcess()
        self.calc.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self.calc.start(python, [str(Path(__file__).with_name("calc_driver.py")), pipe])
        self.answer()

    def until(self, holds: Callable[[], object]) -> None:
        """Let the window live until something holds."""
        for _ in range(3000):
            if self.faults:
                raise SystemExit(f"faults: {self.faults}")
            if holds():
                return
            QTest.qWait(10)
        raise SystemExit("nothing happened for 30 seconds")

    def answer(self) -> Any:
        """Return Calc's next answer."""
        self.until(self.calc.canReadLine)
        return json.loads(bytes(self.calc.readLine().data()))

    def accept_dialog(self) -> None:
        """Press Enter in the dialog in which Calc asks how to import, if it is there; the window lives meanwhile.

        Calc asks it for what lies on the clipboard, piece by piece, and gives up soon when nobody answers.
        """
        if self.keys.state() is QProcess.ProcessState.NotRunning and self.pressed.hasExpired(_BETWEEN_MS):
            self.pressed.start()
            self.keys.start(
                "xdotool", ["search", "--onlyvisible", "--name", "Import", "windowactivate", "key", "Return"]
            )

    def tell(self, *command: object) -> None:
        """Begin something in Calc."""
        self.calc.write((json.dumps(command) + "\n").encode())

    def ask(self, *command: object) -> Any:
        """Let Calc do something, and wait for it."""
        self.tell(*command)
        return self.answer()

    def pasted(self, row: int, wanted: list[tuple[str, str]]) -> list[list[str]]:
        """Let Calc paste and return what it has; where its question went by unanswered it pastes once more."""
        for _ in range(_TRIES):
            there = self._pasted(row, wanted)
            if any(map(any, there)):
                break
        return there

    def _pasted(self, row: int, wanted: list[tuple[str, str]]) -> list[list[str]]:
        """Let Calc paste, say yes to what it asks, and return what it has: what is wanted, or whatever came in time."""
        self.tell("paste", row)
        self.until(lambda: self.calc.canReadLine() or self.accept_dialog())
        self.answer()
        end = QElapsedTimer()
        end.start()
        while True:
            there = self.ask("read", row, len(wanted), 2)
            if there == [list(pair) for pair in wanted] or end.hasExpired(_PATIENCE_MS):
                return there
            if not any(map(any, there)):
                self.accept_dialog()  # this one asks only after it has answered
            QTest.qWait(50)

    def choose(self, first: int, last: int) -> None:
        """Choose the fields of these rows."""
        self.window.activateWindow()
        self.page.table.setFocus()
        self.until(self.page.table.hasFocus)
        model, chosen = self.page.model, QItemSelection()
        chosen.select(model.index(first, 1), model.index(last, 2))
        self.page.table.go_to(first, 1)
        self.page.table.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def to_calc(self, first: int, wanted: list[tuple[str, str]], row: int) -> object:
        """Copy rows and return what Calc has after pasting them."""
        copied: list[int] = []
        self.page.cells.copier.copied.connect(copied.append)
        self.choose(first, first + len(wanted) - 1)
        QTest.keyClick(self.page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        self.until(lambda: copied)
        return self.pasted(row, wanted)

    def from_calc(self, rows: list[tuple[str, str]], row: int) -> object:
        """Return what the project has after pasting these cells of Calc over its first rows."""
        done: list[object] = []
        self.page.cells.done.connect(done.append)
        self.ask("copy", row, rows)
        self.choose(0, 0)
        QTest.keyClick(self.page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        self.until(lambda: done)
        with self.workspace.project.reading() as connection:
            there = list(examples.rows(connection))[: len(rows)]
        return [[each.example.prompt, each.example.completion] for each in there]

    def close(self) -> None:
        """Close the project; whoever started Calc ends it."""
        self.calc.closeWriteChannel()
        self.calc.waitForFinished(5000)
        self.keys.waitForFinished(5000)
        self.workspace.close()
        self.background.stop(5.0)


def main() -> None:
    """Print what arrived on each side."""
    app = QApplication(sys.argv)
    Theme(app).apply("light")
    session = Session(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
    found = {
        "plain to calc": session.to_calc(0, PLAIN, 0),
        "hard to calc": session.to_calc(len(PLAIN), HARD, 20),
        "hard from calc": session.from_calc(HARD, 40),
        "plain from calc": session.from_calc(PLAIN, 60),
    }
    session.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()

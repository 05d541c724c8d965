"""A program that does all that needs a key, through its windows, and tells what its widgets and its children show.

Started by test_key_nowhere: the key comes by standard input, words go to standard output as JSON lines.
"""

import json
import os
import sys
from pathlib import Path

import psutil
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.app import Program
from desktop_app.crash import CrashBorder
from desktop_app.gui.preferences.providers_page import ProvidersPage
from desktop_app.settings import paths


def main() -> None:
    address, folder = sys.argv[1], Path(sys.argv[2])
    key = sys.stdin.readline().strip()
    application = QApplication(sys.argv[:1])
    border = CrashBorder(paths.log_dir())
    border.start()
    program = Program(application, border)
    program.window.show()
    walk = Walk(program, folder)
    walk.keep_key(address, key)
    walk.try_out()
    walk.bring_home()
    walk.break_down(border, key)
    walk.look_at_children()
    program.window.close()
    border.stop()


class Walk:
    """Goes through the windows and looks at everything they say whenever a picture is drawn."""

    def __init__(self, program: Program, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._pictures = 0

    def keep_key(self, address: str, key: str) -> None:
        """Add a provider and enter its key as a person does."""
        dialog = self._program.window.open_preferences("Providers")
        page = dialog.findChild(ProvidersPage)
        page.show_form()
        page.form.kind.setCurrentIndex(page.form.kind.findData("custom"))
        page.form.gaps["address"].setText(address)
        QTest.keyClick(page.form.add, Qt.Key.Key_Space)
        until(page.card.key.line.isEnabled)
        QTest.keyClicks(page.card.key.line, key)
        QTest.keyClick(page.card.key.line, Qt.Key.Key_Return)
        until(page.card.key.forget.isVisible)
        self.picture()
        say(state=page.card.key.state.text)
        self._page, self._dialog = page, dialog

    def try_out(self) -> None:
        """Test the connection twice: once with a fault on the way."""
        card = self._page.card
        QTest.keyClick(card.trial.button, Qt.Key.Key_Space)
        until(lambda: card.trial.problem.isVisible() or len(card.trial.words) == 5)
        self.picture()
        QTest.keyClick(card.trial.button, Qt.Key.Key_Space)
        until(lambda: len(card.trial.words) == 5)
        self.picture()
        self._dialog.accept()

    def bring_home(self) -> None:
        """Rescue the account; the provider breaks off now and then."""
        window = self._program.window
        window.enter("rescue")
        page = window.page("rescue")
        until(lambda: page.choice.table.rowCount() > 0)
        self.picture()
        page.start()
        until(lambda: page.progress.report.isVisible() or page.state == "problem")
        self.picture()
        say(rescued=page.progress.sum.text)

    def break_down(self, border: CrashBorder, key: str) -> None:
        """Let a fault happen whose words hold the key, as an SDK's might; its report must not."""
        border.caught(RuntimeError(f"401 for Authorization: Bearer {key}, key={key}"))
        until(lambda: any(w.isVisible() and w is not self._program.window for w in QApplication.topLevelWidgets()))
        self.picture()
        for dialog in QApplication.topLevelWidgets():
            if dialog is not self._program.window:
                dialog.close()

    def look_at_children(self) -> None:
        """Tell the command line and the surroundings of every child process that runs now, and of this one."""
        window = self._program.window
        window.enter("models")
        until((paths.engine_dir() / "engine.json").exists)
        card = json.loads((paths.engine_dir() / "engine.json").read_text())
        wanted = [*psutil.Process().children(recursive=True), psutil.Process(card["pid"])]
        for child in wanted:
            say(command=child.cmdline(), environment=child.environ())
        say(children=len(wanted), own=psutil.Process().cmdline())

    def picture(self) -> None:
        """Draw every window and tell all that a person or a screen reader could get out of it."""
        QApplication.sendPostedEvents()
        for window in [w for w in QApplication.topLevelWidgets() if w.isVisible()]:
            self._pictures += 1
            window.grab().save(str(self._folder / f"{self._pictures:02}.png"))
            for part in [window, *window.findChildren(QWidget)]:
                said = [part.windowTitle(), part.accessibleName(), part.accessibleDescription()]
                said += [part.toolTip(), part.statusTip(), part.whatsThis()]
                if isinstance(part, QLabel | QLineEdit):
                    said.append(part.text())
                if isinstance(part, QPlainTextEdit):
                    said.append(part.toPlainText())
                if isinstance(part, QComboBox):
                    said += [part.itemText(n) for n in range(part.count())]
                for words in filter(None, said):
                    say(widget=words)


def until(condition, seconds: float = 60.0) -> None:
    """Let the program live until something holds."""
    loop, watch, end = QEventLoop(), QTimer(), QTimer(singleShot=True)
    watch.timeout.connect(lambda: loop.quit() if condition() else None)
    end.timeout.connect(loop.quit)
    watch.start(20)
    end.start(round(seconds * 1000))
    loop.exec()
    if not condition():
        raise TimeoutError(condition)


def say(**what: object) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main()

"""Starting the program as a window for a person."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.app import Program
from desktop_app.cli.commands import OpenWindow
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.crash import CrashBorder
from desktop_app.gui.doorbell import Application, Doorbell
from desktop_app.gui.report import log_qt_messages
from desktop_app.settings import paths


def window(command: OpenWindow) -> int:
    """Show the window until it is closed, or have the program that runs already show it; returns the exit code."""
    file = command.file.resolve() if command.file is not None else None
    try:
        border = CrashBorder(paths.log_dir())
        bell = Doorbell(paths.data_dir())
    except Problem as problem:
        return said_in_the_terminal(problem)
    border.start()
    quiet = log_qt_messages()
    try:
        application = new_application()
        opening = Opening(application, border, bell, file)
        if command.apart or bell.answer():
            opening.show()
        else:
            bell.heard.connect(application.quit)
            bell.unheard.connect(opening.show)
            bell.ring(file)
        return application.exec()
    finally:
        bell.stop()
        quiet()
        border.stop()


class Opening(QObject):
    """Puts the program together when it is clear that none runs, and opens in it what is asked for later."""

    def __init__(self, application: Application, border: CrashBorder, bell: Doorbell, file: Path | None) -> None:
        super().__init__(application)
        self._application = application
        self._border = border
        self._files = [file] if file is not None else []
        self.program: Program | None = None
        bell.rung.connect(self._on_rung)
        application.asked.connect(self._on_rung)
        application.focusWindowChanged.connect(self._open_what_waits)

    def show(self) -> None:
        """Show the window, then open the files."""
        self.program = Program(self._application, self._border)
        self.program.window.show()
        QTimer.singleShot(0, self, self._open_what_waits)

    def _on_rung(self, file: str) -> None:
        """Come forward for somebody who started the program again; open the file they meant."""
        self._files += [Path(file)] if file else []  # several that are opened together come one by one
        if self.program is None:
            return  # it is opened as soon as there is a window
        window = self.program.window
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()
        self._open_what_waits()

    def _open_what_waits(self) -> None:
        """Open the files, unless a dialog waits for an answer: nothing is changed under it, and they wait."""
        if self._files and self.program is not None and QApplication.activeModalWidget() is None:
            files, self._files = self._files, []
            self.program.open(*files)


def new_application() -> Application:
    """Return the application with the names that systems know it by."""
    application = Application(sys.argv[:1])
    application.setApplicationName("TuneDesk")
    application.setDesktopFileName("tunedesk")
    return application


def said_in_the_terminal(problem: Problem) -> int:
    """Say a problem to whoever started the program; returns the exit code."""
    for sentence in (problem.happened, problem.meaning, problem.remedy):
        sys.stderr.write(english(sentence) + "\n")
    if problem.details:
        sys.stderr.write(problem.details + "\n")
    return 1

"""Starting the program: as a window for a person, as a tour that walks by itself, or to prove that it works."""

import sys
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app import smoke
from desktop_app.app import Program
from desktop_app.cli.arguments import OpenWindow, TakeTour
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.crash import CrashBorder
from desktop_app.gui.doorbell import Application, Doorbell
from desktop_app.gui.report import log_qt_messages
from desktop_app.gui.tour.driver import Driver
from desktop_app.settings import paths
from desktop_app.tour import Tour


def window(command: OpenWindow) -> int:
    """Show the window until it is closed, or have the program that runs already show it; returns the exit code."""
    file = command.file.resolve() if command.file is not None else None
    try:
        border = CrashBorder(paths.log_dir())
        bell = Doorbell(paths.data_dir())
    except Problem as problem:
        return _said(problem)
    border.start()
    quiet = log_qt_messages()
    try:
        application = _application()
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


def self_test() -> int:
    """Prove in a home of its own that this installation works; returns 0, or 1 after saying what does not."""
    with smoke.Apart() as home:
        border = CrashBorder(paths.log_dir())
        border.start()
        try:
            application = _application()
            program = Program(application, border)
            test = smoke.SelfTest(program, home, smoke.say_line)
            driver = Driver(program.window, test.script())
            border.tell_to(test.break_off)
            test.broken.connect(program.window.close)
            driver.stuck.connect(test.stop)
            program.problem.connect(test.stop)
            driver.finished.connect(program.window.close)
            program.window.show()
            driver.start()
            application.exec()
        finally:
            border.stop()
    if test.problem is not None:
        smoke.say_problem(test.problem)
        return 1
    smoke.say_line("ok  everything works")
    return 0


def tour(command: TakeTour) -> int:
    """Walk through the program and leave pictures and figures; returns 0, or 1 after saying what stood in the way."""
    began = monotonic()
    try:
        border = CrashBorder(paths.log_dir())
        _writable(command.folder)
    except Problem as problem:
        return _said(problem)
    border.start()
    try:
        application = _application()
        program = Program(application, border)
        walk = Tour(program, command, began)
        driver = Driver(program.window, walk.script())
        border.tell_to(walk.break_off)
        walk.broken.connect(application.quit)
        driver.stuck.connect(walk.stop)
        program.problem.connect(walk.stop)
        driver.finished.connect(program.window.close)
        program.window.show()
        driver.start()
        application.exec()
        return _said(walk.problem) if walk.problem else 0
    finally:
        border.stop()


def _application() -> Application:
    application = Application(sys.argv[:1])
    application.setApplicationName("TuneDesk")
    application.setDesktopFileName("tunedesk")
    return application


def _writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Problem("folder_not_writable", details=str(error), folder=str(folder)) from error


def _said(problem: Problem) -> int:
    for sentence in (problem.happened, problem.meaning, problem.remedy):
        sys.stderr.write(english(sentence) + "\n")
    if problem.details:
        sys.stderr.write(problem.details + "\n")
    return 1

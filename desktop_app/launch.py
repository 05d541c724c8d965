"""Starting the program: as a window for a person, or as a tour that walks by itself."""

import sys
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.app import Program
from desktop_app.cli.arguments import TakeTour
from desktop_app.core.problem import Problem
from desktop_app.core.sentences import english
from desktop_app.crash import CrashBorder
from desktop_app.gui.report import log_qt_messages
from desktop_app.gui.theme.locale import choose_locale
from desktop_app.gui.tour.driver import Driver
from desktop_app.settings import paths
from desktop_app.tour import Tour


def window(file: Path | None) -> int:
    """Show the window until it is closed; returns the exit code."""
    try:
        border = CrashBorder(paths.log_dir())
    except Problem as problem:
        return _said(problem)
    border.start()
    quiet = log_qt_messages()
    try:
        application = _application()
        program = Program(application, border)
        program.window.show()
        if file is not None:
            QTimer.singleShot(0, program, lambda: program.open(file.resolve()))
        return application.exec()
    finally:
        quiet()
        border.stop()


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


def _application() -> QApplication:
    choose_locale()
    application = QApplication(sys.argv[:1])
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

"""The program without a person: a tour that walks by itself, or proof that this installation works."""

from pathlib import Path
from time import monotonic

from desktop_app import smoke
from desktop_app.app import Program
from desktop_app.cli.commands import TakeTour
from desktop_app.core.problem import Problem
from desktop_app.crash import CrashBorder
from desktop_app.gui.doorbell import Application
from desktop_app.gui.tour.driver import Driver
from desktop_app.launch import new_application, said_in_the_terminal
from desktop_app.settings import paths
from desktop_app.tour import Tour


def self_test() -> int:
    """Prove in a home of its own that this installation works; returns 0, or 1 after saying what does not."""
    with smoke.Apart() as home:
        border = CrashBorder(paths.log_dir())
        border.start()
        try:
            application = new_application()
            program = Program(application, border)
            test = smoke.SelfTest(program, home, smoke.say_line)
            test.broken.connect(program.window.close)
            _walk(application, program, test, border)
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
        return said_in_the_terminal(problem)
    border.start()
    try:
        application = new_application()
        program = Program(application, border)
        walk = Tour(program, command, began)
        walk.broken.connect(application.quit)
        _walk(application, program, walk, border)
        return said_in_the_terminal(walk.problem) if walk.problem else 0
    finally:
        border.stop()


def _walk(application: Application, program: Program, walk: Tour | smoke.SelfTest, border: CrashBorder) -> None:
    """Walk through the window until the end, or until something stands in the way, which stops the walk."""
    driver = Driver(program.window, walk.script())
    border.tell_to(walk.break_off)
    driver.stuck.connect(walk.stop)
    program.problem.connect(walk.stop)
    driver.finished.connect(program.window.close)
    program.window.show()
    driver.start()
    application.exec()


def _writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Problem("folder_not_writable", details=str(error), folder=str(folder)) from error

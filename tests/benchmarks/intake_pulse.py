"""`python -m tests.benchmarks.intake_pulse FILE HOME`: a window whose clock beats while a large file is taken in."""

import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

from PySide6.QtWidgets import QApplication

from desktop_app.app import Program
from desktop_app.core.wizard import Step
from desktop_app.crash import CrashBorder
from desktop_app.gui.tour.driver import Driver, Until, push
from desktop_app.settings import paths
from desktop_app.store import examples
from tests.benchmarks.beating import IDLE_SECONDS, Pulse

PATIENCE = 900


def walk(program: Program, pulse: Pulse, path: Path) -> Iterator[Until]:
    """Rest, bring a file in through the wizard's pages, create its rows."""
    window, wizard = program.window, program.rooms.wizard
    window.activateWindow()
    began = perf_counter()
    yield Until("a moment of rest", lambda: perf_counter() - began > 2)
    pulse.begin("idle")
    began = perf_counter()
    yield Until("the window has rested", lambda: perf_counter() - began > IDLE_SECONDS)
    pulse.begin("")
    program.open(path)

    def ready(step: Step) -> bool:
        asked = wizard.wizard
        return asked is not None and asked.step is step and wizard.state == "content" and wizard.next.isEnabled()

    for step in (Step.READ, Step.SHAPE):
        yield Until(f"the page {step.value} is ready", partial(ready, step), PATIENCE)
        pulse.begin("intake" if step is Step.SHAPE else "")
        push(wizard.next)
    yield Until("the file is taken in", partial(ready, Step.CHECK), PATIENCE)
    pulse.begin("")
    push(wizard.next)
    yield Until("the rows are divided", partial(ready, Step.SPLIT), PATIENCE)
    pulse.begin("adopt")
    push(wizard.next)
    yield Until("the rows are in the project", lambda: not program.rooms.data.importing and rows(program) > 0, PATIENCE)
    pulse.begin("")


def rows(program: Program) -> int:
    """Return how many rows the open project has."""
    project = program.workspace.project
    if project is None:
        return 0
    with project.reading() as connection:
        return examples.count(connection)


def main(path: Path) -> int:
    """Show the window, walk, and tell the lateness of every beat in milliseconds."""
    border = CrashBorder(paths.log_dir())
    border.start()
    application = QApplication(sys.argv[:1])
    program = Program(application, border)
    pulse = Pulse(program)
    driver = Driver(program.window, walk(program, pulse, path))
    stuck: list[object] = []
    border.tell_to(lambda story: (stuck.append(story), application.quit()))
    driver.stuck.connect(stuck.append)
    driver.stuck.connect(program.window.close)
    driver.finished.connect(program.window.close)
    program.window.show()
    driver.start()
    application.exec()
    late = {phase: values for phase, values in pulse.late.items() if phase}
    sys.stdout.write((f"stuck: {stuck!r}" if stuck else json.dumps(late)) + "\n")
    return 1 if stuck else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

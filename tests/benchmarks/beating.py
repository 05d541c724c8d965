"""`python -m tests.benchmarks.beating HOME`: a real window that trains and asks, with a clock of 10 ms in it."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.app import Program
from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.crash import CrashBorder
from desktop_app.gui.tour.driver import Driver, Until, press, walk_to
from desktop_app.settings import paths
from desktop_app.store.project import Project

MODEL = "tiny"
BEAT_MS = 10
IDLE_SECONDS = 4.0


class Pulse(QObject):
    """Notes by how many milliseconds each beat is late, under the name of what is going on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.late: dict[str, list[float]] = {}
        self._phase = ""
        self._last = perf_counter()
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._beat)
        timer.start(BEAT_MS)

    def begin(self, phase: str) -> None:
        """Note what comes from now on under this name; an empty one notes nothing."""
        self._phase = phase
        self._last = perf_counter()  # what was done before the phase began is not of it
        self.late.setdefault(phase, [])

    def _beat(self) -> None:
        now = perf_counter()
        if self._phase:
            self.late[self._phase].append(max(0.0, 1000 * (now - self._last) - BEAT_MS))
        self._last = now


def walk(program: Program, pulse: Pulse) -> Iterator[Until]:
    """Rest, train, ask."""
    window, began = program.window, perf_counter()
    window.activateWindow()
    yield Until("the project is open", lambda: program.workspace.project is not None and window.isActiveWindow())
    yield Until("a moment of rest", lambda: perf_counter() - began > 2)
    pulse.begin("idle")
    began = perf_counter()
    yield Until("the window has rested", lambda: perf_counter() - began > IDLE_SECONDS)
    pulse.begin("")
    press("Ctrl+3")
    page = program.rooms.training
    menu = page.plan_card.model_menu
    yield Until("the tiny model is offered", lambda: menu.findData(MODEL) >= 0, 120)
    menu.setCurrentIndex(menu.findData(MODEL))
    yield Until("the plan can be started", lambda: page.plan_card.can_start, 120)
    pulse.begin("training")
    walk_to(menu)
    press("Ctrl+Return")
    yield Until("the training ends", lambda: page.run is not None and page.run.job.status.ended, 300)
    pulse.begin("")
    yield Until("the curve is drawn", lambda: page.view.charts.drawn)
    room = program.rooms.playground
    program.window.go("playground")
    yield Until("both models are offered", lambda: bool(room.isVisible() and len(room.models) == 2), 120)
    pulse.begin("answers")
    room.comparison.ask_all()
    yield Until("the answers are there", lambda: not room.asking and bool(room.results), 300)
    pulse.begin("")


def main(home: Path) -> int:
    """Sit before the window and tell how late its clock was."""
    path = home / "pulse.tunedesk"
    with closing(Project.create(path)) as project:
        sums = [(a, b) for a in range(8) for b in range(8)] * 5
        rows = [(Completion(f"what is {a} and {b}", f" it is {a + b} indeed"), Part.TRAINING) for a, b in sums]
        rows += [(Completion(f"what is {a} and 9", f" it is {a + 9} indeed"), Part.VALIDATION) for a in range(8)]
        rows += [(Completion(f"what is 9 and {a}", f" it is {a + 9} indeed"), Part.TEST) for a in range(12)]
        project.do(text("step.create_examples", count=len(rows), name="sums"), lambda e: e.append(rows)).result()
        project.set_setting("shape", "completion").result()
    border = CrashBorder(paths.log_dir())
    border.start()
    application = QApplication(sys.argv[:1])
    program = Program(application, border)
    pulse = Pulse(program)
    driver = Driver(program.window, walk(program, pulse))
    stuck: list[object] = []
    border.tell_to(lambda story: (stuck.append(story), application.quit()))
    driver.stuck.connect(stuck.append)
    driver.stuck.connect(program.window.close)
    driver.finished.connect(program.window.close)
    program.window.show()
    program.open(path)
    driver.start()
    application.exec()
    late = {phase: values for phase, values in pulse.late.items() if phase}
    sys.stdout.write((f"stuck: {stuck!r}" if stuck else json.dumps(late)) + "\n")
    return 1 if stuck else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

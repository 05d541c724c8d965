"""`python -m tests.campaigns.sitting start|look PROJECT`: one sitting before the real window, told line by line.

`start` opens the project, starts a training with the keyboard and tells each step the window shows, until killed.
`look` opens the project, waits until the window shows the training's end, and tells the points in its table.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_app.app import Program
from desktop_app.crash import CrashBorder
from desktop_app.gui.tour.driver import Driver, Until, press, walk_to
from desktop_app.gui.training.charts.points_table import PointsTable
from desktop_app.settings import paths

PATIENCE = 200.0
MODEL = "tiny"


def tell(**values: object) -> None:
    """Say something to whoever listens; one JSON object a line."""
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


def start(program: Program) -> Iterator[Until]:
    """Start a training and tell of each step; never ends by itself."""
    yield from _arrive(program)
    page = program.rooms.training
    menu = page.plan_card.model_menu
    yield Until("the tiny model is offered", lambda: menu.findData(MODEL) >= 0, PATIENCE)
    menu.setCurrentIndex(menu.findData(MODEL))
    yield Until("the plan can be started", lambda: page.plan_card.can_start, PATIENCE)
    walk_to(menu)
    press("Ctrl+Return")
    yield Until("the training is there", lambda: page.run is not None, PATIENCE)
    told = -1
    while True:
        yield Until("the next step", lambda told=told: page.run is not None and page.run.step > told, PATIENCE)
        told = page.run.step if page.run is not None else told
        tell(step=told, job=page.run.job.id if page.run else "")


def look(program: Program) -> Iterator[Until]:
    """Wait for the end of the training and tell what the table of points holds."""
    yield from _arrive(program)
    page = program.rooms.training
    yield Until("the training is on the page", lambda: page.run is not None, PATIENCE)
    yield Until("the training has ended", lambda: page.run is not None and page.run.job.status.ended, PATIENCE)
    yield Until("what was measured is loaded", lambda: page.run is not None and page.run.loaded, PATIENCE)
    run = page.run
    charts = page.view.charts
    yield Until("it is on the charts", lambda: any(each.curves is run.curves for each in charts.runs), PATIENCE)
    shown = PointsTable()
    shown.show_run(charts.runs[0])
    cells = [shown.index(row, 0).data() for row in range(shown.rowCount())]
    tell(status=str(run.job.status), total=run.job.total_steps, steps=run.curves.steps.tolist(), cells=cells)


def _arrive(program: Program) -> Iterator[Until]:
    program.window.activateWindow()
    yield Until("the window is active", program.window.isActiveWindow)
    yield Until("the project is open", lambda: program.workspace.project is not None)
    press("Ctrl+3")
    yield Until("the training page shows", lambda: program.window.place == "training")


def main(what: str, project: Path) -> int:
    """Sit before the window; 0 when the script came to its end, 1 where it got stuck."""
    border = CrashBorder(paths.log_dir())
    border.start()
    application = QApplication(sys.argv[:1])
    program = Program(application, border)
    driver = Driver(program.window, {"start": start, "look": look}[what](program))
    stuck: list[object] = []
    border.tell_to(lambda story: (stuck.append(story), application.quit()))
    driver.stuck.connect(stuck.append)
    driver.stuck.connect(program.window.close)
    driver.finished.connect(program.window.close)
    program.window.show()
    program.open(project)
    driver.start()
    application.exec()
    for problem in stuck:
        tell(stuck=repr(problem))
    return 1 if stuck else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))

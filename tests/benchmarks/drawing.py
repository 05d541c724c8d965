"""`python -m tests.benchmarks.drawing FOLDER`: draws growing curves, and opens a run of a million points."""

import json
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.core.curves import Curves, Portion
from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.core.line import Line
from desktop_app.gui.background import Background
from desktop_app.gui.theme.theme import Theme
from desktop_app.gui.training.charts.charts import Charts
from desktop_app.gui.training.charts.panels_box import PanelsBox
from desktop_app.gui.training.charts.shown import Manner, Shown
from desktop_app.gui.training.charts.traces import all_panels
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work.read_curves import read_curves
from tests.benchmarks.beating import Pulse

SIZE = (900, 500)
COUNTS = (10_000, 1_000_000)
FRAMES = 40
GROWTH = 100
CURVES = 4
NAMES = ("train_loss", "train_accuracy", "learning_rate", "reward")
REST_S = 3.0

Grow = Callable[[], None]


def values(seed: int, first: int, count: int) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Return what a training might measure."""
    steps = np.arange(first, first + count, dtype=np.float64)
    return 1 + 2 * np.exp(-steps / 200_000) + np.random.default_rng(seed + first).normal(0, 0.2, count)


class Growing:
    """Lines that grow by the same points in the same frame, whoever draws them."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.next = [values(seed, count, GROWTH * (FRAMES + 1)) for seed in range(CURVES)]
        self.first = [values(seed, 0, count) for seed in range(CURVES)]

    def steps(self, first: int, count: int) -> "np.ndarray[Any, np.dtype[np.int64]]":
        return np.arange(first, first + count, dtype=np.int64)

    def portion(self, frame: int, seed: int) -> "np.ndarray[Any, np.dtype[np.float64]]":
        return self.next[seed][frame * GROWTH : (frame + 1) * GROWTH]


def pyramid_alone(growing: Growing) -> tuple[QWidget, Callable[[int], None]]:
    """Return a bare plot of four lines that are thinned by their pyramids to two points a pixel."""
    plot = pyqtgraph.PlotWidget()
    plot.getPlotItem().setMouseEnabled(False, False)
    lines, items = [], []
    for seed in range(CURVES):
        line = Line()
        line.add(growing.steps(0, growing.count), growing.first[seed])
        lines.append(line)
        items.append(plot.plot([], [], pen=pyqtgraph.mkPen(pyqtgraph.intColor(seed), width=1)))

    def frame(number: int) -> None:
        first = growing.count + number * GROWTH
        for seed, (line, item) in enumerate(zip(lines, items, strict=True)):
            line.add(growing.steps(first, GROWTH), growing.portion(number, seed))
            item.setData(*line.thinned(0, len(line), 4 * SIZE[0]))

    return plot, frame


def four_runs(growing: Growing) -> tuple[QWidget, Callable[[int], None]]:
    """Return our panel with the losses of four trainings over one another, each smoothed."""
    runs = [_run(f"run {seed}", growing, {"train_loss": seed}) for seed in range(CURVES)]
    return _ours(growing, runs, [{"train_loss": seed} for seed in range(CURVES)])


def four_panels(growing: Growing) -> tuple[QWidget, Callable[[int], None]]:
    """Return our panels with four quantities of one training, raw and smoothed."""
    lines = {name: seed for seed, name in enumerate(NAMES)}
    return _ours(growing, [_run("run", growing, lines)], [lines])


def _run(name: str, growing: Growing, lines: dict[str, int]) -> Shown:
    steps = growing.steps(0, growing.count)
    curves = Curves()
    curves.extend(Portion(steps, {each: (steps, growing.first[seed]) for each, seed in lines.items()}))
    job = Job(name, "local", "m", JobStatus.RUNNING, 0.0, epochs=3, total_steps=2 * growing.count)
    return Shown(job, curves, (), name)


def _ours(growing: Growing, runs: list[Shown], lines: list[dict[str, int]]) -> tuple[QWidget, Callable[[int], None]]:
    box = PanelsBox()
    manner = Manner(further=frozenset({"reward"}))
    while not box.show_panels(all_panels(runs), pyqtgraph):
        pass

    def frame(number: int) -> None:
        first = growing.count + number * GROWTH
        for run, seeds in zip(runs, lines, strict=True):
            steps = growing.steps(first, GROWTH)
            portion = {name: (steps, growing.portion(number, seed)) for name, seed in seeds.items()}
            run.curves.extend(Portion(steps, portion))
        box.draw(runs, manner)
        while box.busy:  # one panel after the other
            QApplication.processEvents()

    return box, frame


WAYS = {
    "pyramid alone": pyramid_alone,
    "four trainings over one another": four_runs,
    "four panels of one training": four_panels,
}


def frames(application: QApplication, theme: Theme) -> dict[str, dict[str, list[float]]]:
    """Return the CPU seconds of each frame, everybody's in turn."""
    found: dict[str, dict[str, list[float]]] = {what: {} for what in WAYS}
    for count in COUNTS:
        growing = Growing(count)
        made = {what: make(growing) for what, make in WAYS.items()}
        for widget, _ in made.values():
            theme.dress(widget)
            widget.resize(*SIZE)
            widget.show()
        application.processEvents()
        for number in range(FRAMES):
            for what, (_, frame) in made.items():
                began = process_time()
                frame(number)
                application.processEvents()
                taken = process_time() - began
                if number:  # the first frame builds what the others keep
                    found[what].setdefault(str(count), []).append(taken)
        for widget, _ in made.values():
            widget.close()
    return found


def opening(folder: Path, theme: Theme) -> dict[str, Any]:
    """Return how long a run of a million points takes to open, and how late the window's timer is meanwhile."""
    job = Job("job", "local", "m", JobStatus.SUCCEEDED, 0.0, epochs=3, total_steps=1_000_000)
    with closing(_million(folder / "million.tunedesk", job)) as project:
        faults: list[BaseException] = []
        background = Background(faults.append)
        background.start()
        owner, curves, charts = QObject(), Curves(), Charts(background)
        theme.dress(charts)
        charts.resize(*SIZE)
        charts.show()
        pulse = Pulse(owner)
        rest(pulse, "at rest")
        pulse.begin("while it opens")
        began, told = perf_counter(), {"first": 0.0}
        over: list[bool] = []

        def take(portions: list[Portion]) -> None:
            for portion in portions:
                curves.extend(portion)
            charts.show_run(Shown(job, curves))

        background.run(owner, read_curves(project, job.id), on_items=take, on_end=lambda: over.append(True))
        until(lambda: any(not view.stale for view in charts.panels.views) and not charts.panels.drawing)
        told["first"] = perf_counter() - began
        until(lambda: bool(over) and charts.drawn)
        told["all"] = perf_counter() - began
        assert len(curves) == 1_000_000
        assert not faults
        rest(pulse, "with all of it open")
        pulse.begin("")
        charts.close()
        background.stop()
    return {**told, "late": {phase: late for phase, late in pulse.late.items() if phase}}


def rest(pulse: Pulse, phase: str) -> None:
    """Note for a while how late the window's timer is while nothing is asked of it."""
    pulse.begin(phase)
    began = perf_counter()
    until(lambda: perf_counter() - began > REST_S)


def until(reached: Callable[[], bool]) -> None:
    """Let the window live until something is so; a loop that only asks would take the time from all others."""
    loop, asking = QEventLoop(), QTimer()
    asking.timeout.connect(lambda: loop.quit() if reached() else None)
    asking.start(5)
    loop.exec()


def _million(path: Path, job: Job) -> Project:
    project = Project.create(path)
    project.write(lambda c: jobs.add(c, job, Plan("m"))).result()
    losses, rights = values(1, 1, 1_000_000).round(6).tolist(), values(2, 1, 1_000_000).round(6).tolist()
    rows = (
        (job.id, step, json.dumps({"train_loss": loss, "train_accuracy": right, "learning_rate": 1e-4, "time": 1e9}))
        for step, (loss, right) in enumerate(zip(losses, rights, strict=True), start=1)
    )
    project.write(lambda c: c.executemany("INSERT INTO metric_point VALUES (?, ?, ?)", rows)).result()
    return project


def main(folder: Path) -> int:
    """Measure everything and tell it as JSON."""
    application = QApplication(sys.argv[:1])
    theme = Theme(application)
    theme.apply("light")
    told = {"frames": frames(application, theme), "opening": opening(folder, theme)}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

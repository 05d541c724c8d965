"""The scenes of trainings in every state, kept in a project as they would be after they were followed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea

from desktop_app.core.example import Completion, Part
from desktop_app.core.job import JobStatus
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.text import text
from desktop_app.gui.training.job_list import JobList
from desktop_app.gui.training.run_view import RunView
from desktop_app.settings import paths
from desktop_app.store import jobs
from desktop_app.store.project import Project
from tests.core.curve_maker import falling, turning
from tests.gui.training_room import GOOD, keep
from tests.screens.stage import Stage

AWAY = "a-cloud-of-yesterday"
"""A connection that is gone: nobody is asked, so the pictures need no server."""


def _project() -> Path:
    path = paths.projects_dir() / "Four trainings.tunedesk"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    project = Project.create(path)
    rows = [(Completion(f"question {n} ->", f" answer {n}"), Part.TRAINING) for n in range(120)]
    project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
    heart = (falling(2.9, 0.3), turning(3.0, 1.5, 2.2, 0.5))
    keep(project, 1, JobStatus.SUCCEEDED, kind=heart, where=AWAY, title="by heart", rows=[f"r{n}" for n in range(120)])
    keep(project, 2, JobStatus.PAUSED, where=AWAY, upto=110, title="halted")
    words = "This computer ran out of memory. Choose a smaller batch size, then start again."
    keep(project, 3, JobStatus.FAILED, where=AWAY, upto=60, title="too large", error=words)
    more = [f"r{n}" for n in range(20, 140)]
    keep(project, 4, JobStatus.SUCCEEDED, kind=(falling(2.8, 1.1), GOOD[1]), where=AWAY, title="gentle", rows=more)
    project.close()
    return path


def _shown(stage: Stage, job: str, path: Path | None = None) -> JobList:
    stage.empty()
    stage.open(path or _project())
    stage.program.window.go("training")
    chosen = stage.program.rooms.training.findChild(JobList)
    chosen.choose(job)
    return chosen


def _shoot_run(stage: Stage, job: str, name: str, path: Path | None = None) -> None:
    _shown(stage, job, path)
    page = stage.program.rooms.training
    stage.until(lambda: page.run is not None and page.run.job.id == job, "the training is chosen")
    stage.until(lambda: page.view.charts.sentence and page.view.charts.drawn, "the curve is drawn")
    stage.shoot(name)


def training_states(stage: Stage) -> None:
    """Show a training that learned by heart, one that is halted, and one that a problem ended."""
    _shoot_run(stage, "ftjob-1", "training-overfitting")
    _shoot_run(stage, "ftjob-2", "training-paused")
    _shoot_run(stage, "ftjob-3", "training-failed")


def training_stopped(stage: Stage) -> None:
    """Show a training of this computer that was stopped by a full disk and can go on."""
    words = "The disk is full, so the training could not keep what it has learnt. Nothing else is damaged. Make room."
    more = {"upto": 110, "title": "no room", "error": words, "resumable": True}
    path = _one("A full disk", lambda project: keep(project, 1, JobStatus.FAILED, **more))
    _shoot_run(stage, "ftjob-1", "training-stopped", path)


def training_classes(stage: Stage) -> None:
    """Show a training of which it was measured how well it tells classes apart."""

    def write(project: Project) -> None:
        keep(project, 1, JobStatus.SUCCEEDED, where=AWAY, title="complaints")
        told = [MetricPoint(step, _classes_at(step)) for step in (0, 50, 100, 150, 200)]
        project.write(lambda c: jobs.add_points(c, "ftjob-1", told)).result()

    path = _one("Told apart", write)
    stage.empty()
    stage.open(path)
    stage.program.window.go("training")
    view = stage.program.rooms.training.view
    stage.until(lambda: view.charts.sentence and view.charts.drawn, "the curve is drawn")
    _scrolled_to(stage, view, "accuracy")
    stage.shoot("training-classes")


def _classes_at(step: int) -> dict[str, float]:
    share = step / 200
    found = {"accuracy": 0.62 + 0.31 * share, "precision": 0.4 + 0.5 * share, "recall": 0.9 - 0.04 * share}
    measured = {f"classification/{name}": value for name, value in found.items()}
    return {**measured, "classification/f1.0": 0.55 + 0.3 * share, "full_valid_loss": 3.0 - 1.4 * share**0.5}


def _scrolled_to(stage: Stage, view: RunView, name: str) -> None:
    """Bring the panel of a measure of classes into the picture."""
    panel = next(each for each in view.charts.panels.views if each.panel.key == f"classification/{name}")
    area = next(each for each in stage.program.rooms.training.findChildren(QScrollArea) if each.isAncestorOf(panel))
    area.verticalScrollBar().setValue(panel.mapTo(area.widget(), QPoint(0, 0)).y() - 60)
    stage.until(lambda: view.charts.drawn, "what came into sight is drawn")


def _one(name: str, write: Callable[[Project], object]) -> Path:
    """Return a project with a few rows and what `write` puts into it."""
    path = paths.projects_dir() / f"{name}.tunedesk"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    project = Project.create(path)
    rows = [(Completion(f"question {n} ->", f" answer {n}"), Part.TRAINING) for n in range(120)]
    project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
    write(project)
    project.close()
    return path


def training_compared(stage: Stage) -> None:
    """Show two trainings over one another, with what differs between them."""
    chosen = _shown(stage, "ftjob-4")
    page = stage.program.rooms.training
    for row in range(chosen.count()):
        item = chosen.item(row)
        if item.data(Qt.ItemDataRole.UserRole) in ("ftjob-1", "ftjob-4"):
            item.setCheckState(Qt.CheckState.Checked)
    page.side.compare.click()
    stage.until(page.comparison.isVisible, "the trainings are compared")
    stage.until(lambda: page.comparison.charts.drawn, "the curves are drawn")
    stage.shoot("training-compared")

"""The scenes of trainings in every state, kept in a project as they would be after they were followed."""

from pathlib import Path

from PySide6.QtCore import Qt

from desktop_app.core.example import Completion, Part
from desktop_app.core.job import JobStatus
from desktop_app.core.text import text
from desktop_app.gui.training.job_list import JobList
from desktop_app.settings import paths
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


def _shown(stage: Stage, job: str) -> JobList:
    stage.empty()
    stage.open(_project())
    stage.program.window.go("training")
    chosen = stage.program.rooms.training.findChild(JobList)
    chosen.choose(job)
    return chosen


def _shoot_run(stage: Stage, job: str, name: str) -> None:
    _shown(stage, job)
    page = stage.program.rooms.training
    stage.until(lambda: page.run is not None and page.run.job.id == job, "the training is chosen")
    stage.until(lambda: page.view.charts.sentence and page.view.charts.drawn, "the curve is drawn")
    stage.shoot(name)


def training_states(stage: Stage) -> None:
    """Show a training that learned by heart, one that is halted, and one that a problem ended."""
    _shoot_run(stage, "ftjob-1", "training-overfitting")
    _shoot_run(stage, "ftjob-2", "training-paused")
    _shoot_run(stage, "ftjob-3", "training-failed")


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

"""Training on this computer as it is set up, looked after and removed; and news of a newer version."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from desktop_app.core.release import Release
from desktop_app.providers.environment import PackageSet
from desktop_app.work.engine_parts import parts
from desktop_app.work.set_up import Phase, Standing, State, Step
from tests.screens.stage import Stage

_FOLDER = Path("~/TuneDesk/engine/environment")


def set_up(stage: Stage) -> None:
    """Show each state of the dialog."""
    dialog = stage.program.rooms.models.set_up()
    wanted = replace(parts(), card=False)
    absent = State(Standing.ABSENT, _FOLDER, 64_000_000_000, wanted)
    dialog.show_state(absent)
    stage.shoot("setup-absent", dialog)
    dialog._task = object()
    dialog._show_running()
    dialog.show_step(Step(Phase.FETCHING, 8, 23, "torch", 214_000_000, 0.7))
    stage.shoot("setup-fetching", dialog)
    dialog._task = None
    dialog.work_told.emit(None, None)
    dialog.step.clear()
    found = PackageSet("set-1", "", "", wanted.modules, wanted.requirements, {}, 1_193_000_000)
    dialog.show_state(replace(absent, standing=Standing.READY, found=found))
    stage.shoot("setup-ready", dialog)
    dialog._ask(asking=True)
    stage.shoot("setup-remove", dialog)
    dialog.close()
    stage.activate()


def updates(stage: Stage) -> None:
    """Show what is said of a newer version, and where nobody knows."""
    dialog = stage.program.version_news.ask()
    stage.until(dialog.problem.isVisible, "it is said that nobody knows")
    stage.shoot("updates-no-place", dialog)
    dialog.problem.hide()
    dialog.said.show()
    notes = "Trainings start in half the time.\nTables with many columns are read at once."
    dialog._on_found(Release("0.2.0", date(2027, 1, 5), "https://tunedesk.example/0.2.0", notes))
    stage.shoot("updates-newer", dialog)
    dialog.close()
    stage.activate()

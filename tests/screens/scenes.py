"""The scenes: every page in every state that was designed, each brought about through the program itself."""

from collections.abc import Callable
from pathlib import Path
from time import time

from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.gui.notices import Notices
from desktop_app.gui.training.job_list import NEW, JobList
from desktop_app.settings import paths
from desktop_app.settings.preferences import RECENT_PROJECTS
from tests.benchmarks.filled import made
from tests.screens import finder_scenes, making_scenes, owning_scenes, playground_scenes, setup_scenes, talk_scenes
from tests.screens.dialog_scenes import dialogs
from tests.screens.editor_scenes import editor_finding
from tests.screens.first_scenes import first_steps, help_pages
from tests.screens.meaning_scenes import meaning
from tests.screens.plan_scenes import plan_at_provider, plan_of_classes, plan_of_pairs
from tests.screens.provider_scenes import key_states, models_away, prices, providers, rescue, start_endings
from tests.screens.recording import Recording
from tests.screens.review_scenes import compared, review
from tests.screens.stage import Stage, sample_project
from tests.screens.state_scenes import STATES
from tests.screens.testing_scenes import testing, testing_judged, testing_labels, testing_texts
from tests.screens.training_scenes import training_classes, training_compared, training_states, training_stopped
from tests.screens.voting_scenes import voting
from tests.screens.wizard_scenes import wizard, wizard_many_columns, wizard_many_rows, wizard_other_shapes, wizard_own

Scene = Callable[[Stage], None]


def projects() -> Path:
    """Return the folder of the projects on the stage."""
    return paths.projects_dir()


def heroes() -> Path:
    """Return the project with a finished training, made when it is first needed."""
    return _made("Superheroes", running=False)


def at_work() -> Path:
    """Return the project with a running training, made when it is first needed."""
    return _made("Superheroes at work", running=True)


def followed() -> Path:
    """Return a project with a finished training, in which a model is compared with its successor."""
    return _made("Superheroes to come", running=False)


def _made(name: str, *, running: bool) -> Path:
    path = projects() / f"{name}.tunedesk"
    return path if path.exists() else sample_project(path, Recording.read(), running=running)


def start_empty(stage: Stage) -> None:
    """Show the first start ever."""
    stage.empty()
    stage.program.rooms.start.set_recent([])
    stage.shoot("start-empty")


def start_recent(stage: Stage) -> None:
    """Show the start page of somebody who has worked here, one file of whom is gone."""
    stage.empty()
    gone = str(projects() / "Letters to the editor.tunedesk")
    recent = [str(heroes()), str(at_work()), gone]
    stage.program.preferences.set(RECENT_PROJECTS, recent)
    stage.program.rooms.start.set_recent(recent)
    stage.shoot("start")


def editor(stage: Stage) -> None:
    """Show the rows of the sample."""
    stage.empty()
    stage.open(heroes())
    editor = stage.program.rooms.editor
    stage.until(lambda: editor.state == "content" and editor.table.model().rowCount() > 0, "the rows are there")
    editor.table.setFocus()
    editor.table.setCurrentIndex(editor.table.model().index(2, 2))
    stage.shoot("editor")


def editor_empty(stage: Stage) -> None:
    """Show the Data place before there is a project."""
    stage.empty()
    stage.program.window.go("data")
    stage.shoot("editor-empty")


def training_empty(stage: Stage) -> None:
    """Show the training page before there is a project."""
    stage.empty()
    stage.program.window.go("training")
    stage.shoot("training-empty")


def training_plan(stage: Stage) -> None:
    """Show the plan of a training."""
    stage.empty()
    stage.open(heroes())
    stage.program.window.go("training")
    page = stage.program.rooms.training
    choose = page.findChild(JobList)
    choose.choose(NEW)
    stage.until(lambda: page.plan_card.can_start and page.plan_card.board.settled, "the plan can be started")
    stage.until(lambda: page.plan_card.board.outlook.measured, "a few steps were tried")
    stage.shoot("training-plan")


def training_running(stage: Stage) -> None:
    """Show a training that is half done."""
    stage.empty()
    stage.open(at_work())
    stage.program.window.go("training")
    page = stage.program.rooms.training
    stage.until(lambda: page.run is not None and page.run.seconds_left(time()) is not None, "the pace is known")
    stage.until(lambda: page.view.charts.drawn, "the curve is drawn")
    stage.shoot("training-running")


def training_finished(stage: Stage) -> None:
    """Show a training that has ended."""
    stage.empty()
    stage.open(heroes())
    stage.program.window.go("training")
    page = stage.program.rooms.training
    stage.until(lambda: page.run is not None and page.view.charts.drawn, "the curve is drawn")
    stage.shoot("training-finished")


def playground(stage: Stage) -> None:
    """Show the answers of base and tuned model to the held-out prompts."""
    stage.empty()
    stage.open(heroes())
    playground_scenes.compared(stage)
    stage.shoot("playground")


def models(stage: Stage) -> None:
    """Show all models, and those that can be got."""
    stage.empty()
    stage.open(heroes())
    stage.program.window.go("models")
    place = stage.program.window.page("models")
    place.choose("shelf")
    shelf = place.room("shelf")
    stage.until(lambda: shelf.state == "content" and shelf.list.models, "the models are listed")
    stage.shoot("models")
    place.choose("get")
    stage.until(lambda: place.room("get")._known is not None, "those that can be got are told")
    stage.shoot("models-get")
    place.choose("shelf")


def problem_page(stage: Stage) -> None:
    """Show a page that cannot do what it was asked for."""
    stage.empty()
    picture = projects() / "holiday.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    stage.program.open(picture)
    stage.until(lambda: stage.program.rooms.wizard.state == "problem", "the file was refused")
    stage.shoot("problem-page")
    stage.program.rooms.wizard.cancel.click()
    stage.until(lambda: stage.program.workspace.project is None, "the wizard was left")


def problem_notice(stage: Stage) -> None:
    """Show a problem that came while something else was done."""
    stage.empty()
    stage.open(heroes())
    problem = Problem(
        "disk_full", "OperationalError: database or disk is full", name="Superheroes", folder="~/projects"
    )
    stage.program.window.show_problem(problem)
    stage.shoot("problem-notice")
    stage.program.window.findChild(Notices).dismiss()


def settings(stage: Stage) -> None:
    """Show the settings."""
    stage.empty()
    dialog = stage.program.window.open_preferences()
    stage.shoot("settings", dialog)
    dialog.reject()


def palette(stage: Stage) -> None:
    """Show the list of all actions."""
    stage.empty()
    stage.open(heroes())
    dialog = stage.program.window.open_palette()
    stage.shoot("palette", dialog)
    dialog.reject()


def many_rows(stage: Stage) -> None:
    """Show a table of 100,000 rows, somewhere in its middle."""
    stage.empty()
    path = projects() / "A hundred thousand.tunedesk"
    if not path.exists():
        made(path, 100_000).close()
    stage.open(path)
    table = stage.program.rooms.editor.table
    stage.until(lambda: table.model().rowCount() == 100_000, "the order is known")
    table.setCurrentIndex(table.model().index(60_000, 1))
    table.scrollTo(table.currentIndex())
    stage.shoot("editor-many-rows")


def long_words(stage: Stage) -> None:
    """Show names and texts that are longer than anybody expects."""
    stage.empty()
    name = "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichenverordnung " + 6 * "und noch ein Wort "
    path = projects() / f"{name.strip()}.tunedesk"
    if not path.exists():
        project = made(path, 20)
        long = "Rindfleischetikettierungsueberwachungsaufgabenuebertragungsgesetz" * 12
        project.do(
            text("step.edit_field", field="completion"), lambda edit: edit.write_field(3, "completion", long)
        ).result()
        project.close()
    stage.open(path)
    editor = stage.program.rooms.editor
    stage.until(lambda: editor.state == "content" and editor.table.model().rowCount() > 0, "the rows are there")
    editor.table.setCurrentIndex(editor.table.model().index(2, 2))
    stage.shoot("editor-long-words")


USUAL: dict[str, Scene] = {
    "start_empty": start_empty,
    "start_recent": start_recent,
    "start_endings": start_endings,
    "first_steps": first_steps,
    "help": help_pages,
    "wizard": wizard,
    "editor": editor,
    "editor_empty": editor_empty,
    "editor_finding": editor_finding,
    "review": review,
    "compared": compared,
    "training_empty": training_empty,
    "training_plan": training_plan,
    "plan_at_provider": plan_at_provider,
    "plan_of_pairs": plan_of_pairs,
    "plan_of_classes": plan_of_classes,
    "training_running": training_running,
    "training_finished": training_finished,
    "training_states": training_states,
    "training_stopped": training_stopped,
    "training_classes": training_classes,
    "training_compared": training_compared,
    "playground": playground,
    "playground_marks": lambda stage: playground_scenes.playground_marks(stage, lambda: stage.open(heroes())),
    "playground_settings": lambda stage: playground_scenes.playground_settings(stage, lambda: stage.open(heroes())),
    "playground_asking": lambda stage: playground_scenes.playground_asking(stage, lambda: stage.open(heroes())),
    "playground_away": lambda stage: playground_scenes.playground_away(stage, lambda: stage.open(heroes())),
    "talk": lambda stage: talk_scenes.talk(stage, lambda: stage.open(heroes())),
    "prompts_file": lambda stage: talk_scenes.prompts_file(stage, lambda: stage.open(heroes())),
    "finder": lambda stage: finder_scenes.finder(stage, lambda: stage.open(heroes())),
    "making": lambda stage: making_scenes.making(stage, lambda: stage.open(heroes())),
    "meaning": meaning,
    "testing": testing,
    "testing_judged": testing_judged,
    "testing_labels": testing_labels,
    "testing_texts": testing_texts,
    "voting": voting,
    "models": models,
    "owning": lambda stage: owning_scenes.owning(stage, lambda: stage.open(heroes())),
    "storage": lambda stage: owning_scenes.storage(stage, lambda: stage.open(heroes())),
    "successor": lambda stage: owning_scenes.successor(stage, lambda: stage.open(followed())),
    "models_away": models_away,
    "problem_page": problem_page,
    "problem_notice": problem_notice,
    "settings": settings,
    "palette": palette,
    "providers": providers,
    "prices": prices,
    "rescue": rescue,
    "set_up": setup_scenes.set_up,
    "updates": setup_scenes.updates,
}
"""What every drawing shows."""

RARE: dict[str, Scene] = {
    "dialogs": lambda stage: dialogs(stage, lambda: stage.open(heroes())),
    "key_states": key_states,
    "many_rows": many_rows,
    "long_words": long_words,
    "wizard_many_columns": wizard_many_columns,
    "wizard_many_rows": wizard_many_rows,
    "wizard_other_shapes": wizard_other_shapes,
    "wizard_own": wizard_own,
    **STATES,
}
"""What only a drawing of everything shows."""

"""The scenes of the room of blind votes: a ballot, and what votes have come to, sure and not sure yet."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from desktop_app.core.answer import Answer, Finish, Sampling
from desktop_app.core.ballots import Verdict
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice, request
from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.gui.voting.page import VotingPage
from desktop_app.playground_rooms import VOTING
from desktop_app.settings import paths
from desktop_app.store import batches
from desktop_app.store.project import Project
from tests.screens.stage import Stage

if TYPE_CHECKING:
    from sqlite3 import Connection

    from desktop_app.gui.widgets.tabbed_place import TabbedPlace

_BASE, _TUNED = "qwen3-0.6b", "ft:qwen3-0.6b:local:heroes:2026-11-20-3f9a1c"
_POWERS = ("invisibility", "bending spoons", "talking with pigeons", "being in two places", "never being late")
_AGES = (18, 34, 51, 77)


def voting(stage: Stage) -> None:
    """Show a ballot, then the votes before and after they are sure."""
    stage.empty()
    stage.open(_project())
    stage.program.window.go("playground")
    place = cast("TabbedPlace", stage.program.window.page("playground"))
    place.choose(VOTING)
    page = cast("VotingPage", place.room(VOTING))
    stage.until(lambda: bool(page.left), "the ballots are read")
    page.ballot.show_hoped.setChecked(True)
    stage.shoot("voting")
    _vote(page, 5)
    page.turn_over()
    stage.shoot("voting-not-sure")
    page.turn_over()
    _vote(page, len(page.left))
    stage.shoot("voting-sure")


def _vote(page: VotingPage, times: int) -> None:
    """Vote for the tuned model, but for every sixth time."""
    for count in range(times):
        left = page.left[0].left.column == 1
        sided = Verdict.LEFT if left else Verdict.RIGHT
        page.ballot.voted.emit(Verdict.TIE if count % 6 == 5 else sided)


def _project() -> Path:
    path = paths.projects_dir() / "Heroes to vote on.tunedesk"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    project = Project.create(path)
    prompts = tuple(
        Prompt(f"{age}, woman, {power} ->", f" At {age} she found out about {power}, and told nobody but her cat.")
        for power in _POWERS
        for age in _AGES
    )
    columns = tuple(Column(Voice("local", model), Setting(Sampling())) for model in (_BASE, _TUNED))
    batch = Batch("votes", Kind.COMPARE, "Heroes, base and tuned", 1_795_000_000.0, prompts, columns)

    rows = [(Completion(str(prompt.question), prompt.expected), Part.TEST) for prompt in prompts]
    project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()

    def write(connection: "Connection") -> None:
        number = batches.add(connection, batch)
        for at, prompt in enumerate(prompts):
            age, _, rest = str(prompt.question).partition(",")
            said = (
                f"{rest.removesuffix(' ->').strip()} is a power. A woman of {age} has it. It is a great power.",
                f"{prompt.expected.strip()} On Mondays she uses it for the queue at the baker's.",
            )
            for column, words in enumerate(said):
                cell = Cell(at, column)
                answer = Answer(0, columns[column].voice.model, words, Finish.STOP, 24, 1.2)
                batches.put(connection, number, cell, request(batch, cell), answer, paid=False)

    project.write(write).result()
    project.close()
    return path

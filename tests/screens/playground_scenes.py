"""The scenes of the comparison: what is asked, how, what comes, what is marked in it, and what stands in the way."""

import asyncio
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtWidgets import QDialog

from desktop_app.core.answer import Drawn
from desktop_app.core.secret import Secret
from desktop_app.gui.answers.ahead_dialog import AheadDialog
from desktop_app.gui.answers.shading import Shade
from desktop_app.gui.playground.page import PlaygroundPage
from desktop_app.gui.playground.past_dialog import PastDialog
from tests.cloud.server import Cloud
from tests.screens.recording import TUNED
from tests.screens.stage import Stage

MINI = "gpt-4o-mini-2024-07-18"
SURE = (0.99, 0.97, 0.62, 0.93, 0.35, 0.98)


def compared(stage: Stage) -> PlaygroundPage:
    """Show base and tuned model with their answers to the first held-out prompt."""
    stage.program.window.go("playground")
    stage.program.window.page("playground").choose("compare")
    room = stage.program.rooms.playground
    room.show_model(TUNED)
    stage.until(lambda: room.state == "content" and room.models[-1:] == [TUNED], "both models are offered")
    stage.until(lambda: not room.offers.busy, "every place has told its models")
    room.comparison.ask()
    stage.until(lambda: not room.asking and bool(room.results), "both have answered")
    return room


def playground_marks(stage: Stage, open_project: Callable[[], None]) -> None:
    """Show what is marked: differences, then tokens the model was not sure of."""
    stage.empty()
    open_project()
    room = compared(stage)
    board = room.comparison.board
    board.shade.setCurrentIndex(board.shade.findData(Shade.EXPECTED))
    stage.shoot("playground-differences")
    _with_likelihoods(room)
    board.shade.setCurrentIndex(board.shade.findData(Shade.LIKELIHOOD))
    stage.shoot("playground-unsure")
    _shoot_dialog(stage, room, "tokens", "playground-tokens")
    board.shade.setCurrentIndex(board.shade.findData(Shade.NOTHING))


def playground_settings(stage: Stage, open_project: Callable[[], None]) -> None:
    """Show all settings, those of one column, the code, an answer that becomes a row, and earlier comparisons."""
    stage.empty()
    open_project()
    room = compared(stage)
    board = room.comparison.board
    board.parameters._fold.set_open(is_open=True)
    stage.shoot("playground-settings")
    board.parameters._fold.set_open(is_open=False)
    for act, name in (("setting", "column-settings"), ("code", "code"), ("row", "row")):
        _shoot_dialog(stage, room, act, f"playground-{name}")
    board._past.click()
    past = _dialog(stage, PastDialog)
    stage.until(past.model.rowCount, "the earlier comparisons are listed")
    stage.shoot("playground-earlier", past)
    past.reject()


def playground_asking(stage: Stage, open_project: Callable[[], None]) -> None:
    """Show all prompts while they are being asked, and many columns."""
    stage.empty()
    open_project()
    room = compared(stage)
    stage.engine.whims.holds = 5
    room.comparison.ask_all()
    sides = room.comparison.board.columns.all
    stage.until(
        lambda: all(side.pane.foot == side.pane.tr("Answering…") and side.pane.text for side in sides),
        "both have begun",
    )
    stage.shoot("playground-asking")
    stage.engine.whims.holds = None
    stage.until(lambda: not room.asking, "all are answered")
    columns = room.comparison.board.columns
    while len(columns) < 12:
        columns.add()
    stage.until(columns.horizontalScrollBar().maximum, "there is room for all of them")
    stage.shoot("playground-many-columns")
    while len(columns) > 2:
        columns.remove(columns.all[-1])


def playground_away(stage: Stage, open_project: Callable[[], None]) -> None:
    """Show what is said before prompts leave this computer, and a key that is refused."""
    stage.empty()
    open_project()
    with _cloud(stage) as (cloud, site):
        room = compared(stage)
        side = room.comparison.board.columns.all[0]
        room.look()
        stage.until(lambda: not room.offers.busy and room.offers.choices.find(site, MINI) is not None, "it is offered")
        side.choose(room.offers.choices.find(site, MINI))
        side.chosen.emit()
        room.comparison.ask_all()
        shown = _dialog(stage, AheadDialog)
        stage.shoot("playground-before", shown)
        shown.reject()
        for _ in range(40):
            cloud.faults.add("POST chat/completions", "unknown_key")
        room.comparison.ask()
        stage.until(lambda: not room.asking and side.pane.problem is not None, "the key is refused")
        stage.shoot("playground-refused")
        side.choose(room.comparison.board.columns.all[1].voice)


@contextmanager
def _cloud(stage: Stage) -> Iterator[tuple[Cloud, str]]:
    reach = stage.program.reach
    with Cloud() as cloud:
        connection = reach.connections.add("openai", "OpenAI", cloud.address)
        secret = Secret(cloud.account.key)
        asyncio.run(reach.secrets.keep(connection.id, connection.address, secret, session_only=True))
        yield cloud, connection.id
        reach.connections.remove(connection.id)


def _with_likelihoods(room: PlaygroundPage) -> None:
    """Give the answers on show the likelihoods that another engine would have told."""
    for side in room.comparison.board.columns.all:
        answer = side.pane.answer
        if answer is None:
            continue
        words = answer.text.split(" ")
        pieces = [word if place == 0 else f" {word}" for place, word in enumerate(words)]
        drawn = tuple(
            Drawn(piece, math.log(share), ((piece, math.log(share)), (" or", math.log(1 - share))))
            for piece, share in zip(pieces, SURE * len(pieces), strict=False)
        )
        side.pane.show_outcome(replace(answer, drawn=drawn))


def _shoot_dialog(stage: Stage, room: PlaygroundPage, act: str, name: str) -> None:
    """Open a window of the tuned model's column and take its picture."""
    side = room.comparison.board.columns.all[1]
    side._look_at_acts()
    side.acts[act].trigger()
    shown = _dialog(stage, QDialog)
    stage.shoot(name, shown)
    shown.reject()


def _dialog(stage: Stage, kind: type[QDialog]) -> QDialog:
    """Wait for a dialog and return it."""

    def found() -> list[QDialog]:
        return [each for each in stage.program.window.findChildren(kind) if each.isVisible()]

    stage.until(found, "the dialog is open")
    return found()[0]

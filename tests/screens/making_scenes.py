"""Scenes of making data: the plan of a grid, one that was halted, one to be looked at, rows worked over."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QScrollBar

from desktop_app.core.answer import Answer, Finish, Sampling
from desktop_app.core.batch import Cell, Column, Setting, cells, request
from desktop_app.core.rework import Act, Rework
from desktop_app.gui.making.demands_dialog import DemandsDialog
from desktop_app.gui.making.grid_plan import superheroes
from desktop_app.gui.making.page import MakingPage
from desktop_app.providers.pace import AT_ONCE
from desktop_app.store import batches, examples
from desktop_app.work import make, rework_rows
from desktop_app.work.made_items import sheet
from tests.screens.stage import Stage

_OPENINGS = ("Ada Flux was", "They call her Tide. She was", "Old Thunder was", "Nobody knew his name when he was")
_MIDDLES = ("born on the night train", "found by a fisherman", "a clockmaker's child", "the quietest of nine children")
_ENDINGS = (
    "the gift came with the first snow",
    "a comet did the rest",
    "it began with a broken radio",
    "nobody asked why",
)


def making(stage: Stage, open_heroes: Callable[[], None]) -> None:
    """Show what making data looks like from the plan to the rows."""
    stage.empty()
    open_heroes()
    page = _room(stage)
    stage.shoot("making-empty")
    page.plan.grid.fill_in_example()
    stage.until(lambda: page.plan.answers == 294, "the plan is reckoned")
    _bar(page).setValue(0)
    stage.shoot("making-grid")
    _bar(page).setValue(10_000)
    stage.shoot("making-takes")
    _served(stage, page)
    part = _kept(stage, page, 0.4)
    _show(stage, page, part)
    _running(stage, page)
    whole = _kept(stage, page, 1.0)
    _show(stage, page, whole)
    stage.until(page.result.variety.isVisible, "it is known how much they differ")
    stage.shoot("making-review")
    page.result.variety.fold.set_open(True)
    _bar(page).setValue(10_000)
    stage.shoot("making-variety")
    page.result.variety.fold.set_open(False)
    _worked_over(stage, page)
    stage.program.rooms.data.show_editor()


def _worked_over(stage: Stage, page: MakingPage) -> None:
    project = stage.program.workspace.project
    assert project is not None
    with project.reading() as connection:
        ids = list(examples.ids(connection))[:20]
        field = "completion" if str(examples.shape(connection)) == "completion" else "assistant"
    page.rework(ids[:6], ids)
    stage.until(lambda: page.plan.answers > 0, "the rows are counted")
    _bar(page).setValue(0)
    stage.shoot("making-rework")
    rework = Rework(Act.REWRITE, "Shorter, please:\n\n{completion}", field)
    voice = page.plan.form.voice
    assert voice is not None
    work = rework_rows.begin(project, ids, rework, Column(voice, Setting(Sampling())))
    found: list[int] = []
    stage.program.background.run(page, work, on_done=found.append)
    stage.until(lambda: found, "it is written down")
    for item in sheet(project, found[0]).items:
        said = item.before.replace(".", ", and that is all.", 1) if item.cell.prompt % 3 else item.before
        _put(stage, found[0], item.cell, said, Finish.STOP)
    _show(stage, page, found[0])
    page.result.table.selectRow(1)
    _bar(page).setValue(0)
    stage.shoot("making-before-after")
    page.result.passing.click()
    stage.until(lambda: stage.program.window.findChild(DemandsDialog) is not None, "the demands are asked for")
    dialog = cast("DemandsDialog", stage.program.window.findChild(DemandsDialog))
    stage.shoot("making-demands", dialog)
    dialog.reject()


def _room(stage: Stage) -> MakingPage:
    stage.program.window.go("data")
    stage.program.rooms.data.show_room("make")
    page = cast("MakingPage", stage.program.rooms.data.rooms.room("make"))
    stage.until(lambda: page.plan.form.voice is not None, "the models are known")
    return page


def _kept(stage: Stage, page: MakingPage, share: float) -> int:
    """Keep a grid with this share of its answers, some of them cut off, one refused."""
    project, voice = stage.program.workspace.project, page.plan.form.voice
    assert project is not None
    assert voice is not None
    grid = replace(superheroes(), repeats=1)
    work = make.begin_grid(project, grid, Column(voice, Setting(Sampling(0.8, 400))))
    found: list[int] = []
    stage.program.background.run(page, work, on_done=found.append)
    stage.until(lambda: found, "it is written down")
    chance = random.Random(7)
    every = list(cells(sheet(project, found[0]).making.batch))
    for at, cell in enumerate(every[: round(share * len(every))]):
        parts = [chance.choice(some) for some in (_OPENINGS, _MIDDLES, _ENDINGS)]
        length = chance.randint(1, 5)
        said = f"{parts[0]} {parts[1]}; {parts[2]}. " + " ".join(chance.choices(_MIDDLES, k=length)) + "."
        finish = Finish.LENGTH if at % 19 == 4 else Finish.PROBLEM if at == 11 else Finish.STOP
        _put(stage, found[0], cell, "" if finish is Finish.PROBLEM else said, finish)
    return found[0]


def _put(stage: Stage, number: int, cell: Cell, said: str, finish: Finish) -> None:
    project = stage.program.workspace.project
    assert project is not None
    batch = sheet(project, number).making.batch
    answer = Answer(0, batch.columns[0].voice.model, said, finish, len(said) // 4, 1.7, 60)
    keep = partial(batches.put, number=number, cell=cell, request=request(batch, cell), answer=answer, paid=False)
    project.write(keep).result()


def _served(stage: Stage, page: MakingPage) -> None:
    """Let one question be answered: after a refusal in a scene before, the queue lets only one through until then."""
    _show(stage, page, _kept(stage, page, 0.99))
    page.underway.go_on(0.0)
    stage.until(lambda: not page.underway.running and not page.underway.left, "it is answered")


def _running(stage: Stage, page: MakingPage) -> None:
    """Let the model write, and hold it in the middle of eight answers."""
    underway = page.underway
    stage.engine.whims.holds = 3
    underway.go_on(0.0)
    stage.until(lambda: len(underway.asked) == AT_ONCE, "eight are being asked")
    found = underway.sheet
    assert found is not None
    first = next(at for at, item in enumerate(found.items) if item.answer is None)
    page.result.table.selectRow(first - 3)
    page.result.table.scrollTo(page.result.model.index(first + 6, 0))
    stage.shoot("making-running")
    underway.pause()
    stage.engine.whims.holds = None


def _show(stage: Stage, page: MakingPage, number: int) -> None:
    project = stage.program.workspace.project
    assert project is not None
    page.underway.show(project, number)
    stage.until(lambda: page.underway.number == number, "it was read")
    stage.until(lambda: page.board.earlier.currentData() == number, "the menu shows it")
    page.result.table.setFocus(Qt.FocusReason.TabFocusReason)
    _bar(page).setValue(0)


def _bar(page: MakingPage) -> QScrollBar:
    return next(area for area in page.findChildren(QScrollArea) if area.isAncestorOf(page.plan)).verticalScrollBar()

"""Scenes of the value finder: what a search will be, one that has named a best setting, one that was paused."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QScrollBar

from desktop_app.core.answer import Answer, Finish, Sampling
from desktop_app.core.batch import Batch, Cell, Kind, Prompt, Setting, Voice, cells, request
from desktop_app.core.job import HERE
from desktop_app.core.sweep import Axis, Knob, grid, value_of
from desktop_app.gui.finder.page import FinderPage
from desktop_app.gui.finder.past_dialog import PastSearches
from desktop_app.gui.widgets.tabbed_place import TabbedPlace
from desktop_app.playground_rooms import FINDER
from desktop_app.store import batches
from tests.screens.recording import TUNED
from tests.screens.stage import Stage

_MADE = 1_795_000_000.0
_HEROES = ("Ada Flux", "Captain Tide", "Mirror Moth", "Old Thunder", "Quiet Blaze", "Sable Wing", "The Clockmaker")
_POWERS = ("hears the sea from any city", "bends light into doors", "turns an hour back once a day")
_ASIDES = ("and nobody believes it", "as her mother did", "on rainy evenings", "which the mayor never forgave")
_AXES = (Axis(Knob.TEMPERATURE, (0.0, 0.3, 0.7, 1.0)), Axis(Knob.TOP_P, (0.5, 0.8, 1.0)))


def finder(stage: Stage, open_heroes: Callable[[], None]) -> None:
    """Show the plan, a finished search with the answers of one setting, a paused one, and the list of all."""
    stage.empty()
    open_heroes()
    page = _room(stage)
    stage.until(lambda: page.plan.voice is not None and page.plan._outlay.isEnabled(), "the plan is reckoned")
    stage.shoot("finder-plan")
    _scroll(page, 10_000)
    stage.shoot("finder-takes")
    whole, part = _kept(stage, 14, 1.0), _kept(stage, 14, 0.4)
    _show(stage, page, whole)
    page.results.heat.setFocus(Qt.FocusReason.TabFocusReason)
    stage.shoot("finder")
    page.results.cell.take_focus()
    stage.until(lambda: _bar(page).value() > 0, "the answers have come into view")
    stage.shoot("finder-answers")
    _show(stage, page, part)
    stage.shoot("finder-paused")
    page.show_plan()
    stage.until(page.plan.unfinished.isVisible, "the unfinished search is offered")
    stage.shoot("finder-unfinished")
    page.earlier.click()
    dialog = cast("PastSearches", stage.program.window.findChild(PastSearches))
    stage.until(lambda: dialog.list.model().rowCount() > 1, "the earlier searches are listed")
    stage.shoot("finder-past", dialog)
    dialog.reject()
    _place(stage).choose("compare")


def _room(stage: Stage) -> FinderPage:
    stage.program.window.go("playground")
    _place(stage).choose(FINDER)
    page = cast("FinderPage", _place(stage).room(FINDER))
    _bar(page).setValue(0)
    return page


def _place(stage: Stage) -> TabbedPlace:
    return cast("TabbedPlace", stage.program.window.page("playground"))


def _show(stage: Stage, page: FinderPage, number: int) -> None:
    page._show(number)
    stage.until(lambda: page.searching.known is not None and not page.searching.reading, "the search was read")
    stage.until(lambda: page.searching.known is not None and page.searching.known.number == number, "it is this one")
    _bar(page).setValue(0)


def _bar(page: FinderPage) -> QScrollBar:
    return next(area for area in page.findChildren(QScrollArea) if area.isAncestorOf(page.plan)).verticalScrollBar()


def _scroll(page: FinderPage, to: int) -> None:
    _bar(page).setValue(to)


def _kept(stage: Stage, prompts: int, share: float) -> int:
    """Keep a search with so many prompts, of whose answers this share has come; return its number."""
    project = stage.program.workspace.project
    if project is None:
        raise RuntimeError("a project has to be open")
    asked = tuple(Prompt(f"{_HEROES[n % 7]}, hero no. {n + 1} ->", f" {_power(n)}", n + 1) for n in range(prompts))
    columns = grid(Voice(HERE, TUNED), Setting(Sampling(max_tokens=80, stop=("END",))), _AXES)
    batch = Batch(f"finder-{share}", Kind.SWEEP, str(asked[0].question), _MADE + share, asked, columns, 3)
    number = project.write(lambda connection: batches.add(connection, batch)).result()
    for cell, answer in _answers(batch, share):
        asks = request(batch, cell)
        project.write(partial(batches.put, number=number, cell=cell, request=asks, answer=answer, paid=False)).result()
    return int(number)


def _answers(batch: Batch, share: float) -> Iterator[tuple[Cell, Answer]]:
    """Yield answers that are right at temperature 0.3 with top_p 0.5, and wander off the more the warmer."""
    dice = random.Random(8)
    wanted = list(cells(batch))
    for cell in wanted[: round(share * len(wanted))]:
        column = batch.columns[cell.column]
        warmth, top = value_of(column, Knob.TEMPERATURE), value_of(column, Knob.TOP_P)
        right = (warmth, top) == (0.3, 0.5) or dice.random() < 0.42 - 0.4 * warmth * top
        words = _power(cell.prompt) + ("" if right else f" {dice.choice(_ASIDES)}")
        while not right and dice.random() < 0.6 * warmth:
            words += f", {dice.choice(_ASIDES)}"
        tokens = len(words) // 4
        yield cell, Answer(0, TUNED, f" {words}", Finish.STOP, tokens, 0.2 + tokens / 30, 12, 0.15)


def _power(number: int) -> str:
    return _POWERS[number % len(_POWERS)]

"""The scenes of the test room: what a test will be, and what two kinds of tests have brought."""

import asyncio
import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QScrollArea

from desktop_app.core.answer import Answer, Drawn, Finish, Sampling
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice, request
from desktop_app.core.example import Conversation, Message, Part
from desktop_app.core.judging import Rubric, Scale, usual_rubric
from desktop_app.core.meaning import MINI_LM, Embedder
from desktop_app.core.sentences import english
from desktop_app.core.text import text
from desktop_app.gui.testing import judge_words
from desktop_app.gui.testing.page import TestingPage
from desktop_app.playground_rooms import TESTING
from desktop_app.settings import paths
from desktop_app.store import batches, judgements, nearness
from desktop_app.store.project import Project
from desktop_app.work import judge
from desktop_app.work.judge import Wish
from tests.screens.stage import Stage

if TYPE_CHECKING:
    from sqlite3 import Connection

    from desktop_app.gui.widgets.tabbed_place import TabbedPlace

BASE, TUNED = "qwen3-0.6b", "ft:qwen3-0.6b:local:tickets:2026-11-20-3f9a1c"
LABELS = ("billing", "login", "refund", "shipping")
TICKETS = (
    "I was charged twice in March and want to know why.",
    "The page says my password is wrong, and no mail comes when I ask for a new one.",
    "The lamp arrived broken. I would like my money back.",
    "My parcel has been in Hanover for six days. Where is it?",
)


def testing(stage: Stage) -> None:
    """Show what a new test will be."""
    page = _room(stage, _project("Tickets", _tickets(60), 0.0))
    stage.until(lambda: "60" in page.board.choice.said.text(), "it is reckoned what the test takes")
    stage.shoot("testing-choice")


def testing_labels(stage: Stage) -> None:
    """Show a test of labels: who is better, the figures, the table of labels, and its rows."""
    page = _told(stage, _project("Tickets tested", _tickets(80), 1.0))
    stage.shoot("testing-labels")
    _scroll(page, page.board.result.confusion.y() - 60)
    stage.shoot("testing-confusion")
    _scroll(page, 10_000)
    stage.shoot("testing-rows")


def testing_texts(stage: Stage) -> None:
    """Show a test of texts on few rows, which cannot tell who is better, and is not finished."""
    rows = [(f"Describe hero number {n}.", f"A hero who can fly {n} miles and never tires of it.") for n in range(14)]
    page = _told(stage, _project("Heroes tested", rows, 0.7))
    stage.shoot("testing-texts")
    _scroll(page, 10_000)
    stage.shoot("testing-texts-rows")


def testing_judged(stage: Stage) -> None:
    """Show what a judge said and what meanings have in common, the choice of a judge, and a row being corrected."""
    rows = [(f"Describe hero number {n}.", f"A hero who can fly {n} miles and never tires of it.") for n in range(24)]
    path = _project("Heroes judged", rows, 1.0)
    _judge(path)
    page = _told(stage, path)
    result = page.board.result
    stage.until(lambda: result.judge.said.text() != "", "what the judge said is reckoned")
    stage.until(lambda: result.height() > stage.program.window.height(), "all of it has its place")
    _scroll(page, result.y() + result.near.y() - 20)
    stage.shoot("testing-judged")
    shown = result.rows
    swapped = judge_words._tr("Judged otherwise with sides swapped")
    shown.menu.setCurrentIndex(next(n for n in range(shown.menu.count()) if swapped in shown.menu.itemText(n)))
    _scroll(page, 10_000)
    stage.shoot("testing-judged-rows")
    dialog = page.opinions.judges.choose()
    stage.until(lambda: dialog is not None and dialog.said.text() != "", "it is reckoned what a judge takes")
    stage.shoot("testing-judge", dialog)
    if dialog is not None:
        dialog.reject()
    row = page.correcting.correct(3, 1)
    stage.until(lambda: row is not None and "→" in row.near.text, "the nearest rows are found")
    stage.shoot("testing-correct", row)
    if row is not None:
        row.reject()


def _judge(path: Path) -> None:
    """Let a judge compare the two models of a project's test, and somebody read what the answers mean."""
    project = Project.open(path)
    rubric = Rubric(Scale.PAIR, english(usual_rubric(Scale.PAIR)))
    number = asyncio.run(judge.begin(project, Wish(1, Voice("local", "qwen3-4b-instruct"), rubric, ((0, 1),))))

    def write(connection: "Connection") -> None:
        batch, trial = batches.get(connection, number), judgements.get(connection, number)
        if batch is None or trial is None:
            return
        for at, case in enumerate(trial.cases):
            better = "A" if case.prompt % 3 == 0 or case.first == 1 else "B"
            words = f"One of them tires, and the question asks for a hero.\nBetter: {better}"
            answer = Answer(0, "qwen3-4b-instruct", words, Finish.STOP, 24, 1.2)
            batches.put(connection, number, Cell(at, 0), request(batch, Cell(at, 0)), answer, paid=False)
        cosines = {(place, column): 0.7 + 0.2 * column + place / 400 for place in range(24) for column in (0, 1)}
        nearness.put(connection, 1, nearness.Nearness(Embedder("local", MINI_LM), cosines))

    project.write(write).result()
    project.close()


def _tickets(rows: int) -> list[tuple[str, str]]:
    chance = random.Random(5)
    chosen = [chance.randrange(len(LABELS)) for _ in range(rows)]
    return [(f"{TICKETS[at]} ({n})", LABELS[at]) for n, at in enumerate(chosen)]


def _room(stage: Stage, project: Path) -> TestingPage:
    stage.empty()
    stage.open(project)
    stage.program.window.go("playground")
    place = cast("TabbedPlace", stage.program.window.page("playground"))
    place.choose(TESTING)
    page = cast("TestingPage", place.room(TESTING))
    stage.until(lambda: not page.offers.busy and page.state == "content", "the models are known")
    return page


def _told(stage: Stage, project: Path) -> TestingPage:
    page = _room(stage, project)
    page.board.earlier.wanted.emit(1)
    stage.until(page.board.result.rows.isVisible, "the figures are reckoned")
    stage.until(lambda: page.board.earlier.currentIndex() == 1, "the menu of tests shows it")
    _scroll(page, 0)
    return page


def _scroll(page: TestingPage, to: int) -> None:
    above = page.board.parentWidget()
    while not isinstance(above, QScrollArea):
        above = above.parentWidget()
    above.verticalScrollBar().setValue(to)


def _project(name: str, rows: list[tuple[str, str]], answered: float) -> Path:
    """Return a project with these test rows and a test of two models, answered as far as said."""
    path = paths.projects_dir() / f"{name}.tunedesk"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    project = Project.create(path)
    examples = [Conversation((Message("user", asked), Message("assistant", hoped))) for asked, hoped in rows]
    kept = [*((each, Part.TRAINING) for each in examples[:20]), *((each, Part.TEST) for each in examples)]
    ids: list[int] = []
    project.do(text("step.insert_row"), lambda edit: ids.extend(edit.append(kept))).result()
    if answered:
        batch = _batch(rows, ids[-len(rows) :])
        number = project.write(lambda connection: batches.add(connection, batch)).result()
        project.write(_answers(batch, number, answered)).result()
    project.close()
    return path


def _batch(rows: list[tuple[str, str]], ids: list[int]) -> Batch:
    labels = {hoped for _, hoped in rows} <= set(LABELS)
    setting = Setting(Sampling(max_tokens=6 if labels else 60, logprobs=5 if labels else None))
    prompts = [Prompt((Message("user", asked),), hoped, at) for (asked, hoped), at in zip(rows, ids, strict=True)]
    columns = tuple(Column(Voice("local", model), setting) for model in (BASE, TUNED))
    return Batch("tested", Kind.TEST, f"{BASE}, {TUNED}", 1_795_000_000.0, tuple(prompts), columns)


def _answers(batch: Batch, number: int, answered: float) -> Callable[..., None]:
    chance = random.Random(11)

    def write(connection: object) -> None:
        for place, prompt in enumerate(batch.prompts):
            for column, knows in ((0, 0.55), (1, 0.9)):
                cell = Cell(place, column)
                if column == 1 and place >= answered * len(batch.prompts):
                    continue
                said = prompt.expected if chance.random() < knows else _other(prompt.expected, chance)
                drawn = (Drawn(said, math.log(chance.uniform(0.4, 0.9))),)
                answer = Answer(0, batch.columns[column].voice.model, said, Finish.STOP, 3, 0.4, 20, drawn=drawn)
                batches.put(connection, number, cell, request(batch, cell), answer, paid=False)  # type: ignore[arg-type]

    return write


def _other(expected: str, chance: random.Random) -> str:
    if expected in LABELS:
        return chance.choice([*LABELS, "complaint"])
    return expected.replace("fly", "swim").replace("never tires", "sometimes tires")

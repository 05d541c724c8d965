"""The scenes of a plan for a training at a provider, with a cloud of our own in the place of a far one."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, product

from PySide6.QtWidgets import QScrollArea

from desktop_app.core.example import Completion, Conversation, Example, Message, Part, Preference
from desktop_app.core.secret import Secret
from desktop_app.core.text import text
from desktop_app.gui.training.job_list import NEW, JobList
from desktop_app.settings import paths
from desktop_app.store.project import Project
from tests.cloud.server import Cloud
from tests.screens.stage import Stage

GOODS = ("a teapot", "two chairs", "a lamp", "a bicycle", "a coat", "a clock")
WISHES = ("Where is my order of {0}?", "I should like to send {0} back.", "{0} came broken.", "Do you still sell {0}?")
ANSWERS = (
    "I am looking into it at once.",
    "Of course; a label is on its way to you.",
    "I am sorry. A new one is coming.",
)
ANSWER = {True: "complaint", False: "question"}
PARTS = (Part.TRAINING,) * 8 + (Part.VALIDATION, Part.TEST)


def _asked() -> Iterator[str]:
    for number, (wish, goods) in enumerate(product(WISHES, GOODS)):
        yield wish.format(goods) + (f" Write to eva.{number}@web.de" if number % 8 == 0 else "")


def _chats() -> list[tuple[Example, Part]]:
    return [
        (Conversation((Message("user", f"{asked} ({n})"), Message("assistant", answer))), part)
        for n, (asked, answer, part) in enumerate(zip([*_asked()] * 5, cycle(ANSWERS), cycle(PARTS), strict=False))
    ]


def _pairs() -> list[tuple[Example, Part]]:
    rude = (Message("assistant", "Ask somebody else."),)
    return [
        (Preference((Message("user", asked),), (Message("assistant", answer),), rude), part)
        for asked, answer, part in zip(_asked(), cycle(ANSWERS), cycle(PARTS), strict=False)
    ]


@contextmanager
def _planned(stage: Stage, name: str, rows: list[tuple[Example, Part]]) -> Iterator[None]:
    """Show the plan of a training with these rows at a provider with a key."""
    stage.empty()
    reach = stage.program.reach
    path = paths.projects_dir() / f"{name}.tunedesk"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        project = Project.create(path)
        project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
        project.close()
    with Cloud() as cloud:
        connection = reach.connections.add("openai", "OpenAI", cloud.address)
        secret = Secret(cloud.account.key)
        asyncio.run(reach.secrets.keep(connection.id, connection.address, secret, session_only=True))
        stage.open(path)
        stage.program.window.go("training")
        card = stage.program.rooms.training.plan_card
        listed = stage.program.rooms.training.findChild(JobList)
        listed.choose(NEW)
        stage.until(card.form.where.menu.count, "the places are known")
        card.form.where.choose(connection.id)
        stage.until(lambda: card.can_start and card.board.settled, "what it costs is known")
        yield
        card.form.where.choose("local")
        reach.connections.remove(connection.id)


def plan_at_provider(stage: Stage) -> None:
    """Show what a training elsewhere costs, sends and has to be known of."""
    with _planned(stage, "Letters of the shop", _chats()):
        stage.shoot("training-plan-provider")


def plan_of_classes(stage: Stage) -> None:
    """Show the plan for rows whose answers are two classes, one of which is looked for."""
    stage.empty()
    path = paths.projects_dir() / "Complaints.tunedesk"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        project = Project.create(path)
        rows = [(Completion(asked, f" {ANSWER[number % 5 == 0]}"), part) for number, (asked, part) in _sorted_letters()]
        project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
        project.set_setting("shape", "completion").result()
        project.close()
    stage.open(path)
    stage.program.window.go("training")
    page = stage.program.rooms.training
    page.findChild(JobList).choose(NEW)
    card = page.plan_card
    classes = card.form.classes
    stage.until(lambda: card.can_start and not classes.isHidden(), "the classes are known")
    classes.switch.setChecked(True)
    classes.positive.setCurrentIndex(classes.positive.findData("complaint"))
    classes.open_scores()
    stage.until(lambda: card.board.outlook.measured, "a few steps were tried")
    area = next(each for each in page.findChildren(QScrollArea) if each.isAncestorOf(card.view))
    area.ensureWidgetVisible(classes)
    stage.shoot("training-plan-classes")
    area.ensureWidgetVisible(card.view.leaving)
    stage.shoot("training-plan-measured")


def _sorted_letters() -> Iterator[tuple[int, tuple[str, Part]]]:
    return enumerate((f"{asked} ->", part) for asked, part in zip([*_asked()] * 5, cycle(PARTS), strict=False))


def plan_of_pairs(stage: Stage) -> None:
    """Show the plan for rows of better and worse answers, with all of its settings."""
    with _planned(stage, "Better answers", _pairs()):
        card = stage.program.rooms.training.plan_card
        card.form.settings.set_open(is_open=True)
        stage.shoot("training-plan-pairs")
        card.form.settings.set_open(is_open=False)

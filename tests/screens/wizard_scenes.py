"""The wizard's scenes: the sample, and files that are wide, long, foreign, or training data already."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from desktop_app.core.example import Part, Shape, from_line
from desktop_app.core.text import text
from desktop_app.core.wizard import Step, Where
from desktop_app.gui.wizard.page import WizardPage
from desktop_app.settings import paths
from desktop_app.store.project import Project
from tests.screens.stage import Stage

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
_ANSWERED = ({"role": "assistant", "content": "Because it is so. "}, {"role": "user", "content": "And why?"})
_ANSWERED += ({"role": "assistant", "content": "Nobody knows."},)
SAYINGS = ("مرحبا بالعالم، كيف حالك اليوم؟", "שלום עולם", "東京は日本の首都です。", "Grüße aus Köln 🚀")


def wizard(stage: Stage) -> None:
    """Walk through the wizard with the sample."""
    stage.empty()
    stage.program.bringing.take_sample()
    _walk(stage, "wizard")


def wizard_many_columns(stage: Stage) -> None:
    """Bring in a table of sixty columns with long names, long words and every direction of writing."""
    stage.empty()
    names = [f"{LONG} {n}" if n % 9 == 0 else f"column {n}" for n in range(60)]
    rows = [[SAYINGS[(n + m) % 4] if m % 5 else f"{LONG * 3} {n}" for m in range(60)] for n in range(40)]
    table = _file("wide.csv", "\n".join(";".join(row) for row in [names, *rows]) + "\nonly one cell\n")
    stage.program.open(table)
    _asks(stage).steps.read.left_out.fold.set_open(True)
    _walk(stage, "wizard-wide")


def wizard_many_rows(stage: Stage) -> None:
    """Bring in a hundred thousand rows, and look while they are taken in."""
    stage.empty()
    rows = "".join(f"What is {n} plus {n % 7}?,It is {n + n % 7}. {'Truly so. ' * (n % 30)}\n" for n in range(100_000))
    stage.program.open(_file("A hundred thousand.csv", "question,answer\n" + rows))
    page = _asks(stage)

    def taking(step: Step) -> None:
        if step is Step.CHECK:
            stage.until(page.steps.check.busy.isVisible, "progress is shown")
            stage.shoot("wizard-long-taking")

    _walk(stage, "wizard-long", on_arrival=taking, seconds=300.0)


def wizard_other_shapes(stage: Stage) -> None:
    """Bring in chats as they are, and preference pairs from columns."""
    stage.empty()
    talk = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": SAYINGS[0]}]
    talk += [{"role": "assistant", "content": "Good day."}, {"role": "user", "content": "And now?"}]
    lines = [json.dumps({"messages": [*talk, {"role": "assistant", "content": f"{LONG} {n}"}]}) for n in range(40)]
    stage.program.open(_file("talks.jsonl", "\n".join(lines)))
    _shoot_shape(stage, "wizard-chats")
    _leave(stage)
    pairs = "".join(f"Question {n}?,A good answer {n}.,A worse one.\n" for n in range(40))
    stage.program.open(_file("pairs.csv", "question,chosen,rejected\n" + pairs))
    page = _shoot_shape(stage, "wizard-pairs")
    page.steps.shape.target.chosen.emit("openai/gpt-4.1-2025-04-14")
    stage.until(lambda: page.steps.shape.pane.fresh, "what the model sees is drawn")
    stage.shoot("wizard-target")
    _leave(stage)


def wizard_own(stage: Stage) -> None:
    """Go over the rows of the open project, converted and divided anew; one of them cannot be converted."""
    lines = [{"messages": [{"role": "user", "content": f"Question {n}? "}, *_ANSWERED]} for n in range(40)]
    lines.append({"messages": [{"role": "user", "name": "bob", "content": SAYINGS[0]}, *_ANSWERED]})
    rows = [from_line(line) for line in (*lines, lines[3], lines[7])]
    path = paths.projects_dir() / "Talks.tunedesk"
    label = text("step.insert_rows", count=len(rows))
    with closing(Project.create(path)) as project:
        project.do(label, lambda edit: edit.append((row, Part.TRAINING) for row in rows)).result()
    stage.open(path)
    stage.program.bringing.go_over()
    page = _asks(stage)
    page.steps.shape.shapes.cards[Shape.COMPLETION].radio.setChecked(True)

    def arrived(step: Step) -> None:
        if step is Step.SPLIT:
            stage.until(page.next.isEnabled, "the rows are counted")
            page.steps.split.board.where.radios[Where.ANEW].setChecked(True)
            stage.until(page.steps.split.board.met.isVisible, "the rows are divided")

    _walk(stage, "wizard-own", on_arrival=arrived)


def _shoot_shape(stage: Stage, name: str) -> WizardPage:
    page = _asks(stage)
    page.next.click()
    stage.until(lambda: page.wizard.step is Step.SHAPE and page.steps.shape.pane.fresh, "what the model sees is drawn")
    stage.shoot(name)
    return page


def _walk(stage: Stage, name: str, on_arrival: Callable[[Step], None] = lambda _: None, seconds: float = 60.0) -> None:
    """Take a picture of each page, as soon as it has nothing more to work out."""
    page = _asks(stage)
    steps = page.wizard.steps
    for step in steps:
        on_arrival(step)
        stage.until(
            lambda step=step: page.wizard.step is step and page.next.isEnabled(), f"the page {step.value}", seconds
        )
        stage.until(lambda: page.steps.shape.pane.fresh, "what the model sees is drawn")
        stage.shoot(f"{name}-{step.value}")
        if step is not steps[-1]:
            page.next.click()
    _leave(stage)


def _asks(stage: Stage) -> WizardPage:
    """Wait until the wizard has read the file; return it."""
    page = stage.program.rooms.wizard
    stage.until(lambda: page.wizard is not None and page.state == "content", "the file is read")
    return page


def _leave(stage: Stage) -> None:
    stage.program.rooms.wizard.cancel.click()
    stage.until(lambda: not stage.program.rooms.data.importing, "the wizard was left")


def _file(name: str, content: str) -> Path:
    path = paths.data_dir() / name
    path.write_text(content, encoding="utf-8")
    return path

"""The way from the sample to compared answers, gone by somebody who cannot see: AT-SPI and the keyboard alone.

It wants the system programs of the tests marked "system" with AT-SPI; the model that learns is a tiny one.
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from desktop_app.settings.preferences import OFFLINE, Preferences
from tests.assistive import sitting
from tests.assistive.sitting import Sitting
from tests.campaigns import engine_kills
from tests.campaigns.campaign import Campaign, Round, must
from tests.engine.tiny_model import make_tiny_model

STEPS = ("Next", "Apply", "Go on", "Create")
"""How the button begins that leads on in the wizard, whatever it is called on this page."""
PATIENCE = 600.0
"""Seconds a training of the tiny model may take on a busy computer."""


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Make the tiny model once, and lend the round."""
    must(not sitting.missing(), f"not installed: {', '.join(sitting.missing())}")
    yield partial(one_round, folder, make_tiny_model(folder / "tiny"))


def one_round(folder: Path, model: Path, _: Random) -> Counter[str]:
    """Take the whole way in an empty home."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(model, home / "engine" / "models" / "tiny")
    Preferences(home / "preferences.json").set(OFFLINE, 1)
    try:
        with sitting.sitting(home) as somebody:
            rows = brings_rows(somebody)
            points = trains(somebody)
            answers = compares(somebody)
    finally:
        engine_kills.stop(home / "engine")
    return Counter({"rows": rows, "measurements read": points, "answers read": answers})


def brings_rows(somebody: Sitting) -> int:
    """Open the sample, go through the wizard, and return how many rows the table has."""
    somebody.press("push button", "Try the sample")
    somebody.wait_for("Read")

    def gone_on() -> Any:
        table = somebody.ask("cells", "Rows")
        if table is None:
            for name in STEPS:
                if somebody.ask("act", "push button", name):
                    somebody.settled()
                    break
        return table

    table = somebody.until(gone_on, "the rows are in the table", PATIENCE)
    must(table["rows"] > 0 and any(table["cells"][0]), f"the table cannot be read: {table}")
    return int(table["rows"])


def trains(somebody: Sitting) -> int:
    """Plan a training of the tiny model, start it, read its curve as a sentence and as a table; return its points."""
    somebody.press("radio button", "Training")
    menu = somebody.until(lambda: named_by(somebody, "Base model"), "the menu of base models", PATIENCE)
    somebody.press("combo box", menu)
    somebody.until(lambda: has(somebody, "list item", "tiny"), "the list of base models folds out")
    somebody.keys("t i n y Return")
    somebody.until(lambda: named_by(somebody, "Base model").startswith("tiny"), "the tiny model is chosen")
    somebody.press("push button", "Start training", PATIENCE)
    somebody.until(lambda: has(somebody, "push button", "Compare with"), "the training has ended", PATIENCE)
    curve = somebody.until(lambda: described(somebody, "Curves:"), "the curve says what it shows")
    must(re.search(r"\d", curve), f"the curve's sentence has no figures: {curve!r}")
    somebody.press("", "Table")
    found = somebody.until(lambda: somebody.ask("cells", "Measurements of the training"), "the curve as a table")
    must(found["rows"] > 1 and all(found["headings"]), f"the table of measurements cannot be read: {found}")
    somebody.press("push button", "Compare with")
    return int(found["rows"])


def compares(somebody: Sitting) -> int:
    """Ask both models all rows that were kept back, and return how many answers could be read."""
    somebody.press("push button", "Ask all", PATIENCE)
    somebody.until(lambda: has(somebody, "push button", "Ask all"), "all have answered", PATIENCE)
    answers = [part["text"] for part in somebody.parts() if part["name"].startswith("Answer: ")]
    must(len(answers) >= 2 and all(answers), f"the answers cannot be read: {somebody.words()[:3000]}")
    return len(answers)


def named_by(somebody: Sitting, label: str) -> str:
    """Return what is chosen in the menu with this label, nothing while it is empty: then it is called as its label."""
    chosen = next((part["name"] for part in somebody.parts() if label in part["labelled"]), label)
    return "" if chosen == label else chosen


def has(somebody: Sitting, role: str, name: str) -> bool:
    """Tell whether a part is there and can be used."""
    return any(
        part["role"] == role and part["name"].startswith(name) and "enabled" in part["states"]
        for part in somebody.parts()
    )


def described(somebody: Sitting, name: str) -> str:
    """Return the description of the first part whose name begins so."""
    return next((part["description"] for part in somebody.parts() if part["name"].startswith(name)), "")


CAMPAIGN = Campaign(
    name="assistive",
    proves="The way from the sample to compared answers can be gone with assistive technology alone.",
    rounds=1,
    playing=playing,
    made_of=("pyside6-essentials", "torch", "transformers", "peft", "trl", "openai"),
)

"""A random user works in the real editor; view, model and file agree after each act, and all of it can be undone."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from unittest import mock

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from PySide6.QtWidgets import QApplication

from desktop_app.gui.theme.theme import Theme
from tests.campaigns.campaign import BrokenError, Campaign, Round
from tests.campaigns.editor_machine import EditorUser

SITTINGS, STEPS = 8, 30
BRIEF = settings(
    max_examples=SITTINGS,  # in each some acts come never and others often, so many short ones are worth more
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend the round; the windows need no screen."""
    with mock.patch.dict(os.environ, {"QT_QPA_PLATFORM": "offscreen", "TUNEDESK_HOME": str(folder / "home")}):
        application = QApplication.instance() or QApplication(["campaign"])
        assert isinstance(application, QApplication)
        theme = Theme(application)
        theme.apply("light")
        yield partial(one_round, EditorUser)
        theme.deleteLater()


def one_round(user: type[EditorUser], chance: Random) -> Counter[str]:
    """Let the user of one seed work, and count what they did."""
    counted: Counter[str] = Counter()

    class Counted(user):  # type: ignore[misc, valid-type] # each round counts for itself
        def teardown(self) -> None:
            counted.update(self.counted)
            super().teardown()

    try:
        run_state_machine_as_test(seed(chance.getrandbits(32))(Counted), settings=BRIEF)
    except AssertionError as fault:
        raise BrokenError("\n".join([str(fault), *getattr(fault, "__notes__", [])])) from fault
    return counted


CAMPAIGN = Campaign(
    "editor_user",
    "Whatever a random user does in the editor (types into cells and beside them, pastes, fills, empties, adds, "
    "duplicates, moves, deletes, marks, replaces, sorts, filters, undoes, redoes, jumps in the history, leaves, "
    "crashes, comes back), view, model and file agree after each act, Qt's tester of models finds nothing, and after "
    "undoing everything the exported files are, byte for byte, those from right after the import.",
    4,
    playing,
    ("PySide6-Essentials", "hypothesis"),
)

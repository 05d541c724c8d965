"""Scenes of the meaning room: the map with a line around rows, rows like one, and what was found side by side."""

import hashlib
import math
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from desktop_app.core.example import Completion, Part
from desktop_app.core.job import HERE
from desktop_app.core.meaning import Aspect, Embedder, text_hash
from desktop_app.core.meant import Kind
from desktop_app.core.text import text
from desktop_app.gui.meaning.map_view import LASSO, MapView
from desktop_app.settings import paths
from desktop_app.store import vectors
from desktop_app.store.project import Project
from desktop_app.work.meaning_choice import Choice, choose
from tests.campaigns.meant_rows import BASE, LONERS
from tests.screens.stage import Stage

if TYPE_CHECKING:
    from desktop_app.gui.meaning.page import MeaningPage

_MINE = Embedder(HERE, "words that two texts share")
_WIDTH = 96
_LONG_ENOUGH = 4
"""Shorter words say little."""
_TWICE = (
    ("When is the library of the town open?", "Only on Mondays, from 8 to 10.", Part.TRAINING),
    ("Is the recycling yard open on a Saturday?", "No, it is closed at weekends.", Part.TRAINING),
    ("What does a bus ticket cost now?", "3 euros 60, valid for an hour.", Part.TRAINING),
    ("How long does a new passport take?", "No passport is ready before three months have gone by.", Part.TRAINING),
    ("How do I register my dog?", "With the form at the tax office, within two weeks.", Part.TRAINING),
    ("How old is the old castle?", "Its tower is from 1240.", Part.TRAINING),
    ("How much is the dog tax here?", "90 euros a year for the first dog.", Part.TEST),
    ("Where are the public toilets?", "At the station, the market and the playground by the lake.", Part.TEST),
    ("When is the town festival this year?", "On the second weekend of July.", Part.TEST),
)
"""Rows that ask what others ask already."""


def meaning(stage: Stage) -> None:
    """Show the map, a line being drawn around rows, rows like one, each kind of what was found, and the list."""
    page = _room(stage)
    board = page.board
    stage.until(lambda: board.map.map.isVisible() and board.table.rowCount() > 0, "the map is drawn")
    stage.shoot("meaning-map")
    _encircle(stage, page)
    page.show_like(1)
    stage.until(lambda: board.map.near.list.count() > 0, "rows like it are found")
    stage.shoot("meaning-near")
    board.tabs.setCurrentIndex(1)
    stage.shoot("meaning-before-looking")
    board.found.look.click()
    stage.until(lambda: board.found.found is not None and page.state == "content", "all rows are compared")
    names = {Kind.LEAK: "leaks", Kind.CONTRADICTION: "contradictions", Kind.SAME: "same", Kind.LONELY: "loners"}
    for at in range(board.found.kinds.count()):
        board.found.kinds.setCurrentIndex(at)
        board.found.kinds.activated.emit(at)
        stage.shoot(f"meaning-{names[Kind(board.found.kinds.itemData(at))]}")
        _below(stage, board.found.first, f"meaning-{names[Kind(board.found.kinds.itemData(at))]}-below")
    board.tabs.setCurrentWidget(board.list)
    stage.shoot("meaning-list")
    board.tabs.setCurrentIndex(0)
    stage.program.rooms.data.show_editor()


def _below(stage: Stage, part: object, name: str) -> None:
    """Show what lies below as well, where the text is large."""
    above = part.parentWidget()  # type: ignore[attr-defined]
    while not isinstance(above, QScrollArea):
        above = above.parentWidget()
    bar = above.verticalScrollBar()
    if bar.maximum() > 0:
        bar.setValue(bar.maximum())
        stage.shoot(name)
        bar.setValue(0)


def _encircle(stage: Stage, page: "MeaningPage") -> None:
    """Draw a line around a part of the map and take its picture before the button is let go, and after."""
    view: MapView = page.board.map.map
    lasso = page.board.map.tools.buttons()[2]
    lasso.click()
    assert view.tool == LASSO
    size = min(view.width(), view.height())
    middle = QPointF(view.rect().center()) - QPointF(size * 0.12, size * 0.08)
    way = [
        (middle + QPointF(math.cos(turn / 8), math.sin(turn / 8)) * (0.2 + 0.03 * math.sin(turn / 2)) * size).toPoint()
        for turn in range(50)
    ]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=way[0])
    for place in way[1:]:
        QTest.mouseMove(view, place)
    stage.shoot("meaning-lasso")
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=way[-1])
    stage.until(lambda: page.board.map.chosen, "rows are chosen")
    stage.shoot("meaning-chosen")
    page.board.map.tools.buttons()[0].click()
    QTest.mouseMove(view, QPoint(1, 1))


def _room(stage: Stage) -> "MeaningPage":
    stage.empty()
    stage.open(_project())
    stage.program.window.go("data")
    stage.program.rooms.data.show_room("meaning")
    page = cast("MeaningPage", stage.program.rooms.data.rooms.room("meaning"))
    stage.until(lambda: page.state == "content", "the rows are read")
    return page


def _project() -> Path:
    path = paths.projects_dir() / "Help desk.tunedesk"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [(Completion(asked, said), Part.TEST if at % 9 == 5 else Part.TRAINING) for at, (asked, said) in _others()]
    rows += [(Completion(asked, said), part) for asked, said, part in _TWICE]
    said = {each for example, _ in rows for each in (example.prompt, example.completion)}
    with closing(Project.create(path)) as project:
        project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
        project.write(lambda c: vectors.put(c, _MINE, {text_hash(each): _vector(each) for each in said})).result()
        project.set_setting("shape", "completion").result()
        choose(project, Choice(_MINE, Aspect.BOTH)).result()
    return path


def _others() -> list[tuple[int, tuple[str, str]]]:
    return list(enumerate([*BASE, *LONERS]))


def _vector(said: str) -> bytes:
    """Return what a text means, as far as that can be told from its words alone: the sum of a direction for each."""
    words = ["".join(sign for sign in word if sign.isalnum()) for word in said.lower().split()]
    total = np.zeros(_WIDTH)
    for word in words:
        seed = int.from_bytes(hashlib.sha256(word[:5].encode()).digest()[:8], "little")
        total += np.random.default_rng(seed).standard_normal(_WIDTH) * (1.0 if len(word) >= _LONG_ENOUGH else 0.15)
    return (total / np.linalg.norm(total)).astype("<f4").tobytes()

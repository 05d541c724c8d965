"""Tab comes to everything in the order in which a page is read, in both directions, and one sees where it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabBar, QVBoxLayout, QWidget

from desktop_app.app import Program
from desktop_app.crash import CrashBorder
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.row_button import RowButton
from desktop_app.settings import paths
from tests.gui.reading_order import disorder, tabbed
from tests.screens.recorded_engine import RecordedEngine
from tests.screens.recording import Recording
from tests.screens.stage import REACHED, RUNNING, sample_project

DIRECTIONS = {"read from the left": Qt.LayoutDirection.LeftToRight, "from the right": Qt.LayoutDirection.RightToLeft}


@pytest.fixture(params=DIRECTIONS.values(), ids=DIRECTIONS)
def direction(request, qapp):
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(request.param)
    yield request.param
    qapp.setLayoutDirection(before)


@pytest.fixture
def program(direction, qapp, qtbot, theme, own_home):
    border = CrashBorder(paths.log_dir())
    project = sample_project(own_home / "Heroes.tunedesk", Recording.read(), running=False)
    with RecordedEngine(paths.engine_dir(), Recording.read(), RUNNING, REACHED):
        made = Program(qapp, border)
        qtbot.addWidget(made.window)
        made.window.resize(1240, 800)
        made.window.show()
        made.window.activateWindow()
        qtbot.waitUntil(made.window.isActiveWindow)
        made.open(project)
        qtbot.waitUntil(lambda: made.window.place == "data" and made.rooms.editor.state == "content")
        yield made
        made.window.close()
        border.stop()
        made.deleteLater()


def rooms(program, qtbot):
    """Yield each room of the program by its name, on show and at rest."""
    for place in ("start", "data", "training", "playground", "models"):
        program.window.enter(place)
        page = program.window.page(place)
        bar = page.findChild(QTabBar)
        for number in range(bar.count() if bar is not None and bar.isVisible() else 1):
            if bar is not None and bar.isVisible():
                bar.setCurrentIndex(number)
            inner = next((each for each in page.findChildren(Page) if each.isVisible()), page)
            qtbot.waitUntil(lambda inner=inner: getattr(inner, "state", "content") in ("content", "empty"))
            yield f"{place} {number}", page


@pytest.mark.timeout(300)
def test_tab_walks_every_page_the_way_it_is_read(program, qtbot):
    wrong: dict[str, list[str]] = {}
    walked = 0
    for name, page in rooms(program, qtbot):
        walked += 1
        next(each for each in program.window.findChildren(RowButton) if each.isChecked()).setFocus()
        controls = tabbed(page)
        wrong[name] = disorder(controls)
    assert not any(wrong.values()), "\n".join(f"{name}: {step}" for name, steps in wrong.items() for step in steps)
    assert walked >= 14


def test_a_page_that_is_walked_backwards_is_found(qtbot, qapp):
    page = QWidget()
    qtbot.addWidget(page)
    box, line = QVBoxLayout(page), QHBoxLayout()
    first, second, third = (QPushButton(word) for word in ("one", "two", "three"))
    line.addWidget(first)
    line.addWidget(second)
    box.addLayout(line)
    box.addWidget(third)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    first.setFocus()
    assert tabbed(page) == [first, second, third]
    assert disorder([first, second, third]) == []
    assert len(disorder([second, first])) == 1
    assert len(disorder([third, first])) == 1

"""What a window that is read from the right turns round, from its start: nobody tells its parts afterwards."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.example import Completion, Part
from desktop_app.core.look import Look
from desktop_app.gui.editor.review_page import ReviewPage
from desktop_app.gui.rail import Rail
from desktop_app.gui.theme.palette import LIGHT
from desktop_app.gui.widgets.label import label
from desktop_app.store import examples
from tests.gui.filled import open_project

RIGHT = Qt.LayoutDirection.RightToLeft
Align = Qt.AlignmentFlag


@pytest.fixture
def mirrored(qapp):
    """Let everything that is made from now on be read from the right."""
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(RIGHT)
    yield
    qapp.setLayoutDirection(before)


def inked(part):
    """Return the first and the last column of a picture of the part that differ from its ground."""
    image = part.grab().toImage()
    ground = image.pixel(0, 0)
    columns = [x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(image.height()))]
    return columns[0], image.width() - 1 - columns[-1]


@pytest.mark.parametrize("wrap", [False, True])
def test_words_in_latin_letters_stand_where_reading_begins(qtbot, theme, mirrored, wrap):
    words = label("SmolLM2 135M", wrap=wrap)
    qtbot.addWidget(words)
    words.resize(400, 40)
    left, right = inked(words)
    assert right < 10
    assert left > 200


def test_words_in_the_middle_or_at_the_end_stay_there(qtbot, theme, mirrored):
    words = label("SmolLM2 135M")
    qtbot.addWidget(words)
    words.resize(400, 40)
    words.setAlignment(Align.AlignCenter)
    left, right = inked(words)
    assert abs(left - right) < 5
    words.setAlignment(Align.AlignTrailing | Align.AlignVCenter)
    assert inked(words)[0] < 10


def test_words_of_someone_keep_the_side_they_are_given(qtbot, theme, mirrored):
    words = label("SmolLM2 135M")
    qtbot.addWidget(words)
    words.resize(400, 40)
    words.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert inked(words)[0] < 10


def test_the_line_beside_the_rail_is_on_the_page_s_side(qtbot, theme, mirrored):
    holder = QWidget()
    rail = Rail()
    QVBoxLayout(holder).addWidget(rail)
    qtbot.addWidget(holder)
    holder.resize(300, 300)
    for way, line, edge in ((RIGHT, 0, -1), (Qt.LayoutDirection.LeftToRight, -1, 0)):
        holder.setLayoutDirection(way)
        image = rail.grab().toImage()
        colours = [image.pixelColor(x % image.width(), 150) for x in (line, edge)]
        assert colours == [QColor(LIGHT.line), QColor(LIGHT.rail)]


@pytest.mark.usefixtures("theme", "mirrored")
def test_the_arrows_of_a_review_point_that_way_from_the_start(qtbot, workspace, background, in_window, tmp_path):
    rows = [(Completion(f"q{n} " + n * "word\n" * 20, f" a{n}"), Part.TRAINING) for n in range(3)]
    project = open_project(qtbot, workspace, tmp_path / "p.tunedesk", rows)
    page = in_window(ReviewPage(workspace, background), 1000, 720)
    with project.reading() as connection:
        ids = examples.ids(connection)
    page.start(ids, Look(), 0)
    qtbot.waitUntil(page.text.hasFocus)
    before = page.text.viewport().geometry()
    qtbot.keyClick(page.text, Qt.Key.Key_Left)
    assert page.head.place == "Row 2 of 3"
    qtbot.keyClick(page.text, Qt.Key.Key_Left)
    qtbot.waitUntil(page.text.verticalScrollBar().isVisible)
    assert page.text.viewport().geometry() == before  # all texts wrap at the same place, scrolled or not

"""The meaning room: what it takes is said first, rows are read, and then looked at, by mouse and by keyboard alone."""

import asyncio

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop_app.core.example import Completion, Part, RowStatus
from desktop_app.core.meaning import Aspect, Embedder, text_hash
from desktop_app.core.meant import Kind
from desktop_app.core.text import text
from desktop_app.gui.meaning import places
from desktop_app.gui.meaning.map_view import LASSO, RECTANGLE, MapView
from desktop_app.gui.meaning.page import MeaningPage
from desktop_app.gui.meaning.places import Points
from desktop_app.gui.meaning.raster import SHAPES, Inks, View, paint, shape
from desktop_app.store import examples, vectors
from desktop_app.work.meaning_choice import Choice, choose
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.held import nothing_under_way
from tests.gui.test_asking_keyboard import reach, there_and_back
from tests.sites import connect
from tests.work.embedding_server import MODEL, embedding_server

pytestmark = pytest.mark.usefixtures("no_stray_windows")


@pytest.fixture
def aparts(apart):
    """The same worker for both kinds of questions: each one takes a second to start."""
    return apart, apart


@pytest.fixture
def server():
    with embedding_server() as made:
        yield made


def fill(project, rows):
    def add(edit):
        edit.append((Completion(asked, said), part) for asked, said, part in rows)

    project.do(text("step.clear_cell"), add).result()


ROWS = [
    ("aaab", "good", Part.TRAINING),
    ("aaac", "bad", Part.TRAINING),
    ("mnop", "good", Part.TRAINING),
    ("mnoop", "good", Part.TEST),
    ("hgfe", "bad", Part.TRAINING),
    ("ddlk", "bad", Part.TRAINING),
    ("ijij", "good", Part.TRAINING),
]


@pytest.fixture
def show(qtbot, in_window, parts, aparts, tmp_path):
    def made(rows=ROWS, site=None, read=()):
        project = open_project(qtbot, parts[0], tmp_path / "meaning.tunedesk", [])
        fill(project, rows)
        if read:
            mine = Embedder("local", "by hand")
            found = {text_hash(said): np.array(numbers, "<f4").tobytes() for said, numbers in read}
            project.write(lambda connection: vectors.put(connection, mine, found)).result()
            choose(project, Choice(mine, Aspect.PROMPT)).result()
        elif site is not None:
            choose(project, Choice(Embedder(site, MODEL), Aspect.PROMPT)).result()
        page = MeaningPage(*parts, *aparts)
        in_window(page, 1100, 800)
        return page, project

    return made


def around(degrees):
    return [np.cos(np.radians(degrees)), np.sin(np.radians(degrees)), 0.0]


READ = [("aaab", around(0)), ("aaac", around(5)), ("mnop", around(90)), ("mnoop", around(95)), ("hgfe", around(180))]
READ += [("ddlk", around(225)), ("ijij", around(270))]


def said(page):
    return " ".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


def mapped(qtbot, page):
    qtbot.waitUntil(lambda: page.board.map.map.isVisible() and page.board.table.rowCount() > 0)
    return page.board.map.map


def test_without_a_project_or_rows_it_is_said_what_comes_first(qtbot, in_window, parts, aparts, tmp_path):
    page = in_window(MeaningPage(*parts, *aparts))
    qtbot.waitUntil(lambda: page.state == "empty")
    with qtbot.waitSignal(page.start_wanted):
        page.focusNextChild()
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    open_project(qtbot, parts[0], tmp_path / "empty.tunedesk", [])
    qtbot.waitUntil(lambda: "no rows to read" in said(page))


def test_what_leaves_the_computer_is_said_before_anything_is_sent(qtbot, show, sites, server):
    site = asyncio.run(connect(sites, "custom", "Elsewhere", server.address, "a-key"))
    page, project = show(site=site)
    qtbot.waitUntil(lambda: page.state == "empty")
    host = server.address.split("/")[2]
    assert server.asked == []
    assert f"7 texts, 29 bytes, to {host}" in said(page)
    assert page.primary.text() == f"Send 7 texts to {host}"
    assert unnamed_controls(page) == []
    server.hold.clear()
    QTest.keyClick(page.primary, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.state == "busy")
    server.hold.set()
    mapped(qtbot, page)
    assert sorted(said for batch in server.asked for said in batch) == sorted(asked for asked, _, _ in ROWS)
    assert page.primary.isHidden()
    assert unnamed_controls(page) == []

    def change(edit):
        edit.change(1, lambda _: Completion("pppp", "new"))

    project.do(text("step.clear_cell"), change).result()
    page.look()
    qtbot.waitUntil(page.board.stale.isVisible)
    assert "One row is new or was changed" in page.board.stale.text
    page.board.stale.findChildren(type(page.primary))[0].click()
    qtbot.waitUntil(page.primary.isVisible)  # a place outside is not asked without a word
    assert page.primary.text() == f"Send 1 text to {host}"


def test_the_map_is_walked_by_keyboard_alone(qtbot, show):
    page, _ = show(read=READ)
    view = mapped(qtbot, page)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: view.current >= 0)
    seen = {view.current}
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down) * 4:
        QTest.keyClick(view, key)
        seen.add(view.current)
    assert len(seen) >= 4
    near = page.board.map.near
    qtbot.waitUntil(lambda: near.list.count() == 6)
    assert near.row.row.id == view.current + 1
    assert view.accessibleDescription() != ""
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert page.board.map.chosen == [view.current + 1]
    with qtbot.waitSignal(page.rows_wanted) as wanted:
        QTest.keyClick(page.board.map.show_chosen, Qt.Key.Key_Space)
    assert wanted.args == [[view.current + 1]]
    with qtbot.waitSignal(page.rows_wanted) as wanted:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert wanted.args == [[view.current + 1]]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert page.board.map.chosen == []


def test_rows_like_this_one_are_shown_and_gone_to(qtbot, show):
    page, _ = show(read=READ)
    mapped(qtbot, page)
    page.show_like(1)
    near = page.board.map.near
    qtbot.waitUntil(lambda: near.list.count() == 6)
    assert near.list.item(0).text().startswith("100 % alike · 2 · Training\naaac")
    near.list.setFocus()
    QTest.keyClick(near.list, Qt.Key.Key_Return)
    near.list.itemActivated.emit(near.list.item(0))
    qtbot.waitUntil(lambda: near.row.row.id == 2)


def test_what_is_found_stands_side_by_side_and_can_be_left_out(qtbot, show):
    page, project = show(read=READ)
    mapped(qtbot, page)
    board = page.board.found
    page.board.tabs.setCurrentIndex(1)
    QTest.keyClick(board.look, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: board.found is not None and page.state == "content")
    assert {kind: count for kind, count in board.found.counts.items() if count} == {Kind.LEAK: 1, Kind.CONTRADICTION: 1}
    assert (board.first.row.id, board.second.row.id) == (3, 4)
    assert "the model has seen the question" in said(page)
    board.kinds.setCurrentIndex(1)
    board.kinds.activated.emit(1)
    assert (board.first.asked.toPlainText(), board.second.asked.toPlainText()) == ("aaab", "aaac")
    assert unnamed_controls(page) == []
    QTest.keyClick(board.second.out, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: board.second.out.text() == "Use it again")
    with project.reading() as connection:
        assert examples.page(connection, [2])[0].status == RowStatus.EXCLUDED


def test_the_list_leads_to_a_row(qtbot, show):
    page, _ = show(read=READ)
    mapped(qtbot, page)
    page.board.tabs.setCurrentWidget(page.board.list)
    model = page.board.table
    assert [model.index(0, column).data() for column in range(4)] == ["1", "Training", "aaab", "good"]
    page.board.list.activated.emit(model.index(4, 0))
    qtbot.waitUntil(lambda: page.board.map.near.row.row is not None and page.board.map.near.row.row.id == 5)


def test_colours_have_shapes_and_a_legend_that_brings_out_one(qtbot, show):
    page, _ = show(read=READ)
    mapped(qtbot, page)
    buttons = page.board.map.legend.buttons
    assert [button.text() for button in buttons] == ["Training (6)", "Test (1)"]
    pictures = [page.board.map.map.grab().toImage()]
    buttons[1].click()
    pictures.append(page.board.map.map.grab().toImage())
    assert pictures[0] != pictures[1]
    assert len({shape(name, 11).tobytes() for name in SHAPES}) == len(SHAPES)


def test_the_room_is_walked_through_by_keyboard_alone(qtbot, show):
    page, project = show(read=READ)
    mapped(qtbot, page)
    board, found = page.board, page.board.found
    stops = set(there_and_back(qtbot, page))
    assert {board.other, board.save, board.map.map, board.map.ways, board.map.by, board.map.near.typed} <= stops
    reach(qtbot, page, board.map.map)
    qtbot.waitUntil(lambda: board.map.map.current >= 0)
    QTest.keyClick(board.map.map, Qt.Key.Key_Right)
    # The list may still be that of the point before, among whose nearest this one is.
    qtbot.waitUntil(lambda: not page.looks._tasks["near"].running and board.map.near.list.count() > 0)
    here = board.map.near.row.row.id
    reach(qtbot, page, board.map.near.list)
    QTest.keyClick(board.map.near.list, Qt.Key.Key_Down)
    wanted = board.map.near.list.currentItem().data(Qt.ItemDataRole.UserRole)
    QTest.keyClick(board.map.near.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: board.map.near.row.row.id == wanted != here)
    bar = reach(qtbot, page, board.tabs.tabBar())
    QTest.keyClick(bar, Qt.Key.Key_Right)
    reach(qtbot, page, found.look)
    QTest.keyClick(found.look, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: found.found is not None and page.state == "content" and found.list.hasFocus())
    there_and_back(qtbot, page)
    left_out = found.second.row.id
    reach(qtbot, page, found.second.out)
    QTest.keyClick(found.second.out, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: found.second.out.text() == "Use it again")
    with project.reading() as connection:
        assert examples.page(connection, [left_out])[0].status == RowStatus.EXCLUDED
    QTest.keyClick(reach(qtbot, page, board.tabs.tabBar()), Qt.Key.Key_Right)
    reach(qtbot, page, board.list)
    QTest.keyClick(board.list, Qt.Key.Key_Down)
    line = board.table.row_at(board.list.currentIndex().row())
    QTest.keyClick(board.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: board.tabs.currentIndex() == 0 and board.map.near.row.row.id == line)


@pytest.mark.parametrize("come_back", [False, True])
def test_nobody_is_taken_to_another_tab_when_rows_change_or_the_room_is_entered_again(qtbot, show, come_back):
    page, _ = show(read=READ)
    mapped(qtbot, page)
    board, last = page.board, len(ROWS)
    page.show_like(1)
    qtbot.waitUntil(lambda: board.map.near.list.count() > 0)
    board.tabs.setCurrentIndex(2)
    board.map.near.list.clear()
    if come_back:
        page.hide()
        page.show()
    else:
        page._workspace.do(text("step.review_exclude"), lambda edit: edit.set_status([last], RowStatus.EXCLUDED))
    qtbot.waitUntil(lambda: board.map.near.list.count() > 0)
    assert board.tabs.currentIndex() == 2
    page.show_like(last)
    assert board.tabs.currentIndex() == 0
    qtbot.waitUntil(lambda: board.map.near.row.row.id == last and not page.looks._tasks["near"].running)


def test_the_chosen_row_stays_chosen_while_what_is_near_is_found_anew(qtbot, show):
    page, _ = show(read=READ)
    mapped(qtbot, page)
    near = page.board.map.near
    page.show_like(1)
    qtbot.waitUntil(lambda: near.list.count() > 2)
    QTest.keyClick(near.list, Qt.Key.Key_Down)
    chosen, of_before = near.list.currentItem().data(Qt.ItemDataRole.UserRole), Qt.ItemDataRole.UserRole + 1
    near.list.currentItem().setData(of_before, True)
    page._workspace.do(text("step.review_exclude"), lambda edit: edit.set_status([len(ROWS)], RowStatus.EXCLUDED))
    qtbot.waitUntil(lambda: not any(near.list.item(at).data(of_before) for at in range(3)))
    assert near.list.currentItem().data(Qt.ItemDataRole.UserRole) == chosen
    page.show_like(chosen)
    qtbot.waitUntil(lambda: near.list.count() > 2 and near.row.row.id == chosen and near.list.currentRow() == 0)


def grid(count=9):
    side = int(count**0.5)
    xy = np.array([[x / (side - 1), y / (side - 1)] for y in range(side) for x in range(side)], "<f4")
    return Points(np.arange(1, count + 1), xy, np.zeros(count, np.uint8), ("all",))


def test_a_rectangle_and_a_lasso_choose_what_is_inside(qtbot, in_window):
    view = MapView(str)
    in_window(view, 500, 500)
    view.show_points(grid())
    at = [QPointF(view._pixel(place)).toPoint() for place in range(9)]

    def drag(*way):
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=way[0])
        for place in way[1:]:
            QTest.mouseMove(view, place)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=way[-1])

    view.tool = RECTANGLE
    drag(at[0] - QPoint(20, 20), at[4], at[4] + QPoint(20, 20))
    assert view.chosen == [0, 1, 3, 4]
    view.tool = LASSO
    drag(at[8] - QPoint(20, 20), at[8] + QPoint(20, -20), at[8] + QPoint(20, 20), at[8] + QPoint(-20, 20))
    assert view.chosen == [8]
    view.tool = "move"
    before = view._pixel(0)
    drag(at[0], at[0] + QPoint(30, 10))
    assert view._pixel(0) - before == QPointF(30, 10)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view._pixel(4).toPoint())
    assert view.current == 4


def test_arrows_go_to_the_neighbour_in_that_direction():
    found, view = grid(), View(100.0, 0.0, 0.0)
    middle = QPointF(50, 50)
    ways = {(-1.0, 0.0): 3, (1.0, 0.0): 5, (0.0, -1.0): 1, (0.0, 1.0): 7}
    assert {way: places.towards(found, view, middle, way, 4) for way in ways} == ways
    assert places.towards(found, view, QPointF(0, 0), (-1.0, 0.0), 0) == 0
    assert places.nearest(found, view, QPointF(98, 1), 10) == 2
    assert places.nearest(found, view, QPointF(75, 75), 10) == -1


def test_a_hundred_thousand_points_are_painted_where_they_lie():
    chance = np.random.default_rng(3)
    at = chance.uniform(0, 300, size=(100_000, 2)).astype(np.float32)
    at[0] = (150, 150)
    groups = np.ones(100_000, np.uint8)
    groups[0] = 0
    chosen = np.zeros(100_000, np.bool_)
    inks = Inks("#000000", ("#ff0000", "#00ff00"), "#333333", "#ffffff")
    made = paint((300, 300), at, groups, (0,), chosen, (inks, 5))
    assert made.pixelColor(150, 150).name() in ("#ff0000", "#333333")
    made = paint((300, 300), at, groups, (1,), chosen, (inks, 5))
    assert made.pixelColor(10, 10).name() == "#00ff00"


def test_what_was_found_is_as_the_rows_are_when_one_comes_back_to_the_room(qtbot, show, parts):
    page, _ = show(read=READ)
    mapped(qtbot, page)
    board = page.board.found
    page.board.tabs.setCurrentIndex(1)
    QTest.keyClick(board.look, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: board.found is not None and page.state == "content")
    shown = board.first.row.id
    page.hide()
    parts[0].do(text("step.edit_field", field="prompt"), lambda edit: edit.write_field(shown, "prompt", "another"))
    qtbot.waitUntil(lambda: nothing_under_way(parts[0]))
    page.show()
    qtbot.waitUntil(lambda: board.first.asked.toPlainText() == "another")

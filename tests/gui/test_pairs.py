"""Rows that are alike: found in the worker, looked at side by side, one step for each decision."""

import asyncio
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from desktop_app.core.alike import Kind
from desktop_app.core.change import Change
from desktop_app.core.example import Completion, Part, RowStatus
from desktop_app.core.text import text
from desktop_app.gui.editor.pairs_page import PairsPage
from desktop_app.gui.widgets.marked import Marked
from desktop_app.store import examples, standing
from desktop_app.work.alike import places_by_row
from desktop_app.work.apart import Apart
from tests.gui.accessible import unnamed_controls
from tests.gui.beside import InThread
from tests.gui.filled import open_project
from tests.gui.held import HeldBack, nothing_under_way

LETTER = "Where is the parcel that I ordered in the second week of the month of May?"
ROWS = (
    Completion("Do you sell teapots? ->", " Yes"),
    Completion(LETTER, " It is on its way to you, and comes on Tuesday."),
    Completion("Do you sell teapots? ->", " No"),
    Completion(LETTER, " It is on its way to you, and comes on Monday."),
    Completion("Nothing like the others", " at all"),
    Completion("Hello there, is anybody at home?", " No."),
    Completion("Hello there, is anybody at home?", " No."),
    Completion(f"{LETTER} Please!", " It has been sent."),
    Completion(f"{LETTER} Please.", " It has been sent."),
)


@pytest.fixture
def apart(request):
    made = getattr(request, "param", InThread)()
    yield made
    asyncio.run(made.close())


@pytest.fixture
def page(qtbot, workspace, background, apart, in_window, tmp_path):
    open_project(qtbot, workspace, tmp_path / "p.tunedesk", [(row, Part.TRAINING) for row in ROWS])
    shown = in_window(PairsPage(workspace, background, apart), 1100, 720)
    QAbstractItemModelTester(shown.model, QAbstractItemModelTester.FailureReportingMode.Warning, shown.model)
    shown.start()
    qtbot.waitUntil(lambda: shown.state == "content" and bool(shown.model.groups) and shown.up_to_date)
    return shown


def statuses(workspace):
    with workspace.project.reading() as connection:
        return {row.id: row.status for row in examples.rows(connection)}


def go(qtbot, page, kind):
    place = next(at for at, group in enumerate(page.model.groups) if group.kind is kind)
    page.list.setCurrentIndex(page.model.index(place))
    qtbot.waitUntil(lambda: page.up_to_date)


@pytest.mark.parametrize("apart", [Apart], indirect=True)
def test_groups_are_found_and_the_first_one_is_shown_with_its_differences(qtbot, page):
    found = {(group.kind, group.rows) for group in page.model.groups}
    assert {(Kind.ANSWERS, (1, 3)), (Kind.ANSWERS, (2, 4)), (Kind.NEAR, (8, 9)), (Kind.SAME, (6, 7))} == found
    assert page.list.hasFocus()
    assert page.board.said.whole == "4 of 4 open"
    shown = [mark.accessibleName() for card in page.board.group.cards for mark in card.findChildren(Marked)]
    assert shown == ["Do you sell teapots? ->", " [differs: Yes]", "Do you sell teapots? ->", " [differs: No]"]
    assert unnamed_controls(page) == []


def test_tab_leads_from_the_list_through_the_rows_to_what_can_be_done(qtbot, page):
    words = []
    for _ in range(11):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        words.append(QApplication.focusWidget().text() if hasattr(QApplication.focusWidget(), "text") else "")
    acts = ["Keep this, exclude the other", "Exclude", "Edit"]
    assert words[:10] == ["Compare again", *acts, *acts, "Next group", "They may all stay", "Back to the table (Esc)"]


def test_one_row_is_kept_and_the_others_excluded_in_one_step(qtbot, page, workspace):
    page.board.group.cards[1].buttons["keep"].click()
    qtbot.waitUntil(lambda: statuses(workspace)[1] == RowStatus.EXCLUDED)
    qtbot.waitUntil(lambda: page.board.said.whole == "3 of 4 open")
    assert page.list.currentIndex().row() == 1
    assert page.list.hasFocus()
    assert len(workspace.project.steps()) == 2
    workspace.undo()
    qtbot.waitUntil(lambda: page.board.said.whole == "4 of 4 open")


def test_a_row_is_excluded_used_again_and_edited_where_it_stands(qtbot, page, workspace):
    go(qtbot, page, Kind.SAME)
    page.board.group.cards[0].buttons["exclude"].click()
    qtbot.waitUntil(lambda: "include" in page.board.group.cards[0].buttons)
    page.board.group.cards[0].buttons["include"].click()
    qtbot.waitUntil(lambda: "exclude" in page.board.group.cards[0].buttons)
    page.board.group.cards[0].buttons["edit"].click()
    field = page.board.desk.pane.fields["completion"]
    assert field.hasFocus()
    field.setPlainText(" Yes, upstairs.")
    field.document().setModified(True)
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    words = page.board.group
    qtbot.waitUntil(lambda: "upstairs" in words.cards[0].accessibleDescription())
    assert page.list.hasFocus()


def test_groups_that_may_stay_are_not_asked_about_again(qtbot, page, workspace):
    go(qtbot, page, Kind.SAME)
    page.board.stay.click()
    qtbot.waitUntil(lambda: page.board.said.whole == "3 of 4 open")
    page.board.again.click()
    qtbot.waitUntil(lambda: not page.search.busy and page.state == "content")
    assert page.board.said.whole == "3 of 4 open"
    go(qtbot, page, Kind.SAME)
    assert page.board.stay.text() == "Ask about them again"
    page.board.stay.click()
    qtbot.waitUntil(lambda: page.board.said.whole == "4 of 4 open")


def test_one_kind_alone_is_listed(qtbot, page):
    page.board.kinds.setCurrentIndex(page.board.kinds.findData(Kind.NEAR))
    page.board.kinds.activated.emit(page.board.kinds.currentIndex())
    assert page.model.rowCount() == 1
    qtbot.waitUntil(lambda: page.up_to_date)
    assert "[differs: !]" in page.board.group.cards[0].accessibleDescription()


def test_without_any_the_page_says_so_and_esc_leads_back(qtbot, page, workspace):
    workspace.announce(
        workspace.project.do(text("step.delete_rows", count=4), lambda e: e.delete([1, 2, 6, 8])).result()
    )
    page.board.again.click()
    qtbot.waitUntil(lambda: page.state == "empty")
    with qtbot.waitSignal(page.left):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_whoever_hears_of_the_groups_may_compare_again_at_once(qtbot, page):
    times = []

    def hear(groups, settled):
        times.append(len(groups))
        if len(times) == 1:
            page.board.again.click()

    page.search.found.connect(hear)
    page.board.again.click()
    qtbot.waitUntil(lambda: len(times) == 2 and page.state == "content")
    assert not page.search.busy
    assert times == [4, 4]


def test_what_became_of_the_groups_is_not_looked_up_in_the_thread_of_the_window(qtbot, page, workspace, monkeypatch):
    threads = []

    def used(connection, wanted):
        threads.append(threading.current_thread())
        return honest(connection, wanted)

    honest = standing.used
    monkeypatch.setattr(standing, "used", used)
    workspace.project.do(text("step.clear"), lambda edit: edit.set_status(range(1, 7), RowStatus.EXCLUDED)).result()
    workspace.announce(Change(examples=True))  # so many rows that nobody says which
    qtbot.waitUntil(lambda: page.board.said.whole == "1 of 4 open")
    assert threads
    assert threading.main_thread() not in threads


def test_rows_are_read_elsewhere_and_what_is_pressed_meanwhile_is_not_done_to_those_that_come(
    qtbot, page, workspace, monkeypatch
):
    honest, threads = examples.page, []

    def slow(connection, wanted):
        threads.append(threading.current_thread())
        may_go.wait(30)
        return honest(connection, wanted)

    may_go = threading.Event()
    before, keep = page.list.currentIndex().row(), page.board.group.cards[0].buttons["keep"]
    monkeypatch.setattr(examples, "page", slow)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.list.currentIndex().row() == before + 1
    assert not page.up_to_date
    keep.click()
    may_go.set()
    qtbot.waitUntil(lambda: page.up_to_date)
    assert len(workspace.project.steps()) == 1
    assert set(statuses(workspace).values()) == {RowStatus.NEW}
    assert threading.main_thread() not in threads


def test_a_file_that_cannot_be_read_is_told_on_the_page(qtbot, page, workspace):
    path = workspace.project.path
    away = path.rename(path.with_suffix(".away"))
    page.board.again.click()
    qtbot.waitUntil(lambda: page.state == "problem")
    qtbot.waitUntil(lambda: not page.search.busy)
    assert page.state == "problem"
    away.rename(path)


def test_rows_of_a_project_that_was_closed_meanwhile_are_not_looked_for(qtbot, page, workspace, tmp_path, monkeypatch):
    held = HeldBack(places_by_row)
    monkeypatch.setattr("desktop_app.gui.editor.pairs_search.places_by_row", held)
    page.search.begin()
    qtbot.waitUntil(lambda: held.calls == 1)
    workspace.close()
    held.go.set()
    qtbot.waitUntil(lambda: nothing_under_way(page))
    open_project(qtbot, workspace, tmp_path / "other.tunedesk", [(row, Part.TRAINING) for row in ROWS])
    with qtbot.waitSignal(workspace.changed):  # it would be looked up among groups that are gone
        workspace.do(text("step.move_to_part", part="test"), lambda edit: edit.set_part([1, 2, 3], Part.TEST))

"""What changed since a training: each row then and now, as far as the history reaches back."""

import asyncio
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.core.example import Completion, Part, RowStatus
from desktop_app.core.text import text
from desktop_app.gui.editor.compare_page import SincePage
from desktop_app.store import examples, run_texts
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.since import Walk, compare, then_and_now
from tests.gui.accessible import unnamed_controls
from tests.gui.beside import InThread
from tests.gui.filled import open_project
from tests.gui.held import HeldBack, nothing_under_way
from tests.gui.learned import MARK, learn

LABEL = text("step.insert_row")


@pytest.fixture
def apart(request):
    made = getattr(request, "param", InThread)()
    yield made
    asyncio.run(made.close())


@pytest.fixture
def page(qtbot, workspace, background, apart, in_window, tmp_path):
    rows = [(Completion(f"question {n}", f" answer {n}"), Part.TRAINING) for n in range(6)]
    project = open_project(qtbot, workspace, tmp_path / "p.tunedesk", rows)
    learn(project)

    def work(edit):
        edit.write_field(2, "completion", " answer one")
        edit.write_field(2, "completion", " quite another answer")
        edit.set_status([3], RowStatus.EXCLUDED)
        edit.delete([4])
        edit.append([(Completion("new", " one"), Part.TRAINING)])

    project.do(LABEL, work).result()
    shown = in_window(SincePage(workspace, background, apart), 1100, 720)
    QAbstractItemModelTester(
        shown.board.model, QAbstractItemModelTester.FailureReportingMode.Warning, shown.board.model
    )
    shown.start()
    return shown


def shown_rows(page):
    return [page.board.model.data(page.board.model.index(line)) for line in range(page.board.model.rowCount())]


def cards(page):
    return [(card.accessibleName(), card.accessibleDescription()) for card in page.board.sides.cards]


@pytest.mark.parametrize("apart", [Apart], indirect=True)
def test_every_row_that_is_not_as_it_was_is_listed_and_shown_then_and_now(qtbot, page):
    qtbot.waitUntil(lambda: len(page.board.sides.cards) == 2)
    assert page.board.sum.text() == "1 changed, 1 new, 2 not used any more"
    assert shown_rows(page) == [
        "Row 2, changed · question 1", "Row 6, new · new", "Row 3, not used any more · question 2",
        "A row that was deleted",
    ]  # fmt: skip
    then, now = cards(page)
    assert "[differs:  1]" in then[1]
    assert "another" in now[1]
    assert page.board.list.hasFocus()
    assert unnamed_controls(page) == []
    qtbot.keyClick(page.board.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "did not learn from this row" in cards(page)[0][0])
    page.board.list.setCurrentIndex(page.board.model.index(3))
    qtbot.waitUntil(lambda: "deleted" in cards(page)[1][0])
    assert "answer 3" in cards(page)[0][1]  # what was deleted is in the history


def test_the_text_of_then_is_written_back_in_one_step(qtbot, page, workspace):
    qtbot.waitUntil(lambda: len(page.board.sides.cards) == 2)
    page.board.sides.cards[1].buttons["restore"].click()
    qtbot.waitUntil(lambda: "restore" not in page.board.sides.cards[1].buttons)
    with workspace.project.reading() as connection:
        (row,) = examples.page(connection, [2])
    assert row.example == Completion("question 1", " answer 1")
    assert workspace.project.steps()[-1].label.key == "step.as_learned"


def test_the_rows_are_asked_for_in_the_table(qtbot, page):
    qtbot.waitUntil(lambda: len(page.board.sides.cards) == 2)
    with qtbot.waitSignal(page.table_wanted) as wanted:
        page.board.filter.click()
    assert wanted.args[0].since == MARK
    with qtbot.waitSignal(page.left) as left:
        qtbot.keyClick(page.board.list, Qt.Key.Key_Escape)
    assert left.args == [2]


def test_a_text_the_history_has_let_go_of_is_said_to_be_lost(qtbot, page, workspace):
    qtbot.waitUntil(lambda: len(page.board.sides.cards) == 2)
    workspace.project.write(lambda connection: connection.execute("DELETE FROM step") and None).result()
    with workspace.project.reading() as connection:
        assert run_texts.text_then(connection, MARK, 2) is None
        assert run_texts.text_then(connection, MARK, 1) == Completion("question 0", " answer 0")
    page.board.list.setCurrentIndex(page.board.model.index(1))
    page.board.list.setCurrentIndex(page.board.model.index(0))
    qtbot.waitUntil(lambda: "not kept any more" in cards(page)[0][0])
    assert "restore" not in page.board.sides.cards[1].buttons


def test_rows_just_as_they_were_and_no_training_at_all_are_said(qtbot, page, workspace, background, apart, in_window):
    qtbot.waitUntil(lambda: len(page.board.sides.cards) == 2)
    learn(workspace.project, mark="d" * 32, planned=1_764_000_000.0)
    page.board.trainings.clear()
    page.start()
    qtbot.waitUntil(lambda: page.state == "empty")
    assert page.board.trainings.count() == 2
    workspace.project.write(lambda connection: connection.execute("DELETE FROM run") and None).result()
    other = in_window(SincePage(workspace, background, apart), 900, 600)
    other.start()
    qtbot.waitUntil(lambda: other.state == "empty")


def test_another_training_may_be_chosen_before_the_comparison_is_quite_over(qtbot, page, workspace):
    qtbot.waitUntil(lambda: len(page.board.sides.cards) == 2)
    learn(workspace.project, mark="d" * 32, planned=1_764_000_000.0)
    page.start()
    qtbot.waitUntil(lambda: page.board.trainings.count() == 2 and page.board.trainings.currentData() == MARK)
    menu, reset = page.board.trainings, page.board.model.modelReset

    def choose():
        reset.disconnect(choose)
        menu.setCurrentIndex(menu.findData("d" * 32))
        menu.activated.emit(menu.currentIndex())

    reset.connect(choose)
    page._compare()
    qtbot.waitUntil(lambda: page.state == "empty")  # nothing has changed since that training


def test_a_comparison_says_how_far_it_is(tmp_path):
    with closing(Project.create(tmp_path / "many.tunedesk")) as project:
        rows = [(Completion(f"question {n}", f" answer {n}"), Part.TRAINING) for n in range(2500)]
        project.do(LABEL, lambda edit: edit.append(rows)).result()
        learn(project)
        project.do(LABEL, lambda edit: edit.write_field(2400, "completion", " other")).result()
        *walks, found = compare(project.path, MARK)
    assert walks == [Walk(rows, 2500) for rows in (0, 1000, 2000)]
    assert [since.row for since in found.rows] == [2400]


def test_trainings_of_a_project_that_was_closed_meanwhile_are_not_offered(qtbot, page, workspace):
    qtbot.waitUntil(lambda: len(page.board.sides.cards) == 2)
    with qtbot.waitSignal(page.left):
        page.start()
        workspace.close()
    qtbot.waitUntil(lambda: nothing_under_way(page))
    assert page.board.trainings.count() == 0


def test_of_two_changes_in_a_hurry_the_later_one_is_shown(qtbot, page, workspace, monkeypatch):
    qtbot.waitUntil(lambda: len(page.board.sides.cards) == 2 and nothing_under_way(page))
    held = HeldBack(then_and_now)
    monkeypatch.setattr("desktop_app.gui.editor.compare_page.then_and_now", held)
    for reads, words in enumerate(("first", "second"), start=1):
        workspace.do(LABEL, lambda edit, words=words: edit.write_field(page.since.row, "completion", words))
        qtbot.waitUntil(lambda reads=reads: held.calls == reads)
    qtbot.waitUntil(lambda: "second" in cards(page)[1][1])
    held.go.set()
    qtbot.waitUntil(lambda: nothing_under_way(page))
    assert "second" in cards(page)[1][1]


def test_a_row_somebody_asked_about_is_shown_first(qtbot, page):
    qtbot.waitUntil(lambda: len(page.board.sides.cards) == 2)
    page.start(MARK, 3)
    qtbot.waitUntil(lambda: page.since is not None and page.since.row == 3)
    qtbot.waitUntil(lambda: "not used any more" in page.board.model.data(page.board.list.currentIndex()))


def test_what_is_asked_before_the_chosen_row_is_known_happens_to_no_row(qtbot, page, workspace, monkeypatch):
    qtbot.waitUntil(lambda: len(page.board.sides.cards) == 2)
    qtbot.waitUntil(lambda: nothing_under_way(page))
    held = HeldBack(then_and_now)
    monkeypatch.setattr("desktop_app.gui.editor.compare_page.then_and_now", held)
    page.board.list.setCurrentIndex(page.board.model.index(2))  # row 3, while row 2 is still on show
    page.board.sides.cards[1].buttons["restore"].click()
    held.go.set()
    qtbot.waitUntil(lambda: nothing_under_way(page))
    assert workspace.project.steps()[-1].label.key != "step.as_learned"

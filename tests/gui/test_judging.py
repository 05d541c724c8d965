"""A judge in the test room: chosen with a rubric of one's own, paused, gone on with, and read row by row."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.core.batch import Kind
from desktop_app.gui.answers.ahead_dialog import AheadDialog
from desktop_app.gui.testing import page as room
from desktop_app.gui.testing.judge_dialog import JudgeDialog
from desktop_app.providers.pace import AT_ONCE
from desktop_app.store import batches, judgements
from tests.cloud.judge import judging
from tests.fake_provider import BASE, TUNED, Speech
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.tested import TESTED, keep_test, rows

JUDGE = "judge-7b"


@pytest.fixture
def show(qtbot, in_window, parts, apart, provider, tmp_path):
    def made(blind=lambda _: False, right=None):
        provider.tuned = [(TUNED, 200)]
        provider.bases.append({**provider.bases[0], "id": JUDGE, "title": "Judge"})
        opinion = judging(str, blind)
        provider.answers = lambda _model, question: Speech(opinion(question))
        project = open_project(qtbot, parts[0], tmp_path / "tested.tunedesk", rows())
        number = keep_test(project) if right is None else keep_test(project, right)
        page = in_window(room.TestingPage(*parts, apart), 1100, 900)
        qtbot.waitUntil(lambda: JUDGE in [voice.model for voice in page.offers.choices.voices])
        page.board.earlier.wanted.emit(number)
        qtbot.waitUntil(page.board.result.judge.isVisible)
        return page, project

    return made


def choose(qtbot, page):
    """Open the choice of a judge by keyboard."""
    page.board.result.judge.act.setFocus()
    qtbot.keyClick(page.board.result.judge.act, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(page.window().findChildren(JudgeDialog)))
    (dialog,) = page.window().findChildren(JudgeDialog)
    return dialog


def judged(qtbot, page):
    view = page.board.result.judge
    qtbot.waitUntil(lambda: view.shown is not None and not view.progress.isVisible() and view.said.text() != "")
    qtbot.waitUntil(lambda: not page.opinions.judges.judging.running)


def lists(page):
    menu = page.board.result.rows.menu
    return [menu.itemText(at) for at in range(menu.count())]


def cells(page):
    return {line.name: line.cells for line in page.board.result.lines.lines}


def test_each_answer_gets_a_mark_by_a_rubric_of_ones_own(qtbot, show, provider):
    page, project = show(blind=lambda question: question == "row 14 ->")
    dialog = choose(qtbot, page)
    assert unnamed_controls(dialog) == []
    assert dialog.voice.model == JUDGE  # not one of those that are tested
    qtbot.waitUntil(lambda: f"{2 * TESTED} questions" in dialog.said.text())
    assert "Everything stays on this computer." in dialog.said.text()
    assert "opinion" in " ".join(part.text() for part in dialog.findChildren(QLabel))
    dialog.rubric.setPlainText("Kind answers are good.")
    qtbot.keyClick(dialog.act, Qt.Key.Key_Return)
    judged(qtbot, page)
    assert len(provider.asked) == 2 * TESTED
    assert {body["model"] for body in provider.asked} == {JUDGE}
    assert all("Kind answers are good." in body["messages"][0]["content"] for body in provider.asked)
    said = page.board.result.judge.said.text()
    assert f"{JUDGE} gives" in said
    assert "Verdicts that could not be read and count for nothing: 2." in said
    assert cells(page)[f"Mark of {JUDGE} (1 to 5)"][1] == "5.00 (5.00 to 5.00)"
    assert "Judged poor: tiny (5)" in lists(page)
    shown = page.board.result.rows
    shown.menu.setCurrentIndex(shown.menu.findText("Judged poor: tiny (5)"))
    assert shown.judge.isVisible()
    assert "tiny: mark 2\nI compared it." in shown.judge.text
    assert "mark 5\nI compared it." in shown.judge.text
    with project.reading() as connection:
        (line,) = batches.listed(connection, (Kind.JUDGE,))
        assert judgements.get(connection, line.id).rubric.words == "Kind answers are good."


def test_two_models_are_compared_in_both_orders_and_bias_is_told(qtbot, show, provider):
    page, _ = show(blind=lambda question: question in ("row 13 ->", "row 14 ->"))
    dialog = choose(qtbot, page)
    dialog.scale.setCurrentIndex(2)
    assert "asked in both orders" in dialog.scale.currentText()
    assert "Longer is not better" in dialog.rubric.toPlainText()
    qtbot.waitUntil(lambda: "12 questions" in dialog.said.text())  # two rows have the same answers
    qtbot.keyClick(dialog.act, Qt.Key.Key_Return)
    judged(qtbot, page)
    assert len(provider.asked) == 12
    said = page.board.result.judge.said.text()
    assert "cannot be told from this test" in said  # four of eight are too few
    assert "In 2 rows, 33.3 % (9.7 to 70.0) of those asked, it said something else once the sides were swapped" in said
    assert "Where both answers are the same (2 rows) it was not asked" in said
    assert "It leans to what stands first." in said
    assert "Judged otherwise with sides swapped (2)" in lists(page)
    shown = page.board.result.rows
    shown.menu.setCurrentIndex(shown.menu.findText("Judged otherwise with sides swapped (2)"))
    assert shown.prompt.text == "row 13 ->"
    assert shown.judge.text.count("The first one reads well.") == 2


def test_a_judge_is_paused_and_gone_on_with(qtbot, show, provider):
    page, project = show()
    opinion = judging(str)
    provider.answers = lambda _model, asked: Speech(opinion(asked), waits_after=None if "row 12 " in asked else 1)
    dialog = choose(qtbot, page)
    qtbot.keyClick(dialog.act, Qt.Key.Key_Return)
    view = page.board.result.judge
    qtbot.waitUntil(lambda: page.opinions.judges.judging.answered == 2 and view.progress.isVisible())
    qtbot.waitUntil(lambda: provider.speaking == AT_ONCE)  # all that are under way have come to the judge
    assert view.far.text() == f"2 of {2 * TESTED} judged."
    assert not view.act.isEnabled()
    assert view.other.text() == "Pause the judge"
    page.window().activateWindow()
    qtbot.waitUntil(view.other.hasFocus)
    qtbot.keyClick(view.other, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.other.text() == f"Go on: {2 * TESTED - 2} to judge")
    asked = len(provider.asked)
    provider.let_go()
    provider.answers = lambda _model, question: Speech(opinion(question))
    qtbot.keyClick(view.other, Qt.Key.Key_Space)
    judged(qtbot, page)
    qtbot.waitUntil(lambda: not view.other.isVisible())
    assert len(provider.asked) == asked + 2 * TESTED - 2
    with project.reading() as connection:
        assert [line.answered for line in batches.listed(connection, (Kind.JUDGE,))] == [2 * TESTED]


def test_a_judge_without_a_rubric_cannot_begin_and_its_own_answers_are_warned_of(qtbot, show):
    page, _ = show()
    dialog = choose(qtbot, page)
    dialog.rubric.setPlainText(" ")
    assert not dialog.act.isEnabled()
    qtbot.keyClick(dialog.usual, Qt.Key.Key_Space)
    assert dialog.act.isEnabled()
    assert "1: does not answer the question" in dialog.rubric.toPlainText()
    dialog.rubric.setPlainText("Mine.")
    dialog.scale.setCurrentIndex(1)
    dialog.scale.setCurrentIndex(0)
    assert dialog.rubric.toPlainText() == "Mine."
    at = next(n for n in range(dialog.model.count()) if dialog.model.itemData(n).model == BASE)
    dialog.model.setCurrentIndex(at)
    assert "It judges its own answers as well" in dialog.model.accessibleDescription()
    dialog.reject()


def test_what_leaves_the_computer_is_said_first(qtbot, show, sites):
    page, project = show()
    away = sites.reach.connections.add("custom", "Elsewhere", "http://127.0.0.1:9/v1")
    dialog = choose(qtbot, page)
    dialog.model.addItem("far away", type(dialog.voice)(away.id, "far"))
    dialog.model.setCurrentIndex(dialog.model.count() - 1)
    qtbot.waitUntil(lambda: "These rows with their answers are sent to 127.0.0.1:9." in dialog.said.text())
    qtbot.keyClick(dialog.act, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.window().findChildren(AheadDialog)))
    (asked,) = page.window().findChildren(AheadDialog)
    qtbot.keyClick(asked.cancel, Qt.Key.Key_Space)
    with project.reading() as connection:
        assert batches.listed(connection, (Kind.JUDGE,)) == []
    assert not page.opinions.judges.judging.running


def test_a_judge_that_cannot_be_reached_is_said_and_nothing_is_lost(qtbot, show, provider):
    page, _ = show()
    provider.answers = lambda _model, _asked: Speech("no", status=401)
    dialog = choose(qtbot, page)
    qtbot.keyClick(dialog.act, Qt.Key.Key_Return)
    view = page.board.result.judge
    qtbot.waitUntil(lambda: view.other.text() == f"Go on: {2 * TESTED} to judge")
    assert view.far.text() != ""


def test_everything_has_a_name(qtbot, show):
    page, _ = show()
    dialog = choose(qtbot, page)
    qtbot.keyClick(dialog.act, Qt.Key.Key_Return)
    judged(qtbot, page)
    assert unnamed_controls(page) == []
    other = choose(qtbot, page)
    other.scale.setCurrentIndex(1)
    qtbot.keyClick(other.act, Qt.Key.Key_Return)
    menu = page.board.result.judge.menu
    qtbot.waitUntil(lambda: menu.count() == 2 and menu.isVisible())
    judged(qtbot, page)
    assert "finds 8 of 8 answers of heroes aa11 (tuned tiny) good" in page.board.result.judge.said.text()
    menu.setCurrentIndex(1)
    menu.activated.emit(1)
    assert "on average" in page.board.result.judge.said.text()
    assert len([each for each in page.findChildren(QPushButton) if each.text() == "Let a model judge…"]) == 1

"""The room of blind votes: by keyboard alone, kept at once, nothing said of the models before one asks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.ballots import Verdict
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice
from desktop_app.gui.voting.page import VotingPage
from desktop_app.store import batches, votes
from tests.fake_provider import BASE, TUNED
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project

pytestmark = pytest.mark.usefixtures("no_stray_windows")
MODELS = (BASE, TUNED, "someone-else")


def fill(project, models=2, prompts=12, alike=()):
    """Put a comparison into the project; the last model always says it with more words."""
    columns = tuple(Column(Voice("local", name), Setting(Sampling())) for name in MODELS[:models])
    asked = tuple(Prompt(f"question {n}", f"hoped {n}") for n in range(prompts))
    batch = Batch("mark", Kind.COMPARE, "Which one?", 1_763_000_000.0, asked, columns)

    def write(connection):
        number = batches.add(connection, batch)
        for cell in (Cell(p, c) for p in range(prompts) for c in range(models)):
            text = "the same" if cell.prompt in alike else f"answer {cell.prompt} by number {cell.column}"
            said = Answer(0, columns[cell.column].voice.model, text, Finish.STOP, 3, 1.0)
            batches.put(connection, number, cell, Request(0, said.model, "q", Sampling()), said, paid=False)
        return number

    return project.write(write).result()


@pytest.fixture
def show(qtbot, in_window, parts, tmp_path):
    def made(width=1000, **kinds):
        project = open_project(qtbot, parts[0], tmp_path / "votes.tunedesk")
        number = fill(project, **kinds) if kinds.get("prompts", 12) else None
        page = in_window(VotingPage(*parts), width, 760)
        qtbot.waitUntil(lambda: page.state == ("content" if number else "empty"))
        if number:
            qtbot.waitUntil(lambda: bool(page.left))
        return page, project, number

    return made


def kept(project, number):
    with project.reading() as connection:
        return votes.of_batch(connection, number)


def said(page):
    return " ".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


def better(page, wanted):
    """Press the arrow towards the answer of a model."""
    left = page.left[0].left.column == wanted
    return Qt.Key.Key_Left if left else Qt.Key.Key_Right


def test_a_round_by_keyboard_alone(qtbot, show):
    page, project, number = show(prompts=13, alike=(12,))
    assert page.ballot.hasFocus()
    assert "0 votes given, 12 to go. Where both answers are the same (once)" in said(page)
    for name in MODELS[:2]:
        assert name not in said(page)
    for _ in range(9):
        qtbot.keyClick(page.ballot, better(page, 1))
    qtbot.keyClick(page.ballot, Qt.Key.Key_Up)
    qtbot.keyClick(page.ballot, Qt.Key.Key_B)
    assert page.result.isHidden()
    last = page.left[0]
    qtbot.keyClick(page.ballot, better(page, 1))
    assert page.result.isVisible()
    assert page.isAncestorOf(page.window().focusWidget())
    assert "is better than" in said(page)
    assert "hero bot" in said(page) or "tuned" in said(page)
    qtbot.waitUntil(lambda: len(kept(project, number)) == 12)
    qtbot.keyClick(page, Qt.Key.Key_Backspace)
    assert page.ballot.isVisible()
    assert page.left == [last]
    qtbot.waitUntil(lambda: len(kept(project, number)) == 11)


def test_ten_votes_with_a_comment_and_one_taken_back_without_a_mouse(qtbot, show):
    page, project, number = show()

    def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(QApplication.focusWidget(), key, modifiers)

    keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_F, Qt.Key.Key_J, Qt.Key.Key_T)
    for key in keys:
        press(key)
    qtbot.waitUntil(lambda: len(kept(project, number)) == len(keys))
    for _ in range(20):  # by Tab alone from the answers to the line for a comment
        if page.ballot.comment.hasFocus():
            break
        press(Qt.Key.Key_Tab)
    assert page.ballot.comment.hasFocus()
    qtbot.keyClicks(page.ballot.comment, "kinder")
    press(Qt.Key.Key_Return)
    assert page.ballot.hasFocus()
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_B)
    press(Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(kept(project, number)) == 10)
    given = kept(project, number)
    assert [each.verdict for each in given] == [
        *(Verdict.LEFT, Verdict.RIGHT, Verdict.TIE, Verdict.BOTH_BAD, Verdict.LEFT, Verdict.RIGHT, Verdict.TIE),
        *(Verdict.RIGHT, Verdict.BOTH_BAD, Verdict.BOTH_BAD),
    ]
    assert [each.comment for each in given] == [*[""] * 7, "kinder", "", ""]
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: len(kept(project, number)) == 7)
    assert page.left[0] == given[7].ballot
    assert page.ballot.comment.text() == "kinder"  # who votes anew need not write it anew


def test_what_is_shown_is_what_is_kept(qtbot, show):
    page, project, number = show()
    ballot = page.left[0]
    assert page.ballot.prompt.text == f"question {ballot.prompt}"
    assert page.ballot.left.text == f"answer {ballot.prompt} by number {ballot.left.column}"
    assert page.ballot.right.text == f"answer {ballot.prompt} by number {ballot.right.column}"
    assert page.ballot.hoped.isHidden()
    page.ballot.show_hoped.setChecked(True)
    assert page.ballot.hoped.text == f"hoped {ballot.prompt}"
    page.ballot.comment.setFocus()
    qtbot.keyClicks(page.ballot.comment, "best: f j t b")
    qtbot.keyClick(page.ballot.comment, Qt.Key.Key_Left)
    qtbot.keyClick(page.ballot.comment, Qt.Key.Key_Backspace)
    assert len(page.left) == 12, "keys of the text vote for nothing"
    qtbot.keyClick(page.ballot.buttons[Verdict.RIGHT], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(kept(project, number)) == 1)
    (vote,) = kept(project, number)
    assert (vote.ballot, vote.verdict, vote.comment) == (ballot, Verdict.RIGHT, "best: f j tb")
    assert page.ballot.comment.text() == ""


def test_nobody_is_named_before_it_is_sure(qtbot, show):
    page, *_ = show()
    for _ in range(3):
        qtbot.keyClick(page.ballot, better(page, 1))
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "See whose they are")
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert "It cannot be told yet which is better" in said(page)
    assert "about" in said(page)
    assert "is better than" not in said(page)
    assert page.ballot.isHidden()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert len(page.left) == 9
    assert page.ballot.isVisible()


def test_three_models_are_ranked_with_intervals(qtbot, show):
    page, *_ = show(models=3, prompts=20)
    assert len(page.left) == 60
    order = {2: 0, 1: 1, 0: 2}
    while page.left:
        ballot = page.left[0]
        even = ballot.prompt % 5 == 0
        left = order[ballot.left.column] < order[ballot.right.column]
        key = Qt.Key.Key_T if even else Qt.Key.Key_F if left else Qt.Key.Key_J
        qtbot.keyClick(page.ballot, key)
    ranks = page.result.models.text().splitlines()
    assert [line.split(":")[0] for line in ranks] == ["1. someone-else", "2. heroes aa11 (tuned tiny)", "3. tiny"]
    assert len(page.result.pairs.text().splitlines()) == 3
    assert "both good: 4" in page.result.pairs.text()
    assert f"{MODELS[2]} is the best" in said(page)


def test_votes_are_there_again_after_leaving(qtbot, show, in_window, parts):
    page, project, number = show()
    qtbot.keyClick(page.ballot, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: len(kept(project, number)) == 1)
    again = in_window(VotingPage(*parts))
    qtbot.waitUntil(lambda: len(again.left) == 11)


def test_a_vote_given_while_the_answers_are_read_anew_is_not_forgotten(qtbot, show):
    page, project, number = show()
    page._open()
    qtbot.keyClick(page.ballot, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: not page._looking.running)
    assert len(page.left) == 11
    qtbot.waitUntil(lambda: len(kept(project, number)) == 1)


def test_without_answers_it_says_where_they_come_from(qtbot, show):
    page, *_ = show(prompts=0)
    assert "First let two models answer" in said(page)
    with qtbot.waitSignal(page.compare_wanted):
        qtbot.keyClick(
            next(b for b in page.findChildren(QPushButton) if b.text() == "Compare models"), Qt.Key.Key_Space
        )


@pytest.mark.parametrize("width", [460, 1000])
def test_every_control_has_a_name_and_nothing_is_wider_than_the_window(qtbot, show, width):
    page, *_ = show(width)
    assert unnamed_controls(page) == []
    assert page.window().width() <= width + 2

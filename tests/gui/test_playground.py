"""The playground: base and tuned model answer side by side, over real HTTP, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QPlainTextEdit, QPushButton, QSpinBox

from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.gui.playground.page import PlaygroundPage
from desktop_app.providers.pace import AT_ONCE
from desktop_app.store import answers
from tests.fake_provider import BASE, TUNED, Speech, base_model
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import habits_known, open_project, pairs, talks

OLDER = f"ft:{BASE}:local:heroes:0000"
CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.usefixtures("undressed")


@pytest.fixture
def show(qtbot, in_window, parts, provider, tmp_path):
    """Return a function that opens a project with these rows and shows the playground with two models."""

    def made(rows=None, tuned=((TUNED, 200),)):
        provider.tuned = list(tuned)
        if rows != "no project":
            open_project(qtbot, parts[0], tmp_path / "heroes.tunedesk", rows)
        page = in_window(PlaygroundPage(*parts), 1200, 800)
        qtbot.waitUntil(lambda: page.state in ("content", "empty", "problem") and (not tuned or asks(page)))
        if rows != "no project":
            habits_known(qtbot, page)
        return page

    return made


def asks(page):
    return page.state == "problem" or len(page.models) == 2


def button(page, words):
    return next(b for b in page.findChildren(QPushButton) if b.text() == words and b.isVisible())


def prompts(page):
    return page.findChild(QListView)


def marked(page):
    """Return how the prompts that are marked as answered are read out."""
    model = prompts(page).model()
    said = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    return [words for words in said if "answered" in words]


def columns(page):
    return [side.pane for side in page.comparison.board.columns.all]


def progress(page):
    return page.comparison.board.progress.text()


def finished(qtbot, page):
    qtbot.waitUntil(lambda: not page.asking)


def test_both_models_are_asked_with_one_key_and_stream_side_by_side(qtbot, show, provider, workspace):
    provider.speech = {BASE: Speech("I do not know.", waits_after=2), TUNED: Speech("It cometh, sir.", waits_after=1)}
    page = show()
    assert page.models == [BASE, TUNED]
    board = page.comparison.board
    assert board.prompt_text == "question 15"
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: columns(page)[0].text == "I do" and columns(page)[1].text == "It")
    assert page.asking
    assert not page.primary.isEnabled()
    assert columns(page)[0].foot == "Answering…"
    assert page.results == []
    provider.let_go()
    finished(qtbot, page)
    assert page.results == [("question 15", "answer 15", ("I do not know.", "It cometh, sir."))]
    assert "4 tokens" in columns(page)[0].foot
    assert "the model came to its end" in columns(page)[1].foot
    assert {body["model"] for body in provider.asked} == {BASE, TUNED}
    assert all(body["temperature"] == 0 and body["prompt"] == "question 15" for body in provider.asked)
    with workspace.project.reading() as connection:
        kept = [each for model in (BASE, TUNED) for each in answers.of_model(connection, model)]
    assert {(k.question, k.answer.text) for k in kept} == {
        ("question 15", "I do not know."),
        ("question 15", "It cometh, sir."),
    }


def test_stop_keeps_what_has_come_and_ends_the_work_over_there(qtbot, show, provider):
    provider.speech = {BASE: Speech("a b c d e", waits_after=3), TUNED: Speech("f g h i", waits_after=2)}
    page = show()
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: columns(page)[0].text == "a b c" and columns(page)[1].text == "f g")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.asking
    assert page.results == [("question 15", "answer 15", ("a b c", "f g"))]
    assert "you stopped it" in columns(page)[0].foot
    qtbot.waitUntil(lambda: provider.left == 2)
    assert page.primary.isEnabled()


def test_one_side_can_break_while_the_other_answers_and_is_asked_again_alone(qtbot, show, provider):
    provider.speech = {BASE: Speech("fine."), TUNED: Speech("half way", breaks_after=1)}
    page = show()
    page.primary.setFocus()
    qtbot.keyClick(page.primary, Qt.Key.Key_Space)
    finished(qtbot, page)
    assert columns(page)[0].text == "fine."
    assert columns(page)[1].problem.key == "provider_broke_off"
    assert columns(page)[1].text == "half"
    assert page.results == []
    assert marked(page) == []
    provider.speech[TUNED] = Speech("whole now.")
    again = button(page, "Try again")
    again.setFocus()
    qtbot.keyClick(again, Qt.Key.Key_Space)
    finished(qtbot, page)
    assert columns(page)[1].problem is None
    assert page.results == [("question 15", "answer 15", ("fine.", "whole now."))]
    assert marked(page) == ["question 15, answered"]
    assert [body["model"] for body in provider.asked].count(BASE) == 1


@pytest.mark.parametrize(
    ("speech", "key"),
    [
        (Speech(status=429), "provider_busy"),
        (Speech(status=500), "provider_faulty"),
        (Speech(status=404, code="model_not_found"), "provider_no_such_model"),
        (Speech(status=400, code="context_length_exceeded"), "question_too_long"),
    ],
)
def test_a_refusal_is_said_in_words(qtbot, show, provider, speech, key):
    provider.speech = {TUNED: speech}
    page = show()
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    finished(qtbot, page)
    assert columns(page)[1].problem.key == key
    assert columns(page)[0].text == f"{BASE} says hm."
    assert unnamed_controls(page) == []


def test_all_prompts_are_asked_several_at_once_and_can_be_walked_through(qtbot, show, provider):
    page = show()
    provider.answers = lambda model, question: Speech(f"{model} on {question}", waits_after=2)
    ask = button(page, "Ask all held-out prompts")
    ask.setFocus()
    qtbot.keyClick(ask, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: provider.speaking == AT_ONCE)
    qtbot.waitUntil(lambda: columns(page)[1].text == f"{TUNED} on")
    assert progress(page) == "0 of 6 prompts answered."
    assert button(page, "Stop").hasFocus()
    provider.let_go()
    finished(qtbot, page)
    assert provider.most_speaking == AT_ONCE
    assert [row[0] for row in page.results] == [f"question {n}" for n in range(15, 21)]
    assert page.results[3] == ("question 18", "answer 18", (f"{BASE} on question 18", f"{TUNED} on question 18"))
    assert progress(page) == "6 of 6 prompts answered."
    shown = prompts(page)
    assert shown.hasFocus()
    assert "answered" in shown.model().index(6, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.keyClick(shown, Qt.Key.Key_Home)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert page.comparison.board.prompt_text == "question 16"
    assert columns(page)[0].text == f"{BASE} on question 16"


def test_the_others_of_a_group_fill_in_as_they_finish(qtbot, show, provider):
    page = show()
    quick = ("question 16", "question 18")
    provider.answers = lambda model, asked: Speech(f"on {asked} now", waits_after=None if asked in quick else 1)
    button(page, "Ask all held-out prompts").click()
    qtbot.waitUntil(lambda: [row[0] for row in page.results] == ["question 16", "question 18"])
    assert page.asking
    assert progress(page) == "2 of 6 prompts answered."
    assert page.comparison.board.prompt_text == "question 15"
    page.comparison.board.choose_row(3)
    qtbot.waitUntil(lambda: (columns(page)[0].text, columns(page)[0].foot) == ("on", "Answering…"))
    provider.let_go()
    qtbot.waitUntil(lambda: columns(page)[0].text == "on question 17 now")
    finished(qtbot, page)
    assert len(page.results) == 6


def test_stopping_all_keeps_what_each_had_said(qtbot, show, provider):
    page = show()
    quick = "question 16"
    provider.answers = lambda model, asked: Speech(f"on {asked}", waits_after=None if asked == quick else 1)
    button(page, "Ask all held-out prompts").click()
    qtbot.waitUntil(lambda: progress(page) == "1 of 6 prompts answered.")
    qtbot.waitUntil(lambda: provider.speaking == AT_ONCE)
    for row in (3, 4, 5, 1):
        page.comparison.board.choose_row(row)
        qtbot.waitUntil(lambda: columns(page)[0].text == "on" and columns(page)[1].text == "on")
    stop = button(page, "Stop")
    stop.setFocus()
    qtbot.keyClick(stop, Qt.Key.Key_Space)
    assert page.results == [
        ("question 15", "answer 15", ("on", "on")),
        ("question 16", "answer 16", ("on question 16", "on question 16")),
        ("question 17", "answer 17", ("on", "on")),
        ("question 18", "answer 18", ("on", "on")),
        ("question 19", "answer 19", ("on", "on")),
    ]
    assert len(provider.asked) == AT_ONCE + 2


def test_a_fault_in_one_prompt_leaves_the_others_alone(qtbot, show, provider):
    page = show()
    bad = ("question 16", TUNED)
    provider.answers = lambda model, asked: Speech(status=500) if (asked, model) == bad else Speech("fine.")
    button(page, "Ask all held-out prompts").click()
    finished(qtbot, page)
    assert [row[0] for row in page.results] == [f"question {n}" for n in (15, 17, 18, 19, 20)]
    page.comparison.board.choose_row(2)
    assert columns(page)[0].text == "fine."
    assert columns(page)[1].problem.key == "provider_faulty"
    page.comparison.board.choose_row(3)
    assert columns(page)[1].problem is None


def test_where_nobody_answers_the_rest_is_not_asked(qtbot, show, provider):
    more = [(Completion(f"more {n}", "x"), Part.TEST) for n in range(20)]
    page = show(pairs() + more)
    provider.answers = lambda _model, _asked: Speech(status=503, code="answer_worker_died")
    button(page, "Ask all held-out prompts").click()
    finished(qtbot, page)
    assert len(provider.asked) < 2 * AT_ONCE < 2 * 26
    assert columns(page)[0].problem.key == columns(page)[1].problem.key == "provider_faulty"


def test_one_who_looks_elsewhere_is_not_pulled_along(qtbot, show, provider):
    page = show()
    provider.answers = lambda _model, asked: Speech(f"on {asked}", waits_after=1)
    button(page, "Ask all held-out prompts").click()
    qtbot.waitUntil(lambda: provider.speaking == AT_ONCE)
    qtbot.waitUntil(lambda: progress(page) == "0 of 6 prompts answered.")  # the window has gone to the first one
    page.comparison.board.choose_row(6)
    provider.let_go()
    finished(qtbot, page)
    assert page.comparison.board.prompt_text == "question 20"
    qtbot.waitUntil(lambda: columns(page)[0].text == "on question 20")


def test_a_prompt_of_ones_own_takes_the_shape_of_the_project(qtbot, show, provider):
    page = show(talks())
    qtbot.keyClick(prompts(page), Qt.Key.Key_Home)
    box = next(b for b in page.findChildren(QPlainTextEdit) if b.accessibleName() == "Prompt")
    assert not box.isReadOnly()
    box.setFocus()
    qtbot.keyClicks(box, "Whence?")
    qtbot.keyClick(box, Qt.Key.Key_Return, CTRL)
    finished(qtbot, page)
    assert box.toPlainText() == "Whence?"
    wanted = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Whence?"}]
    assert [body["messages"] for body in provider.asked] == [wanted, wanted]
    assert page.results == [("Whence?", "", (f"{BASE} says hm.", f"{TUNED} says hm."))]
    box.setFocus()
    qtbot.keyClicks(box, "!")
    assert columns(page)[0].text == ""
    assert columns(page)[0].foot == "Not asked yet."


def test_chat_rows_are_asked_by_messages(qtbot, show, provider):
    page = show(talks())
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    finished(qtbot, page)
    assert provider.asked[0]["messages"][-1] == {"role": "user", "content": "question 15"}
    assert page.results[0][:2] == ("question 15", "answer 15")


def test_an_answer_may_be_as_long_as_the_rows_have_it_until_the_user_says_otherwise(qtbot, show, provider, workspace):
    long = [(Completion("how?", "x" * 600), Part.TRAINING)]
    page = show(pairs() + long)
    length = page.findChild(QSpinBox)
    qtbot.waitUntil(lambda: length.value() == 267)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    finished(qtbot, page)
    assert {body["max_tokens"] for body in provider.asked} == {267}
    length.setValue(33)
    longer = [(Completion("?", "y" * 9000), Part.TRAINING)]
    workspace.project.do(text("step.insert_row"), lambda edit: edit.append(longer)).result()
    page.hide()
    page.show()
    qtbot.waitUntil(lambda: page.comparison.board.parameters.form.suggested == 400)
    assert length.value() == 33


def test_without_any_model_there_are_three_ways_to_one(qtbot, show, provider):
    provider.bases = [base_model(BASE, "Tiny model", state="absent")]
    page = show(tuned=())
    qtbot.waitUntil(lambda: page.state == "empty")
    assert not page.primary.isVisible()
    for words, wanted in (
        ("Train a model", page.training_wanted),
        ("Connect to a provider", page.provider_wanted),
    ):
        with qtbot.waitSignal(wanted):
            qtbot.keyClick(button(page, words), Qt.Key.Key_Space)
    fetch = page.no_models.fetch.button
    qtbot.waitUntil(fetch.isVisible)
    assert fetch.text().startswith("Fetch Tiny model")
    assert unnamed_controls(page) == []
    fetch.setFocus()
    qtbot.keyClick(fetch, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: provider.bases[0]["state"] == "pulling")
    provider.bases[0].update(state="ready", progress=1.0)
    qtbot.waitUntil(lambda: page.state == "content")
    assert page.models == [BASE]
    assert page.primary.isVisible()


def test_without_an_engine_that_can_fetch_the_other_ways_stay(qtbot, show, provider):
    provider.bases = []
    page = show(tuned=())
    qtbot.waitUntil(lambda: page.state == "empty")
    assert button(page, "Train a model").isEnabled()
    assert not page.no_models.fetch.isVisible()


def test_an_engine_that_does_not_list_its_models_is_said_and_asked_again(qtbot, show, provider):
    provider.refuse("models", 500)
    page = show()
    assert page.state == "problem"
    assert page.problem.key == "provider_faulty"
    qtbot.keyClick(button(page, "Try again"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.state == "content")
    assert page.models == [BASE, TUNED]


def test_the_wanted_model_is_compared_even_if_it_is_newer_than_the_last_look(qtbot, show, provider):
    page = show(tuned=[(OLDER, 100)])
    assert page.models == [BASE, OLDER]
    provider.tuned = [(OLDER, 100), (TUNED, 200), (f"{TUNED}:ckpt-step-4", 150)]
    page.show_model(f"{TUNED}:ckpt-step-4")
    qtbot.waitUntil(lambda: page.models == [BASE, f"{TUNED}:ckpt-step-4"])
    page.show_model(OLDER)
    page.show_model(TUNED)
    qtbot.waitUntil(lambda: page.models == [BASE, TUNED])


def test_a_model_wanted_while_others_answer_is_compared_afterwards(qtbot, show, provider):
    provider.speech = {BASE: Speech("a b", waits_after=1)}
    page = show(tuned=[(TUNED, 200), (OLDER, 100)])
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: columns(page)[0].text == "a")
    page.show_model(OLDER)
    page.offers.changed.emit()  # what the look before it finds, late as it comes
    page.offers.ended.emit()
    assert page.models == [BASE, TUNED]
    provider.let_go()
    qtbot.waitUntil(lambda: page.models == [BASE, OLDER])


def test_another_model_chosen_shows_what_that_one_said(qtbot, show, provider):
    page = show(tuned=[(TUNED, 200), (OLDER, 100)])
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    finished(qtbot, page)
    menu = page.comparison.board.columns.all[1].menu
    menu.setFocus()
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    assert page.models == [BASE, OLDER]
    assert columns(page)[1].text == ""
    qtbot.keyClick(menu, Qt.Key.Key_Up)
    assert columns(page)[1].text == f"{TUNED} says hm."


def test_a_project_that_is_closed_takes_its_answers_along(qtbot, show, provider, workspace, faults, tmp_path):
    provider.speech = {BASE: Speech("a b", waits_after=1)}
    page = show()
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: columns(page)[0].text == "a")
    workspace.close()
    assert not page.asking
    assert page.results == []
    assert prompts(page).model().rowCount() == 1
    open_project(qtbot, workspace, tmp_path / "other.tunedesk", pairs()[:16])
    assert page.comparison.board.prompt_text == "question 15"
    assert columns(page)[0].text == ""
    provider.let_go()
    qtbot.waitUntil(lambda: provider.speaking == 0)
    assert faults == []


def test_without_a_project_one_can_still_ask(qtbot, show, provider):
    page = show("no project")
    assert page.comparison.board.row == 0
    box = next(b for b in page.findChildren(QPlainTextEdit) if b.accessibleName() == "Prompt")
    box.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert not page.asking
    qtbot.keyClicks(box, "Hello?")
    qtbot.keyClick(box, Qt.Key.Key_Return, CTRL)
    finished(qtbot, page)
    assert len(page.results) == 1


def test_everything_has_a_name(qtbot, show):
    page = show()
    assert unnamed_controls(page) == []
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert unnamed_controls(page) == []
    finished(qtbot, page)
    assert unnamed_controls(page) == []

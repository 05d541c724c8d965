"""The conversation room: several models, several turns, over real HTTP, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from desktop_app.core import talk as talks_of
from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Setting
from desktop_app.core.example import Conversation, Message, Part
from desktop_app.gui.talk.page import TalkPage
from desktop_app.gui.widgets.label import Picture
from desktop_app.store import batches, examples
from desktop_app.work.talk import Remembered
from tests.fake_provider import BASE, TUNED, Speech
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project, pairs, talks
from tests.sites import connect

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def show(qtbot, in_window, parts, provider, tmp_path):
    """Return a function that opens a project with these rows and shows the room with so many models."""

    def made(rows=None, models=1):
        provider.tuned = [(TUNED, 200)]
        if rows != "no project":
            open_project(qtbot, parts[0], tmp_path / "heroes.tunedesk", talks() if rows is None else rows)
        page = in_window(TalkPage(*parts), 1200, 800)
        qtbot.waitUntil(lambda: page.state == "content" and len(page.conversation.board.heads.all) == 1)
        for _ in range(models - 1):
            page.conversation.board.heads.add_button.click()
        page.conversation.board.focus_box()
        return page

    return made


def say(qtbot, page, words):
    """Type words, send them by keyboard, and wait for the answers."""
    page.conversation.board.box.setPlainText(words)
    qtbot.keyClick(page.conversation.board.box, Qt.Key.Key_Return, CTRL)
    finished(qtbot, page)


def finished(qtbot, page):
    qtbot.waitUntil(lambda: not page.asking)


def turns(page):
    return page.conversation._display.turns.views


def answers(page, turn):
    return [view.pane.text for view in turns(page)[turn].answers.values()]


def said(page):
    return [view.said.words.text for view in turns(page)]


def told(provider):
    """Return the messages of every request, as role and text."""
    return [[(m["role"], m["content"]) for m in body["messages"]] for body in provider.asked]


def counting(model, question):
    """Answer with the model's kind and the question, so that threads can be told apart."""
    return Speech(f"{'tuned' if model == TUNED else 'base'} heard {question}")


def test_each_turn_carries_all_that_was_said_before(qtbot, show, provider):
    provider.answers = counting
    page = show()
    say(qtbot, page, "one")
    say(qtbot, page, "two")
    assert said(page) == ["one", "two"]
    assert answers(page, 0) == ["tuned heard one"]
    assert answers(page, 1) == ["tuned heard two"]
    assert told(provider) == [
        [("system", "Be brief."), ("user", "one")],
        [("system", "Be brief."), ("user", "one"), ("assistant", "tuned heard one"), ("user", "two")],
    ]
    foot = turns(page)[1].answers
    assert "3 tokens" in next(iter(foot.values())).pane.foot
    assert page.conversation.board.box.toPlainText() == ""
    assert page.conversation.board.box.hasFocus()


def test_each_model_keeps_a_thread_of_its_own(qtbot, show, provider):
    provider.answers = counting
    page = show(models=2)
    say(qtbot, page, "one")
    board = page.conversation.board
    assert board.to.itemText(0) == "to all models"
    board.to.setCurrentIndex(2)
    say(qtbot, page, "only you")
    board.to.setCurrentIndex(0)
    provider.asked.clear()
    say(qtbot, page, "both")
    assert [len(view.answers) for view in turns(page)] == [2, 1, 2]
    by_model = {body["model"]: [m["content"] for m in body["messages"]] for body in provider.asked}
    assert by_model[TUNED] == ["Be brief.", "one", "tuned heard one", "both"]
    assert by_model[BASE] == ["Be brief.", "one", "base heard one", "only you", "base heard only you", "both"]


def test_a_stop_keeps_what_has_come_and_the_talk_goes_on_from_there(qtbot, show, provider, workspace):
    provider.speech = {TUNED: Speech("It cometh soon enough.", waits_after=2)}
    page = show()
    board = page.conversation.board
    board.box.setPlainText("one")
    qtbot.keyClick(board.box, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(turns(page)) and answers(page, 0) == ["It cometh"])
    assert board.stop.isVisible()
    qtbot.keyClick(board.box, Qt.Key.Key_Escape)
    assert not page.asking
    view = next(iter(turns(page)[0].answers.values()))
    assert "you stopped it" in view.pane.foot
    provider.let_go()
    provider.speech = {TUNED: Speech("fine.")}
    say(qtbot, page, "two")
    assert told(provider)[-1][1:] == [("user", "one"), ("assistant", "It cometh"), ("user", "two")]
    with workspace.project.reading() as connection:
        (line,) = batches.listed(connection, ["talk"])
        kept = dict(batches.outcomes(connection, line.id))
    assert [answer.text for answer in kept.values()] == ["It cometh", "fine."]


def test_an_earlier_message_is_changed_and_all_after_it_is_asked_anew_as_a_branch(qtbot, show, provider):
    provider.answers = counting
    page = show()
    for words in ("one", "two", "three"):
        say(qtbot, page, words)
    provider.asked.clear()
    view = turns(page)[1].said
    qtbot.keyClick(view.change, Qt.Key.Key_Space)
    assert view.editor.box.hasFocus()
    view.editor.box.setPlainText("zwei")
    qtbot.keyClick(view.editor.box, Qt.Key.Key_Tab)
    qtbot.keyClick(view.editor.alone, Qt.Key.Key_Tab)
    assert view.editor.rest.hasFocus()
    qtbot.keyClick(view.editor.rest, Qt.Key.Key_Space)
    finished(qtbot, page)
    assert said(page) == ["one", "zwei", "three"]
    assert answers(page, 2) == ["tuned heard three"]
    assert [words[-1][1] for words in told(provider)] == ["zwei", "three"]
    assert ("assistant", "tuned heard zwei") in told(provider)[1]
    bar = turns(page)[1].said.versions
    assert bar.words.text() == "2 of 2"
    bar.earlier.click()
    assert said(page) == ["one", "two", "three"]
    provider.asked.clear()
    view = turns(page)[2].said
    view.edit()
    assert not view.editor.rest.isVisible()  # nothing follows
    qtbot.keyClick(view.editor.box, Qt.Key.Key_Escape)
    assert not view.editing
    view.edit()
    view.editor.box.setPlainText("drei")
    view.editor.alone.click()
    finished(qtbot, page)
    assert said(page) == ["one", "two", "drei"]
    assert told(provider)[0][-2:] == [("assistant", "tuned heard two"), ("user", "drei")]


def test_an_answer_is_asked_again_beside_the_old_one_and_the_chosen_one_is_gone_on_from(qtbot, show, provider):
    provider.speech = {TUNED: Speech("first")}
    page = show()
    say(qtbot, page, "one")
    provider.speech = {TUNED: Speech("second")}
    view = next(iter(turns(page)[0].answers.values()))
    view._acts["again"].trigger()
    finished(qtbot, page)
    assert answers(page, 0) == ["second"]
    assert view.tries.words.text() == "2 of 2"
    view.tries.earlier.click()
    assert answers(page, 0) == ["first"]
    say(qtbot, page, "two")
    assert told(provider)[-1][-2:] == [("assistant", "first"), ("user", "two")]
    view = next(iter(turns(page)[0].answers.values()))
    assert not view._acts["again"].isEnabled()
    assert not view.tries.later.isEnabled()


def test_a_model_that_breaks_does_not_stop_the_other_and_is_asked_again_alone(qtbot, show, provider):
    provider.speech = {TUNED: Speech("half way", breaks_after=1), BASE: Speech("fine.")}
    page = show(models=2)
    say(qtbot, page, "one")
    broken, whole = turns(page)[0].answers.values()
    assert broken.pane.problem.key == "provider_broke_off"
    assert whole.pane.text == "fine."
    provider.speech[TUNED] = Speech("whole now.")
    provider.asked.clear()
    again = next(b for b in broken.findChildren(QPushButton) if b.text() == "Try again")
    again.click()
    finished(qtbot, page)
    assert answers(page, 0) == ["whole now.", "fine."]
    assert [body["model"] for body in provider.asked] == [TUNED]


def test_an_earlier_conversation_is_found_renamed_and_gone_on_with(qtbot, show, provider, parts):
    provider.answers = counting
    page = show(models=2)
    say(qtbot, page, "about ships")
    page.conversation.board.new.click()
    assert said(page) == []
    say(qtbot, page, "about horses")
    page.conversation.board.past.click()
    dialog = page.window().findChild(QDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    assert unnamed_controls(dialog) == []
    dialog.words.setText("SHIPS")
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    dialog._rename(dialog.chosen, "Of the sea")
    qtbot.waitUntil(lambda: "Of the sea" in str(dialog.model.data(dialog.model.index(0, 0))))
    dialog.open_button.click()
    qtbot.waitUntil(lambda: said(page) == ["about ships"])
    assert page.conversation.board.name.whole == "Of the sea"
    assert answers(page, 0) == ["tuned heard about ships", "base heard about ships"]
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)
    say(qtbot, page, "and boats")
    assert said(page) == ["about ships", "and boats"]


def test_a_conversation_becomes_a_row_with_its_origin(qtbot, show, provider, workspace):
    provider.answers = counting
    page = show()
    say(qtbot, page, "one")
    say(qtbot, page, "two")
    view = next(iter(turns(page)[1].answers.values()))
    view._acts["row"].trigger()
    dialog = QApplication.activeModalWidget()
    dialog.answer.setPlainText("better")
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Take it into the data").click()

    def rows():
        with workspace.project.reading() as connection:
            ids = examples.ids(connection)
            return examples.page(connection, ids[-1:])

    qtbot.waitUntil(lambda: bool(rows()[0].note))
    row = rows()[0]
    assert row.example == Conversation(
        (
            Message("system", "Be brief."),
            Message("user", "one"),
            Message("assistant", "tuned heard one"),
            Message("user", "two"),
            Message("assistant", "better"),
        )
    )
    assert row.part is Part.TRAINING
    assert "Conversation with" in row.note


def test_the_code_of_an_answer_asks_the_whole_thread(qtbot, show, provider):
    provider.answers = counting
    page = show()
    say(qtbot, page, "one")
    say(qtbot, page, "two")
    next(iter(turns(page)[1].answers.values()))._acts["code"].trigger()
    dialog = QApplication.activeModalWidget()
    code = dialog.shown.toPlainText()
    places = [code.index(words) for words in ("Be brief.", "one", "tuned heard one", "two")]
    assert places == sorted(places)
    assert "Bearer $" in code
    dialog.reject()


def test_a_model_of_prompts_and_completions_is_told_the_turns_as_the_data_are_written(qtbot, show, provider):
    rows = [(type(row)(row.prompt + " ->", f" {row.completion} END"), part) for row, part in pairs()]
    provider.speech = {TUNED: Speech("It cometh")}
    page = show(rows)
    qtbot.waitUntil(lambda: "goes on with a text" in page.conversation.board.told.text())
    qtbot.waitUntil(lambda: page.conversation.board.setting.sampling.stop == (" END",))
    say(qtbot, page, "one")
    say(qtbot, page, "two")
    assert [body["prompt"] for body in provider.asked] == ["one ->", "one ->It cometh END\ntwo ->"]


def test_a_thread_longer_than_the_model_reads_is_said_before_it_is_sent(qtbot, show, provider):
    provider.bases[0]["context_tokens"] = 450
    page = show()
    board = page.conversation.board
    qtbot.waitUntil(lambda: board.setting.sampling.max_tokens == 400)  # what the data leaves room for counts as well
    board.box.setPlainText("short")
    assert not board.warning.isVisible()
    board.box.setPlainText("word " * 60)
    assert "reads 450 at most" in board.warning.text
    say(qtbot, page, "short")
    qtbot.keyClicks(board.box, "a")
    assert not board.warning.isVisible()  # the provider counted 9 and 4 tokens
    board.parameters.form.show_setting(Setting(Sampling(max_tokens=449)))
    assert board.warning.isVisible()


def test_what_leaves_this_computer_is_said_before_it_is_sent(qtbot, show, parts, sites, clouds):
    workspace, background, _ = parts
    cloud = clouds()
    done = []
    work = connect(sites, "openai", "OpenAI", cloud.address, cloud.account.key)
    background.run(workspace, work, on_done=done.append)
    qtbot.waitUntil(lambda: bool(done))
    page = show()
    board = page.conversation.board
    assert board.leaving.isHidden()
    board.box.setPlainText("Write to eva@superheroes.club")
    assert board.warning.isHidden()
    menu = board.heads.all[0].menu
    qtbot.waitUntil(lambda: any("4o-mini" in menu.itemText(at) for at in range(menu.count())))
    for place in (next(at for at in range(menu.count()) if "4o-mini" in menu.itemText(at)), 0):
        menu.setCurrentIndex(place)
        menu.activated.emit(place)
        qtbot.waitUntil(lambda place=place: board.leaving.isHidden() == (place == 0))
        assert ("an e-mail address" in board.warning.text) == (place != 0)
        assert board.leaving.text().startswith("What you send goes to 127.0.0.1") == (place != 0)


def test_many_turns_are_shown_from_their_end(qtbot, show, provider, sites):
    page = show()
    speakers = page.conversation.speakers()
    talking = page.conversation.talking
    talk = talking.held.talk
    for number in range(20):
        last = number - 1 if number else None
        talk = talks_of.say(talk, f"said {number}", last, speakers, talks_of.newest({}))
    page.conversation.show(Remembered(talk, {}, {}))
    qtbot.waitUntil(lambda: said(page) == [f"said {number}" for number in range(10, 20)])
    page.conversation._display.turns.earlier.click()
    assert said(page) == [f"said {number}" for number in range(20)]
    assert "20 answers" in page.conversation.board.left.text
    page.conversation.board.left._button.click()
    qtbot.waitUntil(lambda: len(provider.asked) > 3)
    qtbot.keyClick(page.conversation.board.box, Qt.Key.Key_Escape)
    assert not page.asking
    assert [len(body["messages"]) for body in provider.asked[:3]] == [2, 4, 6]


def test_model_text_stays_plain(qtbot, show, provider):
    provider.speech = {TUNED: Speech("<b>bold</b> <img src='http://127.0.0.1:9/x'> \u202eback")}
    page = show()
    say(qtbot, page, "<i>one</i>")
    assert said(page) == ["<i>one</i>"]
    assert answers(page, 0) == ["<b>bold</b> <img src='http://127.0.0.1:9/x'> \u202eback"]
    words = [part for part in page.findChildren(QLabel) if part.isVisible()]
    assert all(part.textFormat() is Qt.TextFormat.PlainText for part in words if not isinstance(part, Picture))


def test_everything_has_a_name_and_tab_reaches_it(qtbot, show, provider):
    page = show(models=3)
    say(qtbot, page, "one")
    assert unnamed_controls(page) == []
    board = page.conversation.board
    assert not board.heads.add_button.isEnabled()
    board.heads.remove(board.heads.all[2])
    board.new.setFocus()
    order = []
    while board.box not in order:
        qtbot.keyClick(page.window(), Qt.Key.Key_Tab)
        order.append(QApplication.focusWidget())
        assert len(order) < 60
    view = turns(page)[0]
    wanted = [part for head in board.heads.all for part in head.controls]
    mores = [side.more for side in view.answers.values()]
    places = [order.index(part) for part in (*wanted, view.said.change, *mores, board.box)]
    assert places == sorted(places)

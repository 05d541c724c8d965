"""Who asks before it is known how the data asks and answers waits for it, and is asked for as the data wants it."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Column, Setting, Voice
from desktop_app.core.example import Completion, Part
from desktop_app.core.job import HERE
from desktop_app.core.sweep import Knob
from desktop_app.gui.answers import known_habits
from desktop_app.gui.finder.page import FinderPage
from desktop_app.gui.playground.page import PlaygroundPage
from desktop_app.gui.talk.page import TalkPage
from desktop_app.gui.testing import page as testing
from tests.fake_provider import TUNED, Speech
from tests.gui.filled import open_project

CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.usefixtures("undressed")


class Held:
    """Holds back what is read of the data until it is let go."""

    def __init__(self):
        self.free = False
        self.read = 0

    async def habits(self, project):
        """Return the habits, once they are let go."""
        while not self.free:
            await asyncio.sleep(0.001)
        found = await known_habits_of(project)
        self.read += 1
        return found


known_habits_of = known_habits.habits


@pytest.fixture
def held(monkeypatch):
    """Return what holds back the habits of the data."""
    made = Held()
    monkeypatch.setattr(known_habits, "habits", made.habits)
    return made


@pytest.fixture
def show(qtbot, in_window, parts, provider, tmp_path):
    """Return a function that shows a room with a project whose rows end their prompts and answers by marks."""

    def made(room, *more, answer="answer {}###"):
        provider.tuned = [(TUNED, 200)]
        kinds = [Part.TRAINING] * 12 + [Part.TEST] * 3
        rows = [(Completion(f"question {n} ->", answer.format(n)), part) for n, part in enumerate(kinds)]
        open_project(qtbot, parts[0], tmp_path / "marked.tunedesk", rows)
        page = in_window(room(*parts, *more), 1200, 900)
        qtbot.waitUntil(lambda: page.state == "content" and not page.offers.busy)
        return page

    return made


def sampled(provider):
    """Return how long an answer each request allows, and what it stops before."""
    return {(body["max_tokens"], tuple(body.get("stop") or ())) for body in provider.asked}


def stop_button(page):
    return next(one for one in page.findChildren(QPushButton) if one.text() == "Stop" and one.isVisible())


def test_a_comparison_is_asked_as_the_data_wants_it_and_its_answers_stay_on_show(qtbot, held, show, provider):
    page = show(PlaygroundPage)
    page.primary.click()
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    page.comparison.ask()
    assert page.asking
    assert not page.primary.isEnabled()
    assert stop_button(page).isEnabled()
    assert provider.asked == []
    held.free = True
    qtbot.waitUntil(lambda: not page.asking)
    assert sampled(provider) == {(40, ("###",))}
    assert len(provider.asked) == 2
    assert [prompt for prompt, _, _ in page.results] == ["question 12 ->"]
    assert all(side.pane.answer is not None for side in page.comparison.board.columns.all)


def test_what_is_typed_is_sent_with_the_ending_of_the_data(qtbot, held, show, provider):
    page = show(PlaygroundPage)
    page.comparison.board.choose_row(0)
    page.comparison.board.prompt.box.setPlainText("What now?")
    page.primary.click()
    held.free = True
    qtbot.waitUntil(lambda: not page.asking)
    assert {body["prompt"] for body in provider.asked} == {"What now? ->"}
    assert [prompt for prompt, _, _ in page.results] == ["What now?"]


def test_all_prompts_are_asked_once_and_as_the_data_wants_it(qtbot, held, show, provider):
    page = show(PlaygroundPage)
    for _ in range(2):
        page.comparison.board.all_button.click()
        page.comparison.ask_all()
    assert page.asking
    held.free = True
    qtbot.waitUntil(lambda: not page.asking)
    assert sampled(provider) == {(40, ("###",))}
    assert len(provider.asked) == 6
    assert len(page.results) == 3


@pytest.mark.parametrize("leaving", ["stop", "another project"])
def test_who_changes_their_mind_while_the_habits_are_read_asks_nobody(qtbot, held, show, provider, parts, leaving):
    page = show(PlaygroundPage)
    page.primary.click()
    if leaving == "stop":
        stop_button(page).click()
    else:
        open_project(qtbot, parts[0], parts[0].project.path.with_name("another.tunedesk"))
    assert not page.asking
    assert page.primary.isEnabled()
    assert not page.comparison.board._stop.isVisible()
    page.comparison.look()
    held.free = True
    qtbot.waitUntil(lambda: held.read > 0 and page.comparison.board.setting.sampling.max_tokens == 40)
    assert provider.asked == []
    page.primary.click()
    qtbot.waitUntil(lambda: len(page.results) == 1 and not page.asking)
    assert len(provider.asked) == 2


def test_settings_that_are_to_be_tried_stay_as_they_were_chosen(qtbot, held, show):
    page = show(PlaygroundPage)
    chosen = Setting(Sampling())
    page.comparison.try_column(Column(Voice(HERE, TUNED), chosen))
    held.free = True
    qtbot.waitUntil(lambda: page.comparison.board.parameters.presets._habits is not None and not page.asking)
    assert page.comparison.board.setting == chosen
    assert page.models[0] == TUNED


def test_a_test_that_is_begun_early_asks_as_the_data_wants_it(qtbot, held, show, provider, apart):
    provider.answers = lambda _model, _said: Speech("answer")
    page = show(testing.TestingPage, apart)
    qtbot.waitUntil(page.primary.isEnabled)
    page.primary.click()
    assert not page.primary.isEnabled()
    page._do()  # as Enter would that was pressed at the same time
    held.free = True
    qtbot.waitUntil(lambda: page.running.total > 0 and not page.running.missing and not page.running.running)
    assert sampled(provider) == {(40, ("###",))}
    assert len(provider.asked) == 6


def test_a_test_that_waits_for_the_data_is_left_with_a_key(qtbot, held, show, provider, apart):
    page = show(testing.TestingPage, apart)
    qtbot.waitUntil(page.primary.isEnabled)
    page.primary.click()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.primary.isEnabled()
    held.free = True
    qtbot.waitUntil(lambda: page.preparing.known.newest is not None)
    assert not page.running.beginning
    assert provider.asked == []


def test_a_search_that_is_begun_early_asks_as_the_data_wants_it(qtbot, held, show, provider):
    page = show(FinderPage)
    qtbot.waitUntil(lambda: page.plan.voice is not None)
    page.plan.prompts.count.setValue(2)
    page.plan.repeats.setValue(1)
    field = next(one for one in page.plan.axes.fields if one.knob is Knob.TEMPERATURE)
    field.mark.setChecked(True)
    field.line.setText("0 1")
    page.primary.click()
    assert not page.primary.isEnabled()
    held.free = True
    searching = page.searching
    qtbot.waitUntil(lambda: searching.known is not None and not searching.running and not searching.reading)
    assert sampled(provider) == {(40, ("###",))}


def test_what_is_said_early_is_said_as_the_data_wants_it(qtbot, held, show, provider):
    page = show(TalkPage)
    board = page.conversation.board
    board.box.setPlainText("What now?")
    board.focus_box()
    qtbot.keyClick(board.box, Qt.Key.Key_Return, CTRL)
    assert page.asking
    assert not board.send.isEnabled()
    held.free = True
    qtbot.waitUntil(lambda: not page.asking)
    (body,) = provider.asked
    assert body["stop"] == ["###"]
    assert body["prompt"].endswith("What now? ->")
    assert board.box.toPlainText() == ""


def test_what_is_to_be_said_stays_in_the_box_when_it_is_stopped_before(qtbot, held, show, provider):
    page = show(TalkPage)
    board = page.conversation.board
    board.box.setPlainText("What now?")
    board.send.click()
    stop_button(page).click()
    assert not page.asking
    held.free = True
    qtbot.waitUntil(lambda: board.setting.sampling.stop == ("###",))
    assert provider.asked == []
    assert board.box.toPlainText() == "What now?"

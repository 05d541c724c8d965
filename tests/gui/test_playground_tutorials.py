"""What the tutorials for fine-tuned models describe, done in this window as they describe it."""

import math

import pytest
from PySide6.QtCore import Qt

from desktop_app.core.code_view import Language
from desktop_app.core.example import Completion, Part
from desktop_app.gui.answers.dialogs import CodeDialog, TokensDialog
from desktop_app.gui.answers.shading import Shade
from desktop_app.gui.playground.page import PlaygroundPage
from tests.fake_provider import TUNED, Speech
from tests.gui.filled import open_project

HEROES = [
    (Completion(f"{age}, {power} ->", f" {story} END"), part)
    for age, power, story, part in (
        ("18", "flying", "Ada rises above the roofs at dusk.", Part.TRAINING),
        ("40", "ice", "Bob walks over the lake in July!", Part.TRAINING),
        ("7", "song", "When Cyd sings, the doors open", Part.TRAINING),
        ("30", "smoke", "Nobody has seen Dan since the fire.", Part.TEST),
    )
]
CLASSES = ("anger", "fear", "joy", "love", "sadness")
FEELINGS = [
    (Completion(f"i feel {n} times {name}\n\n###\n\n", f" {name}"), Part.TEST if n == 5 else Part.TRAINING)
    for n in range(6)
    for name in CLASSES
]


@pytest.fixture
def show(qtbot, in_window, parts, provider, tmp_path):
    def made(rows):
        provider.tuned = [(TUNED, 200)]
        open_project(qtbot, parts[0], tmp_path / "a.tunedesk", rows)
        page = in_window(PlaygroundPage(*parts), 1200, 800)
        qtbot.waitUntil(lambda: len(page.models) == 2)
        qtbot.waitUntil(lambda: page.comparison.board.parameters.presets._habits is not None)
        return page

    return made


def choose(page, name):
    menu = page.comparison.board.parameters.presets.menu
    place = next(n for n in range(menu.count()) if menu.itemText(n).startswith(name))
    menu.setCurrentIndex(place)
    menu.activated.emit(place)


def tuned_side(page):
    return page.comparison.board.columns.all[1]


def opened(page, act, kind):
    side = tuned_side(page)
    side._look_at_acts()
    side.acts[act].trigger()
    (found,) = [each for each in page.window().findChildren(kind) if each.isVisible()]
    return found


def test_a_story_is_asked_for_with_the_ending_the_stop_sequence_and_room(qtbot, show, provider):
    provider.answers = lambda model, _: Speech(" Eve of light lives by night.") if model == TUNED else None
    page = show(HEROES)
    board = page.comparison.board
    choose(page, "Stories")
    qtbot.keyClick(board._list, Qt.Key.Key_Home)
    board.prompt.box.setFocus()
    qtbot.keyClicks(board.prompt.box, "25, light")
    qtbot.keyClick(board.prompt.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not page.asking)
    asked = {name: provider.asked[-1][name] for name in ("prompt", "stop", "temperature", "max_tokens")}
    assert asked == {"prompt": "25, light ->", "stop": [" END"], "temperature": 0.7, "max_tokens": 500}
    assert tuned_side(page).pane.text == " Eve of light lives by night."
    shown = opened(page, "code", CodeDialog)
    for language in Language:
        shown.menu.setCurrentIndex(shown.menu.findData(language))
        code = shown.shown.text
        for words in ("25, light ->", " END", "0.7", "500", TUNED, "TUNEDESK_ENGINE_TOKEN"):
            assert words in code, (language, words)
    shown.reject()


def test_five_classes_are_told_by_one_token_with_their_likelihoods(qtbot, show, provider):
    shares = dict(zip(CLASSES, (0.02, 0.03, 0.6, 0.25, 0.1), strict=True))
    likely = tuple((f" {name}", math.log(share)) for name, share in shares.items())
    provider.answers = lambda _model, _question: Speech(" joy", likely=likely)
    page = show(FEELINGS)
    choose(page, "One label")
    page.primary.click()
    qtbot.waitUntil(lambda: not page.asking)
    assert {(body["max_tokens"], body["logprobs"], body["temperature"]) for body in provider.asked} == {(1, 5, 0)}
    assert provider.asked[0]["prompt"].endswith("\n\n###\n\n")
    board = page.comparison.board
    board.shade.setCurrentIndex(board.shade.findData(Shade.LIKELIHOOD))
    assert len(tuned_side(page).pane._answer.extraSelections()) == 1
    table = opened(page, "tokens", TokensDialog).table
    model = table.model()
    token, share, others = (model.index(0, column).data() for column in range(3))
    assert (token, share) == ("“ joy”", "60.0 %")
    assert all(f"“ {name}” {100 * shares[name]:.1f} %" in others for name in CLASSES if name != "joy")
    table.window().reject()

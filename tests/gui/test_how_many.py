"""One row is no "1 rows": what is counted, alone and in the sentences that have it."""

import pytest
from PySide6.QtCore import QLocale

from desktop_app.core.answer import Answer, Finish
from desktop_app.core.example import Part
from desktop_app.core.sweep_figures import Figure, Value
from desktop_app.gui.answers.answer_words import in_words
from desktop_app.gui.editor.page import _counts_line
from desktop_app.gui.finder.figure_words import spoken
from desktop_app.gui.testing.words import too_few
from desktop_app.gui.theme.language import speak
from desktop_app.gui.widgets import how_many

THINGS = (
    *(how_many.answers, how_many.places, how_many.prompts, how_many.questions, how_many.repeats, how_many.requests),
    *(how_many.rows, how_many.settings, how_many.texts, how_many.tokens, how_many.trainings, how_many.variations),
)


@pytest.fixture(params=["en", "de", "es"])
def language(request, qapp):
    speak(qapp, request.param, QLocale("C"))
    yield request.param
    speak(qapp, "en", QLocale("C"))


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.__name__)
def test_one_thing_and_several_have_words_of_their_own(language, thing):
    one, none, many = (thing(count).partition(" ") for count in (1, 0, 1200))
    assert (one[0], none[0]) == ("1", "0")
    assert many[0].replace(",", "").replace(".", "") == "1200"
    assert none[2] == many[2]
    alike = language == "de" and thing is how_many.tokens  # "1 Token, 2 Token"
    assert (one[2] == many[2]) is alike


def test_what_else_a_sentence_says_follows_the_count(qapp):
    said = [how_many.counted(count, "the other costs {1}", "the other {0} cost {1}", "$2") for count in (1, 3)]
    assert said == ["the other costs $2", "the other 3 cost $2"]


def test_sentences_with_one_of_a_thing_are_right(qapp):
    assert in_words(Answer(0, "m", "yes", Finish.STOP, 1, 0.5)).startswith("1 token, ")
    assert _counts_line({Part.TRAINING: 1, Part.VALIDATION: 0}) == "1 row: 1 training, 0 validation"
    assert too_few(1).startswith("With 1 row only")
    assert spoken(Figure.SECONDS, Value(1, 1, 1, 1, 1)).endswith("(1 prompt, 1 answer)")

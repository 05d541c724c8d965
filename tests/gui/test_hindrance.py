"""What stands in the way of a test: a wait is over with the next answer, what failed is told to the end."""

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Cell
from desktop_app.core.problem import Problem
from desktop_app.gui.testing.hindrance import Hindrance
from desktop_app.work.ask_batch import Again, Failed, Got, Halted

CELL = Cell(0, 0)
ANSWER = Answer(0, "tiny", "yes", "stop", 1, 0.1)
BUSY = Problem("provider_busy", provider="openai")
GONE = Problem("provider_unreachable", provider="openai")


def test_a_wait_is_over_with_the_next_answer_or_when_nothing_is_asked():
    hindrance = Hindrance()
    hindrance.hear(Again(CELL, BUSY, 1.0))
    assert hindrance.words(asking=True) == "openai is busy and asks us to wait."
    assert hindrance.words(asking=False) == ""
    hindrance.hear(Got(CELL, ANSWER))
    assert hindrance.words(asking=True) == ""


def test_what_failed_is_told_until_somebody_begins_anew():
    for item in (Failed(CELL, GONE), Halted("openai", GONE)):
        hindrance = Hindrance()
        hindrance.hear(item)
        hindrance.hear(Again(CELL, BUSY, 1.0))
        hindrance.hear(Got(CELL, ANSWER))
        assert hindrance.words(asking=True) == hindrance.words(asking=False) == "openai cannot be reached."
        hindrance.forget()
        assert hindrance.words(asking=False) == ""

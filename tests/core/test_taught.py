"""A corrected answer becomes a row like the others."""

import pytest

from desktop_app.core.example import Completion, Conversation, Message, Preference
from desktop_app.core.taught import taught, with_answer

ASKED = (Message("system", "be kind"), Message("user", "hello?"))
OLD, NEW = Message("assistant", "old"), Message("assistant", "new")


@pytest.mark.parametrize(("answer", "stop"), [(" new", "\n"), (" new\n", "\n"), (" new\n", "")])
def test_a_completion_ends_with_the_mark_once(answer, stop):
    assert taught("q", answer, stop) == Completion("q", " new\n")
    assert with_answer(Completion("q", "old"), answer, stop) == Completion("q", " new\n")


def test_a_conversation_takes_the_answer_as_its_last_message():
    assert taught(ASKED, "new", "\n") == Conversation((*ASKED, NEW))
    assert with_answer(Conversation((*ASKED, OLD), {"id": 1}), "new", "\n") == Conversation((*ASKED, NEW), {"id": 1})


def test_of_a_pair_the_preferred_answer_is_the_corrected_one():
    assert with_answer(Preference(ASKED, (OLD,), (OLD,)), "new") == Preference(ASKED, (NEW,), (OLD,))

"""A training row of an answer that somebody corrected."""

from desktop_app.core.answer import Question
from desktop_app.core.example import Completion, Conversation, Example, Message, Shape
from desktop_app.core.fields import write_field

_ANSWER = {Shape.COMPLETION: "completion", Shape.CHAT: "assistant", Shape.PREFERENCE: "preferred"}


def taught(asked: Question, answer: str, stop: str = "") -> Example:
    """Return the example that asks the same and answers as was corrected.

    A completion gets the mark `stop` that all answers of the data end with, where it has not got it.
    """
    if isinstance(asked, str):
        return Completion(asked, _ended(answer, stop))
    return Conversation((*asked, Message("assistant", answer)))


def with_answer(example: Example, answer: str, stop: str = "") -> Example:
    """Return an example with another answer; all else in it stays as it is."""
    said = _ended(answer, stop) if isinstance(example, Completion) else answer
    return write_field(example, _ANSWER[example.shape], said)


def _ended(answer: str, stop: str) -> str:
    return answer if not stop or answer.endswith(stop) else answer + stop

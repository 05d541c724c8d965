"""A training row of a conversation: all that was said in a thread up to an answer, in the shape the data has."""

from desktop_app.core.answer import Question
from desktop_app.core.batch import Cell
from desktop_app.core.example import Completion, Conversation, Example, Message, Preference, Shape
from desktop_app.core.problem import Problem
from desktop_app.core.talk import Answers, Talk, Way, question
from desktop_app.core.taught import taught


def asked(shape: Shape, talk: Talk, cell: Cell, answers: Answers, way: Way) -> Question:
    """Return what the row asks: messages, or one text where the data are prompts and completions (written by `way`)."""
    if shape is Shape.COMPLETION:
        return question(talk, cell, answers, way)
    system = talk.speakers[cell.column].column.setting.system
    told = question(talk, cell, answers, None)
    messages = told if not isinstance(told, str) else (Message("user", told),)
    return (Message("system", system), *messages) if system else messages


def row_of(shape: Shape, told: Question, answer: str, corrected: str, stop: str = "") -> Example:
    """Return the row that teaches `corrected` as the answer to what was asked.

    Of data that are pairs it prefers what was corrected to what the model said; raise Problem("talk_answers_alike")
    where that is the same.
    """
    example = taught(told, corrected, stop)
    if shape is not Shape.PREFERENCE or isinstance(example, Completion) or isinstance(told, str):
        return example
    if corrected == answer:
        raise Problem("talk_answers_alike")
    good, bad = (Message("assistant", corrected),), (Message("assistant", answer),)
    return Preference(told, good, bad) if isinstance(example, Conversation) else example

"""Prompts from a file: which columns hold them, and what a row asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.core import known_columns, share_gpt
from desktop_app.core.answer import Question
from desktop_app.core.batch import Prompt
from desktop_app.core.example import Message, Shape, from_line
from desktop_app.core.fields import expected, question, question_text
from desktop_app.core.problem import Problem
from desktop_app.core.text import Text

MOST = 100_000
"""So many prompts of a file are taken; nobody reads more answers, and no provider gives them in a day."""


@dataclass(frozen=True, slots=True)
class PromptColumns:
    """Where a file has its prompts, the answers hoped for and the system messages; "" for none.

    `kept` takes training data as they are: each row asks what it asks, and hopes for its own answer.
    """

    prompt: str
    expected: str = ""
    system: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A prompt of a file. `question` is what is asked exactly, None for a text that is put into the data's shape."""

    text: str
    expected: str = ""
    system: str = ""
    question: Question | None = None


def guess(columns: Sequence[str], shape: Shape | None) -> PromptColumns:
    """Return what a person would most likely choose; `shape` is that of a file that is training data already."""
    if shape is not None:
        return PromptColumns("", kept=True)
    system = known_columns.called(columns, known_columns.SYSTEM)
    asked = known_columns.speaking_of(columns, known_columns.QUESTION, (system,))
    rest = [name for name in columns if name != system and not known_columns.only_counts(name)] or list(columns)
    prompt = asked or (rest[0] if rest else "")
    answer = known_columns.speaking_of(columns, (*known_columns.PREFERRED, *known_columns.ANSWER), (prompt, system))
    return PromptColumns(prompt, answer or "", system or "")


def given(columns: PromptColumns, cells: Mapping[str, str], source: Mapping[str, Any] | None) -> Given | None:
    """Return the prompt of a record; None for one that asks nothing."""
    if columns.kept:
        return _kept(source or cells)
    text = cells.get(columns.prompt, "")
    if not text.strip():
        return None
    return Given(text, cells.get(columns.expected, ""), cells.get(columns.system, ""))


def asked(given: Given, shape: Shape, system: str = "", ending: str = "") -> Prompt:
    """Return what is asked, in the shape of the data: with their system message, or the ending of their prompts."""
    if given.question is not None:
        return Prompt(given.question, given.expected)
    if shape is Shape.COMPLETION and not given.system:
        return Prompt(given.text if given.text.endswith(ending) else given.text + ending, given.expected)
    told = given.system or system
    messages = (Message("system", told),) if told else ()
    return Prompt((*messages, Message("user", given.text)), given.expected)


def _kept(source: Mapping[str, Any]) -> Given | None:
    """Return what a row of training data asks, and the answer it has."""
    line = share_gpt.training_line(source) if share_gpt.is_meant(source) else source
    if isinstance(line, Text):
        return None
    try:
        example = from_line(line)
    except Problem:
        return None
    text = question_text(example)
    return Given(text, expected(example), question=question(example)) if text.strip() else None

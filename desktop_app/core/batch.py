"""A batch of questions: some prompts, put to some models, each with its settings, so many times."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from desktop_app.core.answer import Question, Request, Sampling
from desktop_app.core.example import Message

_LONGEST_TITLE = 80
"""In letters."""


class Kind(StrEnum):
    """What a batch is for."""

    COMPARE = "compare"
    TALK = "talk"
    SWEEP = "sweep"
    TEST = "test"
    MAKE = "make"
    REWORK = "rework"
    JUDGE = "judge"


@dataclass(frozen=True, slots=True)
class Voice:
    """A model at a place (`site` is HERE or a connection's id), and by which routes it answers."""

    site: str
    model: str
    chat: bool = True
    completions: bool = True


@dataclass(frozen=True, slots=True)
class Setting:
    """How answers are drawn; `system` takes the place of each prompt's own system message, None leaves that alone."""

    sampling: Sampling
    system: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A model asked in one way: what is compared side by side."""

    voice: Voice
    setting: Setting


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question, the answer hoped for ("" for none), and the row it comes from (None for a typed one)."""

    question: Question
    expected: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One answer that is wanted; each number counts from 0."""

    prompt: int
    column: int
    repeat: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """What is asked. `mark` names it for ever, `made` is in seconds since 1970."""

    mark: str
    kind: Kind
    title: str
    made: float
    prompts: Sequence[Prompt]
    columns: tuple[Column, ...]
    repeats: int = 1

    @property
    def size(self) -> int:
        """Return how many answers are wanted."""
        return len(self.prompts) * len(self.columns) * self.repeats


def cells(batch: Batch) -> Iterator[Cell]:
    """Yield every cell, prompt by prompt, so that the first comparison is whole first."""
    for prompt in range(len(batch.prompts)):
        for repeat in range(batch.repeats):
            for column in range(len(batch.columns)):
                yield Cell(prompt, column, repeat)


def request(batch: Batch, cell: Cell, column: int = 0) -> Request:
    """Return what a cell asks, in the form its model answers to.

    A repeat is another draw: where a seed is given it counts on with the repeats, so that they are not all alike.
    """
    voice, setting = batch.columns[cell.column].voice, batch.columns[cell.column].setting
    asked = _fitting(_with_system(batch.prompts[cell.prompt].question, setting.system), voice)
    sampling = setting.sampling
    if sampling.seed is not None:
        sampling = replace(sampling, seed=sampling.seed + cell.repeat)
    return Request(column, voice.model, asked, sampling)


def title_of(asked: Question) -> str:
    """Return what a batch or a conversation is called by: the beginning of what was asked first; "" for nothing."""
    said = asked if isinstance(asked, str) else asked[-1].content if asked else ""
    return " ".join(said[: 4 * _LONGEST_TITLE].split())[:_LONGEST_TITLE]


def setting_of(line: Mapping[str, Any]) -> Setting:
    """Return a setting that was kept as a JSON object (`dataclasses.asdict`); TypeError, KeyError for anything else."""
    sampling = dict(line["sampling"])
    return Setting(Sampling(**{**sampling, "stop": tuple(map(str, sampling["stop"]))}), line["system"])


def _with_system(asked: Question, system: str | None) -> Question:
    if system is None:
        return asked
    if isinstance(asked, str):
        return f"{system}\n\n{asked}" if system else asked
    rest = asked[1:] if asked and asked[0].role == "system" else asked
    return (Message("system", system), *rest) if system else rest


def _fitting(asked: Question, voice: Voice) -> Question:
    """Return the question for the route the model has; one that has both is asked as the data is."""
    if isinstance(asked, str):
        return asked if voice.completions else (Message("user", asked),)
    if voice.chat:
        return asked
    return "\n\n".join(message.content for message in asked)

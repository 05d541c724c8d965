"""The sample projects that come with TuneDesk."""

from dataclasses import dataclass

from desktop_app.core.example import Shape
from desktop_app.core.text import Text, text


@dataclass(frozen=True, slots=True)
class Sample:
    """A table the user may try, with the wizard's answers that suit it.

    `file` lies in resources/samples; `prompt` is a template over its columns and `answer` the column to be learned;
    `max_tokens` is the room an answer needs in the playground; `kept` names the checks whose remedy would take away
    what is to be learned.
    """

    name: str
    file: str
    shape: Shape
    prompt: str
    answer: str
    system: str
    max_tokens: int
    kept: frozenset[str] = frozenset()

    @property
    def title(self) -> Text:
        """Return the sample's title for a person."""
        return text(f"sample.{self.name}.title")

    @property
    def sentence(self) -> Text:
        """Return in one sentence what the sample holds and what the model will learn from it."""
        return text(f"sample.{self.name}.sentence")


SUPERHEROES = Sample(
    name="superheroes",
    file="superheroes.csv",
    shape=Shape.COMPLETION,
    prompt="{age}, {gender}, {power} ->",
    answer="description",
    system="",
    max_tokens=80,
    kept=frozenset(("completion_prefix",)),
)
"""Imaginary superheroes by age, gender and power, each presented in the same four-part announcement."""

TICKETS = Sample(
    name="tickets",
    file="tickets.csv",
    shape=Shape.COMPLETION,
    prompt="{message} ->",
    answer="department",
    system="",
    max_tokens=8,
)
"""Letters of customers to a shop, each with one of four departments: 24 letters for each."""

MARV = Sample(
    name="marv",
    file="marv.csv",
    shape=Shape.CHAT,
    prompt="{question}",
    answer="answer",
    system="You are Marv. You answer rightly, in two sentences, and with a sigh.",
    max_tokens=80,
)
"""Questions of a quiz with the answers of somebody who knows them all and is tired of it."""

SAMPLES = (SUPERHEROES, TICKETS, MARV)
"""Every sample, in the order of the start page."""


def sample_named(name: str) -> Sample:
    """Return the sample of this name; KeyError for one that there is not."""
    return {sample.name: sample for sample in SAMPLES}[name]

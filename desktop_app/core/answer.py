"""What a model is asked and what came back."""

from dataclasses import dataclass
from enum import StrEnum

from desktop_app.core.example import Message

Question = str | tuple[Message, ...]
"""A prompt to go on from, or the messages of a conversation."""


class Finish(StrEnum):
    """Why an answer ended; PROBLEM is the provider's own rules, TOOL_CALLS a model that wants to use a tool."""

    STOP = "stop"
    TOOL_CALLS = "tool_calls"
    LENGTH = "length"
    STOPPED_BY_USER = "stopped_by_user"
    PROBLEM = "problem"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sampling:
    """How answers are drawn; temperature 0 always gives the likeliest token.

    `top_p` draws from the likeliest tokens that have this share together, penalties are from -2 to 2 by OpenAI's
    formula, `seed` None leaves chance to the provider. `logprobs` asks for each token's likelihood with so many
    alternatives (0 for the token alone, None for nothing). What is left as it is here is not sent.
    """

    temperature: float = 0.0
    max_tokens: int = 120
    stop: tuple[str, ...] = ()
    top_p: float = 1.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    seed: int | None = None
    logprobs: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One question to one model; `column` tells the answers of a comparison apart, `n` is how many are wanted."""

    column: int
    model: str
    question: Question
    sampling: Sampling
    n: int = 1


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of streamed text for one column; `choice` counts the answers of one request from 0."""

    column: int
    text: str
    choice: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A token of an answer with the natural logarithm of its likelihood, and what else might have come."""

    text: str
    logprob: float
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer; `seconds` from the request to the last piece, `first` to the first one (0 without any).

    `tokens` of the answer and `prompt_tokens` of what was asked are as the provider counted them, 0 where it did not;
    of several answers to one request the first carries the count of all. `drawn` is empty unless it was asked for.
    """

    column: int
    model: str
    text: str
    finish: Finish
    tokens: int
    seconds: float
    prompt_tokens: int = 0
    first: float = 0.0
    choice: int = 0
    drawn: tuple[Drawn, ...] = ()

    @property
    def pace(self) -> float | None:
        """Return tokens a second while the answer came; None where that cannot be told."""
        took = self.seconds - self.first
        return (self.tokens - 1) / took if self.tokens > 1 and took > 0 and self.first else None

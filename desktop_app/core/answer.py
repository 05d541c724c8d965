"""What is asked in the playground and what came back."""

from dataclasses import dataclass
from enum import StrEnum

from desktop_app.core.example import Message


class Finish(StrEnum):
    """Why an answer ended."""

    STOP = "stop"
    LENGTH = "length"
    STOPPED_BY_USER = "stopped_by_user"
    PROBLEM = "problem"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sampling:
    """How answers are drawn; temperature 0 always gives the likeliest token."""

    temperature: float = 0.0
    max_tokens: int = 120
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One question to one model; `column` tells the answers of a comparison apart."""

    column: int
    model: str
    question: str | tuple[Message, ...]
    sampling: Sampling


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of streamed text for one column."""

    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer; `seconds` from the request to the last piece.

    `tokens` of the answer and `prompt_tokens` of what was asked are as the provider counted them, 0 where it did not.
    """

    column: int
    model: str
    text: str
    finish: Finish
    tokens: int
    seconds: float
    prompt_tokens: int = 0

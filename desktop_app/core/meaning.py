"""What the meaning of rows is read from: which of their texts, by which model, and how a text is known again."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.core.example import Example
from desktop_app.core.fields import question_and_answer

HASH_BYTES = 16
PIECE = 4000
"""A longer text is read in pieces of so many letters: no model for embeddings reads endless ones."""
MINI_LM = "all-MiniLM-L6-v2"
"""The model for embeddings that this computer can have."""


class Aspect(StrEnum):
    """Which text of a row its meaning is read from; of BOTH, the vector lies in the middle of the two."""

    PROMPT = "prompt"
    ANSWER = "answer"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Embedder:
    """A model that turns texts into vectors, at a place (this computer or a connection, by its id)."""

    site: str
    model: str


def texts(example: Example, aspect: Aspect) -> tuple[str, ...]:
    """Return the texts of a row that an aspect is read from, without those that say nothing."""
    asked, answered = (said.strip() for said in question_and_answer(example))
    chosen = {Aspect.PROMPT: (asked,), Aspect.ANSWER: (answered,), Aspect.BOTH: (asked, answered)}[aspect]
    return tuple(said for said in chosen if said)


def text_hash(said: str) -> bytes:
    """Return the bytes by which a text is known again; white space around it does not count."""
    return hashlib.blake2b(said.strip().encode("utf-8", "surrogatepass"), digest_size=HASH_BYTES).digest()


def pieces(said: str, most: int = PIECE) -> Iterator[str]:
    """Yield a text in pieces of at most so many letters, cut at white space where there is some near the end."""
    rest = said.strip()
    while len(rest) > most:
        near = max(rest.rfind(mark, most // 2, most) for mark in (" ", "\n", "\t"))
        at = near if near > 0 else most
        yield rest[:at].strip() or rest[:at]
        rest = rest[at:].strip()
    if rest:
        yield rest

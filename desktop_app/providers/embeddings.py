"""Asking a model for embeddings: one vector for each text, by the OpenAI protocol."""

import base64
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.core.problem import Problem
from desktop_app.providers.client import Provider, in_words
from desktop_app.providers.pace import Limit


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of some texts in their order, each as little-endian float32, and the tokens that were read."""

    vectors: tuple[bytes, ...]
    tokens: int


async def embed(provider: Provider, model: str, texts: Sequence[str], limit: Limit | None = None) -> Vectors:
    """Return the vectors of texts, none of them empty; raise a Problem in words about the provider.

    It is asked once, in the provider's queue: `limit` is how long somebody waits there who looks on.
    """
    async with provider.pace.turn(limit):
        with in_words(provider.title):
            client = provider.client.with_options(max_retries=0)  # who asks again, and when, is the pace's business
            reply = await client.embeddings.create(model=model, input=list(texts), encoding_format="base64")
            found = {int(each.index): _packed(each.embedding) for each in reply.data}
            read = reply.usage.prompt_tokens if reply.usage is not None else 0
            made = tuple(found[place] for place in range(len(texts)))
    if len({len(vector) for vector in made}) > 1 or (made and not made[0]):
        raise Problem("provider_speaks_otherwise", details="vectors of different widths", provider=provider.title)
    return Vectors(made, int(read or 0))


def _packed(told: Any) -> bytes:  # noqa: ANN401 - base64 as it was asked for, or the numbers of who does not know that
    if isinstance(told, str):
        return base64.b64decode(told, validate=True)
    return struct.pack(f"<{len(told)}f", *told)

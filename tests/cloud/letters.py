"""A model for embeddings that counts letters: texts of the same letters mean the same to it."""

import base64
import struct
from typing import Any

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def vector(said: str) -> list[float]:
    """Return how often each letter comes up in a text."""
    return [float(said.casefold().count(letter)) for letter in LETTERS]


def embedded(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what a request for embeddings is answered with."""
    texts = [asked["input"]] if isinstance(asked["input"], str) else asked["input"]
    made = [base64.b64encode(struct.pack(f"<{len(LETTERS)}f", *vector(said))).decode() for said in texts]
    data = [{"object": "embedding", "index": at, "embedding": each} for at, each in enumerate(made)]
    read = sum(len(said.split()) for said in texts)
    usage = {"prompt_tokens": read, "total_tokens": read}
    return {"object": "list", "data": data, "model": asked["model"], "usage": usage}

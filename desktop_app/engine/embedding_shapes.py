"""Requests for embeddings, read strictly, and their replies as they stand on the wire."""

import base64
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.engine.asking import read_model, texts_or_tokens
from desktop_app.engine.wire import WireError, refused, shortened

MOST_TEXTS = 2048
_KNOWN = frozenset({"model", "input", "encoding_format", "dimensions", "user"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be turned into vectors, by which model, and how they are to be written."""

    model: str
    inputs: list[str | list[int]]
    as_numbers: bool
    dimensions: int | None


def read_wish(body: dict[str, Any]) -> Wish:
    """Return what a request asks for; raises WireError naming the parameter."""
    for name, value in body.items():
        if name not in _KNOWN and value is not None:
            said = f"The local engine does not support '{shortened(name)}' yet. Leave it out."
            raise WireError(400, said, "unsupported_parameter", shortened(name))
    form = body.get("encoding_format")
    if form not in (None, "float", "base64"):
        raise refused("'encoding_format' must be float or base64.", "encoding_format")
    dimensions = body.get("dimensions")
    if dimensions is not None and (type(dimensions) is not int or dimensions < 1):
        raise refused("'dimensions' must be a whole number from 1.", "dimensions")
    inputs = texts_or_tokens(body.get("input"), "input")
    if len(inputs) > MOST_TEXTS or not all(inputs):
        raise refused(f"'input' takes at most {MOST_TEXTS} texts, none of them empty.", "input")
    return Wish(read_model(body), inputs, form != "base64", dimensions)


def as_reply(wish: Wish, vectors: Sequence[str], read: int) -> Mapping[str, Any]:
    """Return the reply for vectors (base64 of little-endian float32) and `read` tokens; raises WireError."""
    width = len(base64.b64decode(vectors[0])) // 4
    if wish.dimensions not in (None, width):
        said = f"The vectors of this model have {width} numbers, and not fewer. Leave out 'dimensions'."
        raise refused(said, "dimensions")
    rows = [
        {"object": "embedding", "index": index, "embedding": _numbers(vector) if wish.as_numbers else vector}
        for index, vector in enumerate(vectors)
    ]
    usage = {"prompt_tokens": read, "total_tokens": read}
    return {"object": "list", "data": rows, "model": wish.model, "usage": usage}


def _numbers(vector: str) -> list[float]:
    packed = base64.b64decode(vector)
    return list(struct.unpack(f"<{len(packed) // 4}f", packed))

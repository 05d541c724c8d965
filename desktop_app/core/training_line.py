"""A training line as it is sent, and the mark by which a row is known again."""

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

from desktop_app.core.example import Example, to_line
from desktop_app.core.line_rules import without

HASH_BYTES = 16
NUL = b"\\u0000"
"""How the character NUL stands in a line; a backslash before it makes it a text about it."""


def as_bytes(line: Mapping[str, Any]) -> bytes:
    """Return a JSON object as one line of UTF-8, without its line feed; null stands for what is no finite number.

    Python reads and writes NaN, and makes infinity of 1e400; neither is JSON, and other programs refuse such a line.
    """
    try:
        said = json.dumps(line, ensure_ascii=False, allow_nan=False)
    except ValueError:
        said = json.dumps(_finite(line), ensure_ascii=False)
    # Half of a surrogate pair is no UTF-8; a backslash before its number is how JSON writes it.
    return said.encode("utf-8", "backslashreplace")


def sent_line(example: Example, left_out: frozenset[str]) -> bytes:
    """Return the line of an example that is sent without the keys of these names (as in core.line_rules)."""
    return as_bytes(without(to_line(example), left_out))


def row_hash(line: bytes) -> bytes:
    """Return the 16 bytes (BLAKE2b) by which a sent line is known again."""
    return hashlib.blake2b(line, digest_size=HASH_BYTES).digest()


def _finite(value: object) -> object:
    """Return a JSON value with null in the place of every number that is not finite."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return value

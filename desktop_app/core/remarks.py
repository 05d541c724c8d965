"""What people say about a row beside its fields: a note, and tags. No model ever learns from them."""

import re
from collections.abc import Iterable

REMARKS = ("note", "tags")
"""Their names, where a field of an example could stand as well."""


def tags_in(words: str) -> tuple[str, ...]:
    """Return the tags that stand in a text, each once, with commas or line breaks between them."""
    parts = (" ".join(part.split()) for part in re.split(r"[,\n\r]", words))
    return tuple(dict.fromkeys(part for part in parts if part))


def tags_text(tags: Iterable[str]) -> str:
    """Return tags as people read and type them."""
    return ", ".join(tags)

"""What people say about a row beside its fields: a note, and tags. No model ever learns from them."""

import re
from collections.abc import Iterable

REMARKS = ("note", "tags")
"""Their names, where a field of an example could stand as well."""
_TAG = re.compile(r'[^\S\n\r]*"((?:[^"\n\r]|"")*)"[^\S\n\r]*(?=[,\n\r]|\Z)|[^,\n\r]+')


def tags_in(words: str) -> tuple[str, ...]:
    """Return the tags that stand in a text, each once, with commas or line breaks between them.

    What stands in quotation marks (") is one tag, commas included; two such marks within it stand for one.
    """
    parts = (found[1].replace('""', '"') if found[1] is not None else found[0] for found in _TAG.finditer(words))
    return tuple(dict.fromkeys(tag for tag in (" ".join(part.split()) for part in parts) if tag))


def tags_text(tags: Iterable[str]) -> str:
    """Return tags as people read and type them: one with a comma in it stands in quotation marks."""
    return ", ".join(_quoted(tag) if "," in tag or tag.startswith('"') else tag for tag in tags)


def _quoted(tag: str) -> str:
    doubled = tag.replace('"', '""')
    return f'"{doubled}"'

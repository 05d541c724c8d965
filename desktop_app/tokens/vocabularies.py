"""The vocabularies of OpenAI's models, read from our own files: never a download, never the library's own cache."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.core.problem import Problem

if TYPE_CHECKING:
    from tiktoken import Encoding

O200K, CL100K = "o200k_base", "cl100k_base"
NAMES = (O200K, CL100K)
"""The vocabularies that come with TuneDesk."""

_BLANK = r"\t\x0b\x0c \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


def long_blanks(least: int) -> re.Pattern[str]:
    """Return a pattern for runs of at least so many blanks that no line break follows.

    Both vocabularies read such a run as one word, without its last blank where a text follows.
    """
    return re.compile(f"(?<![{_BLANK}])[{_BLANK}]{{{least},}}+(?![\r\n])")


_MANY_BLANKS = 500_000
_LONG_BLANKS = long_blanks(_MANY_BLANKS)
"""Runs that are counted apart: the library's own pattern gives up (it panics) above a million blanks."""


class Vocabulary:
    """One vocabulary in memory, about 90 MB; `load` brings it. It can `rest`, and comes back when it is asked."""

    def __init__(self, name: str, read: "Callable[[], Encoding]") -> None:
        self.name = name
        self.agreed: tuple[object, ...] = ()
        """What has proven to count like this vocabulary and may do it in its place; see tokens.texts."""
        self._read = read
        self._kept: Encoding | None = read()

    @property
    def _encoding(self) -> "Encoding":
        if self._kept is None:
            self._kept = self._read()
        return self._kept

    def rest(self) -> None:
        """Let go of the memory until the vocabulary is asked again."""
        self._kept = None

    def ids(self, text: str) -> list[int]:
        """Return the token ids of a text; the text of special tokens counts as the ordinary text it is."""
        if len(text) < _MANY_BLANKS or not _LONG_BLANKS.search(text):
            return self._encoding.encode_ordinary(text)
        ids: list[int] = []
        start = 0
        for found in _LONG_BLANKS.finditer(text):
            end = found.end() - (found.end() < len(text))
            ids += self._encoding.encode_ordinary(text[start : found.start()])
            ids += self._encoding._encode_single_piece(text[found.start() : end])  # noqa: SLF001 - there is no other way
            start = end
        return ids + self._encoding.encode_ordinary(text[start:])

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text."""
        encode = self._encoding.encode_ordinary
        return [len(encode(text) if len(text) < _MANY_BLANKS else self.ids(text)) for text in texts]

    def text(self, ids: Sequence[int]) -> str:
        """Return the text of token ids; a character that is cut in its middle at the end is left out."""
        return self._encoding.decode_bytes(ids).decode("utf-8", "ignore")


@lru_cache(maxsize=len(NAMES))  # the file never changes while the program runs, and reading it takes half a second
def load(name: str, folder: Path) -> Vocabulary:
    """Return a vocabulary of NAMES from `folder`; raise Problem("vocabulary_unreadable") if its files are damaged."""
    return Vocabulary(name, partial(_encoding, name, folder))


def _encoding(name: str, folder: Path) -> "Encoding":
    import tiktoken  # noqa: PLC0415 - heavy

    try:
        facts = json.loads((folder / "vocabularies.json").read_text(encoding="utf-8"))[name]
        content = (folder / facts["file"]).read_bytes()
    except (OSError, ValueError, KeyError) as error:
        raise Problem("vocabulary_unreadable", details=repr(error), name=name) from error
    if hashlib.sha256(content).hexdigest() != facts["sha256"]:
        raise Problem("vocabulary_unreadable", details=f"{facts['file']} has another checksum", name=name)
    return tiktoken.Encoding(name, **_parts(facts, content))


def _parts(facts: dict[str, Any], content: bytes) -> dict[str, Any]:
    decode = base64.b64decode
    lines = (line.split() for line in content.splitlines())
    return {
        "pat_str": facts["pattern"],
        "mergeable_ranks": {decode(token): int(rank) for token, rank in lines},
        "special_tokens": facts["special_tokens"],
    }


def whole_characters(text: str) -> str:
    """Return the text with each half of a character (a lone surrogate) replaced, as the vocabularies read it."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text

"""A quicker way to count with open models whose tokenizer is of the widespread kind: byte pairs, as in GPT-2.

tiktoken merges neighbours by the rank of the bytes they make together, such a tokenizer by the rank of the pair. Both
agree on every word if each token, encoded by itself, is one token and comes from one pair only: whatever stands around
its bytes, as long as no merge crosses their borders, the same merges happen inside. That is checked here.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tiktoken import Encoding
    from tokenizers import Tokenizer

_WORDS = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
"""How GPT-2 divides a text into words; the tokenizer's file names it with `use_regex`."""
_PLAIN = ("dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback", "ignore_merges")
"""What a plain tokenizer of this kind does without."""
_LONGEST = 100_000


def _letters() -> Mapping[int, str]:
    """Return the letter that stands for each byte in the tokenizer's files: itself where it can be printed."""
    shown = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return MappingProxyType({byte: chr(byte) for byte in shown} | {b: chr(256 + n) for n, b in enumerate(hidden)})


_LETTERS = _letters()


class QuickLengths:
    """Tells how many tokens texts have; `of` makes one for a tokenizer that can be counted this way."""

    def __init__(self, encoding: "Encoding", specials: frozenset[str], missing: frozenset[int]) -> None:
        self._encoding = encoding
        self._specials = specials
        self._missing = missing

    @classmethod
    def of(cls, tokenizer: "Tokenizer") -> "QuickLengths | None":
        """Return what counts like the tokenizer; None for a tokenizer of another kind."""
        import tiktoken  # noqa: PLC0415 - heavy

        facts = json.loads(tokenizer.to_str())
        specials = [token["content"] for token in facts["added_tokens"]]
        if not _is_plain(facts) or any(
            one != other and one.startswith(other) for one in specials for other in specials
        ):
            return None
        ranks = _ranks(facts["model"]["merges"], tokenizer)
        if ranks is None:
            return None
        known = frozenset(facts["model"]["vocab"])
        missing = frozenset(byte for byte, letter in _LETTERS.items() if letter not in known)
        numbers = {special: len(ranks) + place for place, special in enumerate(specials)}
        encoding = tiktoken.Encoding("byte pairs", pat_str=_WORDS, mergeable_ranks=ranks, special_tokens=numbers)
        return cls(encoding, frozenset(specials), missing)

    def length(self, text: str) -> int | None:
        """Return the number of tokens of a text; None where only the tokenizer itself can tell.

        That is a text with bytes it has no token for, and a very long one, in which the library could give up.
        """
        if len(text) > _LONGEST:
            return None
        ids = self._encoding.encode(text, allowed_special=self._specials, disallowed_special=())
        return len(ids) if self._missing.isdisjoint(ids) else None


def _is_plain(facts: Mapping[str, Any]) -> bool:
    """Tell whether words, merges and added tokens are of the plain kind."""
    model, words = facts["model"], facts["pre_tokenizer"] or {}
    return (
        facts["normalizer"] is None
        and words.get("type") == "ByteLevel"
        and words.get("use_regex") is True
        and words.get("add_prefix_space") is False
        and model["type"] == "BPE"
        and not any(model.get(name) for name in _PLAIN)
        and not any(token[name] for token in facts["added_tokens"] for name in ("single_word", "lstrip", "rstrip"))
    )


def _ranks(merges: list[list[str]], tokenizer: "Tokenizer") -> dict[bytes, int] | None:
    """Return the rank of each token's bytes; None where a token could come about in two ways."""
    bytes_of = {letter: byte for byte, letter in _LETTERS.items()}
    ranks = {bytes([byte]): byte for byte in range(256)}
    for left, right in merges:
        token = left + right
        whole = bytes(bytes_of[letter] for letter in token)
        if whole in ranks or len(tokenizer.model.tokenize(token)) != 1:
            return None
        ranks[whole] = len(ranks)
    return ranks

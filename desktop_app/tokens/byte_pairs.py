"""A quicker way to count with open models whose tokenizer is of the widespread kind: byte pairs, as in GPT-2.

tiktoken merges neighbours by the rank of the bytes they make together, such a tokenizer by the rank of the pair. The two
agree on every word if each token, encoded by itself, is one token and comes from one pair only: whatever stands around
its bytes, as long as no merge crosses their borders, the same merges happen inside. Both are checked here.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tiktoken import Encoding
    from tokenizers import Tokenizer

_GPT2_WORDS = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
"""How GPT-2 divides a text into words; the tokenizer's file names it with `use_regex`."""
_PLAIN = {
    "dropout": None,
    "continuing_subword_prefix": "",
    "end_of_word_suffix": "",
    "byte_fallback": False,
    "ignore_merges": False,
}


def quick(tokenizer: "Tokenizer") -> "Encoding | None":
    """Return an encoding that divides any text into as many tokens as the tokenizer; None for one of another kind."""
    import tiktoken  # noqa: PLC0415 - heavy

    facts = json.loads(tokenizer.to_str())
    if not _is_plain(facts):
        return None
    ranks = _ranks(facts["model"], tokenizer)
    if ranks is None:
        return None
    specials = {token["content"]: token["id"] for token in facts["added_tokens"]}
    ...

"""What single tokens say, as bytes: half of a character has no text, but it has bytes."""

import re
from functools import cached_property

from desktop_app.engine.untyped import Tokenizer

_BYTE = re.compile(r"<0x([0-9A-Fa-f]{2})>\Z")


class TokenBytes:
    """The bytes of each token of one tokenizer."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def __call__(self, token: int) -> bytes:
        """Return what the token stands for."""
        piece = self._tokenizer.convert_ids_to_tokens(token)
        if piece is None:
            return b""
        if token in self._special:
            return str(piece).encode()
        if self._in_bytes:
            return bytes(_LETTERS[sign] for sign in piece if sign in _LETTERS)
        found = _BYTE.match(piece)
        return bytes([int(found[1], 16)]) if found else str(piece).replace("\u2581", " ").encode()

    @cached_property
    def _special(self) -> frozenset[int]:
        return frozenset(self._tokenizer.added_tokens_decoder)

    @cached_property
    def _in_bytes(self) -> bool:
        """Whether the vocabulary writes each byte as one letter, as GPT-2's does, and most of those that came after."""
        return "ByteLevel" in repr(getattr(self._tokenizer.backend_tokenizer, "decoder", ""))


def _letters() -> dict[str, int]:
    shown = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return {chr(byte): byte for byte in shown} | {chr(256 + place): byte for place, byte in enumerate(hidden)}


_LETTERS = _letters()
"""Which byte each letter of such a vocabulary stands for: what cannot be seen got the letters from 256 on."""

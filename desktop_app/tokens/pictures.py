"""What a picture in a message costs, by the rule OpenAI publishes for gpt-4o.

Low detail: 85 tokens. Otherwise the picture is made to fit into 2048 x 2048 dots, then its shorter side into 768, and
every square of 512 dots that it touches costs 170 tokens more. A picture behind an address is not fetched: it counts as
the largest one.
"""

import base64
import binascii
import math
import struct
from collections.abc import Mapping
from typing import Any

_BASE, _SQUARE, _DOTS = 85, 170, 512
_LONGEST, _SHORTEST = 2048, 768
_LARGEST = (_LONGEST, _SHORTEST)
_HEAD = 65_536
"""Characters of a picture's data in which its size is looked for."""


def tokens_of_picture(part: Mapping[str, Any]) -> int:
    """Return the tokens of one part of a message's content; 0 for a part that is no picture."""
    picture = part.get("image_url")
    if part.get("type") != "image_url" or not isinstance(picture, Mapping | str):
        return 0
    detail = picture.get("detail") if isinstance(picture, Mapping) else None
    if detail == "low":
        return _BASE
    address = picture.get("url") if isinstance(picture, Mapping) else picture
    width, height = _size(address if isinstance(address, str) else "") or _LARGEST
    return _BASE + _SQUARE * _squares(width, height)


def _squares(width: int, height: int) -> int:
    shrink = min(1.0, _LONGEST / max(width, height))
    wide, high = width * shrink, height * shrink
    shrink = min(1.0, _SHORTEST / min(wide, high))
    return math.ceil(wide * shrink / _DOTS) * math.ceil(high * shrink / _DOTS)


def _size(address: str) -> tuple[int, int] | None:
    """Return width and height of a picture that is written into its address; None where they cannot be told."""
    head, comma, data = address[: _HEAD + 100].partition(";base64,")
    if not comma or not head.startswith("data:image/"):
        return None
    try:
        raw = base64.b64decode(data[: len(data) // 4 * 4])
    except (binascii.Error, ValueError):
        return None
    try:
        found = _png(raw) or _jpeg(raw) or _webp(raw)
    except struct.error:  # the data ends before its size is told
        return None
    return found if found and min(found) > 0 else None


def _png(raw: bytes) -> tuple[int, int] | None:
    if not raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    width, height = struct.unpack_from(">II", raw, 16)
    return width, height


def _jpeg(raw: bytes) -> tuple[int, int] | None:
    if not raw.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(raw) and raw[at] == 0xFF:
        kind, length = raw[at + 1], int.from_bytes(raw[at + 2 : at + 4])
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", raw, at + 5)
            return width, height
        at += 2 + length
    return None


def _webp(raw: bytes) -> tuple[int, int] | None:
    if raw[:4] != b"RIFF" or raw[8:12] != b"WEBP":
        return None
    kind = raw[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", raw, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", raw, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        return int.from_bytes(raw[24:27], "little") + 1, int.from_bytes(raw[27:30], "little") + 1
    return None

"""Pictures as providers take them: kind, size, number and place. The numbers are those of OpenAI's guide."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from desktop_app.core.checks.finding import Finding, Seen, Severity, Subject
from desktop_app.core.checks.piles import Piles, Verdict
from desktop_app.core.example import Conversation, Message

LARGEST = 10 * 2**20
"""Bytes of one picture."""

MOST = 10
"""Pictures in one row."""

MOST_ROWS = 50_000
"""Rows with pictures in one file."""

_DATA = re.compile(r"data:image/(jpe?g|png|webp);base64,", re.IGNORECASE)
_DETAILS = ("low", "high", "auto")
_STARTS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png", b"RIFF": "webp"}
"""The first bytes of the files that are taken."""

_VERDICTS = {
    "image_address": Verdict(Severity.PROBLEM, "drop_image_address", recommended=True),
    "image_data": Verdict(Severity.PROBLEM, "drop_image_data", recommended=True),
    "image_too_large": Verdict(Severity.PROBLEM, "drop_image_too_large", True, {"megabytes": LARGEST // 2**20}),
    "images_too_many": Verdict(Severity.PROBLEM, "drop_images_too_many", True, {"most": MOST}),
    "image_place": Verdict(Severity.PROBLEM, "drop_image_place", recommended=True),
    "image_detail": Verdict(Severity.PROBLEM, "drop_image_detail", recommended=True),
    "part_unknown": Verdict(Severity.PROBLEM, "drop_part_unknown", recommended=True),
}


class Images:
    """Looks at the pictures of conversations; it fetches nothing, so what stands behind an address stays unknown."""

    def __init__(self) -> None:
        self._piles = Piles(Subject.CHAT)
        self._with = 0

    def see(self, rows: Sequence[Seen]) -> None:
        """Look at some rows."""
        for row in rows:
            if not isinstance(row.example, Conversation):
                continue
            count = 0
            for message in row.example.messages:
                for part in _parts_of(message):
                    count += part.get("type") == "image_url"
                    for check in _judged(message.role, part):
                        self._piles.add(check, row.id)
            self._with += bool(count)
            if count > MOST:
                self._piles.add("images_too_many", row.id)

    def finish(self) -> Iterator[Finding]:
        """Return what is the matter with pictures."""
        yield from self._piles.findings(_VERDICTS)
        if self._with > MOST_ROWS:
            nobody = self._piles.rows("")
            values = {"most": MOST_ROWS}
            yield Finding("image_rows", Subject.CHAT, Severity.PROBLEM, self._with, nobody, values)


def _parts_of(message: Message) -> list[dict[str, Any]]:
    """Return the parts of a message's content; none for plain text."""
    content = message.extra.get("content")
    return content if isinstance(content, list) else []


def _judged(role: str, part: dict[str, Any]) -> Iterable[str]:
    kind = part.get("type")
    if kind in ("text", "refusal"):
        return
    if kind != "image_url":
        yield "part_unknown"
        return
    if role != "user":
        yield "image_place"
    image = part.get("image_url")
    address = image.get("url") if isinstance(image, dict) else None
    if not isinstance(image, dict) or not isinstance(address, str):
        yield "image_address"
        return
    if image.get("detail", "auto") not in _DETAILS:
        yield "image_detail"
    yield from _judged_address(address)


def _judged_address(address: str) -> Iterable[str]:
    if address.lower().startswith(("http://", "https://")) and len(address) > len("https://"):
        return
    begun = _DATA.match(address)
    if begun is None:
        yield "image_address"
        return
    size = (len(address) - begun.end()) * 3 // 4 - address[-2:].count("=")
    if size > LARGEST:
        yield "image_too_large"
        return
    try:
        data = base64.b64decode(address[begun.end() :], validate=True)
    except (binascii.Error, ValueError):
        yield "image_data"
        return
    kind = next((kind for start, kind in _STARTS.items() if data.startswith(start)), None)
    if kind != begun.group(1).lower().replace("jpg", "jpeg"):
        yield "image_data"

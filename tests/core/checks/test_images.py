"""Pictures: kind, size, number, detail and place."""

import base64
from typing import Any

import pytest

from desktop_app.core.checks.images import LARGEST
from desktop_app.core.example import Conversation, Message
from tests.core.checks.rows import chat, findings, heals, pad, said

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0" + bytes(40)


def data(content: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def shows(*urls: str, role: str = "user", **more: Any) -> Message:
    parts = [{"type": "image_url", "image_url": {"url": url, **more}} for url in urls]
    return said(role, "What is it?", content=[{"type": "text", "text": "What is it?"}, *parts])


def row(*asked: Message) -> Conversation:
    return chat(*asked, said("assistant", "A cat."))


WEB = "https://pictures.example/cat.jpg"
GOOD = [
    row(shows(WEB)),
    row(shows(WEB, detail="low")),
    row(shows(data(PNG), data(JPEG, "jpeg"), data(JPEG, "jpg"), data(b"RIFF1234WEBP", "webp"))),
    row(shows(*[WEB] * 10)),
]
BROKEN = {
    "image_address": [row(shows("cat.png")), row(shows("file:///cat.png")), row(shows("data:image/gif;base64,R0lG"))],
    "image_data": [
        row(shows(data(JPEG))),
        row(shows("data:image/png;base64,§§§")),
        row(shows("data:image/png;base64,")),
    ],
    "image_too_large": [row(shows(data(PNG + bytes(LARGEST))))],
    "images_too_many": [row(shows(*[WEB] * 11)), row(shows(*[WEB] * 6), said("assistant", "?"), shows(*[WEB] * 5))],
    "image_place": [row(shows(WEB, role="system"), said("user", "x"))],
    "image_detail": [row(shows(WEB, detail="best"))],
    "part_unknown": [
        row(said("user", content=[{"type": "input_audio", "input_audio": {}}, {"type": "text", "text": "x"}]))
    ],
}


def test_good_pictures_are_left_in_peace() -> None:
    assert not {check for check in findings(pad(GOOD)) if check.startswith(("image", "part_"))}


@pytest.mark.parametrize("check", BROKEN)
def test_what_is_broken_is_found_and_mended(check: str) -> None:
    rows = pad(BROKEN[check])
    found = findings(rows)
    assert list(found[check].rows) == [100 + n for n in range(len(BROKEN[check]))]
    assert {name for name in found if name.startswith(("image", "part_"))} == {check}
    heals(check, rows)


def test_a_picture_of_exactly_the_size_is_taken() -> None:
    fits = row(shows(data(PNG + bytes(LARGEST - len(PNG)))))
    assert "image_too_large" not in findings(pad([fits]))


def test_something_that_is_no_picture_at_all_is_refused() -> None:
    odd = row(said("user", "x", content=[{"type": "image_url", "image_url": "cat.png"}, {"type": "text", "text": "x"}]))
    assert findings(pad([odd]))["image_address"].count == 1

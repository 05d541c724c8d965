"""What pictures cost."""

import base64
import struct

import pytest

from desktop_app.tokens.pictures import tokens_of_picture


def png(width, height):
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", width, height) + b"rest" * 9


def jpeg(width, height):
    frame = b"\xff\xc0" + struct.pack(">HBHH", 17, 8, height, width) + b"\x03" * 10
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF" + b"\x00" * 10 + frame


def webp(width, height):
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x00\x00\x00\x00WEBPVP8X" + struct.pack("<I", 10) + b"\x00" * 4 + size


def webp_lossy(width, height):
    return b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\x00" * 10 + struct.pack("<HH", width, height)


def webp_lossless(width, height):
    bits = (width - 1) | (height - 1) << 14
    return b"RIFF\x00\x00\x00\x00WEBPVP8L" + b"\x00" * 4 + b"\x2f" + struct.pack("<I", bits) + b"\x00"


def part(raw, kind="png", **more):
    return {
        "type": "image_url",
        "image_url": {"url": f"data:image/{kind};base64,{base64.b64encode(raw).decode()}", **more},
    }


@pytest.mark.parametrize("make", [png, jpeg, webp, webp_lossy, webp_lossless])
@pytest.mark.parametrize(
    ("width", "height", "squares"),
    [(512, 512, 1), (513, 512, 2), (1024, 1024, 4), (2048, 4096, 6), (4096, 1024, 4), (1, 1, 1), (768, 2000, 8)],
)
def test_a_picture_costs_its_squares(make, width, height, squares):
    assert tokens_of_picture(part(make(width, height), make.__name__)) == 85 + 170 * squares


def test_low_detail_costs_85_whatever_the_size():
    assert tokens_of_picture(part(png(4000, 4000), detail="low")) == 85


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.png",
        "data:image/png;base64,!!!",
        "data:image/png;base64," + base64.b64encode(b"GIF89a").decode(),
        "data:image/png;base64," + base64.b64encode(png(5, 5)[:17]).decode(),
        "data:image/png;base64," + base64.b64encode(png(0, 5)).decode(),
        "data:text/plain,hello",
        7,
    ],
)
def test_a_picture_of_unknown_size_counts_as_the_largest(address):
    assert tokens_of_picture({"type": "image_url", "image_url": {"url": address}}) == 85 + 170 * 8


@pytest.mark.parametrize(
    "other", [{"type": "text", "text": "x"}, {"type": "image_url"}, {}, {"type": "image_url", "image_url": 7}]
)
def test_what_is_no_picture_costs_nothing_here(other):
    assert tokens_of_picture(other) == 0

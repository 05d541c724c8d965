"""Draws the program's icon in the sizes that are asked for: draw_icons.py ICON.svg 48=FILE.png ico=FILE icns=FILE.

It is run by a Python that has Qt, not by the build itself.
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICO = (16, 24, 32, 48, 64, 256)
ICNS = {"icp4": 16, "icp5": 32, "ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024}


def main(arguments: "list[str]") -> int:
    """Draw everything that was asked for."""
    application = QGuiApplication(["draw_icons"])
    drawing = QSvgRenderer(arguments[0])
    if not drawing.isValid():
        return 1
    for target in arguments[1:]:
        what, _, file = target.partition("=")
        many = {"ico": ico, "icns": icns}.get(what)
        Path(file).write_bytes(many(drawing) if many is not None else png(drawing, int(what)))
    del application
    return 0


def png(drawing: QSvgRenderer, size: int) -> bytes:
    """Return the icon as a PNG of `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return held.data()


def ico(drawing: QSvgRenderer) -> bytes:
    """Return the icon as Windows wants it: a table of sizes, then PNGs."""
    pictures = [(size, png(drawing, size)) for size in ICO]
    at = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures:
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + b"".join(picture for _, picture in pictures)


def icns(drawing: QSvgRenderer) -> bytes:
    """Return the icon as macOS wants it: chunks of a name, a length and a PNG."""
    chunks = b""
    for name, size in ICNS.items():
        picture = png(drawing, size)
        chunks += name.encode() + struct.pack(">I", len(picture) + 8) + picture
    return b"icns" + struct.pack(">I", len(chunks) + 8) + chunks


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

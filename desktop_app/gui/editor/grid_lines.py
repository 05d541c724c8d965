"""A text of several lines in the room of a cell."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

_WRAP = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


def draw_lines(painter: QPainter, room: QRect, words: str, direction: Qt.LayoutDirection) -> None:
    """Draw as many whole lines as there is room for; the last ends with a mark where the text goes on."""
    spacing = QFontMetrics(painter.font()).lineSpacing()
    painter.setLayoutDirection(direction)
    flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine
    for number, line in enumerate(lines_of(words, painter.font(), room.width(), max(1, room.height() // spacing))):
        painter.drawText(QRect(room.left(), room.top() + number * spacing, room.width(), spacing), int(flags), line)


def lines_of(words: str, font: QFont, width: int, most: int) -> list[str]:
    """Return the lines of a text in this width, so many at the most; the last ends with "…" where the text goes on."""
    found: list[str] = []
    for paragraph in words.split("\n"):
        found.extend(_broken(paragraph, font, width, most + 1 - len(found)))
        if len(found) > most:
            last = f"{found[most - 1].rstrip()}…"
            return [*found[: most - 1], QFontMetrics(font).elidedText(last, Qt.TextElideMode.ElideRight, width)]
    return found


def _broken(paragraph: str, font: QFont, width: int, most: int) -> Iterator[str]:
    """Yield the first lines of a paragraph."""
    units = paragraph.encode("utf-16-le", "surrogatepass")  # Qt counts in these, two bytes each
    layout = QTextLayout(paragraph, font)
    option = QTextOption()
    option.setWrapMode(_WRAP)
    layout.setTextOption(option)
    layout.beginLayout()
    for _ in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start = 2 * line.textStart()
        yield units[start : start + 2 * line.textLength()].decode("utf-16-le", "surrogatepass").rstrip()
    layout.endLayout()

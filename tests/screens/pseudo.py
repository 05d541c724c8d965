"""A language that nobody speaks: every sentence of the program grows and gets accents, so that what is missed is seen.

A text without its marks was never given to a translator; a text that does not fit here would not fit in German.
"""

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)

BEGIN, END = "⟦", "⟧"
GROWTH = 0.35
"""So much longer than in English; short words in German grow by more, long sentences by less."""
_ACCENTS = str.maketrans("aceinouyzACEINOUSYZ", "áčéíñöûýžÁČÉÍÑÖÛŠÝŽ")
_KEPT = re.compile(r"(\{[^{}]*\}|&\w|\s+)")
_WORDS = re.compile(r"[^\W\d_]{2,}")


class Pseudo(QTranslator):
    """Answers for every language file there could be."""

    def translate(  # type: ignore[override]  # Qt's stub has another type for None
        self, _context: str, source: str, _disambiguation: str | None = None, _number: int = -1
    ) -> str:
        """Return the sentence in the language that nobody speaks."""
        return spoken(source)

    def isEmpty(self) -> bool:  # noqa: N802 - Qt names it
        """Tell Qt that there is something to be had here."""
        return False


def spoken(source: str) -> str:
    """Return a sentence with accents, longer than before, its gaps, keys and spaces as they are."""
    if not source.strip():
        return source
    pieces = _KEPT.split(source)
    said = "".join(piece if _KEPT.fullmatch(piece) else piece.translate(_ACCENTS) for piece in pieces)
    inner = said.strip()
    lead, trail = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
    return f"{lead}{BEGIN}{inner}{'~' * max(1, round(GROWTH * len(inner)))}{END}{trail}"


def untold(window: QWidget) -> Iterator[str]:
    """Yield each text on show that holds words and no marks: data, or something that nobody can translate."""
    for part in [window, *window.findChildren(QWidget)]:
        if part.isVisibleTo(window):
            for said in _texts(part):
                if _WORDS.search(said) and BEGIN not in said:
                    yield f"{type(part).__name__}: {said[:100]!r}"


def cut(window: QWidget) -> Iterator[str]:
    """Yield each label and button on show that has less room than its words need."""
    for part in window.findChildren(QWidget):
        if not part.isVisibleTo(window) or not part.window().isVisible():
            continue
        if isinstance(part, QLabel) and type(part).__name__ != "ElidedLabel" and part.text() and part.pixmap().isNull():
            room = part.contentsRect()
            least = part.heightForWidth(part.width()) if part.wordWrap() else part.sizeHint().height()
            narrow = not part.wordWrap() and part.fontMetrics().horizontalAdvance(part.text()) > room.width() + 1
            if narrow or least > part.height() + 2:
                yield f"{type(part).__name__}: {part.text()[:100]!r} in {part.width()} x {part.height()}"
        elif isinstance(part, QPushButton) and part.sizeHint().width() > part.width() + 1:
            yield f"{type(part).__name__}: {part.text()[:100]!r} in {part.width()}, wants {part.sizeHint().width()}"


def _texts(part: QWidget) -> Iterator[str]:
    yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription())
    if isinstance(part, QLabel | QAbstractButton):
        yield part.text()
    elif isinstance(part, QGroupBox):
        yield part.title()
    elif isinstance(part, QTabBar):
        yield from (part.tabText(number) for number in range(part.count()))
    elif isinstance(part, QComboBox):
        yield from (part.itemText(number) for number in range(part.count()))
    elif isinstance(part, QLineEdit | QPlainTextEdit | QTextEdit):
        yield part.placeholderText()
    elif isinstance(part, QTableView) and part.model() is not None:
        model = part.model()
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")

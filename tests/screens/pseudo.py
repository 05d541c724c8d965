"""A language that nobody speaks: every sentence of the program grows and gets accents, so that what is missed is seen.

A text without its marks was never given to a translator; a text that does not fit here would not fit in German.
"""

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsTextItem,
    QGraphicsView,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QTextEdit,
    QTreeView,
    QWidget,
)

from tests.screens.own_words import own

BEGIN, END = "⟦", "⟧"
GROWTH = 0.35
"""So much longer than in English; short words in German grow by more, long sentences by less."""
_ACCENTS = str.maketrans("aceinouyzACEINOUSYZ", "áčéíñöûýžÁČÉÍÑÖÛŠÝŽ")
_KEPT = re.compile(r"(\{[^{}]*\}|&\w|\s+)")
_MANY = 200
_WORD = 8


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
    more = max(1, round(GROWTH * len(inner)))
    words = " ".join("~" * min(_WORD, more - begun) for begun in range(0, more, _WORD))
    gap = " " if " " in inner else ""
    return f"{lead}{BEGIN}{inner}{gap}{words}{END}{trail}"


def untold(window: QWidget) -> Iterator[str]:
    """Yield each sentence of the program, on show or in a menu, that bears no marks: nobody can translate it."""
    for part in [window, *window.findChildren(QWidget)]:
        if part.window() is window and part.isVisible():
            for said in _texts(part):
                if BEGIN not in said and own(said):
                    yield f"{type(part).__name__}: {said[:100]!r}"
    for act in window.findChildren(QAction):
        if BEGIN not in act.text() and own(act.text()):
            yield f"in a menu: {act.text()!r}"


def _texts(part: QWidget) -> Iterator[str]:
    yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription())
    if isinstance(part, QLabel | QAbstractButton):
        yield part.text()
    elif isinstance(part, QGroupBox):
        yield part.title()
    elif isinstance(part, QTabBar):
        yield from (part.tabText(number) for number in range(part.count()))
        yield from (part.tabToolTip(number) for number in range(part.count()))
    elif isinstance(part, QComboBox):
        yield from (part.itemText(number) for number in range(part.count()))
    elif isinstance(part, QAbstractSpinBox):
        yield part.text()
    elif isinstance(part, QLineEdit | QPlainTextEdit | QTextEdit):
        yield part.placeholderText()
    elif isinstance(part, QTableView | QListView | QTreeView) and part.model() is not None:
        yield from _items(part, part.model())
    elif isinstance(part, QGraphicsView):
        yield from (each.toPlainText() for each in part.items() if isinstance(each, QGraphicsTextItem))


def _items(view: QTableView | QListView | QTreeView, model: QAbstractItemModel) -> Iterator[str]:
    """Return heads and entries; what a table of rows holds is the user's own."""
    columns = (0,) if isinstance(view, QListView) else range(model.columnCount())
    if not isinstance(view, QListView):
        yield from (str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in columns)
    if view.property("look") == "grid":
        return
    for row in range(min(model.rowCount(), _MANY)):
        for column in columns:
            yield str(model.index(row, column).data() or "")

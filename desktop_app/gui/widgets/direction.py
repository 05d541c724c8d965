"""Which way a text runs: its own letters tell, not the language of the window."""

import unicodedata

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QPlainTextEdit, QStyledItemDelegate, QStyleOptionViewItem

_LOOKED_AT = 300
_ISOLATES = {Qt.LayoutDirection.LeftToRight: "\u2066", Qt.LayoutDirection.RightToLeft: "\u2067"}
_END = "\u2069"
_LINE = "\u2028"
"""What Qt puts between the lines of an entry."""


def direction_of(text: str, usual: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight) -> Qt.LayoutDirection:
    """Return the direction of the first letter that has one; the usual one for a text without any."""
    for letter in text[:_LOOKED_AT]:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return Qt.LayoutDirection.LeftToRight
        if kind in {"R", "AL"}:
            return Qt.LayoutDirection.RightToLeft
    return usual


def in_order(text: str, around: Qt.LayoutDirection) -> str:
    """Return a line with invisible marks that keep its letters in their order where all around runs the other way."""
    way = direction_of(text, around)
    return text if way is around else f"{_ISOLATES[way]}{text}{_END}"


class ContentDirection(QStyledItemDelegate):
    """Draws each cell of a table the way its letters run."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Take the direction from the text."""
        super().initStyleOption(option, index)
        option.direction = direction_of(option.text, option.direction)


class ContentOrder(QStyledItemDelegate):
    """Draws the letters of each line in their own order, and leaves line and icon on the window's side."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Set each line apart from what runs the other way around it: its arrow or unit stays at its end."""
        super().initStyleOption(option, index)
        option.text = _LINE.join(in_order(each, option.direction) for each in option.text.split(_LINE))


def follow_content(field: QPlainTextEdit) -> None:
    """Let a field's text run the way its letters do, now and while it is edited."""

    def turn() -> None:
        option = field.document().defaultTextOption()
        way = direction_of(field.document().firstBlock().text(), field.layoutDirection())
        if option.textDirection() is not way:
            option.setTextDirection(way)
            side = Qt.AlignmentFlag.AlignRight if way is Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
            option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
            field.document().setDefaultTextOption(option)

    field.textChanged.connect(turn)
    turn()

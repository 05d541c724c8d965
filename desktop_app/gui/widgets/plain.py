"""Texts from elsewhere in places where Qt would take them for rich text by itself."""

import html

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QPlainTextEdit

_SHORT = 100
_SEPARATORS = {0x2028: "\n", 0x2029: "\n"}


def plain_tip(text: str) -> str:
    """Return what shows `text` letter by letter in a tooltip: Qt looks there for marks of rich text, and obeys them.

    A short text without any stays as it is; a longer one is broken into lines, as Qt does with rich text alone.
    """
    if len(text) <= _SHORT and not Qt.mightBeRichText(text):
        return text
    return f'<span style="white-space: pre-wrap">{html.escape(text)}</span>'


def on_button(text: str) -> str:
    """Return what shows `text` letter by letter on a button or box: Qt takes a single & there for the mark of a key."""
    return text.replace("&", "&&")


def whole_text(field: QPlainTextEdit) -> str:
    """Return the text of a field; unlike Qt's plain text it keeps spaces that must not break."""
    return field.document().toRawText().translate(_SEPARATORS)

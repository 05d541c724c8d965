"""Texts from elsewhere in places where Qt would take them for rich text by itself."""

import html


def plain_tip(text: str) -> str:
    """Return what shows `text` letter by letter in a tooltip: Qt looks there for marks of rich text, and obeys them."""
    return f'<span style="white-space: pre-wrap">{html.escape(text)}</span>' if text else ""

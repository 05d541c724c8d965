"""Looks through a window for every place where Qt would take a text from elsewhere for more than letters."""

import html
import re

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QMenu, QPlainTextEdit, QTextEdit, QWidget

_MANY = 300
"""So many rows of a list are looked at."""
_OURS = re.compile(r'<span style="white-space: pre-wrap">([^<>]*)</span>', re.DOTALL)


def rich(window: QWidget) -> list[str]:
    """Return what shows, in or below this widget, a text as rich text, or would if the text looked like that."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        name = f"{type(widget).__name__} {widget.accessibleName()!r}"
        if isinstance(widget, QTextEdit):
            found.append(f"{name} is a box for rich text")
        if isinstance(widget, QPlainTextEdit) and not _is_letters(widget.document()):
            found.append(f"{name} holds more than letters")
        if isinstance(widget, QLabel) and not _is_plain(widget):
            found.append(f"{name} shows {widget.text()[:60]!r} as it likes")
        acts = widget.actions() if isinstance(widget, QMenu) else []
        tips = [widget.toolTip(), widget.whatsThis(), *(act.toolTip() for act in acts), *_rows(widget)]
        found += [f"{name} has the tip {tip[:80]!r}" for tip in tips if not tip_is_plain(tip)]
    return found


def tip_is_plain(tip: str) -> bool:
    """Tell whether Qt shows every letter of a tip: one that looks like rich text must be our own escaped form."""
    if "<" not in tip:
        return True
    ours = _OURS.fullmatch(tip)
    return ours is not None and html.escape(html.unescape(ours[1])) == ours[1]


def _is_letters(document: QTextDocument) -> bool:
    """Tell whether no letter of a document is a link, a picture or bold."""
    block = document.begin()
    while block.isValid():
        if any(each.format.isImageFormat() or each.format.isAnchor() for each in block.textFormats()):
            return False
        block = block.next()
    return not document.metaInformation(QTextDocument.MetaInformation.DocumentTitle)


def _is_plain(shown: QLabel) -> bool:
    if shown.openExternalLinks() or shown.textFormat() is Qt.TextFormat.RichText:
        return False
    return shown.textFormat() is Qt.TextFormat.PlainText or "<" not in shown.text()


def _rows(widget: QWidget) -> list[str]:
    """Return the tips of a list's, table's or menu's rows."""
    model = widget.model() if isinstance(widget, QAbstractItemView | QComboBox) else None
    if not isinstance(model, QAbstractItemModel):
        return []
    wide = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    places = [(row, column) for row in range(min(_MANY, model.rowCount())) for column in range(wide)]
    told = (model.index(*place).data(Qt.ItemDataRole.ToolTipRole) for place in places)
    return [said for said in told if isinstance(said, str)]

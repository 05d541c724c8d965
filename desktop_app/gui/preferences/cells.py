"""Cells of tables with amounts in them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidgetItem

from desktop_app.gui.widgets.plain import plain_tip


def cell(words: str, *, amount: bool) -> QTableWidgetItem:
    """Return a cell or the head of a column; amounts stand under one another."""
    item = QTableWidgetItem(words)
    item.setToolTip(plain_tip(words))
    if amount:
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item

"""How large a dialog opens: larger where the text is, and never larger than the window it belongs to."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog

from desktop_app.gui.theme.fonts import POINTS


def open_at(dialog: QDialog, width: int, height: int) -> None:
    """Give a dialog this size in pixels, meant for text at 100 %, as far as its window has room for more."""
    letters = QApplication.font().pointSizeF() / POINTS
    wanted = QSize(round(width * letters), round(height * letters))
    window = dialog.parentWidget()
    dialog.resize(wanted if window is None else wanted.boundedTo(window.window().size()))

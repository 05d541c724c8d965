"""A box for plain text into which no file falls as the text of its address."""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit


class PlainBox(QPlainTextEdit):
    """Takes text that is dropped or pasted; files are left to what stands around it, such as the window."""

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Refuse files, so that a drag of them goes on to the window."""
        return not _files(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert text; the keys that paste come here unasked."""
        if not _files(source):
            super().insertFromMimeData(source)


def _files(source: QMimeData) -> bool:
    """Tell whether files are carried; the address of a page on the internet is text like any other."""
    return any(url.isLocalFile() for url in source.urls())

"""A widget whose parts stand in another way when there is more or less room for the text."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Turning(QWidget):
    """Looks anew when its size or that of the text is another one."""

    def turn(self) -> None:
        """Let the parts stand as there is room for them."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look anew whether there is room."""
        super().resizeEvent(event)
        self.turn()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.turn()

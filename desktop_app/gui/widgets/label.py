"""Labels and pictures in the looks the style sheet knows."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop_app.gui.theme.icons import icon


def label(text: str = "", size: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label of plain text.

    size: "", "title", "heading", "strong" or "small"; tone: "", "muted", "accent", "good", "attention", "problem".
    """
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("size", size)
    result.setProperty("tone", tone)
    result.setWordWrap(wrap)
    if wrap:
        result.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        result.setMinimumWidth(120)
    return result


def set_tone(target: QLabel, tone: str) -> None:
    """Change a label's tone and let the style sheet see it."""
    if target.property("tone") != tone:
        target.setProperty("tone", tone)
        target.style().unpolish(target)
        target.style().polish(target)


class Picture(QLabel):
    """An icon as a label, in a tone of the palette; it follows light and dark."""

    def __init__(self, name: str, side: int = 20, tone: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._name = name
        self._tone = tone
        self._draw()

    def set(self, name: str, tone: str) -> None:
        """Show another icon in another tone."""
        if (name, tone) != (self._name, self._tone):
            self._name, self._tone = name, tone
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw again in the new palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        side = QSize(self._side, self._side)
        self.setPixmap(icon(self._name, self._tone).pixmap(side, self.devicePixelRatioF()))
        self.setFixedSize(side)

"""Labels and pictures in the looks the style sheet knows."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QStyle, QWidget

from desktop_app.gui.theme.fonts import POINTS
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.palette import Colours, colours

_NARROWEST = 120
"""So many pixels wide are words that wrap at least."""
_LONGEST = 24
"""Words of so many letters are not cut off; there are longer ones in German, but none of this program's."""


class Label(QLabel):
    """Words that stand on the side where the layout begins.

    By itself a label goes by the letters of its text: in a window that is read from the right, a line that begins
    with the name of a model would stand on the left, away from all others.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._wanted = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        self._align()

    def setAlignment(self, alignment: Qt.AlignmentFlag, /) -> None:
        """Stand there, leading and trailing meant as the layout runs."""
        self._wanted = alignment
        self._align()

    def minimumSizeHint(self) -> QSize:
        """Return room for the longest word of words that wrap, unless it is one of somebody's that has no end."""
        hint = super().minimumSizeHint()
        if not self.wordWrap():
            return hint
        longest = _LONGEST * self.fontMetrics().averageCharWidth()
        return QSize(max(_NARROWEST, min(hint.width(), longest)), hint.height())

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the side where the layout begins."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        found = QStyle.visualAlignment(self.layoutDirection(), self._wanted)
        super().setAlignment(found | Qt.AlignmentFlag.AlignAbsolute)


def label(text: str = "", size: str = "", tone: str = "", *, wrap: bool = False) -> Label:
    """Return a label of plain text.

    size: "", "title", "heading", "strong", "medium" or "small";
    tone: "", "muted", "accent", "good", "attention", "problem".
    """
    result = Label(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("letters", size)  # "size" is taken: every widget has a property of that name
    result.setProperty("tone", tone)
    result.setWordWrap(wrap)
    if wrap:
        result.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
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
        self._drawn: tuple[str, str, int, float, Colours] | None = None
        self._draw()

    def set(self, name: str, tone: str) -> None:
        """Show another icon in another tone."""
        if (name, tone) != (self._name, self._tone):
            self._name, self._tone = name, tone
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw again in the new colours and the new size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._draw()

    def _draw(self) -> None:
        side = round(self._side * QApplication.font().pointSizeF() / POINTS)
        wanted = (self._name, self._tone, side, self.devicePixelRatioF(), colours())
        if wanted == self._drawn:  # one change of the look arrives here as many events
            return
        self._drawn = wanted
        self.setPixmap(icon(self._name, self._tone).pixmap(QSize(side, side), self.devicePixelRatioF()))
        self.setFixedSize(side, side)

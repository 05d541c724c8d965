"""A box for plain text whose height is told in lines, whatever the size of the text."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.gui.widgets.plain_box import PlainBox

_PADDING = 16
"""What the style sheet puts above and below the text, with the frame."""


class TextBox(PlainBox):
    """As high as so many lines; one that `grows` takes what room there is beyond that."""

    def __init__(self, lines: int, parent: QWidget | None = None, *, grows: bool = False) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding if grows else QSizePolicy.Policy.Fixed
        )

    def sizeHint(self) -> QSize:
        """Return the size of the lines."""
        margin = round(2 * self.document().documentMargin())
        return QSize(240, self.fontMetrics().lineSpacing() * self._lines + margin + _PADDING)

    def minimumSizeHint(self) -> QSize:
        """Return the same height, and little width."""
        return QSize(80, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text's size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

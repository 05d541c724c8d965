"""A box that is as high as the text it shows, up to a number of lines."""

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.widgets.direction import follow_content

_LEAST, _MOST = 1, 20


class FitBox(ReadingBox):
    """Grows with what it shows; a longer text scrolls within it, so that what follows stays near."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_LEAST, parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        follow_content(self)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew, and ask for the height that needs."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = math.ceil(self.document().size().height())
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > _MOST else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() is not policy:
            self.setVerticalScrollBarPolicy(policy)
        lines = max(_LEAST, min(_MOST, wanted))
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

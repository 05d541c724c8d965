"""Whether all words can be read: the contrast of each part of a picture, as it was painted."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from tests.screens.sight import beneath

LEAST = 4.0
"""Letters are thin and their edges softened: of 4.5:1 in the palette, a little less is left in a picture."""


def faint(window: QWidget) -> Iterator[str]:
    """Yield each part with words that stand out from their ground by less than LEAST; what cannot be used may."""
    points = _points(window.grab().toImage())
    for part in window.findChildren(QWidget):
        shown = part.window() is window and part.isVisible() and part.isEnabled() and not beneath(part)
        if not shown or not _words(part).strip():
            continue
        top = part.mapTo(window, QPoint(0, 0))
        place = QRect(top, part.size()) & part.visibleRegion().boundingRect().translated(top)
        if place.size() != part.size():
            continue  # of what is scrolled half out of sight, the words may be in the other half
        piece = points[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
        if piece.shape[0] > 8 and piece.shape[1] > 8:
            found = contrast(piece)
            if found < LEAST:
                yield f"{type(part).__name__} {_words(part)[:60]!r} has a contrast of {found:.1f}"


def contrast(piece: np.ndarray) -> float:
    """Return the contrast of the commonest colour of a piece (rows x columns x 3) with what differs most from it."""
    packed = piece.reshape(-1, 3).astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    kinds, counts = np.unique(packed, return_counts=True)
    light = _light(np.stack([kinds >> 16, kinds >> 8 & 255, kinds & 255], axis=1))
    ground = light[counts.argmax()]
    far = max(light.max(), ground), min(light.min(), ground)
    return max((far[0] + 0.05) / (ground + 0.05), (ground + 0.05) / (far[1] + 0.05))


def _light(colours: np.ndarray) -> np.ndarray:
    """Return the relative luminance of colours, as the Web Content Accessibility Guidelines reckon it."""
    shares = colours / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def _points(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def _words(part: QWidget) -> str:
    if isinstance(part, QLabel):
        return part.text() if part.pixmap().isNull() else ""
    if isinstance(part, QAbstractButton):
        return part.text() if part.layout() is None else ""
    return part.currentText() if isinstance(part, QComboBox) else part.text() if isinstance(part, QLineEdit) else ""

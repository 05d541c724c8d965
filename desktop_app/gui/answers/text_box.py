"""A box for plain text whose height is told in lines, whatever the size of the text."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSize
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QToolTip, QWidget

from desktop_app.core.answer import Drawn
from desktop_app.core.checks.ends import visible
from desktop_app.gui.answers.shading import letter_at, token_at
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.plain import plain_tip

_PADDING = 16
"""What the style sheet puts above and below the text, with the frame."""


class TextBox(QPlainTextEdit):
    """As high as so many lines; one that `grows` takes what room there is beyond that."""

    def __init__(self, lines: int, parent: QWidget | None = None, *, grows: bool = False) -> None:
        super().__init__(parent)
        self._lines = lines
        self._drawn: Sequence[Drawn] = ()
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

    def show_tokens(self, drawn: Sequence[Drawn]) -> None:
        """Tell of the token under the mouse how likely it was, and what else might have come."""
        self._drawn = drawn

    def event(self, event: QEvent) -> bool:
        """Show the likelihoods of the token under the mouse."""
        if self._drawn and isinstance(event, QHelpEvent):
            place = self.cursorForPosition(self.viewport().mapFrom(self, QPoint(event.pos()))).position()
            one = token_at(self._drawn, letter_at(self.toPlainText(), place))
            QToolTip.showText(event.globalPos(), plain_tip(_likelihoods(one)) if one is not None else "", self)
            return True
        return super().event(event)


def _likelihoods(one: Drawn) -> str:
    rows = [(one.text, one.logprob), *(other for other in one.others if other[0] != one.text)]
    return "\n".join(f"{number(100 * math.exp(min(0.0, value)), 1)} %  “{visible(text)}”" for text, value in rows)

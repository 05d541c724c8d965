"""Fields of a bubble: one that is as high as its text, and one for the JSON of function calls."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.problem import Problem
from desktop_app.core.turns import read_calls
from desktop_app.gui.editor.text_field import TextField
from desktop_app.gui.theme.fonts import fixed_font
from desktop_app.gui.widgets.plain import whole_text

MOST_LINES = 40
"""A text of more lines scrolls within its field."""


class GrowingField(TextField):
    """As high as its text, up to a number of lines."""

    fitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = MOST_LINES
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._fit()

    @property
    def lines(self) -> int:
        """Return how many lines the text takes at the width there is."""
        return max(1, round(self.document().size().height()))

    def set_most(self, lines: int) -> None:
        """Grow up to so many lines."""
        self._most = lines
        self._fit()

    def sizeHint(self) -> QSize:
        """Ask for the height of the text."""
        return QSize(super().sizeHint().width(), self._wanted())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew, and take the height that needs."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _wanted(self) -> int:
        frame = max(12, self.height() - self.viewport().height()) if self.isVisible() else 12
        text = (
            min(self.lines if self.toPlainText() else self._hint_lines(), self._most) * self.fontMetrics().lineSpacing()
        )
        return text + frame + 2 * round(self.document().documentMargin())

    def _hint_lines(self) -> int:
        """Return how many lines the words in an empty field take."""
        room = self.viewport().width() - 2 * round(self.document().documentMargin())
        place = QRect(0, 0, max(1, room), 1)
        wrapped = self.fontMetrics().boundingRect(place, Qt.TextFlag.TextWordWrap, self.placeholderText())
        return max(1, round(wrapped.height() / self.fontMetrics().lineSpacing()))

    def _fit(self) -> None:
        scrolls = self.lines > self._most
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() is not policy:
            self.setVerticalScrollBarPolicy(policy)
        wanted = self._wanted()
        if self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)
        self.fitted.emit()


class CallsField(GrowingField):
    """The JSON of a message's calls; what is no JSON yet is not handed in but stays, and `wrong` says why."""

    wrong = Signal(object)
    right = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLineWrapMode(TextField.LineWrapMode.WidgetWidth)
        self.setFont(fixed_font())

    def commit(self) -> None:
        """Hand the JSON in, if something was typed and it is right."""
        if not self.changed:
            return
        try:
            read_calls(whole_text(self))
        except Problem as problem:
            self.wrong.emit(problem)
            return
        self.right.emit()
        super().commit()

    def take_back(self) -> None:
        """Show the stored calls again."""
        super().take_back()
        self.right.emit()

"""A box to tick whose words go on in the next line where there is little room."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget


class Tick(QCheckBox):
    """Asks for the width of its words, and takes less; Qt's own would widen its page or be cut off."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """Return room for the box and the longest word."""
        whole = super().sizeHint()
        widest = max((self._wide(word) for word in self.text().split()), default=0)
        return QSize(whole.width() - self._wide(self.text()) + widest, whole.height())

    def hasHeightForWidth(self) -> bool:
        """Tell that a narrow place needs more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at this width."""
        more = len(self._lines(width)) - 1
        return super().sizeHint().height() + more * self.fontMetrics().lineSpacing()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words in as many lines as they need."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = "\n".join(self._lines(self.width()))
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_CheckBox, option)

    def _lines(self, width: int) -> list[str]:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.rect = QRect(0, 0, width, self.height())
        room = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self).width()
        lines: list[str] = []
        for word in self.text().split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._wide(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines or [""]

    def _wide(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words.replace("&", ""))

"""A menu of long names."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from desktop_app.gui.widgets.direction import in_order
from desktop_app.gui.widgets.plain import plain_tip

IN_BRIEF = Qt.ItemDataRole.UserRole + 1
"""The role of the words for an entry while the menu is closed, where those of the list would be too long there."""


class Menu(QComboBox):
    """Asks for room for a few letters only, and shows that a name goes on where there is no room for all of it.

    Open, it is as wide as its longest name, as far as the screen has room; the tooltip has the whole name.
    """

    def __init__(
        self,
        letters: int = 8,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        """Ask for room for so many letters; `mode` says where a name is cut that has none."""
        super().__init__(parent)
        self._mode = mode
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)
        self.currentTextChanged.connect(self._tip)

    def setAccessibleName(self, name: str) -> None:
        """Say the name as description as well: on Linux, Qt tells the entry that is chosen in the place of the name."""
        super().setAccessibleName(name)
        if not self.accessibleDescription():
            self.setAccessibleDescription(name)

    @property
    def in_brief(self) -> str:
        """Return the words for the chosen entry while the menu is closed."""
        return str(self.currentData(IN_BRIEF) or self.currentText())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the name as fits; Qt by itself cuts through the letters."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        shown = self.fontMetrics().elidedText(self.in_brief, self._mode, room.width())
        option.currentText = in_order(shown, self.layoutDirection())
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _tip(self, name: str) -> None:
        """Tell the whole name; one that looks like rich text, as a provider may call a model, stays letters."""
        self.setToolTip(plain_tip(name) if "<" in name else name)

    def showPopup(self) -> None:
        """Open the menu wide enough for its names."""
        wanted = self.view().sizeHintForColumn(0) + self.view().verticalScrollBar().sizeHint().width()
        self.view().setMinimumWidth(min(wanted, self.screen().availableSize().width()))
        super().showPopup()

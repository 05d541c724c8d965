"""The line above the table that says which rows are on show, as long as those are not all of them."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.core.look import Look
from desktop_app.gui.editor.filter_words import Chip, chips
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.direction import in_order
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label, set_tone
from desktop_app.gui.widgets.plain import on_button


class FilterRow(QWidget):
    """A button for each condition, which takes it away; how many rows fit; and the way back to all rows."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self.chips: list[QPushButton] = []
        self.said = label(tone="muted")
        self.again = self._button(self.tr("Look again"), lambda: self.wanted.emit(self._look))
        self.again.setToolTip(self.tr("Rows may have changed since: show those that fit now (F5)"))
        self.all = self._button(self.tr("Show all"), lambda: self.wanted.emit(Look()))
        self._row = FlowLayout(self)
        for part in (self.said, self.again, self.all):
            self._row.addWidget(part)
        self.setAccessibleName(self.tr("Which rows are shown"))
        self.hide()

    def show_look(self, look: Look) -> None:
        """Show the conditions; how many rows fit is not known yet."""
        had = self.isAncestorOf(self.focusWidget() or self) and self.focusWidget() is not None
        self._look = look
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(chip) for chip in chips(look)]
        ends: tuple[QWidget, ...] = (self.said, self.again, self.all)
        for part in ends:  # they stand behind the chips
            self._row.removeWidget(part)
        for part in (*self.chips, *ends):
            self._row.addWidget(part)
        self._keep_tab_order()
        self.again.hide()
        self.all.setVisible(not look.all_rows)
        self.tell("" if look.all_rows else self.tr("Looking …"), "muted")
        self.setVisible(bool(self.chips))
        if had and self.isVisible():
            (self.chips or [self.all])[0].setFocus()
        elif had:
            self.left.emit()

    def count(self, rows: int, total: int) -> None:
        """Say how many rows fit, of how many."""
        if self._look.all_rows:
            return
        if rows:
            self.tell(self.tr("{0} of {1}").format(number(rows), how_many.rows(total)), "muted")
        else:
            one = self.tr("The only row does not fit. Take a condition away.")
            more = self.tr("None of {0} rows fits. Take a condition away.")
            self.tell(how_many.counted(total, one, more), "attention")

    def stale(self) -> None:
        """Offer to look again: something has changed, and rows that do not fit any more stay on show meanwhile."""
        self.again.setVisible(bool(self.chips))

    def tell(self, words: str, tone: str) -> None:
        """Say how the look goes."""
        self.said.setText(words)
        self.said.setVisible(bool(words))
        set_tone(self.said, tone)

    def _chip(self, chip: Chip) -> QPushButton:
        made = self._button(
            on_button(in_order(chip.words, self.layoutDirection())), lambda: self.wanted.emit(chip.without)
        )
        made.setProperty("look", "")
        made.setIcon(icon("x", "muted"))
        made.setLayoutDirection(_mirrored(self.layoutDirection()))  # the cross stands behind the words
        made.setAccessibleName(self.tr("{0}: take away").format(chip.words))
        made.setToolTip(self.tr("Take this condition away"))
        return made

    def _button(self, words: str, act: Callable[[], None]) -> QPushButton:
        made = QPushButton(words, self)
        made.setProperty("look", "quiet")
        made.clicked.connect(lambda _=False: act())
        return made

    def _keep_tab_order(self) -> None:
        order = [*self.chips, self.again, self.all]
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)


def _mirrored(direction: Qt.LayoutDirection) -> Qt.LayoutDirection:
    right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    return left if direction is right else right

"""The lines of the file that give no row, each with its reason, folded away until somebody asks."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from desktop_app.core.text import Text
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets.fold import Fold

_SHOWN = 1000


class LeftOut(QWidget):
    """Says how many lines were left out; opened, it names them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Lines left out"))
        self._list.setFixedHeight(160)
        self._fold = Fold(self.tr("Lines left out"), self._list)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._fold)
        self.tell(())

    def tell(self, lines: Sequence[tuple[int, Text]]) -> None:
        """Show these lines; with none of them there is nothing to open."""
        number = QLocale().toString
        self._list.clear()
        for line, reason in lines[:_SHOWN]:
            self._list.addItem(self.tr("Line {0}: {1}").format(number(line), say(reason)))
        if len(lines) > _SHOWN:
            self._list.addItem(self.tr("… and {0} more").format(number(len(lines) - _SHOWN)))
        self._fold.set_summary(number(len(lines)) if lines else self.tr("none: every line gives a row"))
        self._fold.setEnabled(bool(lines))
        if not lines:
            self._fold.set_open(False)

    @property
    def lines(self) -> list[str]:
        """Return what is listed."""
        return [self._list.item(i).text() for i in range(self._list.count())]

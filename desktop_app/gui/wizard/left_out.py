"""The records of the file that give no row, each with its reason and its text, folded away until somebody asks."""

from collections.abc import Sequence

from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_app.core.text import Text
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.fold import Fold

_SHOWN = 1000
_LETTERS = 160


class LeftOut(QWidget):
    """Says how many rows were left out; opened, it names them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Rows left out"))
        self._list.setWordWrap(True)
        self._list.setFixedHeight(self._list.fontMetrics().height() * 8)
        self._fold = Fold(self.tr("Rows left out"), self._list)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._fold)
        self.tell(())

    @property
    def fold(self) -> Fold:
        """Return what opens the list."""
        return self._fold

    def tell(self, lines: Sequence[tuple[str, Text, str]], count: int | None = None, nothing: str = "") -> None:
        """Show these records (place, reason, text), of `count` in all; `nothing` is said when there are none."""
        count = len(lines) if count is None else count
        self._list.clear()
        for place, reason, raw in lines[:_SHOWN]:
            item = QListWidgetItem(self.tr("{0}: {1}").format(place, say(reason)))
            text = " ".join(raw.split())
            if text:
                item.setText(f"{item.text()}\n{text[:_LETTERS]}{'…' if len(text) > _LETTERS else ''}")
            self._list.addItem(item)
        if count > min(len(lines), _SHOWN):
            self._list.addItem(self.tr("… and {0} more").format(number(count - min(len(lines), _SHOWN))))
        self._fold.set_summary(number(count) if count else nothing or self.tr("none"))
        self._fold.setEnabled(bool(lines))
        if not lines:
            self._fold.set_open(False)

    @property
    def lines(self) -> list[str]:
        """Return what is listed."""
        return [self._list.item(i).text() for i in range(self._list.count())]

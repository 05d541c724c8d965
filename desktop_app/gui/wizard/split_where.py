"""Where new rows go in a project that has rows already."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from desktop_app.core.wizard import Where
from desktop_app.gui.theme.spacing import HAIR
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.quietly import set_quietly

_OF_OWN = (Where.KEEP, Where.ANEW)


class SplitWhere(QWidget):
    """Asks whether the rows are added, take the place of those there, or are all kept back.

    Of rows that are in the table already it asks whether they stay in their parts.
    """

    chosen = Signal(object)
    """A Where."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label(size="heading", wrap=True)
        words = {
            Where.APPEND: self.tr("Add the new rows below them"),
            Where.REPLACE: self.tr("Put the new rows in their place (undo brings them back)"),
            Where.VALIDATION: self.tr("Add all new rows to the validation part"),
            Where.TEST: self.tr("Add all new rows to the test part"),
            Where.KEEP: self.tr("Leave every row in its part"),
            Where.ANEW: self.tr("Divide all rows anew"),
        }
        self.radios = {where: QRadioButton(said) for where, said in words.items()}
        group = QButtonGroup(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        box.addWidget(self._title)
        for where, radio in self.radios.items():
            group.addButton(radio)
            box.addWidget(radio)
            radio.toggled.connect(lambda on, where=where: self.chosen.emit(where) if on else None)

    @property
    def present(self) -> QRadioButton:
        """Return the button of the present answer."""
        return next((radio for radio in self.radios.values() if radio.isChecked()), self.radios[Where.APPEND])

    def ask(self, rows: int, where: Where, *, own: bool = False) -> None:
        """Ask about a project that has so many rows; with none there is nothing to ask, but of its `own` rows."""
        self.setVisible(rows > 0 or own)
        there = self.tr("This project already has {0}").format(how_many.rows(rows))
        self._title.setText(self.tr("The parts of the rows") if own else there)
        for each, radio in self.radios.items():
            radio.setVisible((each in _OF_OWN) is own)
        set_quietly(self.radios[where], True)

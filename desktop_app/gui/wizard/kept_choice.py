"""A file that holds training data already: take its examples as they are, or make others of its columns."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from desktop_app.core.example import Shape
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.wizard import reading_words


class KeptChoice(QWidget):
    """Says what was recognised, and asks what to do with it."""

    chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banner = Banner("", "good")
        self.keep = QRadioButton(self.tr("Take the examples as they are"))
        self.columns = QRadioButton(self.tr("Make new examples of the columns"))
        group = QButtonGroup(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(self._banner)
        for radio in (self.keep, self.columns):
            group.addButton(radio)
            box.addWidget(radio)
        self.keep.toggled.connect(self.chosen)

    @property
    def first(self) -> QWidget:
        """Return the control that takes the focus."""
        return self.keep if self.keep.isChecked() else self.columns

    def show_choice(self, shape: Shape, *, kept: bool) -> None:
        """Show what the file holds, and the answer so far."""
        self._banner.tell(self.tr("These are {0} already.").format(reading_words.shape_word(shape)), "good")
        self.keep.blockSignals(True)
        (self.keep if kept else self.columns).setChecked(True)
        self.keep.blockSignals(False)

"""One sample project: its name on a button, beside it what it teaches."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop_app.core.samples import Sample
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.row_button import RowButton


class SampleRow(QWidget):
    """A button that begins a project with the sample, and the sentence that says what is in it."""

    wanted = Signal(str)

    def __init__(self, sample: Sample, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = sample.name
        self.button = RowButton(icon_name, say(sample.title))
        self.button.setAccessibleDescription(say(sample.sentence))
        self.button.clicked.connect(lambda: self.wanted.emit(self.name))
        sentence = label(say(sample.sentence), tone="muted", wrap=True)
        sentence.setMinimumHeight(1)  # else room is kept for the words at their narrowest, many lines high
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        for part, share in ((self.button, 1), (sentence, 2)):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, part.sizePolicy().verticalPolicy())
            row.addWidget(part, share)

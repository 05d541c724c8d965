"""One question with a few answers, of which one is chosen."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import HAIR
from desktop_app.gui.widgets.label import label


class Question(QWidget):
    """The question in words, and under it a button for each answer; the first one holds until another is chosen."""

    answered = Signal()

    def __init__(self, words: str, answers: Sequence[tuple[Enum | bool, str]], parent: QWidget | None = None) -> None:
        """Ask `words`; each answer is a value and what it is called."""
        super().__init__(parent)
        self.setAccessibleName(words)
        self._values = [value for value, _ in answers]
        self._group = QButtonGroup(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        box.addWidget(label(words, size="strong", wrap=True))
        self.buttons: list[QRadioButton] = []
        for number, (_, said) in enumerate(answers):
            button = QRadioButton(said)
            button.setAccessibleDescription(words)
            self._group.addButton(button, number)
            self.buttons.append(button)
            box.addWidget(button)
        self.buttons[0].setChecked(True)
        self._group.idToggled.connect(lambda _, chosen: self.answered.emit() if chosen else None)

    @property
    def value(self) -> Enum | bool:
        """Return the value of the answer that is chosen."""
        return self._values[self._group.checkedId()]

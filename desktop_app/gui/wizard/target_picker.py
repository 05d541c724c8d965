"""What the data is for: the models that can be trained, with what each one takes, costs, and how long it lives."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop_app.core.example import Shape
from desktop_app.core.target import Target
from desktop_app.gui.theme.say import name_said
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.label import label, set_tone


class TargetPicker(QWidget):
    """A menu of models; below it stands what matters for the data."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._targets: Sequence[Target] = ()
        self._today = date.min
        self.menu = QComboBox()
        self.menu.setAccessibleName(self.tr("The model that is to learn"))
        self.menu.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.menu.setMinimumContentsLength(24)
        self.menu.setMaxVisibleItems(24)
        self.menu.activated.connect(lambda _: self.chosen.emit(self.menu.currentData()))
        self._facts = label(tone="muted", size="small", wrap=True)
        self._warning = label(tone="attention", size="small", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(label(self.tr("What the data is for"), size="heading", wrap=True))
        box.addWidget(self.menu)
        box.addWidget(self._facts)
        box.addWidget(self._warning)

    def show_targets(self, targets: Sequence[Target], today: date) -> None:
        """Offer these models, this computer's first."""
        self._targets, self._today = targets, today
        self.menu.clear()
        for target in targets:
            self.menu.addItem(self._entry(target), target.id)

    def show_target(self, target: Target, shape: Shape) -> None:
        """Show the model chosen so far, and what it says to rows of this shape."""
        self.menu.setCurrentIndex(self.menu.findData(target.id))
        self._facts.setText(" ".join(self._about(target)))
        warnings = self._warnings(target, shape)
        self._warning.setText(" ".join(warnings))
        self._warning.setVisible(bool(warnings))
        set_tone(self._warning, "attention")
        self.menu.setAccessibleDescription(f"{self._facts.text()} {self._warning.text()}".strip())

    def _entry(self, target: Target) -> str:
        if target.shutdown is not None:
            return self.tr("{0}, ends {1}").format(name_said(target.title), _day(target.shutdown))
        if target.last_start is not None:
            return self.tr("{0}, last start {1}").format(name_said(target.title), _day(target.last_start))
        return name_said(target.title)

    def _about(self, target: Target) -> list[str]:
        said = []
        if target.local:
            said.append(self.tr("It is trained here: free of charge, and nothing leaves this computer."))
        elif target.price is not None and target.price.training is not None:
            price = self.tr("Training costs ${0} for a million tokens (read on {1}).")
            said.append(price.format(number(target.price.training, 2), _day(target.price.as_of)))
        if target.limit is not None:
            limit = self.tr("A row may have {0} tokens (pieces of words); what is longer is cut.")
            said.append(limit.format(number(target.limit)))
        return said

    def _warnings(self, target: Target, shape: Shape) -> list[str]:
        said = []
        if shape not in target.shapes:
            said.append(self.tr("This model does not learn from rows of the shape chosen below."))
        if target.last_start is not None:
            over = target.last_start < self._today
            words = (
                self.tr("It has taken no new training since {0}.")
                if over
                else self.tr("A training can begin until {0}.")
            )
            said.append(words.format(_day(target.last_start)))
        if target.shutdown is not None:
            over = target.shutdown < self._today
            words = (
                self.tr("It was switched off on {0}.")
                if over
                else self.tr("It will be switched off on {0}, with everything that was tuned from it.")
            )
            said.append(words.format(_day(target.shutdown)))
        return said


def _day(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")

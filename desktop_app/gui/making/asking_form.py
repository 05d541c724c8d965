"""Which model writes, how its answers are drawn, what that takes, and where it stops."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Column, Setting, Voice
from desktop_app.gui.answers.cost_words import outlay_words
from desktop_app.gui.answers.parameters import ParameterFold
from desktop_app.gui.answers.voice_menu import VoiceMenu
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.money_field import money_field
from desktop_app.work.asking_cost import Outlay

_CHANCE = 0.7
"""The temperature of writing models: at 0 all repeats would be alike."""
_LENGTH = 400
"""Tokens an answer may have unless the user says otherwise: about 300 words."""
_LIMIT = 1.0
"""Dollars it may cost unless the user says otherwise."""


class AskingForm(QWidget):
    """Stands below every plan."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = VoiceMenu()
        self.parameters = ParameterFold()
        self.parameters.form.show_setting(Setting(Sampling(_CHANCE, _LENGTH)))
        self.amount = label(size="strong", wrap=True)
        self.outlay = label(wrap=True)
        self.remarks = label(size="small", tone="muted", wrap=True)
        self.limited = QCheckBox(self.tr("Stop when it has cost more than"))
        self.limit = money_field(_LIMIT)
        self._known: Outlay | None = None
        self._arrange()
        self.model.activated.connect(lambda _: self.changed.emit())
        self.parameters.form.changed.connect(self.changed)
        self.limited.toggled.connect(self.limit.setEnabled)
        self.limited.setChecked(True)
        for part in (self.limited, self.limit):
            part.hide()

    def _arrange(self) -> None:
        card = QFrame()
        card.setProperty("surface", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        inner.setSpacing(SMALL)
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(self.limited)
        row.addWidget(self.limit)
        row.addStretch(1)
        for part in (self.amount, self.outlay, self.remarks):
            inner.addWidget(part)
        inner.addLayout(row)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(Field(self.tr("Model that writes"), self.model))
        box.addWidget(self.parameters)
        box.addWidget(card)

    @property
    def voice(self) -> Voice | None:
        """Return the model that writes; None while there is none."""
        return self.model.voice

    @property
    def column(self) -> Column | None:
        """Return the model with its settings; None while there is none."""
        return Column(self.voice, self.parameters.form.setting) if self.voice is not None else None

    @property
    def most(self) -> float | None:
        """Return how many dollars may be spent; None without a limit, and where nobody knows the price."""
        return self.limit.value() if self.limited.isVisibleTo(self) and self.limited.isChecked() else None

    def offer(self, choices: Choices) -> None:
        """Offer these models; the chosen one stays as long as it is there."""
        if self.model.offer(choices):
            self.changed.emit()

    def show_amount(self, amount: str, remarks: str, *, hindered: bool) -> None:
        """Say how much is asked, or what has to be changed first; what it takes is told a moment later."""
        self.amount.setText(amount)
        self.remarks.setText(remarks)
        self.remarks.setVisible(bool(remarks))
        self.outlay.setVisible(not hindered)
        if not self.outlay.text():
            self.outlay.setText(self.tr("Reckoning what it takes…"))
        self.outlay.setEnabled(False)  # until the new figures are there the old ones stay, in grey
        if hindered:
            self._show_limit(None)

    def show_outlay(self, outlay: Outlay | None) -> None:
        """Say what it takes; None where no model is chosen."""
        self.outlay.setText(outlay_words(outlay) if outlay is not None else "")
        self.outlay.setEnabled(True)
        self._show_limit(outlay)

    def _show_limit(self, outlay: Outlay | None) -> None:
        for part in (self.limited, self.limit):
            part.setVisible(outlay is not None and bool(outlay.most_dollars))

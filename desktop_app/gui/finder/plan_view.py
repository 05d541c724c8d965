"""What a search will be: which model, which prompts, which settings; and what that takes, before anything is asked."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.batch import Column, Voice
from desktop_app.core.sweep import MOST_SETTINGS, grid, remarks
from desktop_app.gui.answers.cost_words import outlay_words
from desktop_app.gui.answers.parameters import ParameterFold
from desktop_app.gui.answers.voice_menu import VoiceMenu
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.finder.axes_form import ABREAST, AxesForm
from desktop_app.gui.finder.prompts_form import PromptsForm
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.abreast import SideBySide
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.money_field import money_field
from desktop_app.work.asking_cost import Outlay
from desktop_app.work.find_values import Wanted
from desktop_app.work.habits import Habits

_REPEATS, _MOST_REPEATS = 3, 20
_LIMIT = 1.0
"""Dollars a search may cost unless the user says otherwise."""


class PlanView(QWidget):
    """Only asks what is wanted; what it takes is told to it."""

    changed = Signal()
    """Something else is wanted now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._habits = Habits(0)
        self.unfinished = Banner()
        self.model = VoiceMenu()
        self.prompts = PromptsForm()
        self.repeats = QSpinBox()
        self.repeats.setRange(1, _MOST_REPEATS)
        self.repeats.setValue(_REPEATS)
        self.axes = AxesForm()
        self.parameters = ParameterFold()
        self._amount = label(size="strong", wrap=True)
        self._outlay = label(wrap=True)
        self._remarks = label(size="small", tone="muted", wrap=True)
        self.limited = QCheckBox(self.tr("Stop when it has cost more than"))
        self.limit = money_field(_LIMIT)
        self._arrange()
        self._connect()
        for part in (self.limited, self.limit):
            part.hide()
        self.show_outlay(None)

    def _arrange(self) -> None:
        hint = self.tr("How often each prompt is asked in each setting: it shows how much the answers vary.")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self.unfinished)
        self.unfinished.hide()
        head = SideBySide(ABREAST)
        head.add_column(Field(self.tr("Model"), self.model))
        head.add_column(Field(self.tr("Repeats"), self.repeats, hint))
        box.addWidget(head)
        box.addWidget(self.prompts)
        box.addWidget(label(self.tr("Settings to try"), size="heading"))
        note = self.tr("Every combination of these values is asked. Whatever is not marked stays as it is below.")
        box.addWidget(label(note, tone="muted", wrap=True))
        box.addWidget(self.axes)
        box.addWidget(self.parameters)
        box.addWidget(self._card())
        box.addStretch(1)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("surface", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        inner.setSpacing(SMALL)
        money = QHBoxLayout()
        money.setSpacing(SMALL)
        money.addWidget(self.limited)
        money.addWidget(self.limit)
        money.addStretch(1)
        for part in (self._amount, self._outlay, self._remarks):
            inner.addWidget(part)
        inner.addLayout(money)
        return card

    def _connect(self) -> None:
        self.model.activated.connect(lambda _: self._tell())
        self.repeats.valueChanged.connect(self._tell)
        self.prompts.changed.connect(self._tell)
        self.axes.changed.connect(self._tell)
        self.parameters.form.changed.connect(self._tell)
        self.limited.toggled.connect(self.limit.setEnabled)
        self.limit.setEnabled(False)

    @property
    def voice(self) -> Voice | None:
        """Return the model that is to be asked; None while there is none."""
        return self.model.voice

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return every setting that is to be tried; none where something has to be changed first."""
        axes, voice = self.axes.axes, self.voice
        found = grid(voice, self.parameters.form.setting, axes) if axes and voice is not None else ()
        return found if len(found) <= MOST_SETTINGS else ()

    @property
    def answers(self) -> int:
        """Return how many answers will be asked for; 0 where something has to be changed first."""
        return len(self.columns) * self.prompts.amount * self.repeats.value()

    @property
    def wanted(self) -> Wanted | None:
        """Return the search that is wanted; None where something has to be changed first."""
        return Wanted(self.prompts.read, self.columns, self.repeats.value()) if self.answers else None

    @property
    def most(self) -> float | None:
        """Return how many dollars may be spent; None without a limit."""
        return self.limit.value() if self.limited.isVisibleTo(self) and self.limited.isChecked() else None

    def offer(self, choices: Choices) -> None:
        """Offer these models; the chosen one stays as long as it is there."""
        if self.model.offer(choices):
            self._tell()

    def take_over(self, habits: Habits) -> None:
        """Ask the way the data does, unless the user has set otherwise."""
        form = self.parameters.form
        form.suggest_length(habits.tokens)
        form.suggest_stop(habits.stop, self._habits.stop)
        self.parameters.presets.take_over(habits)
        self.prompts.take_over(habits.ending)
        self._habits = habits

    def show_outlay(self, outlay: Outlay | None) -> None:
        """Say what the search takes; None while that is being reckoned."""
        self._amount.setText(self._in_words())
        if outlay is not None or not self._outlay.text():
            self._outlay.setText(outlay_words(outlay) if outlay is not None else self.tr("Reckoning what it takes…"))
        self._outlay.setEnabled(outlay is not None)  # until the new figures are there the old ones stay, in grey
        self._outlay.setVisible(bool(self.answers))
        self._remarks.setText("\n".join(map(say, remarks(self.columns, self.repeats.value(), self.prompts.amount))))
        self._remarks.setVisible(bool(self.answers))
        if outlay is not None:
            for part in (self.limited, self.limit):
                part.setVisible(bool(outlay.most_dollars))

    def _tell(self) -> None:
        self.show_outlay(None)
        self.changed.emit()

    def _in_words(self) -> str:
        axes = self.axes.axes
        if axes is None:
            return self.tr("Mark at least one setting above, with values that can be asked for.")
        if not self.prompts.amount:
            return self.tr("Type the prompt that is to be asked.")
        if not self.columns:
            most = number(MOST_SETTINGS)
            return self.tr("These are too many combinations: {0} can be looked through at most.").format(most)
        tried, asked = how_many.settings(len(self.columns)), how_many.prompts(self.prompts.amount)
        said = self.tr("{0} × {1} × {2} = {3}")
        return said.format(tried, asked, how_many.repeats(self.repeats.value()), how_many.answers(self.answers))

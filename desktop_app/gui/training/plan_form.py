"""The plan of a training: which model, what will happen in words, and the settings most people leave alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core import effort
from desktop_app.core.epochs import auto_epochs
from desktop_app.core.example import Part
from desktop_app.core.job import Plan
from desktop_app.core.target import MIN_TRAINING
from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.training.advanced import Advanced
from desktop_app.gui.widgets.amounts import duration, memory, number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label
from desktop_app.providers.local import BaseModel, Hardware

_MOST_EPOCHS = 50


@dataclass(frozen=True, slots=True)
class Data:
    """What there is to learn from: rows of each part, and about how many tokens the training part holds."""

    counts: Mapping[Part, int]
    tokens: float


class PlanForm(QFrame):
    """Says what will happen before it happens; `changed` comes with every choice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._models: list[BaseModel] = []
        self._hardware: Hardware | None = None
        self._data = Data({}, 0.0)
        self._title = label(self.tr("Train on this computer"), size="heading", wrap=True)
        self._menu = QComboBox()
        self._menu.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._menu.setMinimumContentsLength(12)
        self._epochs = QSpinBox()
        self._epochs.setRange(0, _MOST_EPOCHS)
        self._rows = label(wrap=True)
        self._time = label(wrap=True)
        self._place = label(
            self.tr("Everything stays on this computer: neither your rows nor the model are sent anywhere."), wrap=True
        )
        self._few = Banner()
        self._advanced = Advanced()
        self._menu.currentIndexChanged.connect(self._tell)
        self._epochs.valueChanged.connect(self._tell)
        self._arrange()

    def _arrange(self) -> None:
        model_help = self.tr("The model that learns from your rows (base model).")
        self._model_field = Field(self.tr("Base model"), self._menu, model_help)
        self._epochs_field = Field(self.tr("Passes over the rows (epochs)"), self._epochs)
        self._few.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        box.setSpacing(MEDIUM)
        box.addWidget(self._title)
        above = (self._rows, self._few, self._model_field, self._epochs_field)
        for part in (*above, self._time, self._place, self._advanced):
            box.addWidget(part)

    @property
    def model_menu(self) -> QComboBox:
        """Return the menu of base models; its data are their ids."""
        return self._menu

    @property
    def model(self) -> BaseModel | None:
        """Return the base model that is chosen."""
        chosen = self._menu.currentData()
        return next((model for model in self._models if model.id == chosen), None)

    @property
    def plan(self) -> Plan:
        """Return what the user decided."""
        model = self.model
        return self._advanced.plan(model.id if model else "", self._epochs.value() or None)

    @property
    def can_start(self) -> bool:
        """Tell whether the chosen model is here and there are enough rows."""
        return self.model is not None and self.model.ready and self._count(Part.TRAINING) >= MIN_TRAINING

    def show_models(self, models: list[BaseModel], hardware: Hardware) -> None:
        """Offer these base models, the one chosen before still chosen."""
        self._models, self._hardware = models, hardware
        before = self._menu.currentData()
        self._menu.blockSignals(True)
        self._menu.clear()
        for model in models:
            title = model.title if model.ready else self.tr("{0} (not fetched yet)").format(model.title)
            self._menu.addItem(title, model.id)
        self._menu.setCurrentIndex(max(0, self._menu.findData(before)))
        self._menu.blockSignals(False)
        self._tell()

    def show_data(self, data: Data) -> None:
        """Tell how many rows there are to learn from."""
        self._data = data
        self._tell()

    def _count(self, part: Part) -> int:
        return self._data.counts.get(part, 0)

    def _tell(self) -> None:
        rows = self._count(Part.TRAINING)
        automatic = auto_epochs(rows)
        self._epochs.setSpecialValueText(self.tr("Automatic ({0})").format(number(automatic)))
        epochs = self._epochs.value() or automatic
        self._epochs_field.set_help(
            self.tr("The model sees every training row this often. Fewer forget less, more follow the rows closer.")
        )
        self._rows.setText(self._rows_in_words())
        self._few.tell(
            self.tr("Training needs at least {0} training rows. Add rows, or move some to the training part.").format(
                number(MIN_TRAINING)
            ),
            "attention",
        )
        self._few.setVisible(rows < MIN_TRAINING)
        self._time.setText(self._time_in_words(epochs))
        self._time.setVisible(bool(self._time.text()))
        self.changed.emit()

    def _rows_in_words(self) -> str:
        rows, checked, aside = (self._count(part) for part in (Part.TRAINING, Part.VALIDATION, Part.TEST))
        parts = [self.tr("The model learns from {0} training rows.").format(number(rows))]
        if checked:
            sentence = self.tr("{0} validation rows show whether it learns more than the rows by heart.")
            parts.append(sentence.format(number(checked)))
        else:
            parts.append(self.tr("There are no validation rows, so only the training loss will be drawn."))
        if aside:
            parts.append(self.tr("{0} test rows stay aside for comparing answers.").format(number(aside)))
        return " ".join(parts)

    def _time_in_words(self, epochs: int) -> str:
        model, hardware = self.model, self._hardware
        if model is None or hardware is None:
            return ""
        if hardware.accelerator != "cpu":
            return self.tr("It runs on this computer's graphics processor; the time is measured as soon as it runs.")
        span = duration(effort.seconds(self._data.tokens, epochs, hardware.cores, model.bytes))
        sentence = self.tr("It will take {0} on this computer ({1} processor cores, {2} of memory).")
        return sentence.format(span, number(hardware.cores), memory(hardware.memory))

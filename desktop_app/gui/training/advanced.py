"""The settings of a training that most people leave alone, folded, with their effect in the summary line."""

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.job import Plan
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.fold import Fold

_MOST_SEEDS = 2_147_483_647
_NAME = QRegularExpression("[A-Za-z0-9_-]{0,18}")
"""What may stand in a model's name at every provider."""


class Advanced(QWidget):
    """Batch size, learning rate, seed and name of a training; the smallest value of the first two is "automatic"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._batch = QSpinBox()
        self._batch.setRange(0, 256)
        self._batch.setSpecialValueText(self.tr("Automatic"))
        self._rate = QDoubleSpinBox()
        self._rate.setRange(0, 100)
        self._rate.setDecimals(2)
        self._rate.setSingleStep(0.25)
        self._rate.setSpecialValueText(self.tr("Automatic"))
        self._seed = QSpinBox()
        self._seed.setRange(0, _MOST_SEEDS)
        self._seed.setValue(Plan("").seed)
        self._name = QLineEdit()
        self._name.setValidator(QRegularExpressionValidator(_NAME, self))
        self._name.setPlaceholderText(self.tr("for example heroes"))
        content = QWidget()
        self._fold = Fold(self.tr("Advanced settings"), content)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(MEDIUM)
        for field in self._fields():
            inner.addWidget(field)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._fold)
        for signal in (self._batch.valueChanged, self._rate.valueChanged, self._seed.valueChanged):
            signal.connect(self._tell)
        self._name.textChanged.connect(self._tell)
        self._tell()

    def _fields(self) -> tuple[Field, ...]:
        return (
            Field(
                self.tr("Name of the tuned model (suffix)"),
                self._name,
                self.tr("Becomes part of the model's name, so that you find it again. Letters, digits, - and _."),
            ),
            Field(
                self.tr("Rows learned at once (batch size)"),
                self._batch,
                self.tr("How many rows are put together for one step. Larger is steadier and needs more memory."),
            ),
            Field(
                self.tr("Speed of learning (learning rate multiplier)"),
                self._rate,
                self.tr("Automatic means 1. Higher learns faster but may overshoot; try 2 if the curve hardly falls."),
            ),
            Field(
                self.tr("Start of chance (seed)"),
                self._seed,
                self.tr("The same number and the same rows give the same training again."),
            ),
        )

    def plan(self, base_model: str, epochs: int | None) -> Plan:
        """Return the whole plan."""
        return Plan(
            base_model=base_model,
            epochs=epochs,
            batch_size=self._batch.value() or None,
            learning_rate_multiplier=round(self._rate.value(), 2) or None,
            seed=self._seed.value(),
            suffix=self._name.text(),
        )

    def _tell(self) -> None:
        plan = self.plan("", None)
        batch = self.tr("{0} rows at once").format(number(plan.batch_size)) if plan.batch_size else ""
        rate = (
            self.tr("speed × {0}").format(number(plan.learning_rate_multiplier, 2))
            if plan.learning_rate_multiplier
            else ""
        )
        name = self.tr("named {0}").format(plan.suffix) if plan.suffix else self.tr("no name of its own")
        seed = self.tr("seed {0}").format(plan.seed)
        automatic = self.tr("batch and speed automatic") if not batch and not rate else ""
        self._fold.set_summary(", ".join(part for part in (automatic, batch, rate, seed, name) if part))

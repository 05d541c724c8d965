"""The settings of a training that most people leave alone, folded, with their effect in the summary line."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.job import Plan
from desktop_app.core.target import Method
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.training import plan_words
from desktop_app.gui.training.plan_number import Setting
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.tick import Tick
from desktop_app.providers.profiles import Hyperparameter
from desktop_app.work import trainable
from desktop_app.work.sites import Site

_MOST_SEEDS = 2_147_483_647
_TRAINING_TYPE = "trainingType"
BATCH, RATE, PASSES, PATIENCE = "batch_size", "learning_rate_multiplier", "passes", "early_stopping_patience"


class PlanSettings(QWidget):
    """What this place can be told besides model, name and passes; nothing else is shown."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made_for: tuple[object, ...] = ()
        self._settings: list[Setting] = []
        self._seed = QSpinBox()
        self._seed.setRange(0, _MOST_SEEDS)
        self._seed.setValue(Plan("").seed)
        said = self.tr("The same number and the same rows give the same training again.")
        self._seed_field = Field(self.tr("Start of chance (seed)"), self._seed, said)
        self._type = Menu(12)
        said = self.tr("Where the provider runs the training; prices and privacy differ.")
        self._type_field = Field(self.tr("Kind of training (training type)"), self._type, said)
        self._awake = Tick(self.tr("Keep this computer awake until the training has ended"))
        self._content = QWidget()
        self._fold = Fold(self.tr("Advanced settings"), self._content)
        self._inner = QVBoxLayout(self._content)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(MEDIUM)
        self._automatic = label(tone="muted", size="small", wrap=True)
        for part in (self._automatic, self._seed_field, self._type_field, self._awake):
            self._inner.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._fold)
        self._seed.valueChanged.connect(self._tell)
        self._type.currentIndexChanged.connect(self._tell)
        self._awake.toggled.connect(self._tell)

    @property
    def settings(self) -> Sequence[Setting]:
        """Return the lines for the provider's own settings, in their order."""
        return self._settings

    def set_open(self, *, is_open: bool) -> None:
        """Show the settings, or fold them."""
        self._fold.set_open(is_open)

    def show_site(self, site: Site, method: Method, only_type: str = "") -> None:
        """Offer what a place understands; `only_type` is the one training type that the chosen model knows."""
        wanted = (site.id, site.profile, method, only_type)
        if wanted == self._made_for:
            return
        self._made_for = wanted
        values = self._values()
        for old in self._settings:
            self._inner.removeWidget(old)
            old.hide()
            old.deleteLater()
        ours = trainable.ours(site.profile)
        self._settings = [Setting(each, ours=ours) for each in _offered(site, method)]
        self._automatic.setText(plan_words.automatic(site))
        self._automatic.setVisible(not ours and any(isinstance(s.parameter.default, str) for s in self._settings))
        for place, new in enumerate(self._settings, 1):
            self._inner.insertWidget(place, new)
            new.set_value(values.get(new.parameter.name))
            new.changed.connect(self._tell)
        self._seed_field.setVisible(site.profile is None or site.profile.supports.seed)
        self._awake.setVisible(site.here)
        self._show_types(site, only_type)
        self._order()
        self._tell()

    def fill(self, plan: Plan) -> Plan:
        """Return the plan with these settings."""
        values = self._values()
        batch, patience = values.pop(BATCH, None), values.pop(PATIENCE, None)
        rate = values.pop(RATE, None)
        return replace(
            plan,
            batch_size=round(batch) if batch is not None else None,
            learning_rate_multiplier=round(rate, 8) if rate is not None else None,
            seed=self._seed.value(),
            more=values,
            training_type=str(self._type.currentData() or ""),
            patience=round(patience) if patience is not None else 0,
            awake=self._awake.isChecked() and not self._awake.isHidden(),
        )

    def take(self, plan: Plan) -> None:
        """Choose what a plan says; what this place does not understand is left out."""
        values: dict[str, float | None] = dict(plan.more)
        values |= {BATCH: plan.batch_size, RATE: plan.learning_rate_multiplier, PATIENCE: plan.patience or None}
        for setting in self._settings:
            setting.set_value(values.get(setting.parameter.name))
        self._seed.setValue(plan.seed)
        self._awake.setChecked(plan.awake)
        self._type.setCurrentIndex(max(0, self._type.findData(plan.training_type)))

    def _values(self) -> dict[str, float]:
        """Return what was chosen, by the settings' names at the provider."""
        return {s.parameter.name: _as_told(s.parameter, s.value) for s in self._settings if s.value is not None}

    def _show_types(self, site: Site, only_type: str) -> None:
        extras = site.profile.extra_body if site.profile is not None else ()
        values = next((extra.values for extra in extras if extra.name == _TRAINING_TYPE), ())
        before = self._type.currentData()
        self._type.clear()
        for value in (only_type,) if only_type else values:
            self._type.addItem(plan_words.training_type(value), value)
        self._type.setCurrentIndex(max(0, self._type.findData(before)))
        self._type_field.setVisible(self._type.count() > 0)

    def _order(self) -> None:
        """Let the tabulator go through the lines as they stand there."""
        before: QWidget = self._fold.findChild(QToolButton) or self._fold
        controls = [setting.spin for setting in self._settings]
        for control in (*controls, self._seed, self._type, self._awake):
            self.setTabOrder(before, control)
            before = control

    def _tell(self) -> None:
        said = [setting.said for setting in self._settings if setting.said]
        if not said and self._settings:
            said = [self.tr("everything automatic")]
        if not self._seed_field.isHidden():
            said.append(self.tr("seed {0}").format(number(self._seed.value())))
        if self._type.count() > 1:
            said.append(self._type.currentText())
        if self._awake.isChecked() and not self._awake.isHidden():
            said.append(self.tr("stays awake"))
        self._fold.set_summary(", ".join(said))
        self.setVisible(bool(said))
        self.changed.emit()


def _offered(site: Site, method: Method) -> list[Hyperparameter]:
    known = site.profile.hyperparameters if site.profile is not None else ()
    beside = {"passes"} if method is Method.PREFERENCE else {"passes", "closeness"}
    return [parameter for parameter in known if parameter.meaning not in beside]


def _as_told(parameter: Hyperparameter, value: float) -> float:
    return round(value) if parameter.whole else round(value, 8)


def passes_of(site: Site) -> Hyperparameter | None:
    """Return the bounds of the passes at a place; None where they cannot be chosen."""
    known: Mapping[str, Hyperparameter] = (
        {p.meaning: p for p in site.profile.hyperparameters} if site.profile is not None else {}
    )
    return known.get(PASSES)

"""The plan of a training: where, which model, how often, under which name; everything else is folded."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.epochs import auto_epochs
from desktop_app.core.example import Part
from desktop_app.core.job import Plan
from desktop_app.core.target import Method
from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.training import plan_words
from desktop_app.gui.training.plan_classes import PlanClasses
from desktop_app.gui.training.plan_model import PlanModel
from desktop_app.gui.training.plan_settings import PlanSettings, passes_of
from desktop_app.gui.training.plan_where import PlanWhere
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.tick import Tick
from desktop_app.providers.endings import model_of
from desktop_app.work import trainable
from desktop_app.work.sites import Site
from desktop_app.work.trainable import Offer
from desktop_app.work.weigh import Load

_MOST_PASSES = 50
_ABREAST_LETTERS = 64
"""Where so many letters fit beside each other, two fields share a line."""


class PlanForm(QFrame):
    """What the user decides; `changed` comes with every choice, `site_chosen` with another place."""

    changed = Signal()
    site_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setMinimumWidth(1)  # else two fields in a line would keep the card from getting narrow again
        self._site: Site | None = None
        self._load = Load({}, {})
        self._labels: Mapping[str, int] | None = None
        self._taken: Plan | None = None
        self.where = PlanWhere()
        self.model = PlanModel()
        self.passes = QSpinBox()
        self.name = QLineEdit()
        self.validation = Tick()
        self.validation.setChecked(True)
        self.classes = PlanClasses()
        self.settings = PlanSettings()
        self._method = label(tone="muted", size="small", wrap=True)
        self._name_field = Field(self.tr("Name of the tuned model (suffix)"), self.name)
        self._passes_field = Field(self.tr("Passes over the rows (epochs)"), self.passes)
        self._grid = QGridLayout()
        self._arrange()
        self.where.chosen.connect(self.site_chosen)
        for part in (self.model, self.settings, self.classes):
            part.changed.connect(self._tell)
        for signal in (self.name.textChanged, self.validation.toggled, self.passes.valueChanged):
            signal.connect(self._tell)

    def _arrange(self) -> None:
        self._grid.setHorizontalSpacing(LARGE)
        self._grid.setVerticalSpacing(MEDIUM)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        box.setSpacing(MEDIUM)
        # Empty: PySide would hold on to the places of what is in it already, and look at them after Qt has freed them.
        box.addLayout(self._grid)
        self._lay_out(abreast=False)
        for part in (self._method, self.validation, self.classes, self.settings):
            box.addWidget(part)

    def _lay_out(self, *, abreast: bool) -> None:
        for place, field in enumerate((self.where, self.model, self._name_field, self._passes_field)):
            row, column = divmod(place, 2) if abreast else (place, 0)
            self._grid.addWidget(field, row, column, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(1, 6 if abreast else 0)  # names of models are longer than those of places

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put two fields into a line where there is room."""
        super().resizeEvent(event)
        self._lay_out(abreast=self.width() > self.fontMetrics().averageCharWidth() * _ABREAST_LETTERS)

    @property
    def method(self) -> Method:
        """Return how the model learns from the rows there are."""
        return self._way or Method.SUPERVISED

    @property
    def _way(self) -> Method | None:
        """Return the method for rows of this shape; None where this model has none."""
        if self._site is None or len(self._load.shapes) != 1:
            return None
        meant = trainable.target_of(self._site, self.model.model_id)
        return next(iter(meant.shapes.get(next(iter(self._load.shapes)), ())), None)

    @property
    def plan(self) -> Plan:
        """Return what the user decided."""
        site = self._site
        supports = site.profile.supports if site is not None and site.profile is not None else None
        wanted = Plan(
            base_model=self.model.model_id,
            epochs=(self.passes.value() or None) if not self._passes_field.isHidden() else None,
            suffix=self.name.text() if not self._name_field.isHidden() else "",
            connection=site.id if site is not None else self.where.site_id,
            method=self.method,
            validation=(supports is None or supports.validation)
            and (self.validation.isChecked() or (supports is not None and supports.validation_required)),
        )
        return replace(self.settings.fill(wanted), classes=self.classes.wish if wanted.validation else None)

    def show_offer(self, offer: Offer, today: date) -> None:
        """Offer what a place can do."""
        another = self._site is None or self._site.id != offer.site.id
        self._site = offer.site
        if another:
            self._show_limits(offer.site)
        self.model.show_offer(offer, today)
        if self._taken is not None:
            self._fill_in(self._taken)
            self._taken = None
        self._tell()

    def show_load(self, load: Load) -> None:
        """Tell how many rows there are to learn from, and of which shape."""
        self._load = load
        self._tell()

    @property
    def measures_classes(self) -> bool:
        """Tell whether it could be measured here how well classes are told apart, if the answers are any."""
        site = self._site
        offered = site is not None and site.profile is not None and site.profile.supports.classes
        return offered and self._way is Method.SUPERVISED and self._load.counts.get(Part.VALIDATION, 0) > 0

    def show_labels(self, labels: Mapping[str, int] | None) -> None:
        """Tell which classes the answers are, None where they are none."""
        self._labels = labels
        self._show_classes()

    def show_name(self, usual: str) -> None:
        """Say what the model is called where nobody names it."""
        self.name.setPlaceholderText(usual or self.tr("for example heroes"))

    def take(self, plan: Plan) -> bool:
        """Choose what a plan says, as far as it is on offer; return whether its place is still there."""
        there = self.where.choose(plan.connection)
        self._taken = plan
        if self._site is not None and self._site.id == self.where.site_id:
            self._fill_in(plan)
            self._taken = None
        return there

    def _fill_in(self, plan: Plan) -> None:
        self.model.choose(plan.base_model)
        self.passes.setValue(plan.epochs or 0)
        self.name.setText(plan.suffix)
        self.validation.setChecked(plan.validation)
        self.classes.take(plan.classes)
        self._show_settings()
        self.settings.take(plan)

    def _show_limits(self, site: Site) -> None:
        """Show only what the place knows: a name as long as it takes, passes within its bounds."""
        supports = site.profile.supports if site.profile is not None else None
        longest = supports.suffix if supports is not None else None
        self._name_field.setVisible(longest is not None)
        pattern = QRegularExpression(f"[A-Za-z0-9_-]{{0,{longest or 0}}}")
        self.name.setValidator(QRegularExpressionValidator(pattern, self))
        self.name.setText(self.name.text()[: longest or 0] if longest is not None else self.name.text())
        self._name_field.set_help(
            self.tr("Becomes part of the model's name. At most {0} letters, digits, - and _.").format(
                number(longest or 0)
            )
        )
        passes = passes_of(site)
        self._passes_field.setVisible(passes is not None)
        high = passes.high if passes is not None and passes.high is not None else _MOST_PASSES
        self.passes.setRange(0, round(high))

    def _show_settings(self) -> None:
        if self._site is None:
            return
        known = model_of(self.model.model_id, self._site.profile)
        self.settings.show_site(self._site, self.method, known.training_type if known is not None else "")

    def _tell(self) -> None:
        self.settings.blockSignals(True)
        self._show_settings()
        self.settings.blockSignals(False)
        rows = self._load.counts.get(Part.TRAINING, 0)
        automatic = auto_epochs(rows)
        sure = self._site is not None and trainable.ours(self._site.profile)
        special = self.tr("Automatic ({0})") if sure else self.tr("Automatic (about {0})")
        self.passes.setSpecialValueText(special.format(number(automatic)) if rows else self.tr("Automatic"))
        self._passes_field.set_help(self._about_passes(rows, automatic, sure=sure))
        way = self._way
        self._method.setText(plan_words.method_name(way) if way is not None else "")
        self._method.setVisible(way is not None)
        self._show_validation()
        self._show_classes()
        self.changed.emit()

    def _about_passes(self, rows: int, automatic: int, *, sure: bool) -> str:
        """Return what passes do, and what automatic ones are: whatever is chosen, so that nothing below moves."""
        said = self.tr("The model sees every training row this often. More follow the rows closer.")
        return f"{said} {plan_words.passes_because(rows, automatic, sure=sure)}".strip()

    def _show_classes(self) -> None:
        self.classes.blockSignals(True)
        labels = self._labels if self.measures_classes else None
        self.classes.show_labels(labels, checked=self.validation.isChecked())
        self.classes.blockSignals(False)

    def _show_validation(self) -> None:
        supports = self._site.profile.supports if self._site is not None and self._site.profile is not None else None
        rows = self._load.counts.get(Part.VALIDATION, 0)
        one = self.tr("Measure on the validation row as well")
        self.validation.setText(how_many.counted(rows, one, self.tr("Measure on the {0} validation rows as well")))
        self.validation.setToolTip(
            self.tr("They are not learned. Their loss shows whether the model learns more than the rows by heart.")
        )
        self.validation.setAccessibleDescription(self.validation.toolTip())
        must = supports is not None and supports.validation_required
        self.validation.setVisible(rows > 0 and (supports is None or supports.validation) and not must)

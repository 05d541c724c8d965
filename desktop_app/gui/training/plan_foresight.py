"""What is found out about a plan in the background: what its rows weigh, which classes they have, what it takes."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.background import Background
from desktop_app.gui.training.plan_form import PlanForm
from desktop_app.gui.training.plan_labels import PlanLabels
from desktop_app.gui.training.plan_measurer import Measurer
from desktop_app.gui.training.plan_weigher import Weigher
from desktop_app.providers.estimating import Estimate
from desktop_app.store.project import Project
from desktop_app.work import measure
from desktop_app.work.apart import Apart
from desktop_app.work.outlook import Known, Outlook, foresee
from desktop_app.work.sites import Sites
from desktop_app.work.trainable import Offer
from desktop_app.work.weigh import Load, Weight


class Foresight(QObject):
    """Knows the rows of one project, and from them says what the plan of a form will take.

    `changed` comes when something was found out; what the form has to know of it, the form knows already.
    """

    changed = Signal()

    def __init__(
        self, background: Background, sites: Sites, apart: Apart | None, form: PlanForm, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._form = form
        self._shown: Load | None = None
        self.weigher = Weigher(background, apart, self)
        self.labels = PlanLabels(background, apart, self)
        self.measurer = Measurer(background, sites, self)
        self.weigher.changed.connect(self._on_weighed)
        self.labels.changed.connect(self._on_labels)
        self.measurer.changed.connect(self.changed)

    def open(self, project: Project | None) -> None:
        """Look at the rows of this project from now on."""
        self._shown = None
        self.weigher.open(project)
        self.labels.open(project)
        self.measurer.forget()
        self._form.show_labels(None)
        self._form.show_load(Load({}, {}))

    def forget(self) -> None:
        """Forget what was found out: the rows are others now."""
        self.weigher.forget()
        self.labels.forget()
        self.measurer.forget()

    def rest(self) -> None:
        """Find out nothing until it is wanted again."""
        self.weigher.rest()
        self.measurer.rest()

    def weigh(self, offer: Offer) -> None:
        """Weigh the rows for the plan, and look which classes they have where those can be measured."""
        self.weigher.want(offer.site, self._form.plan)
        if self._form.measures_classes:
            self.labels.want()

    def outlook(self, offer: Offer, estimate: Estimate | None = None) -> Outlook | None:
        """Return what the plan will take, as far as is known; None while nobody has looked at the rows."""
        if self.weigher.load is None:
            return None
        choice, hardware = self._form.model.choice, offer.hardware
        known = Known(hardware, choice.open, choice.listed) if choice is not None else Known(hardware)
        weight = self.weigher.weight or Weight({}, exact=False)
        return foresee(offer.site, self._form.plan, self.weigher.load, weight, replace(known, estimate=estimate))

    def measured(self, offer: Offer, found: Outlook, *, wanted: bool) -> Outlook:
        """Return the outlook with what our engine measures for it; as it was where that is not known or `wanted`."""
        rows = measure.rows_of(offer.site, self._form.plan, found) if wanted else None
        if rows is None:
            self.measurer.rest()
            return found
        self.measurer.want(offer.site, self._form.plan, rows)
        estimate = self.measurer.estimate
        return found if estimate is None else self.outlook(offer, estimate) or found

    def _on_weighed(self) -> None:
        load = self.weigher.load
        if load is not None and load is not self._shown:
            self._shown = load
            self._form.show_load(load)  # which says itself that it is another one
        else:
            self.changed.emit()

    def _on_labels(self) -> None:
        self._form.show_labels(self.labels.labels)
        self.changed.emit()

"""What can be decided about a training and what will come of it, kept true to the place, the rows and each choice."""

from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.theme.spacing import LARGE
from desktop_app.gui.training import plan_words
from desktop_app.gui.training.plan_form import PlanForm
from desktop_app.gui.training.plan_offers import Offers
from desktop_app.gui.training.plan_outlook import PlanOutlook
from desktop_app.gui.training.plan_weigher import Weigher
from desktop_app.gui.training.plan_where import PlanTrouble
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.fetch_model import FetchModel
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.outlook import Known, Outlook, foresee
from desktop_app.work.plan_run import name_for
from desktop_app.work.sites import Site, Sites
from desktop_app.work.trainable import Offer
from desktop_app.work.weigh import Load, Weight


class PlanBoard(QWidget):
    """Asks a place what there is, weighs the rows, and says anew with every choice what a training would take."""

    changed = Signal()
    """What is decided, or what is known of it, is something else."""
    provider_wanted = Signal()
    network_wanted = Signal()
    data_wanted = Signal()

    def __init__(
        self, background: Background, sites: Sites, apart: Apart | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sites = sites
        self._project: Project | None = None
        self._seen: tuple[object, ...] = ()
        self._outlook: Outlook | None = None
        self._shown: Load | None = None
        self._offers = Offers(background, sites, self)
        self._weigher = Weigher(background, apart, self)
        self._busy = Busy()
        self._trouble = PlanTrouble()
        self._unweighed = PlanTrouble()
        self.form = PlanForm()
        self.fetch = FetchModel(background, sites.engine)
        self.view = PlanOutlook()
        self._connect()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(LARGE)
        for part in (self._busy, self.form, self._trouble, self.fetch, self._unweighed, self.view):
            box.addWidget(part)
        for part in (self._busy, self._trouble, self.fetch, self._unweighed):
            part.hide()

    def _connect(self) -> None:
        self.form.changed.connect(self._draw)
        self.form.site_chosen.connect(lambda _: self.look())
        self.form.where.provider_wanted.connect(self.provider_wanted)
        self.fetch.ready.connect(lambda _: self.look())
        self.fetch.done.connect(self.form.model.menu.setFocus)
        self._offers.heard.connect(self._on_offer)
        self._weigher.changed.connect(self._on_weighed)
        self.view.data_wanted.connect(self.data_wanted)
        self._trouble.provider_wanted.connect(self.provider_wanted)
        self._trouble.network_wanted.connect(self.network_wanted)

    @property
    def site(self) -> Site:
        """Return the chosen place; this computer where it was removed."""
        return self._sites.site(self.form.where.site_id) or self._sites.here

    @property
    def outlook(self) -> Outlook | None:
        """Return what the training will take; None while nobody has looked at the rows."""
        return self._outlook

    @property
    def weighed(self) -> bool:
        """Tell whether the outlook holds tokens, money and all else, rather than the number of rows alone."""
        return self._outlook is not None and self._weigher.weight is not None

    @property
    def settled(self) -> bool:
        """Tell whether nothing is being asked or weighed any more."""
        return not self._offers.asking and (self.weighed or self._weigher.problem is not None)

    @property
    def trouble(self) -> Problem | None:
        """Return why the chosen place cannot be used, or could not be asked."""
        return self._trouble.problem

    @property
    def can_start(self) -> bool:
        """Tell whether the training can be started now, and what it costs is said."""
        offer, found = self._offers.offer, self._outlook
        if offer is None or not (self._offers.answered and offer.ready) or found is None or found.problems:
            return False
        if offer.site.here:
            choice = self.form.model.choice
            return choice is not None and choice.open is not None and choice.open.ready
        return bool(self.form.model.model_id) and self.weighed

    def show_project(self, project: Project | None) -> None:
        """Plan a training of this project from now on."""
        self._project = project
        self._outlook = self._shown = None
        self._weigher.open(project)
        self.form.show_name(name_for(project.name) if project is not None else "")
        self.form.show_load(Load({}, {}))

    def rows_changed(self) -> None:
        """Look at the rows anew: they are others now."""
        self._weigher.forget()
        self._draw()

    def show_sites(self) -> None:
        """Offer the places there are now."""
        self._seen = self._surroundings()
        self.form.where.show_sites(self._sites.all)

    def look(self) -> None:
        """Ask the chosen place what there is; what is known already stays on the screen meanwhile."""
        self.show_sites()
        self._offers.ask(self.site, self._project)

    def showEvent(self, event: QShowEvent) -> None:
        """Weigh what was not weighed while nobody looked."""
        super().showEvent(event)
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        """Weigh nothing while nobody looks."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._weigher.rest()

    def event(self, event: QEvent) -> bool:
        """Look again when the user comes back from the preferences: a key or a provider may be there now."""
        back = event.type() is QEvent.Type.WindowActivate and self.isVisible() and bool(self._seen)
        if back and (self._surroundings() != self._seen or not self._trouble.isHidden()):
            self.look()
        return super().event(event)

    def _surroundings(self) -> tuple[object, ...]:
        return (*self._sites.all, self._sites.reach.offline)

    def _on_offer(self, offer: Offer) -> None:
        waiting = self._offers.asking and not self._offers.answered
        if waiting and offer.site.here and self._busy.isHidden():
            self._busy.begin()
            sentence = self.tr("Starting the training engine on this computer. The first time takes up to a minute.")
            self._busy.tell(sentence, None, None)
        self._busy.setVisible(waiting and offer.site.here)
        if offer.trouble is not None:
            self._trouble.show_problem(offer.trouble, self.look)
        elif not self._offers.asking:
            self._trouble.hide()
        self.form.show_offer(offer, date.today())

    def _on_weighed(self) -> None:
        load = self._weigher.load
        if load is not None and load is not self._shown:
            self._shown = load
            self.form.show_load(load)
        else:
            self._draw()

    def _draw(self) -> None:
        """Say anew what the plan will take, and what has to be done before it can start."""
        offer, weigher = self._offers.offer, self._weigher
        if offer is not None:
            waiting = self._offers.asking and not self._offers.answered
            named = bool(self.form.model.model_id) or not offer.any
            self.form.model.tell(plan_words.about_models(offer.site, waiting=waiting, named=named))
            self._draw_fetch(offer)
            if self.isVisible() and self._project is not None:
                weigher.want(offer.site, self.form.plan)
            self._draw_unweighed()
            self._outlook = self._foreseen(offer)
            if self._outlook is not None and self.weighed:
                self.view.show_outlook(self._outlook, offer.site, offer.hardware)
            else:
                self.view.wait(self._outlook, offer.site, plan_words.how_far(weigher.progress))
        self.changed.emit()

    def _foreseen(self, offer: Offer) -> Outlook | None:
        if self._weigher.load is None:
            return None
        choice, hardware = self.form.model.choice, offer.hardware
        known = Known(hardware, choice.open, choice.listed) if choice is not None else Known(hardware)
        weight = self._weigher.weight or Weight({}, exact=False)
        return foresee(offer.site, self.form.plan, self._weigher.load, weight, known)

    def _draw_unweighed(self) -> None:
        problem = self._weigher.problem
        if problem is None:
            self._unweighed.hide()
        elif self._unweighed.problem is not problem:
            self._unweighed.show_problem(problem, self.rows_changed)

    def _draw_fetch(self, offer: Offer) -> None:
        choice = self.form.model.choice
        model = choice.open if choice is not None and offer.site.here else None
        if model is not None and not model.ready:
            self.fetch.show_model(model)
        else:
            self.fetch.leave()
        self.fetch.setVisible(model is not None and not model.ready)

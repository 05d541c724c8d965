"""What can be decided about a training and what will come of it, kept true to the place, the rows and each choice."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.theme.spacing import LARGE
from desktop_app.gui.training import plan_words
from desktop_app.gui.training.plan_foresight import Foresight
from desktop_app.gui.training.plan_form import PlanForm
from desktop_app.gui.training.plan_offers import Offers
from desktop_app.gui.training.plan_outlook import PlanOutlook
from desktop_app.gui.training.plan_where import PlanTrouble
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.fetch_model import FetchModel
from desktop_app.settings.today import today
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.outlook import Outlook
from desktop_app.work.plan_run import name_for
from desktop_app.work.sites import Site, Sites
from desktop_app.work.trainable import Offer


class PlanBoard(QWidget):
    """Asks a place what there is, weighs the rows, and says anew with every choice what a training would take."""

    changed = Signal()
    """What is decided, or what is known of it, is something else."""
    provider_wanted = Signal()
    network_wanted = Signal()
    setup_wanted = Signal()
    data_wanted = Signal()

    def __init__(
        self, background: Background, sites: Sites, apart: Apart | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sites = sites
        self._project: Project | None = None
        self._seen: tuple[object, ...] = ()
        self._outlook: Outlook | None = None
        self._offers = Offers(background, sites, self)
        self._busy = Busy()
        self._trouble = PlanTrouble()
        self._unweighed = PlanTrouble()
        self.form = PlanForm()
        self.foresight = Foresight(background, sites, apart, self.form, self)
        self.fetch = FetchModel(background, sites)
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
        self.foresight.changed.connect(self._draw)
        self.view.data_wanted.connect(self.data_wanted)
        self._trouble.provider_wanted.connect(self.provider_wanted)
        self._trouble.network_wanted.connect(self.network_wanted)
        self._trouble.setup_wanted.connect(self.setup_wanted)

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
        return self._outlook is not None and self.foresight.weigher.weight is not None

    @property
    def settled(self) -> bool:
        """Tell whether nothing is being asked or weighed any more."""
        return not self._offers.asking and (self.weighed or self.foresight.weigher.problem is not None)

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
        self._outlook = None
        self.form.show_name(name_for(project.name) if project is not None else "")
        self.foresight.open(project)

    def rows_changed(self) -> None:
        """Look at the rows anew: they are others now."""
        self.foresight.forget()
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
            self.foresight.rest()

    def changeEvent(self, event: QEvent) -> None:
        """Try no steps while a training is being started: it would have to wait for them."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            self._draw()

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
        self.form.show_offer(offer, today())

    def _draw(self) -> None:
        """Say anew what the plan will take, and what has to be done before it can start."""
        offer, foresight = self._offers.offer, self.foresight
        if offer is not None:
            waiting = self._offers.asking and not self._offers.answered
            named = bool(self.form.model.model_id) or not offer.any
            self.form.model.tell(plan_words.about_models(offer.site, waiting=waiting, named=named))
            self._draw_fetch(offer)
            if self.isVisible() and self._project is not None:
                foresight.weigh(offer)
            self._draw_unweighed()
            self._outlook = foresight.outlook(offer)
            if self._outlook is not None and self.weighed:
                wanted = self.isVisible() and self.isEnabled() and self.can_start
                self._outlook = foresight.measured(offer, self._outlook, wanted=wanted)
                measuring = foresight.measurer.measuring
                self.view.show_outlook(self._outlook, offer.site, offer.hardware, measuring=measuring)
            else:
                self.view.wait(self._outlook, offer.site, plan_words.how_far(foresight.weigher.progress))
        self.changed.emit()

    def _draw_unweighed(self) -> None:
        problem = self.foresight.weigher.problem
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

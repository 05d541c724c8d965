"""Asking places what can be trained there; an answer for a place that is not wanted any more is never heard."""

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.store.project import Project
from desktop_app.work import trainable
from desktop_app.work.sites import Site, Sites
from desktop_app.work.trainable import Offer


class Offers(QObject):
    """Holds what the wanted place offers; `heard` carries the Offer, first what is known without asking."""

    heard = Signal(object)

    def __init__(self, background: Background, sites: Sites, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sites = sites
        self._known: dict[str, Offer] = {}
        self._work = OneTask(background, self)
        self._asked: tuple[Site, Project | None] | None = None
        self.offer: Offer | None = None
        self.answered = False
        """Whether the offer is what the place itself said, now or before, rather than what is known without asking."""

    @property
    def asking(self) -> bool:
        """Tell whether an answer is still to come."""
        return self._work.running

    def ask(self, site: Site, project: Project | None) -> None:
        """Ask a place; what is known of it already is heard at once."""
        if self.asking and self._asked == (site, project):
            return
        self._asked = (site, project)
        self._work.begin(
            trainable.offer(self._sites, site, project),
            on_done=self._hear,
            on_problem=lambda problem: self._hear(Offer(site, trouble=problem)),
        )
        known = self._known.get(site.id)
        self.answered = known is not None and known.site == site
        self.offer = known if known is not None and self.answered else trainable.known(site)
        self.heard.emit(self.offer)

    def _hear(self, offer: Offer) -> None:
        self.offer, self.answered = offer, True
        if offer.trouble is None:
            self._known[offer.site.id] = offer
        self.heard.emit(offer)

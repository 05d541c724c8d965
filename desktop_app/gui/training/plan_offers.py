"""Asking places what can be trained there; an answer for a place that is not wanted any more is never heard."""

from PySide6.QtCore import QObject, Signal

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.store.project import Project
from desktop_app.work import trainable
from desktop_app.work.sites import Site, Sites
from desktop_app.work.trainable import Offer


class Offers(QObject):
    """Holds what the wanted place offers; `heard` carries the Offer, first what is known without asking."""

    heard = Signal(object)

    def __init__(self, background: Background, sites: Sites, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._known: dict[str, Offer] = {}
        self._task: Task | None = None
        self._asked: tuple[Site, Project | None] | None = None
        self.offer: Offer | None = None
        self.answered = False
        """Whether the offer is what the place itself said, now or before, rather than what is known without asking."""

    @property
    def asking(self) -> bool:
        """Tell whether an answer is still to come."""
        return self._task is not None

    def ask(self, site: Site, project: Project | None) -> None:
        """Ask a place; what is known of it already is heard at once."""
        if self._task is not None and self._asked == (site, project):
            return
        self._stop()
        self._asked = (site, project)
        work = trainable.offer(self._sites, site, project)
        task: Task = self._background.run(
            self,
            work,
            on_done=lambda offer: self._hear(task, offer),
            on_problem=lambda problem: self._lose(task, site, problem),
        )
        self._task = task
        known = self._known.get(site.id)
        self.answered = known is not None and known.site == site
        self.offer = known if known is not None and self.answered else trainable.known(site)
        self.heard.emit(self.offer)

    def _hear(self, task: Task, offer: Offer) -> None:
        if task is not self._task:
            return
        self._task = None
        self.offer, self.answered = offer, True
        if offer.trouble is None:
            self._known[offer.site.id] = offer
        self.heard.emit(offer)

    def _lose(self, task: Task, site: Site, problem: Problem) -> None:
        if task is self._task:
            self._hear(task, Offer(site, trouble=problem))

    def _stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

"""Weighing the rows for a plan, apart from the window: what is known is kept, what is stale is never said."""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.job import Plan
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.store.project import Project
from desktop_app.work import outlook
from desktop_app.work.apart import Apart
from desktop_app.work.sites import Site
from desktop_app.work.weigh import Load, Weighing, Weight, weighed

_REST_MS = 150
"""So long nothing else may be chosen before the rows are weighed anew: numbers are turned in steps."""


class Weigher(QObject):
    """Weighs the rows of one project; `changed` comes when `load`, `weight` or `progress` are others."""

    changed = Signal()

    def __init__(self, background: Background, apart: Apart | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._apart = apart
        self._project: Project | None = None
        self._known: dict[object, Weight] = {}
        self._wanted: tuple[Site, Plan] | None = None
        self._work = OneTask(background, self)
        self.load: Load | None = None
        """The rows there are; None while nobody has looked."""
        self.weight: Weight | None = None
        """What they weigh for the wanted plan; None while that is being found out."""
        self.progress: Weighing | None = None
        self.problem: Problem | None = None
        """Why they could not be weighed."""
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._begin)

    def open(self, project: Project | None) -> None:
        """Forget what was weighed, and weigh the rows of this project from now on."""
        self._project = project
        self.load = None
        self.forget()

    def forget(self) -> None:
        """Forget every weight: the rows are others now."""
        self.rest()
        self._known = {}
        self.weight = self.problem = None
        self._wanted = None

    def rest(self) -> None:
        """Stop weighing until it is wanted again."""
        self._rest.stop()
        self._wanted = None if self.weight is None else self._wanted
        self._stop()

    def want(self, site: Site, plan: Plan) -> None:
        """Weigh the rows for a plan, unless it is known already or under way."""
        before = self._wanted
        self._wanted = (site, plan)
        under_way = self.weight or self.problem or self._work.running or self._rest.isActive()
        if under_way and before is not None and _key(*before) == _key(site, plan):
            return
        self._stop()
        self.weight = self._known.get(_key(site, plan))
        self.problem = None
        if self.weight is None:
            if self.load is None:
                self._begin()  # the first look is worth more than a rest
            else:
                self._rest.start()
        self.changed.emit()

    def _stop(self) -> None:
        self.progress = None
        self._work.stop()

    def _begin(self) -> None:
        self._rest.stop()
        if self._wanted is None or self._project is None:
            return
        site, plan = self._wanted
        work = weighed(self._project, outlook.target(site, plan), outlook.rules(site), self._apart)
        self._work.begin(work, on_items=lambda items: self._hear(items, _key(site, plan)), on_problem=self._lose)

    def _hear(self, items: list[Load | Weight | Weighing], key: object) -> None:
        for item in items:
            if isinstance(item, Load):
                self.load = item
            elif isinstance(item, Weight):
                self._known[key] = self.weight = item
                self.progress = None
            else:
                self.progress = item
        self.changed.emit()

    def _lose(self, problem: Problem) -> None:
        self.problem = problem
        self.changed.emit()


def _key(site: Site, plan: Plan) -> object:
    """Return what a weight depends on: how tokens are counted, where rows are cut, and what leaves them."""
    meant = outlook.target(site, plan)
    return meant.vocabulary, meant.limit, outlook.rules(site)

"""Asking our engine what a plan will take: in the background, and no longer than the plan is what it was."""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.job import Plan
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.providers.estimating import Estimate, Rows
from desktop_app.work import measure
from desktop_app.work.sites import Site, Sites

_REST_MS = 800
"""So long nothing else may be chosen before steps are tried: that costs the computer more than counting rows."""


class Measurer(QObject):
    """Holds what was measured for the wanted plan; `changed` comes when that is something else."""

    changed = Signal()

    def __init__(self, background: Background, sites: Sites, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sites = sites
        self._known: dict[object, Estimate | None] = {}
        self._wanted: tuple[Site, Plan, Rows] | None = None
        self._work = OneTask(background, self)
        self.estimate: Estimate | None = None
        """What the plan takes; None while nobody knows."""
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._begin)

    @property
    def measuring(self) -> bool:
        """Tell whether steps are being tried."""
        return self._work.running

    def forget(self) -> None:
        """Measure anew when it is wanted again: the rows are others, or what the computer has free."""
        self.rest()
        self._known = {}

    def rest(self) -> None:
        """Stop measuring until it is wanted again; what could not be measured may be measured then."""
        self._rest.stop()
        self._known = {key: estimate for key, estimate in self._known.items() if estimate is not None}
        self._wanted = self.estimate = None
        self._work.stop()

    def want(self, site: Site, plan: Plan, rows: Rows) -> None:
        """Measure what a plan takes, unless it is known already, under way, or could not be measured before."""
        before, self._wanted = self._wanted, (site, plan, rows)
        key = _key(site, plan, rows)
        if before is not None and _key(*before) == key:
            return
        self._work.stop()
        self.estimate = self._known.get(key)
        if key not in self._known:
            self._rest.start()

    def _begin(self) -> None:
        if self._wanted is None:
            return
        site, plan, rows = self._wanted

        def found(estimate: Estimate | None) -> None:
            self._known[_key(site, plan, rows)] = self.estimate = estimate
            self.changed.emit()

        work = measure.measured(self._sites, plan, rows)
        # Where nothing can be measured now, the window's own guess stays; that is no fault worth a word.
        self._work.begin(work, on_done=found, on_problem=lambda _: found(None))
        self.changed.emit()


def _key(site: Site, plan: Plan, rows: Rows) -> object:
    """Return what an estimate depends on."""
    learned = (plan.base_model, plan.method, plan.epochs, plan.batch_size, tuple(sorted(plan.more.items())))
    return site.id, learned, rows

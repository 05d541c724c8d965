"""Where a training runs: a menu of places, and what keeps the chosen one from being used, with what mends it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.core.job import HERE
from desktop_app.core.problem import Problem
from desktop_app.gui.training import plan_words
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.work.sites import Site

_LETTERS = 12


class PlanWhere(QWidget):
    """A menu of this computer and the user's connections, and a way to add one; `chosen` carries the place's id."""

    chosen = Signal(str)
    provider_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menu = Menu(_LETTERS)
        self.add = QPushButton(self.tr("Add a provider…"))
        self.add.setProperty("look", "quiet")
        self.add.setToolTip(self.tr("Opens the preferences, where a provider and its key are entered."))
        self.add.clicked.connect(self.provider_wanted)
        self.menu.currentIndexChanged.connect(lambda _: self.chosen.emit(self.site_id))
        control = QWidget()
        row = FlowLayout(control)
        row.addWidget(self.menu)
        row.addWidget(self.add)
        field = Field(self.tr("Where it trains"), control)
        self.menu.setAccessibleName(self.tr("Where it trains"))
        control.setAccessibleName("")
        control.setFocusProxy(self.menu)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(field)

    @property
    def site_id(self) -> str:
        """Return the id of the chosen place."""
        return str(self.menu.currentData() or HERE)

    def show_sites(self, sites: Sequence[Site]) -> None:
        """Offer these places, the one chosen before still chosen; says `chosen` where that is gone."""
        before = self.site_id
        self.menu.blockSignals(True)
        self.menu.clear()
        for site in sites:
            self.menu.addItem(plan_words.place_name(site), site.id)
        self.menu.setCurrentIndex(max(0, self.menu.findData(before)))
        self.menu.blockSignals(False)
        self.menu.setToolTip(plain_tip(self.menu.currentText()))
        if self.site_id != before:
            self.chosen.emit(self.site_id)

    def choose(self, site_id: str) -> bool:
        """Choose a place; return whether it is there."""
        place = self.menu.findData(site_id)
        if place >= 0:
            self.menu.setCurrentIndex(place)
        return place >= 0


class PlanTrouble(QWidget):
    """A problem in three sentences, and beside trying again a button that leads to where it is mended."""

    provider_wanted = Signal()
    network_wanted = Signal()
    setup_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = ProblemView()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._view)

    @property
    def problem(self) -> Problem | None:
        """Return the problem that is on show."""
        return self._view.problem if not self.isHidden() else None

    def show_problem(self, problem: Problem, on_retry: Callable[[], None] | None) -> None:
        """Say what stands in the way."""
        self._view.show_problem(problem, on_retry)
        words, act = self._mends().get(problem.key, ("", None))
        self._view.offer_mending(words, act)
        self.show()

    def _mends(self) -> Mapping[str, tuple[str, Callable[[], None]]]:
        key = (self.tr("Enter the key…"), self.provider_wanted.emit)
        network = (self.tr("Open the network settings…"), self.network_wanted.emit)
        return {
            "offline": network,
            "provider_not_trusted": network,
            "certificate_not_usable": network,
            "key_missing": key,
            "key_moved": key,
            "key_store_locked": (self.tr("Look at the key…"), self.provider_wanted.emit),
            "provider_key_refused": key,
            "connection_gone": (self.tr("Add a provider…"), self.provider_wanted.emit),
            "engine_extra_missing": (self.tr("Set up training on this computer…"), self.setup_wanted.emit),
        }

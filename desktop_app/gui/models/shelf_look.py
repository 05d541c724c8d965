"""Looking which models there are: this computer and the project at once, a provider when somebody asks for it."""

from collections.abc import Coroutine
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_app.core.job import HERE
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.workspace import Workspace
from desktop_app.work import all_models
from desktop_app.work.all_models import Known, merged
from desktop_app.work.sites import Site, Sites

_MEMORY = ""
"""Who tells what is only remembered."""


class ShelfLook(QObject):
    """Knows what each place has told; a place that is asked again replaces what it told before."""

    changed = Signal()
    """There is something new, or some place is asked or has answered."""
    failed = Signal(str, object)
    """The id of a place that could not be asked, and the Problem."""

    def __init__(self, background: Background, sites: Sites, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._workspace = workspace
        self._lists: dict[str, list[Known]] = {}
        self._asking: dict[str, Task] = {}
        self.loaded = False
        """Whether this computer has told what it has, or why it cannot."""

    @property
    def known(self) -> list[Known]:
        """Return every model that is known."""
        told = [some for who, some in self._lists.items() if who != _MEMORY]
        return merged([*told, self._lists.get(_MEMORY, [])])

    @property
    def busy(self) -> bool:
        """Tell whether some place is still to answer."""
        return bool(self._asking)

    def asks(self, site_id: str) -> bool:
        """Tell whether a place is being asked."""
        return site_id in self._asking

    def look(self) -> None:
        """Ask this computer and the project."""
        project = self._workspace.project
        self._ask(_MEMORY, all_models.remembered(self._sites, project))
        self._ask(HERE, all_models.here(self._sites, project))

    def ask(self, site_id: str) -> None:
        """Ask one place; an earlier question to it is given up."""
        site, project = self._sites.site(site_id), self._workspace.project
        if site is None or site.here:
            self._ask(HERE, all_models.here(self._sites, project))
        else:
            self._ask(site_id, all_models.away(self._sites, site, project))
        self.changed.emit()

    def turn(self, site: Site) -> None:
        """Ask a provider, or stop asking it."""
        task = self._asking.pop(site.id, None)
        if task is not None:
            task.cancel()
            self.changed.emit()
        else:
            self.ask(site.id)

    def forget_project(self) -> None:
        """Forget what was remembered: it was of another project."""
        self._lists.pop(_MEMORY, None)

    def _ask(self, who: str, work: Coroutine[Any, Any, list[Known]]) -> None:
        old = self._asking.pop(who, None)
        if old is not None:
            old.cancel()
        told, refused = partial(self._on_found, who), partial(self._on_problem, who)
        task: Task = self._background.run(self, work, on_done=told, on_problem=refused)
        self._asking[who] = task
        task.ended.connect(lambda: self._on_asked(who, task))

    def _on_asked(self, who: str, task: Task) -> None:
        if self._asking.get(who) is task:
            del self._asking[who]
        self.changed.emit()

    def _on_found(self, who: str, found: list[Known]) -> None:
        self._lists[who] = found
        self.loaded = self.loaded or who == HERE

    def _on_problem(self, who: str, problem: Problem) -> None:
        self.loaded = self.loaded or who == HERE
        self.failed.emit(who, problem)

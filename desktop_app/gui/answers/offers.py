"""Looking which models can be asked, again and again: what a place offers is told as soon as it is known."""

from PySide6.QtCore import QObject, Signal

from desktop_app.core.problem import Problem
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.background import Background, Task
from desktop_app.gui.workspace import Workspace
from desktop_app.work.sites import Sites
from desktop_app.work.voices import Heard, heard


class Offers(QObject):
    """Knows the models of all places, as they were when it was last looked."""

    changed = Signal()
    """Some place has said what it offers."""
    ended = Signal()
    """Every place has said what it offers, or why it does not."""

    def __init__(self, workspace: Workspace, background: Background, sites: Sites, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self._looking: Task | None = None
        self._again = False
        self.looked = False
        """Whether every place was asked once."""
        self.choices = Choices()
        self.problem: Problem | None = None
        """Why nothing was heard of this computer, or of any place."""

    @property
    def busy(self) -> bool:
        """Tell whether some place is still to answer."""
        return self._looking is not None

    def look(self) -> None:
        """Look anew; who asks for it meanwhile is answered by another look."""
        if self._looking is not None:
            self._again = True
            return
        self.problem = None
        self.choices = self.choices.at(self._sites.all)
        self._looking = self._background.run(
            self,
            heard(self._sites, self._workspace.project),
            on_items=self._on_heard,
            on_problem=self._on_problem,
            on_end=self._on_looked,
        )

    def _on_heard(self, items: list[Heard]) -> None:
        for item in items:
            if item.site.here and item.trouble is not None:
                self.problem = item.trouble
            self.choices = self.choices.with_place(item)
        self.changed.emit()

    def _on_problem(self, problem: Problem) -> None:
        self.problem = problem

    def _on_looked(self) -> None:
        self._looking = None
        if self._again:
            self._again = False
            self.look()
        else:
            self.looked = True
            self.ended.emit()

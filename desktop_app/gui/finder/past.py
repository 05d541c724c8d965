"""What was searched before: one that is not finished is offered, all of them stand in a list."""

from PySide6.QtCore import QObject, Signal

from desktop_app.core.batch import Kind
from desktop_app.gui.background import Background
from desktop_app.gui.finder.past_dialog import PastSearches
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.workspace import Workspace
from desktop_app.store.batches import Line
from desktop_app.work import past_batches
from desktop_app.work.sites import Sites


class Past(QObject):
    """Fills the banner of the plan, and opens the list."""

    wanted = Signal(int)
    """The number of a search that is to be shown."""

    def __init__(self, workspace: Workspace, background: Background, sites: Sites, banner: Banner) -> None:
        super().__init__(banner)
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self._banner = banner

    def look(self) -> None:
        """Look whether a search is unfinished."""
        project = self._workspace.project
        if project is not None:
            found = past_batches.listed(project, (Kind.SWEEP,))
            # What cannot be read now is said when somebody opens the list.
            self._background.run(self, found, on_done=self._tell, on_problem=lambda _: None)

    def show_list(self) -> None:
        """Open the list of all searches."""
        project = self._workspace.project
        if project is not None:
            window = self._banner.window()
            dialog = PastSearches(project, self._background, self._sites, self.wanted.emit, window)
            dialog.on_gone = lambda _: self.look()
            dialog.open()

    def _tell(self, found: list[Line]) -> None:
        left = next((line for line in found if line.answered < line.size), None)
        self._banner.setVisible(left is not None)
        if left is not None:
            said = self.tr("A search ({0}) is not finished: it has {1} of {2}.")
            self._banner.tell(said.format(moment(left.made), number(left.answered), how_many.answers(left.size)))
            self._banner.set_button(self.tr("Show it"), lambda: self.wanted.emit(left.id))

"""Earlier searches: found by what was asked or answered, shown again, gone on with."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.core.batch import Kind
from desktop_app.gui.answers.earlier_dialog import EarlierDialog, Listing
from desktop_app.gui.background import Background
from desktop_app.store.project import Project
from desktop_app.work.sites import Sites


class PastSearches(EarlierDialog):
    """The searches of a project."""

    def __init__(
        self,
        project: Project,
        background: Background,
        sites: Sites,
        on_show: Callable[[int], None],
        parent: QWidget,
    ) -> None:
        super().__init__(project, background, sites, parent)
        self._on_show = on_show
        self.show_it = self.button(self.tr("Show"), self.act, main=True)
        self.finish(34, 26)
        self.draw()

    def listing(self) -> Listing:
        """Return what is listed."""
        return Listing(
            Kind.SWEEP,
            title=self.tr("Earlier searches"),
            find=self.tr("Find a search"),
            hint=self.tr("A word that was asked or answered"),
            listed=self.tr("Searches, the newest first"),
            counted=self.tr("{0} searches"),
            not_found=self.tr("No search has these words."),
            nothing=self.tr("Nothing has been searched yet. Every search is kept here by itself."),
            line=self.tr("{0}: {1} ({2} of {4})"),
        )

    def act(self) -> None:
        """Show the chosen search."""
        chosen = self.chosen
        if chosen is not None:
            self.accept()
            self._on_show(chosen.id)

    def draw(self) -> None:
        """Let those buttons be pressed that have something to act upon."""
        super().draw()
        self.show_it.setEnabled(self.chosen is not None)

"""What comes before many prompts are asked: what they cost and send away is found out, and said where it matters."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.batch import Column, Prompt
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.ahead_dialog import AheadDialog, in_a_line
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.store.project import Project
from desktop_app.work.ahead import Ahead, ahead
from desktop_app.work.sites import Sites


class Before(QObject):
    """Asks once for a batch of which anything leaves this computer; one that stays here begins at once."""

    ended = Signal()
    """It is known what a batch takes, or nobody wants to know it any more."""

    def __init__(self, background: Background, sites: Sites, over: QWidget) -> None:
        super().__init__(over)
        self._sites = sites
        self._over = over
        self._looking = OneTask(background, self)

    @property
    def looking(self) -> bool:
        """Tell whether it is being found out what a batch takes."""
        return self._looking.running

    def look(
        self,
        read: Callable[[], Sequence[Prompt]],
        columns: Sequence[Column],
        project: Project | None,
        begin: Callable[[str], None],
        repeats: int = 1,
    ) -> None:
        """Find out what it takes; `begin` is called with that in words, unless somebody decides against it."""
        if self.looking:
            return

        def found(what: Ahead) -> None:
            if what.outlay.hosts and what.prompts:
                AheadDialog(what, lambda: begin(in_a_line(what)), self._over.window()).open()
            elif what.prompts:
                begin(in_a_line(what))
            self.ended.emit()

        def failed(_: Problem) -> None:
            begin("")  # whoever asks meets the same problem, and it is said there
            self.ended.emit()

        self._looking.begin(ahead(self._sites, read, columns, repeats, project), on_done=found, on_problem=failed)

    def leave(self) -> None:
        """Forget what was being found out."""
        if self._looking.stop():
            self.ended.emit()

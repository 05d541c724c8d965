"""The end of a wizard: its rows go into the project, which is asked for where none is open."""

from PySide6.QtCore import QObject, Signal

from desktop_app.core.problem import Problem
from desktop_app.core.wizard import Wizard
from desktop_app.gui.background import Background
from desktop_app.gui.wizard.intake import Intake
from desktop_app.gui.workspace import Workspace
from desktop_app.work.draft import Draft
from desktop_app.work.intake import Imported


class Creating(QObject):
    """Puts the rows of one file at a time into the project and says `created` or `refused`."""

    project_wanted = Signal(object)
    """No project is open that the rows of this Draft could go to; `go_on` or `refuse` is the answer."""
    created = Signal(object, object)
    """An Imported, and the Intake whose rows are in the project."""
    refused = Signal(object)
    """The Problem that stood in the way; the rows are still there to try again."""
    ended = Signal()
    """Nothing is under way any more, in whatever way it ended."""

    def __init__(self, workspace: Workspace, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._going: tuple[Intake, Wizard] | None = None
        self._writing = self._left_alone = False

    @property
    def under_way(self) -> bool:
        """Tell whether rows are on their way into a project."""
        return self._going is not None

    @property
    def writing(self) -> bool:
        """Tell whether they are being written: that is brought to its end whatever happens to the wizard."""
        return self._writing

    def begin(self, intake: Intake, wizard: Wizard) -> None:
        """Put the rows into the open project, or ask for one first."""
        self._going, self._left_alone = (intake, wizard), False
        if self._workspace.project is None:
            self.project_wanted.emit(intake.draft)
        else:
            self.go_on()

    def drop(self) -> None:
        """Let go of rows that wait for their project; those that are being written go on, and nobody waits for them."""
        if self._writing:
            self._left_alone = True
        else:
            self._going = None

    def go_on(self) -> None:
        """Write the rows, now that there is a project, unless they were let go of while it was being made."""
        project = self._workspace.project
        if project is None or self._going is None or self._writing:
            return
        intake, wizard = self._going
        self._writing = True

        def created(imported: Imported) -> None:
            self._going, self._writing = None, False
            self.created.emit(imported, intake)
            self.ended.emit()

        self._background.run(self, intake.draft.adopt(project, wizard), on_done=created, on_problem=self.refuse)

    def refuse(self, problem: Problem) -> None:
        """Say why the rows cannot be put into a project, unless they were let go of while they waited for one.

        Where another file is on show by now, the window says it, and these rows go.
        """
        if self._going is None:
            return
        intake, _ = self._going
        self._going, self._writing = None, False
        if self._left_alone:
            self._background.run(self, _given_up(intake.draft, problem))
        else:
            self.refused.emit(problem)
        self.ended.emit()


async def _given_up(draft: Draft, problem: Problem) -> None:
    """Let go of rows that nobody waits for any more; the problem is told by whoever tells those of all work."""
    await draft.discard()
    raise problem

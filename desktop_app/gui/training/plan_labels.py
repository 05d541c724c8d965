"""Finding out in the background which classes the training rows have, once for each state of the rows."""

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.labelled import Counted, labels


class PlanLabels(QObject):
    """Holds what was found; `changed` comes when that is something else."""

    changed = Signal()

    def __init__(self, background: Background, apart: Apart | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._apart = apart
        self._project: Project | None = None
        self._work = OneTask(background, self)
        self.known = False
        """Whether the rows were looked at as they are now."""
        self.labels: Counted = None
        """How often each class is given; None while nobody has looked, and where answers are no classes."""

    def open(self, project: Project | None) -> None:
        """Look at the rows of this project from now on."""
        self._project = project
        self.labels = None
        self.forget()

    def forget(self) -> None:
        """Look again when it is wanted: the rows are others. What was found before stays meanwhile."""
        self._work.stop()
        self.known = False

    def want(self) -> None:
        """Look at the rows, unless that was done or is under way."""
        if self.known or self._work.running or self._project is None:
            return

        def found(counted: Counted) -> None:
            self.known, self.labels = True, counted
            self.changed.emit()

        work = labels(self._project, self._apart)
        # Whoever weighs the same rows tells what stands in the way of reading them.
        self._work.begin(work, on_done=found, on_problem=lambda _: found(None))

"""Packing a project with its models: what goes into the pack, where to, and how far it is."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.core.pack import SUFFIX
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.models.carrying_dialog import CarryingDialog
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number, size
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.tick import Tick
from desktop_app.providers.local import LocalEngine
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.pack import Contents, Packing, contents, pack


class PackDialog(CarryingDialog):
    """Says what the pack will hold and how large it is before it is written; cancelling leaves nothing behind."""

    packed = Signal(str)
    """The name of the file that was written."""

    def __init__(
        self, project: Project, engine: LocalEngine, background: Background, apart: Apart, parent: QWidget | None = None
    ) -> None:
        title, go_on = self.tr("Pack with models"), self.tr("Choose where to…")
        super().__init__(title, go_on, self.tr("How far the pack is"), parent)
        self._project = project
        self._engine = engine
        self._background = background
        self._apart = apart
        self._contents: Contents | None = None
        self._looking: Task | None = None
        self.bases = Tick(self.tr("Also the base models, so that the other computer needs no internet"))
        self.bases.toggled.connect(lambda _: self.look())
        self.go.clicked.connect(self.ask)
        about = self.tr(
            "One file with the project, its trainings and their models, to be opened on another computer. No key of "
            "yours is ever in it."
        )
        about_it = label(about, wrap=True, tone="muted")
        about_it.setMinimumHeight(1)
        self.arrange(about_it, self.said, self.bases)
        self.look()

    def look(self) -> None:
        """Find out what the pack would hold."""
        self.problem.hide()
        self.go.setEnabled(False)
        self.said.setText(self.tr("Looking what belongs to the project…"))
        if self._looking is not None:
            self._looking.cancel()  # what it would tell was asked for other ticks
        work = contents(self._project, self._engine, bases=self.bases.isChecked())
        self._looking = self._background.run(self, work, on_done=self._on_contents, on_problem=self._on_problem)

    def ask(self) -> QFileDialog:
        """Ask where the pack shall go, and write it there."""
        proposal = self._project.path.with_suffix(SUFFIX)
        filters = self.tr("Packs of TuneDesk (*{0})").format(SUFFIX)
        return choose_target(self, self.tr("Pack with models"), proposal, filters, lambda path: self.write(Path(path)))

    def write(self, target: Path) -> None:
        """Write the pack to this file."""
        if self._contents is None or self.task is not None:
            return
        self.problem.hide()
        self.bar.setValue(0)
        self._show_running(running=True)
        self.task = self._background.run(
            self,
            pack(self._project, self._apart, self._contents, target, bases=self.bases.isChecked()),
            on_items=self._on_items,
            on_done=lambda _: self._on_done(target),
            on_problem=self._on_problem,
        )
        self.task.ended.connect(self._on_end)

    def _show_running(self, *, running: bool) -> None:
        self.bar.setVisible(running)
        self.go.setEnabled(not running and self._contents is not None)
        self.bases.setEnabled(not running)
        self.cancel.setText(self.tr("Stop") if running else self.tr("Cancel"))

    def _on_contents(self, found: Contents) -> None:
        self._contents = found
        leaving = found.leaving
        one = self.tr("The project and one model of this computer, about {1}.")
        more = self.tr("The project and {0} models of this computer, about {1}.")
        said = [how_many.counted(len(leaving.models), one, more, size(found.bytes))]
        if leaving.bases and not self.bases.isChecked():
            said.append(
                self.tr("The other computer fetches the base model itself: {0}.").format(", ".join(leaving.bases))
            )
        if leaving.running:
            said.append(self.tr("Trainings that are not over stay here: {0}.").format(number(len(leaving.running))))
        if leaving.missing:
            said.append(
                self.tr("Trainings whose models are not here any more: {0}.").format(number(len(leaving.missing)))
            )
        self.said.setText(" ".join(said))
        self.go.setEnabled(True)

    def _on_items(self, items: list[Packing]) -> None:
        self.show_share(items[-1].done, items[-1].total)

    def _on_done(self, target: Path) -> None:
        self.packed.emit(target.name)
        self.accept()

    def _on_end(self) -> None:
        self.task = None
        self._show_running(running=False)

    def _on_problem(self, problem: Problem) -> None:
        if self._contents is None:
            self.said.setText("")
        self.problem.show_problem(problem, self.look)
        self.problem.show()

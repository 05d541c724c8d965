"""Opening a pack: what it holds and how large it is, then its project and models on this computer."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.pack import Manifest
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.models.carrying_dialog import CarryingDialog
from desktop_app.gui.widgets.amounts import at_moment, number, size
from desktop_app.providers.local import LocalEngine
from desktop_app.work.apart import Apart
from desktop_app.work.unpack import Unpacked, Unpacking, look, unpack


class UnpackDialog(CarryingDialog):
    """Looks into the pack first; nothing is written before somebody says so."""

    project_wanted = Signal(object)
    """The path of the project that was unpacked."""

    def __init__(
        self, pack: Path, folder: Path, engine: LocalEngine, background: Background, apart: Apart, parent: QWidget
    ) -> None:
        title, go_on = self.tr("Open a pack"), self.tr("Unpack it here")
        super().__init__(title, go_on, self.tr("How far the unpacking is"), parent)
        self._pack = pack
        self._folder = folder
        self._engine = engine
        self._background = background
        self._apart = apart
        self._manifest: Manifest | None = None
        self._made: Path | None = None
        self.said.setText(self.tr("Looking into {0}…").format(pack.name))
        self.go.clicked.connect(self._go)
        self.arrange(self.said)
        background.run(self, look(pack, apart), on_done=self._on_looked, on_problem=self._on_problem)

    def _on_looked(self, manifest: Manifest) -> None:
        self._manifest = manifest
        one = self.tr("The project “{0}”, packed {1}, with one model. It takes {3} and goes to {4}.")
        more = self.tr("The project “{0}”, packed {1}, with {2} models. It takes {3} and goes to {4}.")
        words = one if len(manifest.models) == 1 else more
        models = number(len(manifest.models))
        said = words.format(manifest.project, at_moment(manifest.made), models, size(manifest.bytes), self._folder)
        if manifest.bases and not manifest.with_bases:
            said += " " + self.tr("Its models answer once their base model is here: {0}.").format(
                ", ".join(manifest.bases)
            )
        self.said.setText(said)
        self.go.setEnabled(True)
        self.go.setFocus()

    def _go(self) -> None:
        if self._made is not None:
            self.project_wanted.emit(self._made)
            self.accept()
        elif self._manifest is not None and self.task is None:
            self._unpack(self._manifest)

    def _unpack(self, manifest: Manifest) -> None:
        self.problem.hide()
        self.bar.show()
        self.go.setEnabled(False)
        self.cancel.setText(self.tr("Stop"))
        self.task = self._background.run(
            self,
            unpack(self._pack, manifest, self._folder, self._engine, self._apart),
            on_items=self._on_items,
            on_problem=self._on_problem,
        )
        self.task.ended.connect(self._on_end)

    def _on_items(self, items: list[Unpacking | Unpacked]) -> None:
        for item in items:
            if isinstance(item, Unpacked):
                self._on_unpacked(item)
            else:
                self.show_share(item.done, item.total)

    def _on_unpacked(self, done: Unpacked) -> None:
        self._made = done.project
        said = [self.tr("The project is unpacked as {0}.").format(done.project.name)]
        if done.arrived.bases_missing:
            words = self.tr("Its models answer once this base model is here: {0}. Fetch it under Models, Get models.")
            said.append(words.format(", ".join(done.arrived.bases_missing)))
        if done.arrived.bases_other:
            words = self.tr(
                "The base model {0} here is another one than its models were made from; they may answer otherwise."
            )
            said.append(words.format(", ".join(done.arrived.bases_other)))
        self.said.setText(" ".join(said))

    def _on_end(self) -> None:
        self.task = None
        self.bar.hide()
        self.cancel.setText(self.tr("Close") if self._made is not None else self.tr("Cancel"))
        self.go.setText(self.tr("Open the project") if self._made is not None else self.tr("Unpack it here"))
        self.go.setEnabled(self._manifest is not None)
        self.go.setFocus()

    def _on_problem(self, problem: Problem) -> None:
        if self._manifest is None:
            self.said.setText(self._pack.name)
        self.problem.show_problem(problem)
        self.problem.show()

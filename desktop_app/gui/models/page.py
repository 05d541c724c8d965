"""The models page: base models to be had, and what was trained on this computer."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.change import Change
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.models.base_list import BaseList
from desktop_app.gui.models.tuned_list import TunedList
from desktop_app.gui.theme.spacing import LARGE
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.workspace import Workspace
from desktop_app.providers.local import BaseModel, LocalEngine
from desktop_app.providers.models import Model
from desktop_app.work import models

Found = tuple[list[BaseModel], list[Model]]


async def _look(engine: LocalEngine) -> Found:
    return await engine.base_models(), await models.tuned(engine)


async def _delete(engine: LocalEngine, model_id: str) -> Found:
    """Delete a tuned model and return what is left."""
    await models.delete(engine, model_id)
    return await _look(engine)


class ModelsPage(Page):
    """Lists every model of this computer; it looks each time it is shown."""

    compare_wanted = Signal(str)

    def __init__(
        self, background: Background, engine: LocalEngine, workspace: Workspace, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.set_title(self.tr("Models"), self.tr("The models on this computer: to train from, and trained by you."))
        self._background = background
        self._engine = engine
        self._workspace = workspace
        self._looking: Task | None = None
        self._known = False
        self._bases = BaseList(background, engine)
        self._tuned = TunedList()
        self._bases.ready.connect(lambda _: self._look())
        self._tuned.compare_wanted.connect(self.compare_wanted)
        self._tuned.delete_wanted.connect(self._delete)
        workspace.changed.connect(self._on_changed)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(LARGE)
        box.addWidget(self._bases)
        box.addWidget(self._tuned)
        box.addStretch(1)
        self.set_content(content, scrolls=True)

    @property
    def bases(self) -> BaseList:
        """Return the list of base models."""
        return self._bases

    @property
    def tuned(self) -> TunedList:
        """Return the list of tuned models."""
        return self._tuned

    def showEvent(self, event: QShowEvent) -> None:
        """Look what there is now."""
        super().showEvent(event)
        self._look()

    def _on_changed(self, change: Change) -> None:
        if change.jobs and self.isVisible():
            self._look()

    def _look(self) -> None:
        if self._looking is not None:
            return
        if not self._known:
            sentence = self.tr("Starting the training engine on this computer. The first time takes up to a minute.")
            self.show_busy(sentence, None)
        self._looking = self._background.run(
            self, _look(self._engine), on_done=self._on_found, on_problem=self._on_problem, on_end=self._on_looked
        )

    def _on_looked(self) -> None:
        self._looking = None

    def _on_found(self, found: Found) -> None:
        self._known = True
        bases, tuned = found
        self._bases.show_models(bases)
        self._tuned.show_models(tuned)
        self.show_content()

    def _on_problem(self, problem: Problem) -> None:
        """Where the lists are known already, they stay; the next look will be right again."""
        if not self._known:
            self.show_problem(problem, self._look)

    def _delete(self, model_id: str) -> None:
        self._background.run(
            self,
            _delete(self._engine, model_id),
            on_done=self._on_deleted,
            on_problem=self._tuned.show_problem,
        )

    def _on_deleted(self, found: Found) -> None:
        self._on_found(found)
        self._workspace.announce(Change(jobs=True))

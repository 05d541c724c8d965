"""Where a training is planned: the form, the fetching of a missing model, and what stands in the way."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.job import Plan
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.theme.spacing import LARGE
from desktop_app.gui.training.plan_form import Data, PlanForm
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.fetch_model import FetchModel
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers.local import BaseModel, Hardware, LocalEngine


async def _look(engine: LocalEngine) -> tuple[Hardware, list[BaseModel]]:
    """Return what this computer has and which base models there are."""
    return await engine.hardware(), await engine.base_models()


class PlanCard(QWidget):
    """Asks the engine what there is, and offers the plan; `ready_changed` says whether it can be started."""

    ready_changed = Signal(bool)

    def __init__(self, background: Background, engine: LocalEngine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._engine = engine
        self._looking: Task | None = None
        self._known = False
        self._form = PlanForm()
        self._fetch = FetchModel(background, engine)
        self._busy = Busy()
        self._problem = ProblemView()
        self._form.changed.connect(self._draw)
        self._fetch.ready.connect(lambda _: self.look())
        self._fetch.done.connect(self._form.model_menu.setFocus)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(LARGE)
        for part in (self._problem, self._busy, self._form, self._fetch):
            box.addWidget(part)
        box.addStretch(1)
        for part in (self._problem, self._busy, self._fetch, self._form):
            part.hide()

    @property
    def plan(self) -> Plan:
        """Return what the user decided."""
        return self._form.plan

    @property
    def model_menu(self) -> QComboBox:
        """Return the menu of base models; its data are their ids."""
        return self._form.model_menu

    @property
    def fetch_button(self) -> QPushButton:
        """Return the button that fetches a base model which is not here yet."""
        return self._fetch.button

    @property
    def can_start(self) -> bool:
        """Tell whether the training can be started now."""
        return self._known and not self._form.isHidden() and self._form.can_start

    def show_data(self, data: Data) -> None:
        """Tell how many rows there are to learn from."""
        self._form.show_data(data)

    def look(self) -> None:
        """Ask the engine what this computer has; what is known already stays on the screen meanwhile."""
        if self._looking is not None:
            return
        self._problem.hide()
        if not self._known:
            self._busy.begin()
            sentence = self.tr("Starting the training engine on this computer. The first time takes up to a minute.")
            self._busy.tell(sentence, None, None)
            self._busy.show()
        self._looking = self._background.run(
            self, _look(self._engine), on_done=self._on_found, on_problem=self._on_unknown, on_end=self._on_looked
        )

    def show_problem(self, problem: Problem, on_retry: Callable[[], None] | None) -> None:
        """Say what stands in the way, above the plan."""
        self._problem.show_problem(problem, on_retry)
        self._problem.show()

    def clear_problem(self) -> None:
        """Forget the problem on show."""
        self._problem.hide()

    def _on_looked(self) -> None:
        self._looking = None
        self._busy.hide()

    def _on_found(self, found: tuple[Hardware, list[BaseModel]]) -> None:
        hardware, models = found
        self._known = True
        self._form.setVisible(hardware.engine_installed)
        if not hardware.engine_installed:
            self.show_problem(Problem("engine_extra_missing"), self.look)
        self._form.show_models(models, hardware)

    def _on_unknown(self, problem: Problem) -> None:
        self.show_problem(problem, self.look)
        self.ready_changed.emit(self.can_start)

    def _draw(self) -> None:
        model = self._form.model
        missing = model is not None and not model.ready and not self._form.isHidden()
        if missing and model is not None:
            self._fetch.show_model(model)
        elif not missing:
            self._fetch.leave()
        self._fetch.setVisible(missing)
        self.ready_changed.emit(self.can_start)

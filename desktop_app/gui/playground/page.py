"""The playground: base and tuned model answer the same prompts, side by side."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.job import Job
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.playground.answer_models import Choice, first_pair, look
from desktop_app.gui.playground.comparison import Comparison
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.workspace import Workspace
from desktop_app.providers.local import LocalEngine
from desktop_app.store import jobs


class PlaygroundPage(Page):
    """Knows which models can be asked; the comparison itself is its content."""

    training_wanted = Signal()

    def __init__(
        self, workspace: Workspace, background: Background, engine: LocalEngine, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.set_title(self.tr("Playground"), self.tr("Ask the base model and your tuned model the same, and compare."))
        self._workspace = workspace
        self._background = background
        self._engine = engine
        self._choice = Choice((), ())
        self._wanted = ""
        self._looking: Task | None = None
        self._again = False
        self._comparison = Comparison(workspace, background, engine)
        self._comparison.asking_changed.connect(self._on_asking)
        self.set_content(self._comparison.board, scrolls=True)
        self._ask = self.set_primary(self.tr("Ask both"), self._comparison.ask_both)
        self._ask.setToolTip(self.tr("Ctrl+Enter"))
        self._ask.hide()
        self._add_keys()

    def _add_keys(self) -> None:
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            ask = QShortcut(QKeySequence(key), self)  # wherever the focus is, as long as the page is on show
            ask.activated.connect(self._ask.click)
        stop = QShortcut(QKeySequence("Esc"), self)
        stop.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        stop.activated.connect(self._comparison.stop)

    @property
    def comparison(self) -> Comparison:
        """Return the comparison that is the content of this page."""
        return self._comparison

    @property
    def results(self) -> list[tuple[str, str, str, str]]:
        """Return prompt, expected answer, base answer and tuned answer of all that both models have answered."""
        return self._comparison.results

    @property
    def asking(self) -> bool:
        """Tell whether the models are being asked."""
        return self._comparison.asking

    def show_model(self, tuned: str) -> None:
        """Compare this tuned model with its base, as soon as both are known to be there."""
        self._wanted = tuned
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Look which models there are now, and how long answers are."""
        super().showEvent(event)
        self._comparison.look()
        self._refresh()

    def _refresh(self) -> None:
        if self._looking is not None or self.asking:
            self._again = True
            return
        if not self._choice.tuned:
            self._ask.hide()
            sentence = self.tr(
                "Looking which models are on this computer. The first start of the engine can take a minute."
            )
            self.show_busy(sentence, None)
        self._looking = self._background.run(
            self, look(self._engine), on_done=self._on_models, on_problem=self._on_problem, on_end=self._on_looked
        )

    def _on_looked(self) -> None:
        self._looking = None
        self._look_again()

    def _look_again(self) -> None:
        """Look once more for whoever wanted it while that could not be."""
        if self._again:
            self._again = False
            self._refresh()

    def _on_problem(self, problem: Problem) -> None:
        if not self._choice.tuned:
            self._ask.hide()
            self.show_problem(problem, self._refresh)

    def _on_models(self, choice: Choice) -> None:
        if choice.tuned:
            self._offer(choice)
            self._ask.show()
            self.show_content()
            return
        self._choice = choice
        self._ask.hide()
        self.show_empty(
            "messages-square",
            self.tr("No model has been trained on this computer yet. Once one is, its answers stand here."),
            self.tr("Train a model"),
            self.training_wanted.emit,
        )

    def _offer(self, choice: Choice) -> None:
        """Keep the pair that is compared, unless a model is gone, newly trained or wanted."""
        pair = self._comparison.pair
        fresh = set(choice.tuned) - set(self._choice.tuned)
        if self._wanted or fresh or not set(pair) <= set(choice.all):
            pair = first_pair(choice, self._jobs(), self._wanted)
        if choice != self._choice or pair != self._comparison.pair:
            self._comparison.offer(choice.all, pair)
        self._choice = choice
        if not self._again:
            self._wanted = ""

    def _jobs(self) -> list[Job]:
        project = self._workspace.project
        if project is None:
            return []
        with project.reading() as connection:
            return jobs.all_jobs(connection)

    def _on_asking(self, asking: bool) -> None:
        self._ask.setEnabled(not asking)
        if not asking:
            self._look_again()

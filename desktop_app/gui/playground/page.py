"""The playground: models answer the same prompts, side by side."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.job import Job
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.no_models import NoModels
from desktop_app.gui.answers.voices import Choices, first_voices
from desktop_app.gui.background import Background, Task
from desktop_app.gui.playground.comparison import Comparison
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.workspace import Workspace
from desktop_app.store import jobs
from desktop_app.work.sites import Sites
from desktop_app.work.voices import Heard, heard


class PlaygroundPage(Page):
    """Knows which models can be asked; the comparison itself is its content."""

    training_wanted = Signal()
    provider_wanted = Signal()

    def __init__(
        self, workspace: Workspace, background: Background, sites: Sites, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.set_title(self.tr("Compare"), self.tr("Ask several models the same, and compare what they answer."))
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self._choices = Choices()
        self._wanted: tuple[str, str] | None = None
        self._known: dict[str, set[str]] = {}
        """The models that were offered before, by place."""
        self._problem: Problem | None = None
        self._looking: Task | None = None
        self._again = False
        self._comparison = Comparison(workspace, background, sites)
        self._comparison.asking_changed.connect(self._on_asking)
        self.set_content(self._comparison.board, scrolls=True)
        self._nothing = NoModels(background, sites)
        self._nothing.ready.connect(lambda _: self._refresh())
        self._nothing.provider_wanted.connect(self.provider_wanted)
        self._nothing.training_wanted.connect(self.training_wanted)
        self.set_empty(self._nothing)
        self._ask = self.set_primary(self.tr("Ask"), self._comparison.ask)
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
    def results(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return prompt, expected answer and each column's answer, of all that every column has answered."""
        return [(p.text, p.expected, tuple(one.text for one in answers)) for p, answers in self._comparison.results]

    @property
    def models(self) -> list[str]:
        """Return the ids of the models that are compared, in their order."""
        return [voice.model for voice in self._comparison.voices]

    @property
    def asking(self) -> bool:
        """Tell whether the models are being asked."""
        return self._comparison.asking

    def show_model(self, tuned: str, site: str = "") -> None:
        """Compare this tuned model, at this place or any, with its base, as soon as both are known to be there."""
        self._wanted = (site, tuned)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Look which models there are now, and how the data asks and answers."""
        super().showEvent(event)
        self._comparison.look()
        self._refresh()

    def _refresh(self) -> None:
        if self._looking is not None or self.asking:
            self._again = True
            return
        if not self._choices.voices:
            self._ask.hide()
            sentence = self.tr("Looking which models there are. The first start of the engine can take a minute.")
            self.show_busy(sentence, None)
        self._problem = None
        self._looking = self._background.run(
            self,
            heard(self._sites, self._workspace.project),
            on_items=self._on_heard,
            on_done=lambda _: self._on_all_heard(),
            on_problem=self._on_problem,
            on_end=self._on_looked,
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
        if not self._choices.voices:
            self._ask.hide()
            self.show_problem(problem, self._refresh)

    def _on_heard(self, items: list[Heard]) -> None:
        """Offer what a place has as soon as it is known; a slow place keeps nobody from asking the others."""
        for item in items:
            if item.site.here and item.trouble is not None:
                self._problem = item.trouble
            self._choices = self._choices.with_place(item)
        if self._choices.voices:
            self._offer()
            self._ask.show()
            self.show_content()

    def _on_all_heard(self) -> None:
        if self._choices.voices:
            if not self._again:
                self._wanted = None
            return
        self._ask.hide()
        if self._problem is not None:
            self.show_problem(self._problem, self._refresh)
            return
        self._nothing.look()
        self.show_nothing()

    def _offer(self) -> None:
        """Keep the models that are compared, unless one is gone, newly trained or wanted."""
        self._comparison.offer(self._choices)
        fresh = [
            one
            for site, one in self._choices.all
            if one.tuned and site.id in self._known and one.voice.model not in self._known[site.id]
        ]
        chosen = self._comparison.voices
        gone = [voice for voice in chosen if self._choices.find(voice.site, voice.model) is None]
        there = self._wanted is not None and self._choices.find(*self._wanted) is not None
        if not chosen or there or fresh or gone:
            self._comparison.compare(first_voices(self._choices, self._jobs(), self._wanted))
        self._known = {each.site.id: {one.voice.model for one in each.offered} for each in self._choices.heard}

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

"""A page that asks models: it looks which there are, says so while it looks, and leads to one where there is none."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.core.batch import Voice
from desktop_app.gui.answers.no_models import NoModels
from desktop_app.gui.answers.offers import Offers
from desktop_app.gui.answers.voices import first_voices
from desktop_app.gui.background import Background
from desktop_app.gui.esc import ESC, esc_comes
from desktop_app.gui.widgets.key_name import key_name
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.workspace import Workspace
from desktop_app.store import jobs
from desktop_app.work.sites import Sites


class AskingPage(Page):
    """Knows the `offers`; what is asked, and when content is shown, is the business of each page."""

    training_wanted = Signal()
    provider_wanted = Signal()

    def __init__(
        self, workspace: Workspace, background: Background, sites: Sites, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self._left: QShortcut | None = None
        self._goes_on: Callable[[], bool] = lambda: False
        self.offers = Offers(workspace, background, sites, self)
        self._no_models: NoModels | None = None
        self.offers.ended.connect(self._look_for_ways)

    @property
    def no_models(self) -> NoModels:
        """Return the ways to a model, which few ever see: they are made when they are first wanted."""
        return self._make_ways()

    def add_keys(self, act: QPushButton, leave: Callable[[], None], goes_on: Callable[[], bool]) -> None:
        """Let Ctrl+Enter press the button while the page is on show, and Esc leave what goes on in it, if it does."""
        act.setToolTip(key_name("Ctrl+Return"))
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            pressed = QShortcut(QKeySequence(key), self)
            pressed.activated.connect(act.click)
        self._goes_on = goes_on
        self._left = QShortcut(ESC, self)
        self._left.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._left.activated.connect(leave)

    def event(self, event: QEvent) -> bool:
        """Leave Esc to a notice where nothing goes on."""
        if esc_comes(event) and self._left is not None:
            self._left.setEnabled(self._goes_on())
        return super().event(event)

    def show_no_models(self) -> None:
        """Show why there is no model to ask: it is being looked, nobody could be asked, or there is none yet."""
        if self.offers.busy or not self.offers.looked:
            sentence = self.tr("Looking which models there are. The first start of the engine can take a minute.")
            self.show_busy(sentence, None)
        elif self.offers.problem is not None:
            self.show_problem(self.offers.problem, self._try_again)
        else:
            self._make_ways()
            self.show_nothing()

    def first_voices(self, wanted: tuple[str, str] | None = None) -> list[Voice]:
        """Return base and tuned model, those one would ask first; see `answers.voices.first_voices`."""
        project = self._workspace.project
        if project is None:
            return first_voices(self.offers.choices, [], wanted)
        with project.reading() as connection:
            known = jobs.all_jobs(connection)
        return first_voices(self.offers.choices, known, wanted)

    def _make_ways(self) -> NoModels:
        if self._no_models is None:
            self._no_models = made = NoModels(self._background, self._sites)
            made.ready.connect(lambda _: self.offers.look())
            made.provider_wanted.connect(self.provider_wanted)
            made.training_wanted.connect(self.training_wanted)
            self.set_empty(made)
        return self._no_models

    def _try_again(self) -> None:
        self.offers.look()
        self.show_no_models()

    def _look_for_ways(self) -> None:
        """Find out which model could be fetched, where there is none."""
        if not self.offers.choices.voices and self.offers.problem is None:
            self.no_models.look()

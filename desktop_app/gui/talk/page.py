"""The conversation room: one talks with up to three models over several turns."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.batch import Voice
from desktop_app.core.job import Job
from desktop_app.gui.answers.offers import Offers
from desktop_app.gui.answers.voices import first_voices
from desktop_app.gui.background import Background
from desktop_app.gui.talk.conversation import Conversation
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.workspace import Workspace
from desktop_app.store import jobs
from desktop_app.work.sites import Sites


class TalkPage(Page):
    """Knows which models can be talked with; the conversation itself is its content."""

    training_wanted = Signal()
    problem_found = Signal(object)
    """A Problem that has no place of its own here."""

    def __init__(
        self, workspace: Workspace, background: Background, sites: Sites, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.set_title(self.tr("Conversation"), self.tr("Talk with a model over several turns, or with three at once."))
        self._workspace = workspace
        self._offers = Offers(workspace, background, sites, self)
        self._offers.changed.connect(self._offer)
        self._offers.ended.connect(self._on_all_heard)
        self.conversation = Conversation(workspace, background, sites, self)
        self.conversation.problem.connect(self.problem_found)
        self.set_content(self.conversation.board, scrolls=True)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            send = QShortcut(QKeySequence(key), self)  # wherever the focus is, as long as the page is on show
            send.activated.connect(self.conversation.board.send.click)
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.conversation.leave)
        workspace.opened.connect(self._look_if_shown)

    @property
    def asking(self) -> bool:
        """Tell whether models are being asked."""
        return self.conversation.asking

    def showEvent(self, event: QShowEvent) -> None:
        """Look which models there are now, and how the data asks and answers."""
        super().showEvent(event)
        self.conversation.look()
        self._look()

    def _look_if_shown(self) -> None:
        if self.isVisible():
            self._look()

    def _look(self) -> None:
        if not self._offers.choices.voices:
            sentence = self.tr("Looking which models there are. The first start of the engine can take a minute.")
            self.show_busy(sentence, None)
        self._offers.look()

    def _offer(self) -> None:
        choices = self._offers.choices
        if not choices.voices:
            return
        self.conversation.offer(choices)
        if not self.conversation.board.heads.all:
            self.conversation.talk_with(self._first())
        self.show_content()

    def _first(self) -> list[Voice]:
        """Return the model that was tuned last, or else the first one there is."""
        return first_voices(self._offers.choices, self._jobs(), None)[-1:]

    def _jobs(self) -> list[Job]:
        project = self._workspace.project
        if project is None:
            return []
        with project.reading() as connection:
            return jobs.all_jobs(connection)

    def _on_all_heard(self) -> None:
        if self._offers.choices.voices:
            return
        if self._offers.problem is not None:
            self.show_problem(self._offers.problem, self._look)
            return
        self.show_empty(
            "messages-square",
            self.tr("There is no model to talk with yet. Once one is trained, you can talk with it here."),
            self.tr("Train a model"),
            self.training_wanted.emit,
        )

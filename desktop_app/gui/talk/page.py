"""The conversation room: one talks with up to three models over several turns."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.gui.answers.asking_page import AskingPage
from desktop_app.gui.background import Background
from desktop_app.gui.talk.conversation import Conversation
from desktop_app.gui.workspace import Workspace
from desktop_app.work.sites import Sites


class TalkPage(AskingPage):
    """Decides which model one talks with first; the conversation itself is its content."""

    problem_found = Signal(object)
    """A Problem that has no place of its own here."""

    def __init__(
        self, workspace: Workspace, background: Background, sites: Sites, parent: QWidget | None = None
    ) -> None:
        super().__init__(workspace, background, sites, parent)
        self.set_title(self.tr("Conversation"), self.tr("Talk with a model over several turns, or with three at once."))
        self.offers.changed.connect(self._offer)
        self.offers.ended.connect(self._on_all_heard)
        self.conversation = Conversation(workspace, background, sites, self)
        self.conversation.problem.connect(self.problem_found)
        self.set_content(self.conversation.board, scrolls=True)
        self.add_keys(self.conversation.board.send, self.conversation.leave, lambda: self.conversation.going_on)
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
        self.offers.look()
        if not self.offers.choices.voices:
            self.show_no_models()

    def _offer(self) -> None:
        if self.offers.choices.voices:
            self.conversation.offer(self.offers.choices)
            if not self.conversation.board.heads.all:
                self.conversation.talk_with(self.first_voices()[-1:])  # the one that was tuned last, if any
            self.show_content()

    def _on_all_heard(self) -> None:
        if not self.offers.choices.voices:
            self.show_no_models()

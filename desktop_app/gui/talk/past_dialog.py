"""Earlier conversations: found by what was said, gone on with, renamed, removed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QInputDialog, QWidget

from desktop_app.core.batch import Kind
from desktop_app.gui.answers.earlier_dialog import EarlierDialog, Listing
from desktop_app.gui.background import Background
from desktop_app.store.batches import Line
from desktop_app.store.project import Project
from desktop_app.work import talk
from desktop_app.work.sites import Sites


@dataclass(frozen=True, slots=True)
class Hands:
    """What the room does about an earlier conversation."""

    show: Callable[[talk.Remembered], None]
    renamed: Callable[[str, str], None]
    """Called with the mark of a conversation and its new title."""
    removed: Callable[[str], None]


class PastTalks(EarlierDialog):
    """The conversations of a project."""

    def __init__(self, project: Project, background: Background, sites: Sites, hands: Hands, parent: QWidget) -> None:
        super().__init__(project, background, sites, parent)
        self._hands = hands
        self.on_gone = lambda line: hands.removed(line.mark)
        self.rename = self.aside(self.tr("Rename…"), self._ask_title)
        self.open_button = self.button(self.tr("Go on with it"), self.act, main=True)
        self.finish(34, 26)
        self.draw()

    def listing(self) -> Listing:
        """Return what is listed."""
        return Listing(
            Kind.TALK,
            title=self.tr("Earlier conversations"),
            find=self.tr("Find a conversation"),
            hint=self.tr("A word that was said or answered"),
            listed=self.tr("Conversations, the newest first"),
            counted=self.tr("{0} conversations"),
            not_found=self.tr("No conversation has these words."),
            nothing=self.tr("No conversation was held yet. What is said is kept here by itself."),
            line=self.tr("{0}: {1} ({3})"),
        )

    def act(self) -> None:
        """Go on with the chosen conversation."""
        chosen = self.chosen
        if chosen is not None:
            opening = talk.remembered(self.project, chosen.id)
            self.background.run(self, opening, on_done=self._give, on_problem=self.say)

    def draw(self) -> None:
        """Let those buttons be pressed that have something to act upon."""
        super().draw()
        for button in (self.rename, self.open_button):
            button.setEnabled(self.chosen is not None)

    def _give(self, found: talk.Remembered) -> None:
        self.accept()
        self._hands.show(found)

    def _ask_title(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Rename the conversation"))
        dialog.setLabelText(self.tr("What is it called?"))
        dialog.setTextValue(chosen.title)
        dialog.textValueSelected.connect(lambda title: self._rename(chosen, title))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _rename(self, line: Line, title: str) -> None:
        named = " ".join(title.split())
        if not named:
            return

        def done(_: None) -> None:
            self._hands.renamed(line.mark, named)
            self.look()

        self.background.run(self, talk.rename(self.project, line.id, named), on_done=done, on_problem=self.say)

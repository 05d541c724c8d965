"""Does my task want fine-tuning or embeddings? Five questions, and an advice that follows each answer at once."""

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.fitting import Needs, Plenty, Suggestion, Tried, Wish, advise
from desktop_app.gui.help.questions import Question
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, READING, SMALL
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.page import Page


class AdvicePage(Page):
    """Asks nothing of anybody: the advice is worked out here from the answers."""

    room_wanted = Signal(str)
    """The room that the advice leads to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.set_title(
            self.tr("Does my task want fine-tuning or embeddings?"),
            self.tr("Answer what you know; the advice changes with each answer. Nothing leaves this computer."),
        )
        self.wish = Question(
            self.tr("What shall come out?"),
            (
                (Wish.WRITE, self.tr("A text in a certain style or form")),
                (Wish.SORT, self.tr("One label from a list")),
                (Wish.FIND, self.tr("Those of my texts that fit best")),
            ),
        )
        self.changing = self._yes_or_no(self.tr("Must the answer hold facts that change or stand in your documents?"))
        self.shifting = self._yes_or_no(self.tr("Do new labels come often, or are there more than about fifty?"))
        self.plenty = Question(
            self.tr("How many examples with the right answer have you got?"),
            (
                (Plenty.SOME, self.tr("10 to 500")),
                (Plenty.FEW, self.tr("Fewer than 10")),
                (Plenty.MANY, self.tr("More than 500")),
            ),
        )
        self.tried = Question(
            self.tr("How does a model answer that is only told in words what to do?"),
            (
                (Tried.NO, self.tr("I have not tried that")),
                (Tried.WELL, self.tr("Well enough")),
                (Tried.BADLY, self.tr("Not well enough")),
            ),
        )
        self._headline = label(size="heading", wrap=True)
        self._reason = label(wrap=True)
        self.go = QPushButton()
        self.go.clicked.connect(lambda: self.room_wanted.emit(self.advice.room))
        for question in self._questions:
            question.answered.connect(self._draw)
        self.set_content(self._body(), scrolls=True)
        self._draw()

    @property
    def advice(self) -> Suggestion:
        """Return the advice for the answers so far."""
        return advise(
            Needs(
                cast("Wish", self.wish.value),
                cast("Plenty", self.plenty.value),
                cast("Tried", self.tried.value),
                changing=bool(self.changing.value),
                shifting=bool(self.shifting.value),
            )
        )

    @property
    def _questions(self) -> tuple[Question, ...]:
        return (self.wish, self.changing, self.shifting, self.plenty, self.tried)

    def _yes_or_no(self, words: str) -> Question:
        return Question(words, ((False, self.tr("No")), (True, self.tr("Yes"))))

    def _body(self) -> QWidget:
        card = QFrame()
        card.setProperty("surface", "card")
        told = QVBoxLayout(card)
        told.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        told.setSpacing(SMALL)
        told.addWidget(self._headline)
        told.addWidget(self._reason)
        told.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeading)
        column = QWidget()
        column.setMaximumWidth(READING + 2 * LARGE)
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, SMALL, 0)
        box.setSpacing(LARGE)
        box.addWidget(card)  # above the questions: so it stays in view while they are answered
        for question in self._questions:
            box.addWidget(question)
        box.addStretch(1)
        outer = QWidget()  # the column's own width decides how high its words are, not that of the page
        beside = QHBoxLayout(outer)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(column, 1)
        beside.addStretch(0)
        return outer

    def _draw(self) -> None:
        """Ask only what matters to the wish, and say what suits."""
        wish = self.wish.value
        self.changing.setVisible(wish is Wish.WRITE)
        self.shifting.setVisible(wish is Wish.SORT)
        for question in (self.plenty, self.tried):
            question.setVisible(wish is not Wish.FIND)
        advice = self.advice
        headline, reason = say(advice.headline), say(advice.reason)
        if self._headline.text() != headline:
            self._headline.setText(headline)
            self._reason.setText(reason)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{headline} {reason}"))
        self.go.setText(
            {
                "start": self.tr("Begin with my rows"),
                "playground": self.tr("Ask models in the playground"),
                "make": self.tr("Let a model write drafts of rows"),
                "meaning": self.tr("Compare meanings"),
            }[advice.room]
        )

"""Two answers side by side, of which nobody says whose they are, and what can be said of them."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.ballots import Verdict
from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.direction import direction_of
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label

_KEYS = {Verdict.LEFT: "Left", Verdict.TIE: "Up", Verdict.BOTH_BAD: "Down", Verdict.RIGHT: "Right"}
_LETTERS = {Verdict.LEFT: "F", Verdict.TIE: "T", Verdict.BOTH_BAD: "B", Verdict.RIGHT: "J"}
"""Keys without arrows, for who has none: F and J lie under the two forefingers."""


class BallotView(QFrame):
    """Shows one ballot; each of the four things one can say of it has a button and two keys."""

    voted = Signal(object)
    """A Verdict."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "ballot")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Two answers: say which is better with the arrow keys"))
        self.prompt, self.hoped = ReadingBox(2), ReadingBox(2)
        self.left, self.right = ReadingBox(5, grows=True), ReadingBox(5, grows=True)
        self.show_hoped = QCheckBox(self.tr("Show the answer hoped for"))
        self.comment = QLineEdit()
        self._hoped_title = label(self.tr("Answer hoped for"), size="strong")
        self.buttons = {
            Verdict.LEFT: QPushButton(self.tr("Left is better")),
            Verdict.TIE: QPushButton(self.tr("Both are good")),
            Verdict.BOTH_BAD: QPushButton(self.tr("Both are bad")),
            Verdict.RIGHT: QPushButton(self.tr("Right is better")),
        }
        self._expected = ""
        self._dress()
        self._arrange()

    def _dress(self) -> None:
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.hoped.setAccessibleName(self._hoped_title.text())
        self.left.setAccessibleName(self.tr("Left answer"))
        self.right.setAccessibleName(self.tr("Right answer"))
        self.comment.setPlaceholderText(self.tr("Why? (if you like)"))
        self.comment.setAccessibleName(self.tr("Why you vote so"))
        self.comment.setMaxLength(2000)
        self.comment.returnPressed.connect(self.setFocus)
        self.show_hoped.toggled.connect(self._draw_hoped)
        spoken = {
            Verdict.LEFT: self.tr("left arrow or F"),
            Verdict.TIE: self.tr("up arrow or T"),
            Verdict.BOTH_BAD: self.tr("down arrow or B"),
            Verdict.RIGHT: self.tr("right arrow or J"),
        }
        for verdict, button in self.buttons.items():
            button.setToolTip(spoken[verdict])
            button.setAccessibleDescription(spoken[verdict])
            button.clicked.connect(partial(self._vote, verdict))
            for key in (_KEYS[verdict], _LETTERS[verdict]):
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.setAutoRepeat(False)  # a key that is held down is one vote
                shortcut.activated.connect(partial(self._vote, verdict))

    def _arrange(self) -> None:
        answers = QHBoxLayout()
        answers.setDirection(QHBoxLayout.Direction.LeftToRight)  # left is left in every language
        answers.setSpacing(MEDIUM)
        for title, answer in ((self.tr("Left"), self.left), (self.tr("Right"), self.right)):
            side = QVBoxLayout()
            side.setSpacing(SMALL)
            side.addWidget(label(title, size="strong"))
            side.addWidget(answer, 1)
            answers.addLayout(side, 1)
        acts = FlowLayout()
        for button in self.buttons.values():
            acts.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        box.setSpacing(SMALL)
        box.addWidget(label(self.tr("Prompt"), size="strong"))
        box.addWidget(self.prompt)
        box.addWidget(self.show_hoped)
        box.addWidget(self._hoped_title)
        box.addWidget(self.hoped)
        box.addLayout(answers, 1)
        box.addLayout(acts)
        box.addWidget(self.comment)
        for first, second in ((self.right, self.buttons[Verdict.LEFT]), (self.buttons[Verdict.RIGHT], self.comment)):
            QWidget.setTabOrder(first, second)

    def show_ballot(self, prompt: str, expected: str, left: str, right: str) -> None:
        """Show two answers to a prompt; `expected` is "" where none is known."""
        self._expected = expected
        for box, text in ((self.prompt, prompt), (self.hoped, expected), (self.left, left), (self.right, right)):
            box.setLayoutDirection(direction_of(text))
            box.show_text(text)
            box.verticalScrollBar().setValue(0)
        self.comment.clear()
        self.show_hoped.setVisible(bool(expected))
        self._draw_hoped()

    def _draw_hoped(self) -> None:
        shown = bool(self._expected) and self.show_hoped.isChecked()
        self._hoped_title.setVisible(shown)
        self.hoped.setVisible(shown)

    def _vote(self, verdict: Verdict) -> None:
        if self.isVisible():
            self.voted.emit(verdict)

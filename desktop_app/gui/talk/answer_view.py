"""One model's answer to a turn: whose it is, what it says, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop_app.gui.answers.answer_pane import AnswerPane
from desktop_app.gui.answers.results import Outcome
from desktop_app.gui.answers.version_bar import VersionBar
from desktop_app.gui.talk.fit_box import FitBox
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.widgets.label import label


class AnswerView(QWidget):
    """Shows the answer to a leg of the conversation."""

    again_wanted = Signal()
    copy_wanted = Signal()
    code_wanted = Signal()
    row_wanted = Signal()
    tokens_wanted = Signal()
    try_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label(size="strong", wrap=True)
        self._note = label(size="small", tone="muted", wrap=True)
        self.tries = VersionBar(self.tr("Answer before"), self.tr("Next answer"))
        self.more = QToolButton()
        self.pane = AnswerPane(box=FitBox())
        self.pane.again_wanted.connect(self.again_wanted)
        self.copy_wanted.connect(self.pane.copy)
        self.tries.wanted.connect(self.try_wanted)
        self._fill_more()
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addWidget(self._title, 1)
        head.addWidget(self.tries, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        box.addLayout(head)
        box.addWidget(self._note)
        box.addWidget(self.pane)
        self._note.hide()

    def _fill_more(self) -> None:
        menu = QMenu(self)
        self._acts = {}
        for name, words, wanted in (
            ("again", self.tr("Ask again"), self.again_wanted),
            ("copy", self.tr("Copy the answer"), self.copy_wanted),
            ("code", self.tr("Show the code for this request…"), self.code_wanted),
            ("row", self.tr("Make a training row of the conversation up to here…"), self.row_wanted),
            ("tokens", self.tr("Likelihoods as a table…"), self.tokens_wanted),
        ):
            act = menu.addAction(words)
            act.triggered.connect(lambda _checked=False, wanted=wanted: wanted.emit())
            self._acts[name] = act
        self.more.setIcon(icon("ellipsis", "text"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setMenu(menu)

    def show_head(self, title: str, note: str) -> None:
        """Say whose answer this is, and what is to be known of how it was asked ("" for nothing)."""
        self._title.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.pane.set_title(title)
        self.more.setAccessibleName(self.tr("More for this answer: {0}").format(title))
        self.more.setToolTip(self.tr("More for this answer"))

    def show_coming(self, text: str) -> None:
        """Show an answer that is being written, as far as it is."""
        self.pane.begin(text)
        self._enable()

    def show_outcome(self, outcome: Outcome | None, price: str) -> None:
        """Show how an answer ended; None for one that was not asked for yet."""
        self.pane.show_outcome(outcome, price=price)
        self._enable()

    def show_try(self, at: int, count: int, *, changeable: bool) -> None:
        """Say which of the answers to the same this is; only the last of a thread can be another one."""
        self.tries.show_version(at, count, changeable=changeable)

    def set_changeable(self, *, again: bool) -> None:
        """Let the answer be asked for again, or not: while models are asked, and where something followed it."""
        self._acts["again"].setEnabled(again)

    def _enable(self) -> None:
        answer = self.pane.answer
        self._acts["row"].setEnabled(answer is not None and bool(answer.text.strip()))
        self._acts["tokens"].setEnabled(answer is not None and bool(answer.drawn))

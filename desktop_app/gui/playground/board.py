"""What the playground shows: the prompts, the one that is chosen, the answer hoped for, and the models' answers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.batch import Column, Setting
from desktop_app.gui.answers.folding import folded, in_a_line
from desktop_app.gui.answers.gaps import Gaps, gaps
from desktop_app.gui.answers.parameters import ParameterFold
from desktop_app.gui.answers.prompts import Prompt
from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.answers.shading import Shade
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.playground.columns import MOST, Columns
from desktop_app.gui.playground.prompt_list import PromptList
from desktop_app.gui.playground.prompt_source import PromptSource
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.beside import Beside
from desktop_app.gui.widgets.direction import ContentOrder, direction_of
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu

_LONGEST = 300
"""So many letters of a system message are shown."""


class Board(QWidget):
    """Only shows and asks; what the answers are is the page's business."""

    row_chosen = Signal(int)
    typed = Signal()
    all_wanted = Signal()
    stop_wanted = Signal()
    past_wanted = Signal()
    """Earlier comparisons are to be seen."""

    def __init__(self, prompts: PromptList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = _PromptView()
        self._list.setModel(prompts)
        self._note = label(size="small", tone="muted", wrap=True)
        self.sources = PromptSource()
        self._all = QPushButton(self.tr("Ask all held-out prompts"))
        self._outlay = label(size="small", tone="muted", wrap=True)
        self._outlay.hide()
        self._prompt_title = label(self.tr("Prompt"), size="strong")
        self._prompt = TextBox(3)
        self._system = label(size="small", tone="muted", wrap=True)
        self._expected_title = label(self.tr("Expected answer"), size="strong")
        self._expected = ReadingBox(2)
        self.gaps = Gaps()
        self._ending = label(size="small", tone="muted", wrap=True)
        self.columns = Columns()
        self.parameters = ParameterFold()
        self.shade = Menu()
        self._add = QPushButton(self.tr("Add a model"))
        self._keeps = False
        self._past = QPushButton(self.tr("Earlier…"))
        self._stop = QPushButton(self.tr("Stop"))
        self._progress = label(tone="muted", wrap=True)
        self._connect()
        self._arrange()

    def _connect(self) -> None:
        self._list.setAccessibleName(self.tr("Prompts"))
        self._list.setProperty("look", "plain")
        self._list.setUniformItemSizes(True)
        self._list.setItemDelegate(ContentOrder(self._list))
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.selectionModel().currentChanged.connect(lambda now, _: self.row_chosen.emit(now.row()))
        self._prompt_title.setBuddy(self._prompt)
        self._prompt.setAccessibleName(self._prompt_title.text())
        self._prompt.setPlaceholderText(self.tr("Type what you want to ask the models."))
        self._prompt.textChanged.connect(self.typed)
        self._expected_title.setBuddy(self._expected)
        self._expected.setAccessibleName(self._expected_title.text())
        self._all.clicked.connect(self.all_wanted)
        self._stop.clicked.connect(self.stop_wanted)
        self._add.clicked.connect(self.columns.add)
        self._past.clicked.connect(self.past_wanted)
        self._past.setToolTip(self.tr("Earlier comparisons: find, show again, save"))
        self._past.setIcon(icon("clock", "text"))
        self._add.setIcon(icon("plus", "text"))
        self.columns.changed.connect(self._draw_add)
        self.shade.setAccessibleName(self.tr("What is marked in the answers"))
        for shade, words in (
            (Shade.NOTHING, self.tr("Mark nothing")),
            (Shade.EXPECTED, self.tr("Mark what differs from the expected answer")),
            (Shade.FIRST, self.tr("Mark what differs from the first column")),
            (Shade.LIKELIHOOD, self.tr("Mark what the model was not sure of")),
        ):
            self.shade.addItem(words, shade)

    def _arrange(self) -> None:
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(SMALL)
        for part in (self.sources, self._list, self._note, self._all, self._outlay):
            left.addWidget(part)
        left.setStretchFactor(self._list, 1)
        over = QHBoxLayout()
        over.setSpacing(MEDIUM)
        over.addWidget(self.shade, 3)
        over.addStretch(1)
        over.addWidget(self._past)
        over.addWidget(self._add)
        foot = QHBoxLayout()
        foot.setSpacing(MEDIUM)
        foot.addWidget(self._progress, 1)
        foot.addWidget(self._stop)
        main = QWidget()
        right = QVBoxLayout(main)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(SMALL)
        room = self._stop.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # nothing moves when it comes and goes
        self._stop.setSizePolicy(room)
        self._stop.hide()
        for shown in (self._prompt_title, self._prompt, self.gaps, self._ending, self._system):
            right.addWidget(shown)
        for shown in (self._expected_title, self._expected):
            right.addWidget(shown)
        right.addSpacing(SMALL)
        right.addLayout(over)
        right.addWidget(self.columns, 1)
        right.addLayout(foot)
        right.addWidget(self.parameters)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Beside(side, main))

    @property
    def all_button(self) -> QPushButton:
        """Return the button that asks about every held-out prompt."""
        return self._all

    @property
    def row(self) -> int:
        """Return the chosen row of the list of prompts."""
        return max(0, self._list.currentIndex().row())

    @property
    def setting(self) -> Setting:
        """Return how answers are drawn in columns without their own settings."""
        return self.parameters.form.setting

    @property
    def asked(self) -> tuple[Column, ...]:
        """Return what the columns ask."""
        return self.columns.asked(self.setting)

    @property
    def prompt_text(self) -> str:
        """Return what stands in the prompt's box."""
        return self._prompt.toPlainText()

    def choose_row(self, row: int) -> None:
        """Choose a prompt of the list."""
        self._list.setCurrentIndex(self._list.model().index(row, 0))

    def focus_prompts(self) -> None:
        """Give the list of prompts the keyboard."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_prompt(self, prompt: Prompt, *, own: bool) -> None:
        """Show a prompt; one's own can be typed, a held-out one cannot be changed here."""
        text = prompt.text if own else folded(prompt.text)
        if self._prompt.toPlainText() != text:
            self._prompt.blockSignals(True)
            self._prompt.setPlainText(text)
            self._prompt.blockSignals(False)
        self._prompt.setReadOnly(not own)
        self.gaps.show_names(gaps(prompt.text) if own else ())
        self._prompt.setLayoutDirection(direction_of(prompt.text))
        self._system.setText(self.tr("Asked with the system message: {0}").format(in_a_line(prompt.system, _LONGEST)))
        self._system.setVisible(bool(prompt.system))
        self._expected.show_text(prompt.expected)
        self._expected.setLayoutDirection(direction_of(prompt.expected))
        for part in (self._expected_title, self._expected):
            part.setVisible(bool(prompt.expected))

    def show_ending(self, words: str) -> None:
        """Say what is added to a typed prompt, so that it ends as the data does; "" for nothing."""
        self._ending.setText(words)
        self._ending.setVisible(bool(words))

    def show_note(self, sentence: str, *, can_ask_all: bool, by_file: bool) -> None:
        """Say under the list what its rows are."""
        self._note.setText(sentence)
        held_out, file = self.tr("Ask all held-out prompts"), self.tr("Ask all prompts of the file")
        self._all.setText(file if by_file else held_out)
        self._all.setVisible(can_ask_all)

    def show_outlay(self, words: str) -> None:
        """Say what asking many prompts takes; "" for nothing."""
        self._outlay.setText(words)
        self._outlay.setVisible(bool(words))

    def show_progress(self, sentence: str, *, asking: bool) -> None:
        """Say how far the asking is; while it goes on it can be stopped and nothing else can be begun."""
        self._progress.setText(sentence)
        if not asking and self._stop.hasFocus():
            self.focus_prompts()
        self._stop.setVisible(asking)
        if asking and self._all.hasFocus():
            self._stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._all.setEnabled(not asking)
        self.sources.setEnabled(not asking)
        self.columns.set_changeable(not asking)
        self._past.setEnabled(self._keeps and not asking)
        self._draw_add(asking=asking)

    def offer_past(self, keeps: bool) -> None:
        """Offer earlier comparisons, or not where there is no project that keeps any."""
        self._keeps = keeps
        self._past.setEnabled(keeps and self._stop.isHidden())

    def _draw_add(self, *, asking: bool = False) -> None:
        self._add.setEnabled(not asking and len(self.columns) < MOST)

    @property
    def progress(self) -> QLabel:
        """Return the label that says how far the asking is."""
        return self._progress


class _PromptView(QListView):
    """Keeps the chosen prompt in sight when it gets another size."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

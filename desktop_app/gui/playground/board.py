"""What the playground shows: the prompts, the one that is chosen, the answer hoped for, and the models' answers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.batch import Column, Setting
from desktop_app.gui.answers.parameters import ParameterFold
from desktop_app.gui.answers.shading import Shade
from desktop_app.gui.playground.columns import MOST, Columns
from desktop_app.gui.playground.prompt_box import PromptBox
from desktop_app.gui.playground.prompt_list import PromptList
from desktop_app.gui.playground.prompt_source import PromptSource
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.beside import Beside
from desktop_app.gui.widgets.direction import ContentOrder
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu


class Board(QWidget):
    """Only shows and asks; what the answers are is the page's business."""

    row_chosen = Signal(int)
    all_wanted = Signal()
    stop_wanted = Signal()
    next_wanted = Signal()
    """The next prompt that is answered differently is to be seen."""
    past_wanted = Signal()
    """Earlier comparisons are to be seen."""

    def __init__(self, prompts: PromptList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = _PromptView()
        self._list.setModel(prompts)
        self._note = label(size="small", tone="muted", wrap=True)
        self.sources = PromptSource()
        self._all = QPushButton(self.tr("Ask all held-out prompts"))
        self._next = QPushButton(self.tr("Next difference"))
        self._outlay = label(size="small", tone="muted", wrap=True)
        self._outlay.hide()
        self.prompt = PromptBox()
        self.columns = Columns()
        self.parameters = ParameterFold()
        self.parameters.offer_repeats()
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
        self._all.clicked.connect(self.all_wanted)
        self._stop.clicked.connect(self.stop_wanted)
        self._next.clicked.connect(self.next_wanted)
        self._next.setToolTip(self.tr("To the next prompt that is not answered alike in all columns (F3)"))
        QShortcut(QKeySequence("F3"), self).activated.connect(self._next.click)
        self._next.hide()
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
        for part in (self.sources, self._list, self._note, self._next, self._all, self._outlay):
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
        right.addWidget(self.prompt)
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
    def repeats(self) -> int:
        """Return how many answers each column is asked for."""
        return self.parameters.repeats

    @property
    def asked(self) -> tuple[Column, ...]:
        """Return what the columns ask."""
        return self.columns.asked(self.setting)

    @property
    def prompt_text(self) -> str:
        """Return what stands in the prompt's box."""
        return self.prompt.text

    def choose_row(self, row: int) -> None:
        """Choose a prompt of the list."""
        self._list.setCurrentIndex(self._list.model().index(row, 0))

    def focus_prompts(self) -> None:
        """Give the list of prompts the keyboard."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_note(self, sentence: str, *, can_ask_all: bool, by_file: bool) -> None:
        """Say under the list what its rows are."""
        self._note.setText(sentence)
        held_out, file = self.tr("Ask all held-out prompts"), self.tr("Ask all prompts of the file")
        self._all.setText(file if by_file else held_out)
        self._all.setVisible(can_ask_all)

    def offer_next(self, offered: bool) -> None:
        """Offer to go to the next difference, where answers to several prompts could differ."""
        if not offered and self._next.hasFocus():
            self.focus_prompts()
        self._next.setVisible(offered)

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

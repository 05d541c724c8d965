"""The start: a sample to try, a file to use, and the projects of before."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.core.samples import SAMPLES, SUPERHEROES
from desktop_app.gui.start.card import Card
from desktop_app.gui.start.endings import Endings
from desktop_app.gui.start.recent import RecentRow
from desktop_app.gui.start.sample_row import SampleRow
from desktop_app.gui.theme.spacing import HAIR, LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.choosing import choose_file
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.key_name import key_name
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.page import Page
from desktop_app.settings import paths

_READABLE = "*.csv *.tsv *.tab *.txt *.xlsx *.xlsm *.xlsb *.xls *.ods *.json *.jsonl *.ndjson *.parquet"
Chooser = Callable[[QWidget, str, Path, str, Callable[[str], None]], object]
_WIDEST = 960
_ICONS = {"superheroes": "pencil", "tickets": "inbox", "marv": "message-square"}
_NARROW_LETTERS = 84
"""Below this many letters of width, the cards stand one under the other."""


class StartPage(Page):
    """Where everyone begins."""

    sample_wanted = Signal(str)
    """The name of a sample that is to become a project."""
    help_wanted = Signal(str)
    """The name of a page of the help."""
    file_wanted = Signal(str)
    project_wanted = Signal(str)
    forget_wanted = Signal(str)
    paste_wanted = Signal()
    rescue_wanted = Signal()

    def __init__(self, choose: Chooser = choose_file, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.set_title(
            self.tr("Teach a model with your own examples"),
            self.tr("Bring a table of questions and answers; leave with a model that answers your way."),
        )
        self._choose = choose
        self._recent: list[tuple[str, bool]] = []
        self._tables = paths.documents_dir()
        self._sample = Card(
            "sparkles",
            self.tr("Try the sample"),
            self.tr("A small table of superheroes, ready to train. See the whole way in a few minutes."),
        )
        self._file = Card(
            "file-spreadsheet",
            self.tr("Use my file"),
            self.tr("Open a table or training data: Excel, OpenDocument, CSV, JSON, Parquet or text."),
        )
        self._home = Card(
            "download",
            self.tr("Bring my models home"),
            self.tr(
                "Save training data, curves and answers from your OpenAI account before its models are switched off."
            ),
        )
        self._advice = QPushButton(self.tr("Does my task want fine-tuning?"))
        self._advice.setProperty("look", "quiet")
        self._paste = QPushButton(self.tr("Paste a table ({0})").format(key_name(QKeySequence.StandardKey.Paste)))
        self._paste.setProperty("look", "quiet")
        self._paste.setToolTip(self.tr("Rows copied in a table program. You can also drop a file on this window."))
        self._dates = Banner("", "attention")
        self.endings = Endings(self)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._recent_title = label(self.tr("Recent projects"), size="heading")
        self._rows = QVBoxLayout()
        self._connect()
        self.set_content(self._body(), scrolls=True)
        self.set_recent([])

    def _connect(self) -> None:
        self._sample.clicked.connect(lambda: self.sample_wanted.emit(SUPERHEROES.name))
        self._file.clicked.connect(self.choose_file)
        self._home.clicked.connect(self.rescue_wanted)
        self._paste.clicked.connect(self.paste_wanted)
        self._advice.clicked.connect(lambda: self.help_wanted.emit("advice"))
        self.endings.project_wanted.connect(self.project_wanted)

    def _body(self) -> QWidget:
        self._cards.setSpacing(MEDIUM)
        self._cards.addWidget(self._sample, 1)
        self._cards.addWidget(self._file, 1)
        self._cards.addWidget(self._home, 1)
        self._rows.setSpacing(HAIR)
        net = Banner(
            self.tr(
                "Preparing data, training and asking happen on this computer. "
                "Only what you ask for goes through the internet."
            )
        )
        net.set_button(self.tr("What needs the internet"), lambda: self.help_wanted.emit("internet"))
        self._dates.set_button(self.tr("Bring my models home"), self.rescue_wanted.emit)
        self._dates.hide()
        column = QWidget()
        column.setMaximumWidth(_WIDEST)
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, SMALL, 0)
        box.setSpacing(LARGE)
        box.addWidget(self._dates)
        box.addLayout(self._cards)
        beside = QWidget()
        flow = FlowLayout(beside)
        flow.addWidget(self._paste)
        flow.addWidget(self._advice)
        box.addWidget(beside)
        box.addWidget(self._recent_title)
        box.addWidget(self.endings.banner)  # beside what it speaks of; the cards above stay where they are
        box.addLayout(self._rows)
        box.addWidget(label(self.tr("Sample projects"), size="heading"))
        box.addLayout(self._samples())
        box.addWidget(net)
        box.addStretch(1)
        return column

    def _samples(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(HAIR)
        for sample in SAMPLES:
            row = SampleRow(sample, _ICONS[sample.name])
            row.wanted.connect(self.sample_wanted)
            rows.addWidget(row)
        return rows

    @property
    def sample(self) -> Card:
        """Return the card that opens the sample."""
        return self._sample

    def say_dates(self, sentence: str) -> None:
        """Say what will be switched off at one of the user's providers, and when; an empty sentence says nothing."""
        self._dates.tell(sentence, "attention")
        self._dates.setVisible(bool(sentence))

    def set_recent(self, projects: Sequence[str]) -> None:
        """Show the projects opened last, the newest first; one whose file is gone is shown as missing."""
        self._recent = [(path, Path(path).is_file()) for path in projects]
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        before: QWidget = self.endings.button  # they stand below it, and Tab would come to what is made later last
        for path, there in self._recent:
            row = RecentRow(path, missing=not there)
            row.opened.connect(self.project_wanted)
            row.removed.connect(self.forget_wanted)
            self._rows.addWidget(row)
            before = row.follow(before)
            row.show()
        self._recent_title.setVisible(bool(projects))
        if self.isVisible():
            self.endings.look_into(projects)

    def showEvent(self, event: QShowEvent) -> None:
        """Look anew which projects are still there, and what ends in them."""
        super().showEvent(event)
        known = [path for path, _ in self._recent]
        if any(Path(path).is_file() is not there for path, there in self._recent):
            self.set_recent(known)
        else:
            self.endings.look_into(known)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of what is looked into for this page alone."""
        super().hideEvent(event)
        self.endings.stop()

    def choose_file(self) -> None:
        """Let the user choose a table for a new project."""
        self.choose_table(self.file_wanted.emit)

    def choose_table(self, chosen: Callable[[str], None]) -> None:
        """Let the user choose a table, first where the last one lay, and give its path to `chosen`."""

        def remember(path: str) -> None:
            self._tables = Path(path).parent
            chosen(path)

        filters = ";;".join(
            (
                self.tr("Tables and training data ({0})").format(_READABLE),
                self.tr("Workbooks ({0})").format("*.xlsx *.xlsm *.xlsb *.xls *.ods"),
                self.tr("Text tables ({0})").format("*.csv *.tsv *.tab *.txt"),
                self.tr("JSON ({0})").format("*.json *.jsonl *.ndjson"),
                self.tr("All files ({0})").format("*"),
            )
        )
        self._choose(self.window(), self.tr("Open a file with rows"), self._tables, filters, remember)

    def choose_project(self) -> None:
        """Let the user choose a project."""
        filters = self.tr("TuneDesk projects and packs (*.tunedesk *.tunedeskpack);;All files (*)")
        try:
            folder = paths.projects_dir()
        except Problem:  # projects may lie anywhere, and nothing is written here: it is no reason not to look
            folder = paths.documents_dir()
        self._choose(self.window(), self.tr("Open a project"), folder, filters, self.project_wanted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste a table with the keys for pasting."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards one under the other where there is little room for their words."""
        super().resizeEvent(event)
        letters = self.width() / max(1, self.fontMetrics().averageCharWidth())
        narrow = letters < _NARROW_LETTERS
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._cards.direction() != way:
            self._cards.setDirection(way)

"""Bringing home while one looks on: how far it is, what waits, what came, and in the end what it came to."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.rescue import Fate, Kind, Line, Stock
from desktop_app.gui.rescue.naming import Naming
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import duration, number, size
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.work.record_answers import Recorded
from desktop_app.work.rescue import Doing, Waiting

_STEPS = 1000
_ICONS = {Kind.FILE: "file-text", Kind.JOB: "trending-up", Kind.PROJECT: "package", Kind.ANSWERS: "messages-square"}


class Progress(QWidget):
    """Shows the news of a rescue; a project in the list opens with Enter or a double click."""

    project_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.now = label(wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.bar.setAccessibleName(self.tr("Bytes fetched"))
        self.waits = Banner("", "attention")
        self.waits.hide()
        self.sum = Banner("", "good")
        self.sum.hide()
        self.hint = label(self.tr("A project opens with Enter or a double click."), tone="muted", wrap=True)
        self.hint.hide()
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setAccessibleName(self.tr("What came home"))
        self.list.itemActivated.connect(self._on_activated)
        self._page = Path()
        self.report = QPushButton(self.tr("Read the report"))
        self.report.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._page))))
        self.again = QPushButton(self.tr("Back to the list"))
        self._projects: dict[int, str] = {}
        self._naming = Naming(Stock(), "")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for part in (self.sum, self.now, self.bar, self.waits):
            box.addWidget(part)
        box.addSpacing(MEDIUM)
        box.addWidget(self.hint)
        box.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self.report)
        foot.addWidget(self.again)
        foot.addStretch(1)
        box.addLayout(foot)

    def begin(self, naming: Naming) -> None:
        """Forget what was shown before; what comes now is called as `naming` says."""
        self._naming = naming
        self.list.clear()
        self._projects.clear()
        for part in (self.sum, self.waits, self.hint, self.report, self.again):
            part.hide()
        self._show_share(0.0)
        self.bar.show()
        self.now.setText(self.tr("Asking the provider…"))
        self.now.show()

    def tell(self, news: object) -> None:
        """Show one piece of news."""
        if isinstance(news, Waiting):
            said = self.tr("{0} TuneDesk asks again in {1}.")
            self.waits.tell(said.format(say(news.problem.happened), duration(news.seconds)), "attention")
            self.waits.show()
            return
        self.waits.hide()
        if isinstance(news, Doing):
            name = self._naming.doing(news.name)
            fetched = self.tr("{0} ({1} of {2})").format(name, size(news.done), size(news.total))
            self.now.setText(fetched if news.done < news.total else name)
            self._show_share(news.done / news.total if news.total else 1.0)
        elif isinstance(news, Recorded):
            asked = self.tr("{0} (question {1} of {2})")
            name = self._naming.doing(news.answer.model)
            self.now.setText(asked.format(name, number(news.done), number(news.total)))
        elif isinstance(news, Line):
            self._add(news)

    def finish(self, lines: Sequence[Line], page: Path) -> None:
        """Say what it came to; every thing is listed, those that could not be had first. `page` is the report."""
        self._page = page
        self.now.hide()
        self.bar.hide()
        self.waits.hide()
        self.list.clear()
        self._projects.clear()
        for line in sorted(lines, key=_rank):
            self._add(line)
        self.list.scrollToTop()
        self.hint.setVisible(bool(self._projects))
        self.report.show()
        self.again.show()
        self.list.setCurrentRow(min(self._projects, default=0))
        missing = sum(line.fate is not Fate.HOME for line in lines)
        projects = sum(line.kind is Kind.PROJECT and line.fate is Fate.HOME for line in lines)
        if missing:
            said = self.tr("Projects at home: {0}. What could not be had: {1}; the list and the report say why.")
            self.sum.tell(said.format(number(projects), number(missing)), "attention")
        else:
            one, more = self.tr("Everything is home: 1 project."), self.tr("Everything is home: {0} projects.")
            self.sum.tell(how_many.counted(projects, one, more), "good")
        self.sum.show()

    def _show_share(self, share: float) -> None:
        """Show how much is fetched; what comes after the last byte takes a time nobody knows."""
        self.bar.setRange(0, _STEPS if share < 1 else 0)
        self.bar.setValue(round(_STEPS * share))

    def _add(self, line: Line) -> None:
        home = line.fate is Fate.HOME
        if line.kind is Kind.PROJECT and home:
            self._projects[self.list.count()] = line.name
        words = self._naming.line(line)
        item = QListWidgetItem(
            icon(_ICONS[line.kind] if home else "triangle-alert", "muted" if home else "attention"), words
        )
        item.setToolTip(plain_tip(line.details or words))
        self.list.addItem(item)
        self.list.scrollToBottom()

    def _on_activated(self) -> None:
        name = self._projects.get(self.list.currentRow())
        if name is not None:
            self.project_wanted.emit(name)


def _rank(line: Line) -> int:
    """Return how far up in the report a line stands: what is missing first, then what can be opened."""
    return 0 if line.fate is not Fate.HOME else 1 if line.kind is Kind.PROJECT else 2

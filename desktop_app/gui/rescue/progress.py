"""Bringing home while one looks on: how far it is, what waits, what came, and in the end what it came to."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QListWidget, QProgressBar, QVBoxLayout, QWidget

from desktop_app.core.rescue import Fate, Kind, Line
from desktop_app.core.text import text
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import duration, size
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.label import label
from desktop_app.work.rescue import Doing, Waiting

_STEPS = 1000


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
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("What came home"))
        self.list.itemActivated.connect(self._on_activated)
        self._projects: dict[int, str] = {}
        self._provider = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for part in (self.sum, self.now, self.bar, self.waits):
            box.addWidget(part)
        box.addSpacing(MEDIUM)
        box.addWidget(self.list, 1)

    def begin(self, provider: str) -> None:
        """Forget what was shown before; what comes now comes from the provider of this name."""
        self._provider = provider
        self.list.clear()
        self._projects.clear()
        self.sum.hide()
        self.waits.hide()
        self.bar.setValue(0)
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
            fetched = self.tr("{0} ({1} of {2})").format(news.name, size(news.done), size(news.total))
            self.now.setText(fetched)
            self.bar.setValue(round(_STEPS * news.done / news.total) if news.total else _STEPS)
        elif isinstance(news, Line):
            self._add(news)

    def finish(self, lines: Sequence[Line]) -> None:
        """Say what it came to; every thing is listed, those that could not be had first."""
        self.now.hide()
        self.bar.hide()
        self.waits.hide()
        self.list.clear()
        self._projects.clear()
        for line in sorted(lines, key=lambda line: line.fate is Fate.HOME):
            self._add(line)
        self.list.scrollToTop()
        missing = sum(line.fate is not Fate.HOME for line in lines)
        projects = sum(line.kind is Kind.PROJECT and line.fate is Fate.HOME for line in lines)
        number = QLocale().toString
        if missing:
            said = self.tr("Projects at home: {0}. What could not be had: {1}; the list and the report say why.")
            self.sum.tell(said.format(number(projects), number(missing)), "attention")
        else:
            self.sum.tell(self.tr("Everything is home: {0} projects.").format(number(projects)), "good")
        self.sum.show()

    def _add(self, line: Line) -> None:
        names = {
            Kind.FILE: self.tr("File"),
            Kind.JOB: self.tr("Story"),
            Kind.PROJECT: self.tr("Project"),
            Kind.ANSWERS: self.tr("Answers"),
        }
        if line.fate is Fate.HOME:
            words = self.tr("{0}: {1}").format(names[line.kind], line.name or line.id)
        else:
            why = say(
                text(
                    f"{line.reason}.happened",
                    provider=self._provider,
                    message=line.details,
                    name=line.id,
                    model=line.id,
                )
            )
            words = self.tr("{0} not here: {1}. {2}").format(names[line.kind], line.id, why)
        if line.kind is Kind.PROJECT and line.fate is Fate.HOME:
            self._projects[self.list.count()] = line.name
        self.list.addItem(words)
        self.list.scrollToBottom()

    def _on_activated(self) -> None:
        name = self._projects.get(self.list.currentRow())
        if name is not None:
            self.project_wanted.emit(name)

"""Bring my models home: choose an account, look at what it holds, choose, watch it come, read what it came to."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.file_name import file_name
from desktop_app.core.problem import Problem
from desktop_app.core.rescue import Line, Stock
from desktop_app.gui.background import Background, Task
from desktop_app.gui.rescue.accounts import Accounts
from desktop_app.gui.rescue.choice import Choice
from desktop_app.gui.rescue.naming import Naming, broken_off
from desktop_app.gui.rescue.progress import Progress
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.settings import paths
from desktop_app.work.apart import Apart
from desktop_app.work.bring_all import Finished
from desktop_app.work.reach import Reach
from desktop_app.work.rescue import Doing
from desktop_app.work.rescue_run import begin, look


class RescuePage(Page):
    """Goes on in the background when another place is looked at; stopping keeps everything that came."""

    providers_wanted = Signal()
    project_wanted = Signal(Path)
    work_told = Signal(object, object)
    """A sentence and a fraction of what goes on, or None and None when nothing does."""

    def __init__(self, reach: Reach, background: Background, apart: Apart, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.set_title(
            self.tr("Bring my models home"),
            self.tr("Your training data, curves and the answers of your models, safe on this computer."),
        )
        self._reach = reach
        self._background = background
        self._apart = apart
        self._task: Task | None = None
        self._folder = Path()
        self._naming = Naming(Stock(), "")
        self.accounts = Accounts(reach.connections)
        self.accounts.activated.connect(lambda _: self.look())
        self.choice = Choice()
        self.choice.changed.connect(self._draw)
        self.progress = Progress()
        self.progress.project_wanted.connect(lambda name: self.project_wanted.emit(self._folder / name))
        self.progress.again.clicked.connect(self.look)
        self._steps = QStackedWidget()
        self.set_content(self._body())
        self._button = self.set_primary("", self._on_primary)
        self.loses = ""
        self._draw()

    def _body(self) -> QWidget:
        self._steps.addWidget(scrolling(self.choice))
        self._steps.addWidget(self.progress)
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(Field(self.tr("Account"), self.accounts))
        box.addWidget(self._steps, 1)
        return body

    @property
    def running(self) -> bool:
        """Tell whether something is being brought home now."""
        return self._task is not None and self._steps.currentIndex() == 1

    def showEvent(self, event: QShowEvent) -> None:
        """Look which accounts there are, and at the first one."""
        super().showEvent(event)
        if not self.running and self.accounts.refresh():
            self.look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter begin, wherever the keyboard is among the choices; a button that has it is pressed instead."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self._ready and not isinstance(self.focusWidget(), QPushButton):
            self.start()
        else:
            super().keyPressEvent(event)

    def look(self) -> None:
        """Take stock of the chosen account."""
        connection = self.accounts.connection
        self._stop()
        if connection is None:
            said = self.tr("Add the account first: your provider and its key. What lies there is then listed here.")
            self.show_empty("download", said, self.tr("Add a provider"), self.providers_wanted.emit)
            self._draw()
            return
        try:
            self._folder = paths.projects_dir() / (file_name(f"Rescue {connection.title}") or "Rescue")
        except Problem as problem:
            self._on_problem(problem)
            return
        self.show_busy(self.tr("Looking at what {0} has of you").format(connection.title), None, self._leave_looking)
        self._task = self._background.run(
            self,
            look(self._reach, connection.id, self._folder),
            on_done=lambda found: self._on_stock(*found),
            on_problem=self._on_problem,
        )
        self._listen(self._task)
        self._draw()

    def _on_stock(self, stock: Stock, home: frozenset[str]) -> None:
        self._task = None
        if not stock.jobs:
            self.show_empty("inbox", self.tr("There is no training in this account that could be brought home."))
        else:
            connection = self.accounts.connection
            profile = self._reach.profiles.get(connection.profile) if connection is not None else None
            self.choice.show_stock(stock, self._folder, home, profile)
            self._steps.setCurrentIndex(0)
            self.show_content()
            self.choice.table.setFocus()
        self._draw()

    def _on_primary(self) -> None:
        if self.running:
            self._stop()
            self.look()
        else:
            self.start()

    def start(self) -> None:
        """Begin to bring home what is chosen, or go on where it was."""
        connection = self.accounts.connection
        wish = self.choice.wish
        if connection is None or not wish.chosen:
            return
        self._folder = wish.folder
        self._naming = Naming(wish.stock, connection.title)
        self.progress.begin(self._naming)
        self._steps.setCurrentIndex(1)
        self._task = self._background.run(
            self,
            begin(self._reach, connection.id, self._apart, wish),
            on_items=self._on_news,
            on_problem=self._on_stuck,
        )
        self._listen(self._task)
        self._draw()

    def _on_news(self, news: Sequence[object]) -> None:
        for one in news:
            if isinstance(one, Finished):
                self._on_finished(one.page, one.lines)
            else:
                self.progress.tell(one)
        last = next((one for one in reversed(news) if isinstance(one, Doing)), None)
        if last is not None and self._task is not None:
            fraction = last.done / last.total if last.done < last.total else None
            self.work_told.emit(self.tr("Bringing home: {0}").format(self._naming.doing(last.name)), fraction)

    def _listen(self, task: Task) -> None:
        task.ended.connect(lambda: self._on_ended(task))

    def _on_ended(self, task: Task) -> None:
        """Leave what nobody foresaw broke off (it was said elsewhere); what came home stays there."""
        if self._task is not task:
            return
        self._leave_looking()
        self._steps.setCurrentIndex(0)
        self._draw()

    def _on_finished(self, page: Path, lines: tuple[Line, ...]) -> None:
        self._task = None
        self.progress.finish(lines, page)
        self.work_told.emit(None, None)
        watched = self._button.hasFocus()
        self._draw()
        if watched:  # the keyboard was on the button that is not there any more
            self.progress.list.setFocus()

    def _on_stuck(self, problem: Problem) -> None:
        self._task = None
        self.work_told.emit(None, None)
        self.show_problem(problem, self._go_on)
        self._draw()

    def _go_on(self) -> None:
        self.show_content()
        self.start()

    def _on_problem(self, problem: Problem) -> None:
        self._task = None
        self.show_problem(problem, self.look)
        self._draw()

    def _leave_looking(self) -> None:
        self._stop()
        self.show_empty("download", self.tr("Nothing was looked at."), self.tr("Look again"), self.look)
        self._draw()

    def _stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            self.work_told.emit(None, None)

    @property
    def _ready(self) -> bool:
        """Tell whether there is a choice to begin with."""
        return self.state == "content" and self._steps.currentIndex() == 0 and self._task is None

    def _draw(self) -> None:
        chosen = len(self.choice.wish.chosen)
        looking = self._task is not None and not self.running
        shown = self.state == "content" and not looking
        finished = self._steps.currentIndex() == 1 and not self.running
        self.accounts.setEnabled(not self.running)
        self._button.setText(self.tr("Pause") if self.running else _bringing(chosen))
        self.loses = broken_off() if self.running else ""  # what the window asks for before it closes
        self._button.setVisible(shown and not finished)
        self._button.setEnabled(self.running or chosen > 0)


def _bringing(trainings: int) -> str:
    """Return the words of the button that brings so many home."""
    one = QCoreApplication.translate("RescuePage", "Bring 1 training home")
    return how_many.counted(trainings, one, QCoreApplication.translate("RescuePage", "Bring {0} trainings home"))

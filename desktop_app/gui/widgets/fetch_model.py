"""Fetching a base model: what it is, one button, how far it is, and another try when it did not work."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import size
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers.local import BaseModel, LocalEngine
from desktop_app.work import models

_STEPS = 1000
_WORKING = ("pulling", "converting")


class FetchModel(QWidget):
    """Offers to fetch one base model; `ready` names it when it lies on this computer."""

    ready = Signal(str)
    done = Signal()
    """Like `ready`, for those who waited with the keyboard here, which has to go somewhere else now."""

    def __init__(self, background: Background, engine: LocalEngine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._engine = engine
        self._model: BaseModel | None = None
        self._task: Task | None = None
        self._sentence = label(wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._problem = ProblemView()
        self._fetch = QPushButton()
        self._fetch.setProperty("look", "primary")
        self._fetch.clicked.connect(self.fetch)
        self._stop = QPushButton(self.tr("Stop fetching"))
        self._stop.clicked.connect(self._on_stop)
        self._arrange()

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        buttons.addWidget(self._fetch)
        buttons.addWidget(self._stop)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self._sentence)
        box.addWidget(self._bar)
        box.addWidget(self._problem)
        box.addLayout(buttons)
        self._problem.hide()

    @property
    def button(self) -> QPushButton:
        """Return the button that begins to fetch."""
        return self._fetch

    @property
    def fetching(self) -> bool:
        """Tell whether a fetching is being followed here."""
        return self._task is not None

    def show_model(self, model: BaseModel) -> None:
        """Show a model as the engine tells it; one that is being fetched already is followed."""
        if self._model is None or self._model.id != model.id:
            self.leave()
            self._problem.hide()
        self._model = model
        self._draw()
        if model.state in _WORKING:
            self.fetch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nothing of the engine while nobody looks."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.leave()

    def leave(self) -> None:
        """Stop following; the engine goes on."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def fetch(self) -> None:
        """Begin to fetch the model, or follow a fetching that has begun."""
        if self._model is None or self._task is not None:
            return
        had_focus = self._has_focus()
        self._problem.hide()
        self._task = self._background.run(
            self,
            models.get_ready(self._engine, self._model.id),
            on_items=self._on_news,
            on_problem=self._on_problem,
        )
        self._draw()
        if had_focus:
            self._stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_news(self, news: list[BaseModel]) -> None:
        if self._task is None:
            return
        self._model = news[-1]
        if self._model.ready:
            self._task = None
            if self._has_focus():
                self.done.emit()
            self.ready.emit(self._model.id)
        self._draw()

    def _on_problem(self, problem: Problem) -> None:
        had_focus = self._has_focus()
        self._task = None
        self._draw()
        self._problem.show_problem(problem, self.fetch)
        self._problem.show()
        self._fetch.hide()
        if had_focus:
            self._problem.take_focus()

    def _on_stop(self) -> None:
        """End the fetching at the engine too; what comes of it is looked at anew."""
        if self._model is None:
            return
        self.leave()
        self._stop.setEnabled(False)
        stopping = models.stop_fetching(self._engine, self._model.id)
        self._background.run(self, stopping, on_done=self._on_stopped, on_problem=self._on_problem)

    def _on_stopped(self, model: BaseModel | None) -> None:
        if model is not None and self._model is not None and model.id == self._model.id:
            self._model = model
        self._draw()
        self._fetch.setFocus(Qt.FocusReason.OtherFocusReason)

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _draw(self) -> None:
        model = self._model
        if model is None:
            return
        busy = self._task is not None
        self._fetch.setVisible(not busy and not model.ready)
        self._stop.setVisible(busy)
        self._stop.setEnabled(True)
        self._bar.setVisible(busy)
        self._bar.setAccessibleName(self.tr("Progress of fetching {0}").format(model.title))
        working = model.state in _WORKING
        self._bar.setRange(0, _STEPS if working and model.progress > 0 else 0)
        self._bar.setValue(round(model.progress * _STEPS))
        self._fetch.setText(self.tr("Fetch {0} ({1})").format(model.title, size(model.download)))
        self._sentence.setText(self._words(model, busy=busy))

    def _words(self, model: BaseModel, *, busy: bool) -> str:
        if model.ready:
            return self.tr("{0} is on this computer.").format(model.title)
        if busy and model.state == "converting":
            return self.tr("{0} is here and is being prepared.").format(model.title)
        if busy:
            return self.tr("{0} is being fetched.").format(model.title)
        return self.tr(
            "{0} is not on this computer yet. It is fetched once over the internet ({1}); after that no connection "
            "is needed."
        ).format(model.title, size(model.download))

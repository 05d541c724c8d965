"""Fetching a base model: what it is, one button, how far it is, and another try when it did not work."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.theme.say import name_said
from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.widgets import fetch_words
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.hub_key import HubKey
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers.local import BaseModel
from desktop_app.work import models
from desktop_app.work.sites import Sites

_STEPS = 1000


class FetchModel(QWidget):
    """Offers to fetch one base model; `ready` names it when it lies on this computer."""

    begun = Signal()
    """The engine is at it: it goes on even if nobody follows any more."""
    ready = Signal(str)
    done = Signal()
    """Like `ready`, for those who waited with the keyboard here, which has to go somewhere else now."""
    gone = Signal()
    """The model is in nobody's list any more: its fetching was ended, and nothing is left of it."""

    def __init__(
        self, background: Background, sites: Sites, *, quiet: bool = False, parent: QWidget | None = None
    ) -> None:
        """Make one for this computer; a `quiet` one is one of many on its page, and its button not the primary."""
        super().__init__(parent)
        self._background = background
        self._engine = sites.engine
        self._secrets = sites.reach.secrets
        self._quiet = quiet
        self._model: BaseModel | None = None
        self._task: Task | None = None
        self._ending = False
        self._sentence = label(wrap=True)
        self._bar = _Bar()
        self._problem = ProblemView()
        self._hub = HubKey(background, sites.reach)
        self._hub.kept.connect(self._problem.take_focus)
        self._fetch = _FetchButton()
        self._fetch.setProperty("look", "" if quiet else "primary")
        self._fetch.clicked.connect(lambda _: self.fetch())
        self._pause = QPushButton(self.tr("Pause"))
        self._pause.clicked.connect(self._on_pause)
        self._stop = QPushButton()
        self._stop.clicked.connect(self._on_stop)
        self._arrange()

    def _arrange(self) -> None:
        acts = QWidget()
        flow = FlowLayout(acts)
        for button in (self._fetch, self._pause, self._stop):
            flow.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        for part in (self._sentence, self._bar, self._problem, self._hub, acts):
            box.addWidget(part)
        for part in (self._problem, self._hub):
            part.hide()

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
        another = self._model is None or self._model.id != model.id
        if another:
            self.leave()
            self._forget_problem()
        elif self._task is not None or self._ending:
            return  # what is followed here is newer than any list
        self._model = model
        if another and model.state == "failed":
            self._on_problem(models.why_not(model))
        self._draw()
        if model.state in models.WORKING:
            self.fetch(asked=True)

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

    def fetch(self, *, asked: bool = False) -> None:
        """Begin to fetch the model; one that was `asked` for is followed alone."""
        if self._model is None or self._task is not None:
            return
        had_focus = _has_focus(self)
        self._forget_problem()
        self._task = self._background.run(
            self,
            models.get_ready(self._engine, self._model.id, self._secrets, asked=asked),
            on_items=self._on_news,
            on_done=lambda _: self._on_over(),
            on_problem=self._on_problem,
        )
        self._draw()
        if had_focus:
            self._stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_news(self, news: list[BaseModel]) -> None:
        if self._task is None:
            return
        self._model = news[-1]
        if self._model.state in models.WORKING:
            self.begun.emit()
        if self._model.ready:
            self._task = None
            if _has_focus(self):
                self.done.emit()
            self.ready.emit(self._model.id)
        self._draw()

    def _on_over(self) -> None:
        """Show where it stands: it is here, or somebody else has interrupted or ended it."""
        self._task = None
        self._draw()

    def _on_problem(self, problem: Problem) -> None:
        had_focus = _has_focus(self)
        self._task, self._ending = None, False
        self._problem.show_problem(problem, self.fetch if self._model is not None and self._model.fetchable else None)
        self._problem.show()
        token_helps = problem.key in models.NEEDS_TOKEN
        if token_helps:
            self._hub.show_page(self._model.page if self._model is not None else "")
            self._hub.show()
        self._draw()
        if had_focus:
            (self._hub if token_helps else self._problem).take_focus()

    def _forget_problem(self) -> None:
        self._problem.hide()
        self._hub.hide()

    def _on_pause(self) -> None:
        """Interrupt the fetching at the engine; what has come is kept there."""
        if self._model is not None:
            self._end(models.pause_fetching(self._engine, self._model.id))

    def _on_stop(self) -> None:
        """End the fetching at the engine too; what comes of it is looked at anew."""
        if self._model is not None:
            self._end(models.stop_fetching(self._engine, self._model.id))

    def _end(self, ending: Coroutine[Any, Any, BaseModel | None]) -> None:
        self.leave()
        self._ending = True
        had_focus = _has_focus(self)
        for button in (self._pause, self._stop):
            button.setEnabled(False)
        left_at = QApplication.focusWidget()  # where Qt has put the keyboard, as its button cannot keep it

        def ended(model: BaseModel | None) -> None:
            self._on_ended(model)
            if had_focus and (QApplication.focusWidget() is left_at or _has_focus(self)):
                self._fetch.setFocus(Qt.FocusReason.OtherFocusReason)

        self._background.run(self, ending, on_done=ended, on_problem=self._on_problem)

    def _on_ended(self, model: BaseModel | None) -> None:
        self._ending = False
        self._forget_problem()
        if model is None:
            self.gone.emit()
        elif self._model is not None and model.id == self._model.id:
            self._model = model
        self._draw()

    def _draw(self) -> None:
        model = self._model
        if model is None:
            return
        busy = self._task is not None
        troubled = not self._problem.isHidden()
        self._fetch.setVisible(not (busy or troubled or model.ready))
        self._pause.setVisible(busy and model.pausable)
        self._stop.setVisible(busy or model.state == "paused" or (troubled and not model.listed))
        self._stop.setText(fetch_words.stopping(model, busy=busy))
        for button in (self._pause, self._stop):
            button.setEnabled(True)
        said = name_said(model.title)
        for button in (self._pause, self._stop):
            button.setAccessibleName(f"{button.text()}: {said}" if said not in button.text() else "")
        self._bar.setAccessibleName(self.tr("Progress of fetching {0}").format(said))
        self._bar.show_model(model, busy=busy)
        self._fetch.name(model, self.width())
        self._sentence.setText(fetch_words.state(model, busy=busy))
        told = self._quiet and model.state == "absent"  # its page says it once for all of them
        self._sentence.setVisible(busy or not (troubled or told))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look anew which words the button has room for."""
        super().resizeEvent(event)
        if self._model is not None:
            self._fetch.name(self._model, self.width())


def _has_focus(part: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and part.isAncestorOf(focused)


class _Bar(QProgressBar):
    """How far a fetching is."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextVisible(False)

    def show_model(self, model: BaseModel, *, busy: bool) -> None:
        """Show how much of a model has come; nothing where none is on its way."""
        working = model.state in models.WORKING
        self.setVisible(busy or model.state == "paused")
        self.setRange(0, _STEPS if model.progress > 0 and (working or not busy) else 0)
        self.setValue(round(model.progress * _STEPS))


class _FetchButton(QPushButton):
    """Names the model, or says it in short where the window is narrow or the text large."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(1)  # or it would keep the page from ever being narrower than its words

    def name(self, model: BaseModel, room: int) -> None:
        """Say what is fetched, in so many pixels; who hears it always hears the name."""
        words = fetch_words.fetching(model)
        fits = not self.isVisible() or self.fontMetrics().horizontalAdvance(words) <= room - 2 * LARGE
        self.setText(words if fits else fetch_words.fetching_in_short(model))
        self.setAccessibleName(words)

"""Asking two models, several prompts at once."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import islice
from time import monotonic

from PySide6.QtCore import QObject, Signal

from desktop_app.core.answer import Answer, Delta, Finish, Request, Sampling
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.playground.prompts import Prompt
from desktop_app.gui.playground.results import Broken, Outcome
from desktop_app.providers.local import LocalEngine
from desktop_app.store.project import Project
from desktop_app.work.answer import Fault, Heard, compare

AT_ONCE = 4
"""So many prompts are asked together: the engine answers eight requests nearly as fast as two."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Which models are asked in which column, how, and where the answers are kept."""

    models: tuple[tuple[int, str], ...]
    sampling: Sampling
    project: Project | None


@dataclass(slots=True)
class _Open:
    """An answer that is still being written: whose it is, and what has come so far."""

    prompt: Prompt
    column: int
    model: str
    text: str = ""


async def _stream(engine: LocalEngine, requests: Sequence[Request], project: Project | None) -> AsyncIterator[Heard]:
    """Yield what the models say; leaving ends their work."""
    provider = await engine.provider()
    async with aclosing(compare(provider, requests, project)) as heard:
        async for item in heard:
            yield item


class Asking(QObject):
    """Asks a group of prompts, then the next; a stop keeps what has come. Columns are those of `Ask.models`."""

    begun = Signal(object)
    """The list of Prompts whose answers will come now."""
    piece = Signal(object, int, str)
    """Prompt, column and the text that has come for it."""
    outcome = Signal(object, int, str, object)
    """Prompt, column, model and its Answer, or Broken."""
    ended = Signal()
    """Nothing more comes: all prompts were asked, the user stopped, or no model could be reached."""

    def __init__(self, background: Background, engine: LocalEngine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._engine = engine
        self._ask: Ask | None = None
        self._rest: Iterator[Callable[[], Prompt | None]] = iter(())
        self._open: dict[int, _Open] = {}
        self._task: Task | None = None
        self._since = 0.0
        self._anybody = False
        self._finished = 0

    @property
    def running(self) -> bool:
        """Tell whether something is being asked."""
        return self._task is not None

    @property
    def finished(self) -> int:
        """Return how many prompts have been asked to their end since the last start."""
        return self._finished

    def text(self, prompt: Prompt, column: int) -> str | None:
        """Return what has come so far; None for an answer that is not being written."""
        found = (said.text for said in self._open.values() if said.prompt == prompt and said.column == column)
        return next(found, None) if self.running else None

    def start(self, prompts: Sequence[Callable[[], Prompt | None]], ask: Ask) -> None:
        """Ask these prompts, each read when its turn comes; one that is gone by then is left out."""
        if self.running:
            return
        self._ask = ask
        self._rest = iter(prompts)
        self._finished = 0
        self._next()

    def stop(self) -> None:
        """Stop asking; what has come so far is an answer that the user ended."""
        task, self._task = self._task, None
        if task is None:
            return
        task.cancel()
        seconds = monotonic() - self._since
        for slot, said in list(self._open.items()):
            del self._open[slot]
            if said.text:
                partial = Answer(said.column, said.model, said.text, Finish.STOPPED_BY_USER, 0, seconds)
                self.outcome.emit(said.prompt, said.column, said.model, partial)
        self.ended.emit()

    def _next(self) -> None:
        prompts = list(islice((found for read in self._rest if (found := read()) is not None), AT_ONCE))
        if not prompts or self._ask is None:
            self._task = None
            self.ended.emit()
            return
        asked = [_Open(prompt, column, model) for prompt in prompts for column, model in self._ask.models]
        self._open = dict(enumerate(asked))
        self._anybody = False
        self._since = monotonic()
        sampling = self._ask.sampling
        requests = [Request(slot, said.model, said.prompt.question, sampling) for slot, said in self._open.items()]
        task: Task = self._background.run(
            self,
            _stream(self._engine, requests, self._ask.project),
            on_items=lambda items: self._hear(task, items),
            on_done=lambda _: self._finish(task),
            on_problem=lambda problem: self._fail(task, problem),
        )
        self._task = task
        self.begun.emit(prompts)

    def _hear(self, task: Task, items: list[Heard]) -> None:
        if task is not self._task:
            return
        pieces: dict[int, list[str]] = {}
        for item in items:
            if isinstance(item, Delta):
                pieces.setdefault(item.column, []).append(item.text)
        for slot, texts in pieces.items():
            said = self._open[slot]
            text = "".join(texts)
            said.text += text
            self.piece.emit(said.prompt, said.column, text)
        for item in items:
            if isinstance(item, Answer):
                self._anybody = True
                self._close(item.column, replace(item, column=self._open[item.column].column))
            elif isinstance(item, Fault):
                self._close(item.column, Broken(item.problem, self._open[item.column].text))

    def _fail(self, task: Task, problem: Problem) -> None:
        """No model could be asked at all."""
        if task is not self._task:
            return
        for slot in list(self._open):
            self._close(slot, Broken(problem, self._open[slot].text))
        self._finish(task)

    def _finish(self, task: Task) -> None:
        if task is not self._task:
            return
        if not self._anybody:
            self._rest = iter(())  # where nobody answers, the other prompts would only repeat the problem
        self._next()

    def _close(self, slot: int, outcome: Outcome) -> None:
        said = self._open.pop(slot)
        if not any(other.prompt == said.prompt for other in self._open.values()):
            self._finished += 1
        self.outcome.emit(said.prompt, said.column, said.model, outcome)

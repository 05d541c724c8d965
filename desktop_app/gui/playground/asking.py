"""Asking two models at once, one prompt after another."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from time import monotonic
from typing import cast

from PySide6.QtCore import QObject, Signal

from desktop_app.core.answer import Answer, Delta, Finish, Request, Sampling
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.playground.prompts import Prompt
from desktop_app.gui.playground.results import Outcome
from desktop_app.providers.local import LocalEngine
from desktop_app.store.project import Project
from desktop_app.work.answer import Fault, Heard, compare


@dataclass(frozen=True, slots=True)
class Ask:
    """Which models are asked in which column, how, and where the answers are kept."""

    models: tuple[tuple[int, str], ...]
    sampling: Sampling
    project: Project | None


@dataclass(slots=True)
class _Open:
    """An answer that is still being written."""

    model: str
    text: str = ""


async def _stream(engine: LocalEngine, requests: Sequence[Request], project: Project | None) -> AsyncIterator[Heard]:
    """Yield what the models say; leaving ends their work."""
    provider = await engine.provider()
    async with aclosing(cast("AsyncIterator[Heard]", compare(provider, requests, project))) as heard:  # type: ignore[type-var]
        async for item in heard:
            yield item


class Asking(QObject):
    """Asks prompts one by one; a stop keeps what has come. Columns are those of `Ask.models`."""

    begun = Signal(object)
    """A Prompt whose answers will come now."""
    piece = Signal(int, str)
    outcome = Signal(object, int, str, object)
    """Prompt, column, model and its Answer or Problem."""
    ended = Signal()
    """Nothing more comes: all prompts were asked, the user stopped, or no model could be reached."""

    def __init__(self, background: Background, engine: LocalEngine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._engine = engine
        self._ask: Ask | None = None
        self._rest: Iterator[Callable[[], Prompt | None]] = iter(())
        self._prompt: Prompt | None = None
        self._open: dict[int, _Open] = {}
        self._task: Task | None = None
        self._since = 0.0
        self._faults = 0

    @property
    def running(self) -> bool:
        """Tell whether something is being asked."""
        return self._task is not None

    @property
    def prompt(self) -> Prompt | None:
        """Return the prompt that is being asked, if any."""
        return self._prompt if self.running else None

    def text(self, column: int) -> str:
        """Return what has come so far for a column of the prompt that is being asked."""
        return self._open[column].text if column in self._open else ""

    def writing(self, column: int) -> bool:
        """Tell whether a column's answer is still being written."""
        return self.running and column in self._open

    def start(self, prompts: Sequence[Callable[[], Prompt | None]], ask: Ask) -> None:
        """Ask these prompts, each read when its turn comes; one that is gone by then is left out."""
        if self.running:
            return
        self._ask = ask
        self._rest = iter(prompts)
        self._next()

    def stop(self) -> None:
        """Stop asking; what has come so far is an answer that the user ended."""
        task, self._task = self._task, None
        if task is None:
            return
        task.cancel()
        for column in list(self._open):
            self._close(column, self._partial(column, Finish.STOPPED_BY_USER))
        self.ended.emit()

    def _next(self) -> None:
        prompt = next((found for read in self._rest if (found := read()) is not None), None)
        if prompt is None or self._ask is None:
            self._task = None
            self.ended.emit()
            return
        self._prompt = prompt
        self._open = {column: _Open(model) for column, model in self._ask.models}
        self._faults = 0
        self._since = monotonic()
        requests = [Request(c, model, prompt.question, self._ask.sampling) for c, model in self._ask.models]
        task = self._background.run(
            self,
            _stream(self._engine, requests, self._ask.project),
            on_items=lambda items: self._hear(task, items),
            on_done=lambda _: self._finish(task),
            on_problem=lambda problem: self._fail(task, problem),
        )
        self._task = task
        self.begun.emit(prompt)

    def _hear(self, task: Task, items: list[Heard]) -> None:
        if task is not self._task:
            return
        pieces: dict[int, list[str]] = {}
        for item in items:
            if isinstance(item, Delta):
                pieces.setdefault(item.column, []).append(item.text)
        for column, texts in pieces.items():
            text = "".join(texts)
            if column in self._open:
                self._open[column].text += text
                self.piece.emit(column, text)
        for item in items:
            if isinstance(item, Answer):
                self._close(item.column, item)
            elif isinstance(item, Fault):
                self._close(item.column, item.problem)

    def _fail(self, task: Task, problem: Problem) -> None:
        """No model could be asked at all."""
        if task is not self._task:
            return
        for column in list(self._open):
            self._close(column, problem)
        self._finish(task)

    def _finish(self, task: Task) -> None:
        if task is not self._task or self._ask is None:
            return
        if self._faults == len(self._ask.models):
            self._rest = iter(())  # where nobody answers, the other prompts would only repeat the problem
        self._next()

    def _close(self, column: int, outcome: Outcome) -> None:
        said = self._open.get(column)
        if said is None or self._prompt is None:
            return
        self._faults += isinstance(outcome, Problem)
        del self._open[column]
        self.outcome.emit(self._prompt, column, said.model, outcome)

    def _partial(self, column: int, finish: Finish) -> Answer:
        said = self._open[column]
        return Answer(column, said.model, said.text, finish, 0, monotonic() - self._since)

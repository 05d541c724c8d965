"""Requests made into rows that are answered together; whoever comes later joins at the next token. Heavy: torch."""

from collections import deque
from pathlib import Path
from typing import Any

import torch

from desktop_app.engine.decode import Batch, Row
from desktop_app.engine.embedding import Embedding, Embeddings
from desktop_app.engine.loaded import Loaded, set_threads
from desktop_app.engine.rows import rows_of
from desktop_app.engine.telling import RefusalError, Tell, Teller

_GONE = "The model's files are not there any more, or cannot be read. Choose another model."
_NO_MEMORY = "There was not enough memory to answer. Close other programs, or ask for a shorter answer."
MOST_ROWS = 16
_MEMORY_SIGNS = ("can't allocate memory", "not enough memory", "out of memory")


class Answering:
    """Holds the model that was asked for last, and answers everything that is asked of it at the same time."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._teller = Teller(tell)
        self._waiting: deque[dict[str, Any]] = deque()
        self._model: Loaded | None = None
        self._batch: Batch | None = None
        self._embeddings = Embeddings()
        self._measuring: list[Embedding] = []

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to do."""
        return not self._waiting and not self._measuring and (self._batch is None or not self._batch.rows)

    def hear(self, item: dict[str, Any]) -> None:
        """Take in one line of the supervisor: a request, or that somebody has left, or that a model was deleted."""
        if item["op"] == "cancel":
            self._leave(item["id"])
        elif item["op"] == "forget":
            self._forget(Path(item["folder"]))
        else:
            self._waiting.append(item)

    def step(self) -> None:
        """Let in who waits and fits, and give every answer one token."""
        with torch.inference_mode():
            self._let_in()
            try:
                self._speak()
            except (MemoryError, RuntimeError) as error:
                self._give_up(error)
            self._measuring = [job for job in self._measuring if self._measured(job)]

    def _let_in(self) -> None:
        joining: list[Row] = []
        while self._waiting and self._fits(self._waiting[0], joining):
            request = self._waiting.popleft()
            # While training runs, each of the two keeps to itself; the last to come knows whether it does.
            set_threads(int(request["threads"]))
            try:
                joining += self._taken_in(request, joining)
            except RefusalError as refusal:
                self._teller.refuse(request["id"], refusal)
            except (MemoryError, RuntimeError) as error:
                self._teller.refuse(request["id"], _no_memory(error))
        if joining and self._batch is not None and self._model is not None:
            try:
                self._batch.join(joining)
            except (MemoryError, RuntimeError) as error:
                for name in {row.request for row in joining}:
                    self._teller.refuse(name, _no_memory(error))
                return
            self._teller.begin(joining, self._model.words)

    def _fits(self, request: dict[str, Any], joining: list[Row]) -> bool:
        busy = len(joining) + (len(self._batch.rows) if self._batch is not None else 0)
        if not busy or request.get("kind") == "embedder":
            return True
        same = self._model is not None and request["base"] == str(self._model.folder)
        size = request["sampling"]["n"] * len(request.get("prompts") or [None]) if request["op"] == "answer" else 0
        return same and busy + size <= MOST_ROWS

    def _taken_in(self, request: dict[str, Any], joining: list[Row]) -> list[Row]:
        base = Path(request["base"])
        try:
            if request.get("kind") == "embedder":
                self._measuring.append(Embedding(request, self._embeddings.open(base), None))
                return []
            model = self._load(base)
            kept = [row.adapter for row in [*joining, *(self._batch.rows if self._batch is not None else ())]]
            name = model.name_of(Path(request["adapter"]) if request["adapter"] else None, kept)
        except (OSError, ValueError, KeyError) as error:
            raise RefusalError(404, _GONE, "model_not_found", "model") from error
        if request["op"] == "embed":
            self._measuring.append(Embedding(request, model, name))
            return []
        return rows_of(model, request, name)

    def _load(self, folder: Path) -> Loaded:
        if self._model is None or self._model.folder != folder:
            self._model = self._batch = None
            self._model = Loaded(folder)
            self._batch = Batch(self._model)
        return self._model

    def _speak(self) -> None:
        if self._batch is not None and self._model is not None:
            for row, said in self._batch.step():
                self._teller.say(row, said, self._model.words)
            self._batch.read_on()

    def _measured(self, job: Embedding) -> bool:
        """Go on with a request for embeddings, and return whether there is more to do."""
        try:
            return job.step(self._tell)
        except RefusalError as refusal:
            self._teller.refuse(job.id, refusal)
        except (MemoryError, RuntimeError) as error:
            self._teller.refuse(job.id, _no_memory(error))
        return False

    def _give_up(self, error: Exception) -> None:
        reason = _no_memory(error)
        for name in self._teller.open:
            self._teller.refuse(name, reason)
        self._batch = None if self._model is None else Batch(self._model)

    def _leave(self, name: str) -> None:
        self._waiting = deque(request for request in self._waiting if request["id"] != name)
        self._measuring = [job for job in self._measuring if job.id != name]
        if self._batch is not None:
            self._batch.drop({name})
        self._teller.forget(name)

    def _forget(self, folder: Path) -> None:
        """Let go of a deleted model; who is being answered by it gets the rest of the answer first."""
        if self._model is not None and self._model.folder == folder and not (self._batch and self._batch.rows):
            self._model = self._batch = None
        elif self._model is not None:
            self._model.forget(folder, [row.adapter for row in self._batch.rows] if self._batch is not None else [])
        self._embeddings.forget(folder)


def _no_memory(error: Exception) -> RefusalError:
    """Return the reason for the one fault that is not ours; raises any other on."""
    words = str(error).lower()
    if not isinstance(error, MemoryError) and not any(sign in words for sign in _MEMORY_SIGNS):
        raise error
    return RefusalError(503, _NO_MEMORY, "out_of_memory", None)

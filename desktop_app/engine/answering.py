"""Requests made into rows, decoded together, and their news told. Heavy: imports torch."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from jinja2 import TemplateError

from desktop_app.engine.decode import Row, decode
from desktop_app.engine.loaded import Loaded, set_threads
from desktop_app.engine.prompting import prompt_ids
from desktop_app.engine.sampling import chooser
from desktop_app.engine.stop import StopWatch, TextStream

_GONE = "The model's files are not there any more, or cannot be read. Choose another model."
_NO_TEMPLATE = "This model has no chat template, so it cannot chat. Use completions, or choose another model."
_REFUSED = "The model's chat template refuses these messages: {reason}. Change the order or the roles."
_NO_MEMORY = "There was not enough memory to answer. Close other programs, or ask for a shorter answer."
_TOO_LONG = (
    "This model reads at most {context} tokens, and the messages have {length}. Shorten them, so that room "
    "for an answer is left."
)

Tell = Callable[[dict[str, Any]], None]


class RefusalError(Exception):
    """Why one request cannot be answered: status, sentence, code and parameter."""


class _Teller:
    """Tells the news of each row, and the end of each request with the count of its tokens."""

    def __init__(self, tell: Tell, rows: list[Row]) -> None:
        self._tell = tell
        self._left = Counter(row.request for row in rows)
        self._made: Counter[str] = Counter()
        self._read: Counter[str] = Counter()
        for row in rows:
            # The choices of one prompt share its tokens; they are counted once.
            self._read[row.request] += len(row.prompt) if row.is_first_choice else 0

    def __call__(self, row: Row, text: str) -> None:
        name = row.request
        if text:
            self._tell({"id": name, "event": "text", "index": row.index, "text": text})
        if not row.finished:
            return
        self._tell({"id": name, "event": "finish", "index": row.index, "reason": row.finished})
        self._left[name] -= 1
        self._made[name] += row.made
        if not self._left[name]:
            counts = {"prompt_tokens": self._read[name], "completion_tokens": self._made[name]}
            self._tell({"id": name, "event": "done", **counts})


class Answering:
    """Holds the model that was asked for last, and answers batches of requests."""

    def __init__(self, tell: Tell, cancelled: set[str]) -> None:
        self._tell = tell
        self._cancelled = cancelled
        self._model: Loaded | None = None

    def answer(self, requests: list[dict[str, Any]]) -> None:
        """Answer requests that have one base model in common."""
        set_threads(min(int(request["threads"]) for request in requests))
        rows: list[Row] = []
        for request in requests:
            try:
                rows += self._rows(request, [row.adapter for row in rows])
            except RefusalError as refusal:
                self._refuse(request["id"], *refusal.args)
        wanted = [row for row in rows if row.request not in self._cancelled]
        try:
            if wanted and self._model is not None:
                decode(self._model, wanted, _Teller(self._tell, wanted), lambda row: row.request in self._cancelled)
        except (MemoryError, torch.OutOfMemoryError):
            for request in requests:
                self._refuse(request["id"], 503, _NO_MEMORY, "out_of_memory", None)
        self._cancelled.difference_update(request["id"] for request in requests)

    def _rows(self, request: dict[str, Any], kept: list[str]) -> list[Row]:
        model = self._load(Path(request["base"]))
        adapter = Path(request["adapter"]) if request["adapter"] else None
        try:
            name = model.name_of(adapter, kept)
        except (OSError, ValueError, RuntimeError) as error:
            raise RefusalError(404, _GONE, "model_not_found", "model") from error
        rows = []
        sampling = request["sampling"]
        for place, ids in enumerate(_prompts(model, request)):
            room = model.context - len(ids)
            if room < 1:
                sentence = _TOO_LONG.format(context=model.context, length=len(ids))
                param = "messages" if "messages" in request else "prompt"
                raise RefusalError(400, sentence, "context_length_exceeded", param)
            for choice in range(sampling["n"]):
                index = place * sampling["n"] + choice
                rows.append(
                    Row(
                        request["id"],
                        index,
                        ids,
                        name,
                        chooser(sampling, index),
                        TextStream(lambda tokens: str(model.tokenizer.decode(tokens, skip_special_tokens=True))),
                        StopWatch(sampling["stop"]),
                        min(room, sampling["max_tokens"] or room),
                        is_first_choice=choice == 0,
                    )
                )
        return rows

    def _load(self, folder: Path) -> Loaded:
        if self._model is None or self._model.folder != folder:
            self._model = None
            try:
                self._model = Loaded(folder)
            except (OSError, ValueError) as error:
                raise RefusalError(404, _GONE, "model_not_found", "model") from error
        return self._model

    def _refuse(self, name: str, status: int, message: str, code: str | None, param: str | None) -> None:
        self._tell({"id": name, "event": "error", "status": status, "message": message, "code": code, "param": param})


def _prompts(model: Loaded, request: dict[str, Any]) -> list[list[int]]:
    if "prompts" in request:
        # An empty prompt still needs one token to begin from.
        return [prompt_ids(model.tokenizer, prompt) or [next(iter(model.ends))] for prompt in request["prompts"]]
    if model.tokenizer.chat_template is None:
        raise RefusalError(400, _NO_TEMPLATE, "unsupported_model", "model")
    try:
        text = model.tokenizer.apply_chat_template(request["messages"], tokenize=False, add_generation_prompt=True)
    except TemplateError as error:
        raise RefusalError(400, _REFUSED.format(reason=error), "invalid_value", "messages") from error
    return [list(model.tokenizer(text, add_special_tokens=False)["input_ids"])]

"""Answers as they stand on the wire: chat and completion, whole and in chunks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from desktop_app.engine.logprob_shapes import Told, chat_logprobs, completion_logprobs
from desktop_app.engine.wire import new_id, now


@dataclass(frozen=True, slots=True)
class Shape:
    """What differs between the two kinds of answers."""

    prefix: str
    whole: str
    chunk: str
    is_chat: bool

    def logprobs(self, tokens: list[Told] | None) -> dict[str, Any] | None:
        """Return what is told about tokens, or None where nothing was asked about them."""
        if tokens is None:
            return None
        return chat_logprobs(tokens) if self.is_chat else completion_logprobs(tokens)


CHAT = Shape("chatcmpl-", "chat.completion", "chat.completion.chunk", is_chat=True)
COMPLETION = Shape("cmpl-", "text_completion", "text_completion", is_chat=False)


@dataclass(slots=True)
class Answer:
    """One reply in the making, built from the worker's news."""

    shape: Shape
    model: str
    choices: int
    tells_tokens: bool = False
    id: str = field(init=False)
    created: int = field(default_factory=now)
    _texts: dict[int, list[str]] = field(default_factory=dict)
    _tokens: dict[int, list[Told]] = field(default_factory=dict)
    _reasons: dict[int, str] = field(default_factory=dict)
    _usage: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.id = new_id(self.shape.prefix)

    def take(self, item: dict[str, Any]) -> None:
        """Add one piece of news."""
        if item["event"] == "text":
            self._texts.setdefault(item["index"], []).append(item["text"])
            self._tokens.setdefault(item["index"], []).extend(item.get("tokens", ()))
        elif item["event"] == "finish":
            self._reasons[item["index"]] = item["reason"]
        else:
            self._usage = _usage_of(item)

    def whole(self) -> dict[str, Any]:
        """Return the finished reply."""
        choices = [self._whole_choice(index, "".join(self._texts.get(index, []))) for index in range(self.choices)]
        return {**self._head(self.shape.whole), "choices": choices, "usage": self._usage}

    def opening(self, *, usage: bool) -> Iterator[dict[str, Any]]:
        """Yield the chunks with which a stream begins: in chat, the role of each choice."""
        if self.shape.is_chat:
            for index in range(self.choices):
                delta = {"role": "assistant", "content": ""}
                yield self._chunk([{"index": index, "delta": delta, "logprobs": None, "finish_reason": None}], usage)

    def chunks(self, item: dict[str, Any], *, usage: bool) -> Iterator[dict[str, Any]]:
        """Yield the chunks for one piece of news."""
        if item["event"] == "done":
            if usage:
                yield {**self._head(self.shape.chunk), "choices": [], "usage": _usage_of(item)}
            return
        text, reason = item.get("text", ""), item.get("reason")
        logprobs = self.shape.logprobs(item.get("tokens"))
        choice: dict[str, Any] = {"index": item["index"], "logprobs": logprobs, "finish_reason": reason}
        if self.shape.is_chat:
            choice["delta"] = {"content": text} if text else {}
        else:
            choice["text"] = text
        yield self._chunk([choice], usage)

    def _whole_choice(self, index: int, text: str) -> dict[str, Any]:
        logprobs = self.shape.logprobs(self._tokens.get(index, []) if self.tells_tokens else None)
        choice = {"index": index, "logprobs": logprobs, "finish_reason": self._reasons[index]}
        if self.shape.is_chat:
            return {**choice, "message": {"role": "assistant", "content": text, "refusal": None}}
        return {**choice, "text": text}

    def _chunk(self, choices: list[dict[str, Any]], usage: bool) -> dict[str, Any]:
        empty = {"usage": None} if usage else {}
        return {**self._head(self.shape.chunk), "choices": choices, **empty}

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model}


def _usage_of(item: dict[str, Any]) -> dict[str, int]:
    """Return the count of tokens as it stands on the wire."""
    read, made = int(item["prompt_tokens"]), int(item["completion_tokens"])
    return {"prompt_tokens": read, "completion_tokens": made, "total_tokens": read + made}

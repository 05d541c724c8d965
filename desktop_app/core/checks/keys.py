"""Weights of messages, and keys that no model reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from desktop_app.core.as_read import THOUGHTS
from desktop_app.core.checks.finding import Change, Circumstances, Finding, Seen, Severity, Subject
from desktop_app.core.checks.piles import Piles, Verdict
from desktop_app.core.example import Conversation, Example, Message
from desktop_app.core.text import Value

_LINE = frozenset(("tools", "functions", "parallel_tool_calls"))
_MESSAGE = frozenset(("content", "name", "weight", "tool_calls", "tool_call_id", "function_call"))


class Weights:
    """Looks at the weights that say which answers are learnt: 0 or 1, beside answers alone, and not all of them 0."""

    def __init__(self) -> None:
        self._piles = Piles(Subject.CHAT)

    def see(self, rows: Sequence[Seen]) -> None:
        """Look at some rows."""
        for row in rows:
            if not isinstance(row.example, Conversation):
                continue
            weighed = [m for m in row.example.messages if "weight" in m.extra]
            if not weighed:
                continue
            if any(m.role != "assistant" or not _is_weight(m.extra["weight"]) for m in weighed):
                self._piles.add("weights", row.id)
            answers = [m for m in row.example.messages if m.role == "assistant"]
            if answers and all(_mended(m.extra.get("weight", 1)) == 0 for m in answers):
                self._piles.add("nothing_learnt", row.id)

    def finish(self) -> Iterable[Finding]:
        """Return what is the matter with weights."""
        return self._piles.findings(
            {
                "weights": Verdict(Severity.PROBLEM, "mend_weights", recommended=True),
                "nothing_learnt": Verdict(Severity.PROBLEM, "drop_nothing_learnt", recommended=True),
            }
        )


class Keys:
    """Looks for keys beside those of the chat format."""

    def __init__(self, circumstances: Circumstances) -> None:
        self._local = circumstances.target.local
        self._message = _MESSAGE | THOUGHTS if self._local else _MESSAGE
        self._piles = Piles(Subject.CHAT)
        self._names: dict[str, dict[str, None]] = {"message_keys": {}, "line_keys": {}}

    def see(self, rows: Sequence[Seen]) -> None:
        """Look at some rows."""
        for row in rows:
            if not isinstance(row.example, Conversation):
                continue
            self._note("line_keys", row.id, row.example.extra.keys() - _LINE)
            for message in row.example.messages:
                if message.extra:
                    self._note("message_keys", row.id, message.extra.keys() - self._message)

    def finish(self) -> Iterator[Finding]:
        """Return which keys there are besides, for those who send the rows elsewhere."""
        strict = not self._local
        for check, names in self._names.items():
            said = ", ".join(sorted(names)[:5])
            needs = {"local": int(self._local)}
            severity = Severity.PROBLEM if strict and check == "message_keys" else Severity.NOTE
            verdict = Verdict(severity, f"remove_{check}", strict and check == "message_keys", {"keys": said}, needs)
            yield from self._piles.findings({check: verdict})

    def _note(self, check: str, row: int, keys: set[str]) -> None:
        if keys:
            self._piles.add(check, row)
            self._names[check].update(dict.fromkeys(keys))


def _is_weight(value: object) -> bool:
    return isinstance(value, int | float) and value in (0, 1)


def _mended(value: object) -> int:
    """Return 0 or 1 for what somebody wrote as a weight; what cannot be understood counts as learnt."""
    if isinstance(value, str):
        return 0 if value.strip() in ("0", "0.0") else 1
    return 0 if isinstance(value, int | float) and value <= 0 else 1


def _mend_weights(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    return _each(example, _mended_message)


def _mended_message(message: Message) -> Mapping[str, Any]:
    if "weight" not in message.extra:
        return message.extra
    if message.role != "assistant":
        return {key: value for key, value in message.extra.items() if key != "weight"}
    return {**message.extra, "weight": _mended(message.extra["weight"])}


def _remove_message_keys(example: Example, values: Mapping[str, Value]) -> Example:
    kept = _MESSAGE | THOUGHTS if values["local"] else _MESSAGE
    return _each(example, lambda message: {key: value for key, value in message.extra.items() if key in kept})


def _remove_line_keys(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    if not isinstance(example, Conversation):
        return example
    return replace(example, extra={key: value for key, value in example.extra.items() if key in _LINE})


def _each(example: Example, extra: Callable[[Message], Mapping[str, Any]]) -> Example:
    if not isinstance(example, Conversation):
        return example
    return replace(example, messages=tuple(replace(m, extra=extra(m)) for m in example.messages))


KINDS: Mapping[str, Change] = MappingProxyType(
    {
        "mend_weights": _mend_weights,
        "remove_line_keys": _remove_line_keys,
        "remove_message_keys": _remove_message_keys,
    }
)

"""Spaces around answers, by the shape of the row: a chat model starts its answer with the first letter."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from desktop_app.core.checks.finding import Change, Finding, Severity, Subject
from desktop_app.core.checks.look import SPACES, Look
from desktop_app.core.checks.piles import Piles, Verdict
from desktop_app.core.example import Completion, Conversation, Example, Message, Preference, reworded
from desktop_app.core.text import Value

_LEADING = re.compile(r"(?:[^\S\n]*\n)+| (?! )")
"""Blank lines, or one single space: more of them are most likely the indent of code, which says something."""


class Spaces:
    """Finds chats and pairs whose answers begin or end with spaces; prompt-completion rows have a rule of their own."""

    def __init__(self) -> None:
        self._piles = Piles(Subject.CHARACTERS)

    def look(self, looks: Sequence[Look]) -> None:
        """Look at some rows."""
        for look in looks:
            example = look.row.example
            if not look.ragged or isinstance(example, Completion):
                continue
            messages = example.messages if isinstance(example, Conversation) else _answers(example)
            for message in messages:
                said = message.content
                if not said or message.role != "assistant" or (said[0] not in SPACES and said[-1] not in SPACES):
                    continue
                if said != trimmed(said) and not said.isspace():
                    self._piles.add("answer_spaces", look.row.id)
                    break

    def finish(self) -> Iterable[Finding]:
        """Return the rows with such answers."""
        return self._piles.findings({"answer_spaces": Verdict(Severity.ADVICE, "trim_answers", recommended=True)})


def trimmed(answer: str) -> str:
    """Return the answer without blank lines and without a single space before it, and without any spaces after it."""
    said = answer.rstrip()
    before = _LEADING.match(said)
    return trimmed(said[before.end() :]) if before else said


def _answers(pair: Preference) -> tuple[Message, ...]:
    return (*pair.preferred, *pair.non_preferred)


def _trim_answers(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    if isinstance(example, Completion):
        return example
    if isinstance(example, Conversation):
        return replace(example, messages=tuple(_trim(m) if m.role == "assistant" else m for m in example.messages))
    preferred, other = tuple(map(_trim, example.preferred)), tuple(map(_trim, example.non_preferred))
    return replace(example, preferred=preferred, non_preferred=other)


def _trim(message: Message) -> Message:
    if message.content.isspace():
        return message
    parts = message.extra.get("content")
    texts = sum(isinstance(part.get("text"), str) for part in parts) if isinstance(parts, list) else 1
    places = iter(range(texts))

    def trim(said: str) -> str:
        """Of several parts the spaces between them belong to the answer."""
        place = next(places)
        said = trimmed(f"{said}.")[:-1] if place == 0 else said
        return trimmed(f".{said}")[1:] if place == texts - 1 else said

    return reworded(message, trim)


KINDS: Mapping[str, Change] = MappingProxyType({"trim_answers": _trim_answers})

"""Conversations built as one can learn from them: who speaks, in which order, and whether something is said at all.

These are the format checks of OpenAI's data notebook, as far as a row that could be read can still break them, with
tools taken for what they are. Rows are sorted by the sequence of their speakers, of which there are few.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from desktop_app.core.checks.finding import Change, Finding, Severity, Subject
from desktop_app.core.checks.look import Look
from desktop_app.core.checks.piles import Piles, Verdict
from desktop_app.core.example import Conversation, Example, Message
from desktop_app.core.text import Value

ALIASES = MappingProxyType(
    {
        "human": "user",
        "customer": "user",
        "gpt": "assistant",
        "chatgpt": "assistant",
        "model": "assistant",
        "bot": "assistant",
        "ai": "assistant",
    }
)
"""Other names that programs give the two speakers; theirs in capital letters count as well."""

_ROLES = frozenset(("system", "developer", "user", "assistant", "tool", "function"))
_HEADS = frozenset(("system", "developer"))
_ANSWERS_OF_TOOLS = frozenset(("tool", "function"))
_CALLS = frozenset(("tool_calls", "function_call"))
_SEQUENCES = 4096
"""So many sequences of speakers are remembered; the judgement of any more is made anew."""

_VERDICTS = {
    "chat_no_answer": Verdict(Severity.PROBLEM, "drop_chat_no_answer", recommended=True),
    "chat_empty_answer": Verdict(Severity.PROBLEM, "drop_chat_empty_answer", recommended=True),
    "chat_role_alias": Verdict(Severity.PROBLEM, "rename_roles", recommended=True),
    "chat_unknown_role": Verdict(Severity.PROBLEM, "drop_chat_unknown_role", recommended=True),
    "chat_last_not_answer": Verdict(Severity.PROBLEM, "cut_after_answer", recommended=True),
    "chat_empty_message": Verdict(Severity.ADVICE),
    "chat_empty_system": Verdict(Severity.ADVICE, "remove_empty_system", recommended=True),
    "chat_order": Verdict(Severity.ADVICE),
    "chat_system_late": Verdict(Severity.ADVICE),
    "chat_no_question": Verdict(Severity.ADVICE),
}


class Chat:
    """Looks at the speakers of every conversation, and for messages that say nothing."""

    def __init__(self) -> None:
        self._piles = Piles(Subject.CHAT)
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def look(self, looks: Sequence[Look]) -> None:
        """Look at some rows."""
        known = self._known
        for look in looks:
            example = look.row.example
            if not isinstance(example, Conversation):
                continue
            checks = known.get(look.roles)
            if checks is None:
                checks = self._judged(look.roles)
            for check in checks:
                self._piles.add(check, look.row.id)
            if look.blank:
                self._empty(look.row.id, example.messages)

    def finish(self) -> Iterable[Finding]:
        """Return what is the matter, the gravest first."""
        return self._piles.findings(_VERDICTS)

    def _judged(self, roles: tuple[str, ...]) -> tuple[str, ...]:
        checks = tuple(judge(roles))
        if len(self._known) < _SEQUENCES:
            self._known[roles] = checks
        return checks

    def _empty(self, row: int, messages: tuple[Message, ...]) -> None:
        answer = max((at for at, message in enumerate(messages) if message.role == "assistant"), default=-1)
        asked = max((at for at, message in enumerate(messages[:answer]) if message.role == "user"), default=-1)
        for at, message in enumerate(messages):
            if not _says_nothing(message) or at == asked:
                continue  # what is asked is looked at by another check, for all shapes
            if message.role in _HEADS:
                self._piles.add("chat_empty_system", row)
            else:
                self._piles.add("chat_empty_answer" if at == answer else "chat_empty_message", row)


def judge(roles: Sequence[str]) -> list[str]:
    """Return the checks that speak up about a sequence of speakers."""
    plain = [_plain(role) for role in roles]
    found = []
    if any(role not in _ROLES for role in plain):
        found.append("chat_unknown_role")
    elif any(role not in _ROLES for role in roles):
        found.append("chat_role_alias")
    if "assistant" not in plain:
        return [*found, "chat_no_answer"]
    if plain[-1] != "assistant":
        found.append("chat_last_not_answer")
    start = next((at for at, role in enumerate(plain) if role not in _HEADS), len(plain))
    talk = [role for role in plain[start:] if role not in _HEADS]
    if len(talk) < len(plain) - start:
        found.append("chat_system_late")
    if "user" not in talk:
        found.append("chat_no_question")
    elif not found and not _in_turns(talk):
        found.append("chat_order")
    return found


def _in_turns(talk: Sequence[str]) -> bool:
    """Tell whether question and answer follow each other, with calls of tools and their results in between."""
    if talk[0] != "user":
        return False
    for before, role in pairwise(talk):
        if role == "user" and before != "assistant":
            return False
        if role == "assistant" and before == "assistant":
            return False
        if role in _ANSWERS_OF_TOOLS and before == "user":
            return False
    return True


def _plain(role: str) -> str:
    small = role.strip().lower()
    return ALIASES.get(small, small)


def _says_nothing(message: Message) -> bool:
    if message.content and not message.content.isspace():
        return False
    parts = message.extra.get("content")
    return not (_CALLS & message.extra.keys() or parts or message.role in _ANSWERS_OF_TOOLS)


def _rename_roles(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    if not isinstance(example, Conversation):
        return example
    renamed = (replace(message, role=_plain(message.role)) for message in example.messages)
    return replace(example, messages=tuple(renamed))


def _cut_after_answer(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    if not isinstance(example, Conversation):
        return example
    last = max((at for at, m in enumerate(example.messages) if _plain(m.role) == "assistant"), default=-1)
    return replace(example, messages=example.messages[: last + 1]) if last >= 0 else example


def _remove_empty_system(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    if not isinstance(example, Conversation):
        return example
    kept = tuple(m for m in example.messages if not (m.role in _HEADS and _says_nothing(m)))
    return replace(example, messages=kept) if kept else example  # a conversation of nothing at all is none


KINDS: Mapping[str, Change] = MappingProxyType(
    {
        "cut_after_answer": _cut_after_answer,
        "remove_empty_system": _remove_empty_system,
        "rename_roles": _rename_roles,
    }
)

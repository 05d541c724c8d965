"""Preference pairs that can be learnt from: two answers, both there, and different."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from desktop_app.core.checks.finding import Change, Circumstances, Finding, Seen, Severity, Subject
from desktop_app.core.checks.piles import Piles, Verdict
from desktop_app.core.example import Example, Message, Preference
from desktop_app.core.text import Value

_CALLS = frozenset(("tool_calls", "function_call"))


class Pairs:
    """Looks at preference pairs."""

    def __init__(self, circumstances: Circumstances) -> None:
        self._piles = Piles(Subject.CHAT)
        self._local = circumstances.target.local

    def see(self, rows: Sequence[Seen]) -> None:
        """Look at some rows."""
        for row in rows:
            if isinstance(row.example, Preference):
                for check in _judged(row.example):
                    self._piles.add(check, row.id)

    def finish(self) -> Iterable[Finding]:
        """Return what is the matter with the pairs; what only some providers mind is said for those."""
        cloud = Severity.NOTE if self._local else Severity.PROBLEM
        return self._piles.findings(
            {
                "pair_empty": Verdict(Severity.PROBLEM, "drop_pair_empty", recommended=True),
                "pair_equal": Verdict(Severity.PROBLEM, "drop_pair_equal", recommended=True),
                "pair_speaker": Verdict(Severity.PROBLEM, "pair_as_assistant", recommended=True),
                "pair_no_question": Verdict(Severity.PROBLEM, "drop_pair_no_question", recommended=True),
                "pair_several": Verdict(cloud, "drop_pair_several", recommended=not self._local),
                "pair_not_text": Verdict(cloud, "drop_pair_not_text", recommended=not self._local),
                "pair_turns": Verdict(Severity.NOTE if self._local else Severity.ADVICE),
            }
        )


def _judged(pair: Preference) -> Iterator[str]:
    answers = (pair.preferred, pair.non_preferred)
    if any(_is_empty(messages) for messages in answers):
        yield "pair_empty"
    elif _said(pair.preferred) == _said(pair.non_preferred):
        yield "pair_equal"
    if any(message.role != "assistant" for messages in answers for message in messages):
        yield "pair_speaker"
    if any(len(messages) > 1 for messages in answers):
        yield "pair_several"
    asked = [message for message in pair.messages if message.role not in ("system", "developer")]
    if not asked or asked[-1].role == "assistant":
        yield "pair_no_question"
    elif len(asked) > 1:
        yield "pair_turns"
    if pair.input_extra.get("tools") or any(
        message.extra.get("content") or _CALLS & message.extra.keys()
        for messages in (pair.messages, *answers)
        for message in messages
    ):
        yield "pair_not_text"


def _is_empty(messages: Sequence[Message]) -> bool:
    return not any(message.content.strip() or _CALLS & message.extra.keys() for message in messages)


def _said(messages: Sequence[Message]) -> list[tuple[str, Mapping[str, object]]]:
    """Return what the messages say, without spaces around it, and everything they carry."""
    return [(message.content.strip(), message.extra) for message in messages]


def _pair_as_assistant(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    if not isinstance(example, Preference):
        return example
    preferred = tuple(replace(message, role="assistant") for message in example.preferred)
    other = tuple(replace(message, role="assistant") for message in example.non_preferred)
    return replace(example, preferred=preferred, non_preferred=other)


KINDS: Mapping[str, Change] = MappingProxyType({"pair_as_assistant": _pair_as_assistant})

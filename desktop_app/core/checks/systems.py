"""Whether all rows give the model the same system message."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from desktop_app.core.checks.finding import Change, Finding, Severity, Subject
from desktop_app.core.checks.look import Look
from desktop_app.core.checks.piles import Verdict, found
from desktop_app.core.convert import with_system
from desktop_app.core.example import Completion, Conversation, Example
from desktop_app.core.text import Value

MOST = 50
"""With more different system messages than this each row has its own on purpose."""

NEARLY_ALL = 0.9
"""Where one message stands in so large a share of the rows, the others are likely slips."""

_HEADS = ("system", "developer")
_NONE = -1


class Systems:
    """Counts the system messages; it keeps the texts of the first MOST of them and two numbers a row."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._ids = array("q")
        self._which = array("i")
        self._own = False

    def look(self, looks: Sequence[Look]) -> None:
        """Look at some rows; those without messages have no place for a system message and do not count."""
        numbers = self._numbers
        for look in looks:
            if not look.roles:
                continue
            number = _NONE
            if look.roles[0] in _HEADS:
                said = look.texts[0]
                number = numbers.get(said, _NONE)
                if number == _NONE and said and not said.isspace():
                    number = self._new(said)
            self._ids.append(look.row.id)
            self._which.append(number)

    def finish(self) -> Iterable[Finding]:
        """Return the rows without a system message among others with one, and those whose message is a rare one."""
        have = [0] * (max(self._which, default=_NONE) + 1)
        for number in self._which:
            if number != _NONE:
                have[number] += 1
        total = sum(have)
        if not total:
            return
        usual = max(range(len(have)), key=have.__getitem__)
        sure = not self._own and have[usual] >= NEARLY_ALL * total
        needs = {} if self._own else {"system": self._text(usual)}
        yield from self._missing(needs, sure=sure and 2 * have[usual] > len(self._which))
        if sum(map(bool, have)) > 1 and not self._own:
            others = array("q", (i for i, n in zip(self._ids, self._which, strict=True) if n not in (usual, _NONE)))
            said = {"different": sum(map(bool, have)), "usual": have[usual]}
            verdict = Verdict(Severity.ADVICE, "set_system", sure, said, needs)
            yield found("system_differs", Subject.CHAT, others, verdict)

    def _missing(self, needs: Mapping[str, Value], *, sure: bool) -> Iterator[Finding]:
        missing = array("q", (i for i, n in zip(self._ids, self._which, strict=True) if n == _NONE))
        if missing:
            verdict = Verdict(Severity.ADVICE, "add_system" if needs else "", sure, {}, needs)
            yield found("system_missing", Subject.CHAT, missing, verdict)

    def _new(self, said: str) -> int:
        if len(self._numbers) < MOST:
            self._numbers[said] = len(self._numbers)
            return self._numbers[said]
        self._own = True
        return MOST

    def _text(self, wanted: int) -> str:
        return next(said for said, number in self._numbers.items() if number == wanted)


def _set_system(example: Example, values: Mapping[str, Value]) -> Example:
    system = str(values["system"])
    if isinstance(example, Conversation):
        return with_system(example, system)
    return example if isinstance(example, Completion) else with_system(example, system)


KINDS: Mapping[str, Change] = MappingProxyType({"add_system": _set_system, "set_system": _set_system})

"""Rows of unlike shapes in one table, and rows of a shape the model cannot learn from."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from desktop_app.core.checks.finding import SHOWN, Change, Circumstances, Finding, Remedy, Severity, Subject
from desktop_app.core.checks.look import Look
from desktop_app.core.checks.portion import Portion
from desktop_app.core.convert import convert
from desktop_app.core.example import Completion, Conversation, Example, Shape
from desktop_app.core.text import Text, Value

_CAN_WRITE = frozenset(("system", "developer", "user", "assistant"))
_SEQUENCES = 4096
_TO_CHAT, _TO_COMPLETION = 1, 2
_KINDS = {Shape.CHAT: ("convert_to_chat", _TO_CHAT), Shape.COMPLETION: ("convert_to_completion", _TO_COMPLETION)}
"""The remedy that turns rows into this shape, and the bit that tells which rows can be turned into one row of it."""


class Shapes:
    """Compares the shapes of all rows with each other and with what the target takes; keeps nine bytes a row."""

    def __init__(self, circumstances: Circumstances) -> None:
        self._takes = circumstances.target.shapes
        self._rows = {shape: array("q") for shape in Shape}
        self._fits = {shape: array("b") for shape in Shape}
        self._known: dict[tuple[str, ...], bool] = {}

    def look(self, looks: Sequence[Look]) -> None:
        """Look at some rows."""
        chats, fits = self._rows[Shape.CHAT], self._fits[Shape.CHAT]
        self.look_at_completions(Portion([look.row for look in looks if isinstance(look.row.example, Completion)]))
        for look in looks:
            row, example = look.row, look.row.example
            if isinstance(example, Completion):
                continue
            if isinstance(example, Conversation):
                chats.append(row.id)
                if look.plain and not look.blank:
                    fits.append(_TO_COMPLETION if self._one_answer(look.roles) else 0)
                else:
                    fits.append(_TO_COMPLETION * _becomes_one(example, Shape.COMPLETION))
            else:
                self._rows[Shape.PREFERENCE].append(row.id)
                to_completion = _TO_COMPLETION * _becomes_one(example, Shape.COMPLETION)
                self._fits[Shape.PREFERENCE].append(_TO_CHAT * _becomes_one(example, Shape.CHAT) + to_completion)

    def look_at_completions(self, rows: Portion) -> None:
        """Look at some rows of prompt and completion."""
        self._rows[Shape.COMPLETION].extend(rows.ids)
        self._fits[Shape.COMPLETION].extend([_TO_CHAT] * len(rows))

    def finish(self) -> Iterable[Finding]:
        """Return the rows whose shape is not that of most, or not one the target takes."""
        there = [shape for shape in Shape if self._rows[shape]]
        if not there:
            return
        most = max(there, key=lambda shape: len(self._rows[shape]))
        if len(there) > 1:
            yield self._finding("mixed_shapes", most, [shape for shape in there if shape is not most])
        elif self._takes and most not in self._takes:
            wanted = next((shape for shape in (Shape.CHAT, Shape.COMPLETION) if shape in self._takes), most)
            yield self._finding("shape_not_taken", wanted, [most])

    def _one_answer(self, roles: tuple[str, ...]) -> bool:
        """Tell whether speakers who only speak end with their only answer; there are few sequences of them."""
        if roles not in self._known and len(self._known) < _SEQUENCES:
            self._known[roles] = (
                roles.count("assistant") == 1 and roles[-1] == "assistant" and _CAN_WRITE.issuperset(roles)
            )
        return self._known.get(roles, False)

    def _finding(self, check: str, wanted: Shape, others: Sequence[Shape]) -> Finding:
        rows = array("q", sorted(row for shape in others for row in self._rows[shape]))
        act = Remedy(f"drop_{check}", rows=rows)
        kind, bit = _KINDS.get(wanted, ("", 0))
        pairs = (zip(self._rows[shape], self._fits[shape], strict=True) for shape in others)
        fits = array("q", sorted(row for each in pairs for row, mask in each if mask & bit))
        if fits:
            act = Remedy(kind, {"fit": len(fits)}, fits)
        # Turning a pair into one answer throws the worse one away: that is for its owner to say.
        recommended = bool(fits) and len(fits) == len(rows) and Shape.PREFERENCE not in others
        return Finding(check, Subject.ROWS, Severity.BLOCKS, len(rows), rows[:SHOWN], {}, act, recommended)


def _becomes_one(example: Example, shape: Shape) -> bool:
    """Tell whether the example can be turned into exactly one of this shape."""
    made = convert(example, shape)
    return not isinstance(made, Text) and len(made) == 1


def _convert_to_chat(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    return _converted(example, Shape.CHAT)


def _convert_to_completion(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    return _converted(example, Shape.COMPLETION)


def _converted(example: Example, shape: Shape) -> Example:
    made = convert(example, shape)
    return example if isinstance(made, Text) or len(made) != 1 else made[0]


KINDS: Mapping[str, Change] = MappingProxyType(
    {"convert_to_chat": _convert_to_chat, "convert_to_completion": _convert_to_completion}
)

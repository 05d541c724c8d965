"""What every row asks and answers, as numbers: the one count that checks of contradictions and of parts share."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.core.checks.finding import Finding, Seen, Severity, Subject
from desktop_app.core.checks.look import Look
from desktop_app.core.checks.piles import Piles, Verdict
from desktop_app.core.checks.portion import Portion
from desktop_app.core.checks.texts import says
from desktop_app.core.example import Completion, Conversation, Message, Part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ANSWER = ("assistant",)
_PARTS = {Part.TRAINING: 0, Part.VALIDATION: 1, Part.TEST: 2}


class Questions:
    """Keeps 25 bytes a row: its id, hashes of what is asked and answered, and its part. Finds rows that ask nothing.

    A row that asks nothing counts by its answer, so that it contradicts nobody and is recognised in another part.
    """

    def __init__(self) -> None:
        self._ids = array("q")
        self._asked = array("q")
        self._answered = array("q")
        self._parts = array("b")
        self._piles = Piles(Subject.ROWS)

    def look(self, looks: Sequence[Look]) -> None:
        """Look at some rows."""
        self._asked.extend([self._question(look) for look in looks])
        self._keep(Portion([look.row for look in looks]))

    def look_at_completions(self, rows: Portion) -> None:
        """Look at some rows of prompt and completion."""
        if rows.all_ask:
            self._asked.extend([hash(said[0]) for said in rows.said])
        else:
            self._asked.extend([hash(row.said[0]) if says(row.prompt) else self._asks_nothing(row) for row in rows])
        self._keep(rows)

    def finish(self) -> Iterable[Finding]:
        """Return the rows that ask nothing among others that do."""
        if len(self._piles.rows("empty_prompts")) == len(self._ids):
            return ()  # all of them: the model is to learn to write such texts
        verdict = Verdict(Severity.PROBLEM, "drop_empty_prompts", recommended=True)
        found = self._piles.findings({"empty_prompts": verdict})
        return [replace(finding, each=False) for finding in found]  # it counts whether others ask

    @property
    def ids(self) -> "NDArray[np.int64]":
        """The ids of all rows, in the order of the table."""
        return _numbers(self._ids)

    @property
    def asked(self) -> "NDArray[np.int64]":
        """For each row a number that is equal where the same is asked."""
        return _numbers(self._asked)

    @property
    def answered(self) -> "NDArray[np.int64]":
        """For each row a number that is equal where the same is answered."""
        return _numbers(self._answered)

    @property
    def trained(self) -> "NDArray[np.bool_]":
        """For each row whether it is trained on."""
        import numpy as np  # noqa: PLC0415 - heavy, and not wanted before all rows are there

        trained: NDArray[np.bool_] = np.frombuffer(self._parts, dtype=np.int8) == _PARTS[Part.TRAINING]
        return trained

    def _keep(self, rows: Portion) -> None:
        self._ids.extend(rows.ids)
        self._answered.extend(rows.answered)
        if rows.parts.count(Part.TRAINING) == len(rows):
            self._parts.extend([_PARTS[Part.TRAINING]] * len(rows))
        else:
            self._parts.extend([_PARTS[part] for part in rows.parts])

    def _question(self, look: Look) -> int:
        row, example = look.row, look.row.example
        messages: Sequence[Message] = ()
        if isinstance(example, Completion):
            if says(row.prompt):
                return hash(row.said[0])
        elif isinstance(example, Conversation):
            usual = look.plain and not look.blank and look.roles[-1:] == _ANSWER
            if usual and row.prompt:
                return hash(tuple(look.texts[:-1]))
            messages = _before_answer(example.messages)
        else:
            messages = example.messages
        if [message for message in messages if message.extra]:
            return hash(tuple(_pieces(messages)))
        if says(row.prompt):
            return hash(tuple([message.content for message in messages])) if messages else hash(row.prompt)
        if messages and not any(message.role == "user" for message in messages):
            return hash(("", row.answered))
        return self._asks_nothing(row)

    def _asks_nothing(self, row: Seen) -> int:
        self._piles.add("empty_prompts", row.id)
        return hash(("", row.answered))


def _before_answer(messages: tuple[Message, ...]) -> Sequence[Message]:
    if messages and messages[-1].role == "assistant":
        return messages[:-1]
    answer = max((at for at, message in enumerate(messages) if message.role == "assistant"), default=len(messages))
    return messages[:answer]


def _pieces(messages: Iterable[Message]) -> Iterator[str]:
    """Yield what makes a question different: texts, pictures and calls, but not what is learnt of it."""
    for message in messages:
        yield message.content
        yield repr({key: value for key, value in message.extra.items() if key != "weight"})


def _numbers(kept: "array[int]") -> "NDArray[np.int64]":
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before all rows are there

    return np.frombuffer(kept, dtype=np.int64)

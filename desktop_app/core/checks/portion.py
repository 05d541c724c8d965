"""Some rows as all checks see them together: what several checks ask of all rows is asked once, and of all at once."""

from collections.abc import Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

from desktop_app.core.checks.finding import Seen
from desktop_app.core.checks.texts import beyond_ascii
from desktop_app.core.example import Completion, Part

BETWEEN = b"\xff"
"""No text holds this byte."""

BYTES = 1 << 19
"""About so much text goes from check to check together: what has to be done once for all of it then hardly counts, and
most of it still lies in the processor's own memory when the next check looks at it."""


class Portion(tuple[Seen, ...]):
    """Rows in the order of the table, and what they hold column by column.

    A column is laid out for all rows in one go, which takes a fraction of the time of asking each row for its cell.
    """

    @cached_property
    def _columns(self) -> dict[str, tuple[Any, ...]]:
        columns = list(zip(*self, strict=True)) or [()] * len(Seen._fields)
        return dict(zip(Seen._fields, columns, strict=True))

    @property
    def ids(self) -> tuple[int, ...]:
        """The rows' ids."""
        return self._columns["id"]

    @property
    def parts(self) -> tuple[Part, ...]:
        """What each row is used for."""
        return self._columns["part"]

    @property
    def prompts(self) -> tuple[str, ...]:
        """What each row asks."""
        return self._columns["prompt"]

    @property
    def answers(self) -> tuple[str, ...]:
        """What each row answers."""
        return self._columns["answer"]

    @property
    def said(self) -> tuple[Sequence[bytes], ...]:
        """Every text of each row in UTF-8."""
        return self._columns["said"]

    @property
    def answered(self) -> tuple[int, ...]:
        """For each row a number that is equal for equal answers."""
        return self._columns["answered"]

    @cached_property
    def joined(self) -> tuple[bytes, bytes]:
        """All prompts in UTF-8, and all answers, with BETWEEN between them; for rows of prompt and completion alone."""
        asked, answered = zip(*self.said, strict=True)
        return BETWEEN.join(asked), BETWEEN.join(answered)

    @cached_property
    def beyond(self) -> tuple[bytes, bytes]:
        """The bytes of all characters beyond ASCII in `joined`, and BETWEEN, which is one of them."""
        asked, answered = self.joined
        return beyond_ascii(asked), beyond_ascii(answered)

    @cached_property
    def complete(self) -> bool:
        """Whether all rows are prompt and completion."""
        return set(map(type, self._columns["example"])) == {Completion}

    @cached_property
    def all_answer(self) -> bool:
        """Whether each row has an answer of more than spaces."""
        return all(self.answers) and not any(map(str.isspace, self.answers))

    @cached_property
    def all_ask(self) -> bool:
        """Whether each row has a prompt of more than spaces."""
        return all(self.prompts) and not any(map(str.isspace, self.prompts))


def portions(rows: Sequence[Seen]) -> list[Portion]:
    """Return the rows in portions of a handy size, about as many rows in one as in the other."""
    size = sum(map(len, chain.from_iterable([row.said for row in rows])))
    count = min(len(rows), max(1, round(size / BYTES)))  # a small rest would take nearly as long as a whole one
    bounds = [len(rows) * at // count for at in range(count + 1)] if rows else []
    return [Portion(rows[begin:end]) for begin, end in pairwise(bounds)]

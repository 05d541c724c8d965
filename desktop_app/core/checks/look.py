"""A row taken apart once for all checks that look into its messages; most rows tell at a glance that they are fine."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from desktop_app.core.checks.finding import Finding, Seen
from desktop_app.core.checks.portion import Portion
from desktop_app.core.example import Completion, Conversation

SPACES = frozenset(sign for sign in map(chr, range(0x3001)) if sign.isspace())
"""All signs that are spaces to Python; the last is that of Chinese and Japanese."""


class Look(NamedTuple):
    """A row with who speaks and what is said, message by message (of a pair: asked, preferred, not preferred).

    `roles` is empty for prompt and completion. `plain` tells that nothing stands beside roles and texts (no weights,
    tools, pictures, …); `ragged` that a message begins or ends with a space; `blank` that one says nothing at all.
    """

    row: Seen
    roles: tuple[str, ...]
    texts: list[str]
    plain: bool
    ragged: bool
    blank: bool


class Closer(Protocol):
    """A check that looks closer; like `Check` otherwise."""

    def look(self, looks: Sequence[Look]) -> None:
        """Look at some rows; called again and again, in the order of the table."""

    def finish(self) -> Iterable[Finding]:
        """Return what was found."""


class CloserAtAll(Closer, Protocol):
    """One that has something to look at where all rows are prompt and completion, too."""

    def look_at_completions(self, rows: Portion) -> None:
        """Look at rows that need not be taken apart; called in the place of `look`."""


def look_at(row: Seen) -> Look:
    """Return the row taken apart."""
    example = row.example
    if isinstance(example, Completion):
        return Look(row, (), [example.prompt, example.completion], True, False, False)
    if isinstance(example, Conversation):
        messages, extra = example.messages, example.extra
    else:
        messages = (*example.messages, *example.preferred, *example.non_preferred)
        extra = {**example.extra, **example.input_extra}
    texts = [message.content for message in messages]
    plain = not extra and not [message for message in messages if message.extra]
    ragged = [said for said in texts if not said or said[0] in SPACES or said[-1] in SPACES]
    blank = [said for said in ragged if not said or said.isspace()]
    return Look(row, tuple([message.role for message in messages]), texts, plain, bool(ragged), bool(blank))

"""The checks of chats, pairs, classes, characters, privacy and parts, put together; `doctor` adds the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from desktop_app.core.checks import characters, chat, keys, labels, preference, privacy, shapes, spaces, systems, tools
from desktop_app.core.checks.blob import Blob
from desktop_app.core.checks.characters import Characters
from desktop_app.core.checks.chat import Chat
from desktop_app.core.checks.contradictions import Contradictions
from desktop_app.core.checks.finding import Change, Check, Circumstances, Finding, Seen
from desktop_app.core.checks.images import Images
from desktop_app.core.checks.keys import Keys, Weights
from desktop_app.core.checks.labels import Labels
from desktop_app.core.checks.look import Closer, CloserAtAll, Look, look_at
from desktop_app.core.checks.parts import Overlap
from desktop_app.core.checks.portion import Portion
from desktop_app.core.checks.preference import Pairs
from desktop_app.core.checks.privacy import Privacy
from desktop_app.core.checks.questions import Questions
from desktop_app.core.checks.refusals import Refusals
from desktop_app.core.checks.shapes import Shapes
from desktop_app.core.checks.spaces import Spaces
from desktop_app.core.checks.systems import Systems
from desktop_app.core.checks.task import Tally
from desktop_app.core.checks.texts import beyond_ascii
from desktop_app.core.checks.tools import Tools
from desktop_app.core.example import Conversation, Example
from desktop_app.core.text import Value

_DROPS = (
    *("chat_empty_answer", "chat_no_answer", "chat_unknown_role", "empty_prompts"),
    *("image_address", "image_data", "image_detail", "image_place", "image_too_large", "images_too_many"),
    *("mixed_shapes", "near_duplicates", "nothing_learnt", "outvoted", "pair_empty", "pair_equal", "pair_no_question"),
    *("pair_not_text", "pair_several", "part_unknown", "parts_overlap", "shape_not_taken", "single_labels"),
    *("tool_answers_uncalled", "tool_arguments", "tool_calls_broken", "tool_calls_unanswered", "tools_broken"),
)
"""Findings whose rows can only be taken out."""


def further_checks(circumstances: Circumstances, tally: Tally, classes: Labels) -> tuple[Check, ...]:
    """Return fresh checks, `classes` among them; `tally` must look at the rows as well."""
    questions = Questions()
    unusual = Unusual((Weights(), Keys(circumstances), Tools(), Images()))
    return (
        Together((Shapes(circumstances), questions, Scanned()), (Chat(), Systems(), unusual, Spaces())),
        classes,
        Contradictions(questions, tally),
        Refusals(),
        Pairs(circumstances),
        Overlap(questions),
    )


class Together:
    """Takes each row apart once for all checks that look closer, `of_messages` alone or `at_all`."""

    def __init__(self, at_all: Sequence[CloserAtAll], of_messages: Sequence[Closer]) -> None:
        self._at_all = tuple(at_all)
        self._closer: tuple[Closer, ...] = (*at_all, *of_messages)

    def see(self, rows: Portion) -> None:
        """Look at some rows."""
        if rows.complete:  # nothing in them is to be taken apart
            for check in self._at_all:
                check.look_at_completions(rows)
            return
        looks = [look_at(row) for row in rows]
        for closer in self._closer:
            closer.look(looks)

    def finish(self) -> Iterator[Finding]:
        """Return what these checks found."""
        for check in self._closer:
            yield from check.finish()


class Unusual:
    """Picks the conversations with anything beside who says what, for the checks of such things."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._checks = tuple(checks)

    def look(self, looks: Sequence[Look]) -> None:
        """Look at some rows."""
        odd = [look for look in looks if not look.plain or "tool" in look.roles or "function" in look.roles]
        picked = [look.row for look in odd if isinstance(look.row.example, Conversation)]
        if picked:
            for check in self._checks:
                check.see(Portion(picked))

    def finish(self) -> Iterator[Finding]:
        """Return what these checks found."""
        for check in self._checks:
            yield from check.finish()


class Scanned:
    """Lays the rows' texts together, once for the checks of characters and of privacy."""

    def __init__(self) -> None:
        self._characters = Characters()
        self._privacy = Privacy()

    def look(self, looks: Sequence[Look]) -> None:
        """Look at some rows."""
        rows = [look.row for look in looks]
        self._scan(rows, beyond_ascii(b"".join(chain.from_iterable([row.said for row in rows]))))

    def look_at_completions(self, rows: Portion) -> None:
        """Look at some rows of prompt and completion."""
        self._scan(rows, b"".join(rows.beyond))

    def _scan(self, rows: Sequence[Seen], beyond: bytes) -> None:
        blob = Blob(rows)
        self._characters.look(blob, beyond)
        self._privacy.look(blob)

    def finish(self) -> Iterable[Finding]:
        """Return what both found."""
        yield from self._characters.finish()
        yield from self._privacy.finish()


def _drop(example: Example, values: Mapping[str, Value]) -> None:
    del example, values


KINDS: Mapping[str, Change] = MappingProxyType(
    {f"drop_{check}": _drop for check in _DROPS}
    | dict(characters.KINDS)
    | dict(chat.KINDS)
    | dict(keys.KINDS)
    | dict(labels.KINDS)
    | dict(preference.KINDS)
    | dict(privacy.KINDS)
    | dict(shapes.KINDS)
    | dict(spaces.KINDS)
    | dict(systems.KINDS)
    | dict(tools.KINDS)
)

"""Finding a text in examples, and putting another in its place."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from desktop_app.core.example import Completion, Conversation, Example, Message, Preference
from desktop_app.core.problem import Problem
from desktop_app.core.remarks import REMARKS

if TYPE_CHECKING:
    from regex import Match, Pattern

T = TypeVar("T")
SECONDS = 1.0
"""So long a regular expression may work at one text; some would go on for years."""
_TURNS = ("system", "user", "assistant")


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: a text, or with `regex` a regular expression; in all fields, or in those named.

    Without `case` upper and lower case are the same; with `whole` only whole words count. The fields are those of
    core.fields; a turn of a longer conversation belongs to "system", to "assistant" or, any other, to "user". They may
    be REMARKS instead: nothing is found in the example then.
    """

    text: str
    case: bool = False
    whole: bool = False
    regex: bool = False
    fields: tuple[str, ...] = ()

    @property
    def in_remarks(self) -> bool:
        """Tell whether it is for what people say about rows."""
        return bool(self.fields) and set(self.fields) <= set(REMARKS)


class Finder:
    """A Search made ready; raise Problem("search_not_understood") for a regular expression that is none."""

    def __init__(self, search: Search) -> None:
        import regex  # noqa: PLC0415 - heavy, and only needed once something is sought

        self.search = search
        words = search.text if search.regex else regex.escape(search.text)
        if search.whole:
            words = rf"(?<!\w)(?:{words})(?!\w)"
        flags = 0 if search.case else regex.IGNORECASE | regex.FULLCASE
        try:
            self._pattern: Pattern[str] = regex.compile(words, flags)
        except regex.error as error:
            raise Problem("search_not_understood", details=str(error), sought=search.text) from error
        self._quick = None if search.regex else re.compile(words, 0 if search.case else re.IGNORECASE)

    def matches(self, example: Example) -> bool:
        """Tell whether one of the example's texts holds what is sought."""
        return any(self.first(text) is not None for _, text in texts(example, self.search.fields))

    def first(self, text: str) -> tuple[int, int] | None:
        """Return where the first match begins and ends; an empty match is none. Raise Problem("search_too_slow")."""
        if self._quick is not None and text.isascii() and self.search.text.isascii():
            found = self._quick.search(text)
            return found.span() if found is not None and found.end() > found.start() else None
        return next(self.all(text), None)

    def all(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where each match begins and ends."""
        for found in self._in_time(lambda: self._pattern.finditer(text, timeout=SECONDS)):
            if found.end() > found.start():
                yield found.span()

    def replaced(self, example: Example, by: str) -> tuple[Example, int]:
        r"""Return the example with `by` for every match, and how many there were.

        In the replacement of a regular expression \1 or \g<name> stand for what a group held.
        """
        count = 0

        def put(found: "Match[str]") -> str:
            nonlocal count
            if found.end() == found.start():
                return ""
            count += 1
            return found.expand(by) if self.search.regex else by

        def change(text: str) -> str:
            nonlocal count
            if self._quick is not None and self.search.text and text.isascii() and self.search.text.isascii():
                changed, found = self._quick.subn(lambda _: by, text)
                count += found
                return changed
            return self._timed(lambda: self._pattern.sub(put, text, timeout=SECONDS))

        try:
            return rewritten(example, change, self.search.fields), count
        except (IndexError, self._trouble()) as error:
            raise Problem("replacement_not_understood", details=str(error), replacement=by) from error

    def _in_time(self, make: "Callable[[], Iterator[Match[str]]]") -> "Iterator[Match[str]]":
        found = make()
        while (match := self._timed(lambda: next(found, None))) is not None:
            yield match

    def _timed(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except TimeoutError as error:
            raise Problem("search_too_slow", sought=self.search.text) from error

    @staticmethod
    def _trouble() -> type[Exception]:
        import regex  # noqa: PLC0415 - see __init__

        return regex.error


def texts(example: Example, fields: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield each text of an example with the field it belongs to; of a conversation that is each turn's."""
    found: list[tuple[str, str]] = []

    def note(field: str, text: str) -> str:
        found.append((field, text))
        return text

    _walk(example, note)
    yield from ((field, text) for field, text in found if not fields or field in fields)


def rewritten(example: Example, change: Callable[[str], str], fields: tuple[str, ...] = ()) -> Example:
    """Return the example with each text, or each of these fields', replaced by what `change` makes of it."""
    return _walk(example, lambda field, text: change(text) if not fields or field in fields else text)


def _walk(example: Example, change: Callable[[str, str], str]) -> Example:
    if isinstance(example, Completion):
        prompt, completion = change("prompt", example.prompt), change("completion", example.completion)
        return (
            example if (prompt, completion) == (example.prompt, example.completion) else Completion(prompt, completion)
        )
    if isinstance(example, Conversation):
        messages = _turns(example.messages, change)
        return example if messages is example.messages else replace(example, messages=messages)
    asked = _turns(example.messages, change)
    good, bad = (
        _turns(side, lambda _, text, name=name: change(name, text))  # type: ignore[misc]  # mypy knows no default here
        for name, side in (("preferred", example.preferred), ("non_preferred", example.non_preferred))
    )
    same = asked is example.messages and good is example.preferred and bad is example.non_preferred
    return example if same else Preference(asked, good, bad, example.extra, example.input_extra)


def _turns(messages: tuple[Message, ...], change: Callable[[str, str], str]) -> tuple[Message, ...]:
    """Return the messages with changed texts, the same tuple where none changed; contents made of parts stay."""
    new = []
    for message in messages:
        field = message.role if message.role in _TURNS else "user"
        parts = "content" in message.extra
        content = message.content if parts else change(field, message.content)
        new.append(message if content == message.content else replace(message, content=content))
    return messages if all(one is other for one, other in zip(new, messages, strict=True)) else tuple(new)

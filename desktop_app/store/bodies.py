"""An example as the text that is kept of it: one JSON object, in two ways of writing.

Examples that hold nothing but texts are most of all there are. They are written without a space after the colons, by
orjson and ten times as fast; the beginning of a text so tells that it holds no number, which orjson would not always
give back as it was (integers of more than 64 bits). All others are written and read by the standard library.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from desktop_app.core.example import Completion, Conversation, Example, Message, Shape, from_line, to_line
from desktop_app.core.problem import Problem
from desktop_app.core.training_line import as_bytes

_CHAT, _COMPLETION = PLAIN = ('{"messages":[', '{"prompt":"')
"""So a text begins that holds nothing but texts, with no space between its names, marks and texts."""
_OLDER = json.JSONDecoder(parse_constant=lambda _: None)
"""Reads what older versions kept: NaN and infinity stand in their texts, for which null is written now."""
_SPACED = {
    Shape.COMPLETION: (('{"prompt":"', '{"prompt": "'), ('","completion":"', '", "completion": "')),
    Shape.CHAT: (
        ('{"messages":[{"role":"', '{"messages": [{"role": "'),
        ('","content":"', '", "content": "'),
        ('"},{"role":"', '"}, {"role": "'),
    ),
}
"""How a training line has spaces where a kept text has none, first where it begins. Within a text stands a backslash
before every quotation mark, so that none of these can be found there."""


def packed(example: Example) -> str:
    """Return the text that is kept of an example."""
    return packing()(example).decode()


def packing() -> Callable[[Example], bytes]:
    """Return what makes of many examples the texts that `packed` gives, in UTF-8."""
    import orjson  # noqa: PLC0415 - not before a project is written or read; and not anew for each row

    dumps = orjson.dumps

    def body(example: Example) -> bytes:
        plain = _plain(example)
        if plain is not None:
            try:
                return dumps(plain)
            except orjson.JSONEncodeError:
                pass  # half of a surrogate pair, which is no UTF-8
        return as_bytes(to_line(example))

    return body


def unpacked(body: str) -> Example:
    """Return the example of a text that `packed` gave."""
    return unpacking()(body)


def unpacking() -> Callable[[str], Example]:
    """Return what makes examples of many texts that `packed` gave."""
    import orjson  # noqa: PLC0415 - not before a project is written or read; and not anew for each row, which takes
    # as long as reading it where Qt watches over imports

    loads = orjson.loads

    def example(body: str) -> Example:
        try:
            if body.startswith(_CHAT):
                return Conversation(tuple([Message(raw["role"], raw["content"]) for raw in loads(body)["messages"]]))
            if body.startswith(_COMPLETION):
                raw = loads(body)
                return Completion(raw["prompt"], raw["completion"])
            return from_line(_OLDER.decode(body))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, Problem) as error:
            raise damaged(error) from error

    return example


def damaged(why: Exception) -> sqlite3.DatabaseError:
    """Return the fault of a file whose rows cannot be read, as SQLite itself would give it."""
    fault = sqlite3.DatabaseError(f"a row cannot be read: {why!r}"[:500])
    fault.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return fault


def shape_in(kept: str) -> Shape | None:
    """Return the shape of a kept text that holds nothing but texts; None for any other."""
    if kept.startswith(_COMPLETION):
        return Shape.COMPLETION
    return Shape.CHAT if kept.startswith(_CHAT) else None


def as_training_lines(kept: Sequence[str]) -> tuple[Shape, str] | None:
    """Return the training lines, each with its line feed, of kept texts that hold nothing but texts, and their shape.

    They are those of core.training_line, made of many texts at once. None where one text holds more than texts, or
    is of another shape than the first; there must be one text at least.
    """
    shape = shape_in(kept[0])
    if shape is None:
        return None
    (begin, first), *rest = _SPACED[shape]
    lines = first + ("\n" + first).join([line.removeprefix(begin) for line in kept]) + "\n"
    if len(lines) - sum(map(len, kept)) != len(kept) * (len(first) - len(begin) + 1):
        return None  # one of them begins in another way
    for bare, spaced in rest:
        lines = lines.replace(bare, spaced)
    return shape, lines


def _plain(example: Example) -> dict[str, Any] | None:
    """Return the line of an example that holds nothing but texts; None for any other."""
    if isinstance(example, Completion):
        return {"prompt": example.prompt, "completion": example.completion}
    if not isinstance(example, Conversation) or example.extra:
        return None
    if not example.messages or [message for message in example.messages if message.extra]:
        return None
    return {"messages": [{"role": message.role, "content": message.content} for message in example.messages]}

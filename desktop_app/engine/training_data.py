"""The check of a training file before a job is queued: every line, with its number in the message."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FEWEST = 10
_ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function"})


class TrainingFileError(Exception):
    """Why a file cannot be trained on: OpenAI's error code, and a sentence that names the line."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a checked file holds."""

    examples: int
    shape: str


def check_file(path: Path, *, fewest: int = FEWEST) -> FileFacts:
    """Read every line of `path`; raises TrainingFileError at the first that cannot be used."""
    shapes: dict[str, int] = {}
    count = 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if not raw.strip():
                continue
            shapes.setdefault(shape_of(_parse(raw, number), number), number)
            count += 1
            if len(shapes) > 1:
                raise _bad(
                    number, "it has another form than the lines before it; chat and prompt-completion do not mix"
                )
    if count < fewest:
        raise TrainingFileError(
            "invalid_n_examples",
            f"The file has {count} examples, and at least {fewest} are needed. Add more examples and start again.",
        )
    return FileFacts(count, next(iter(shapes)))


def shape_of(row: Mapping[str, Any], number: int) -> str:
    """Return 'chat' or 'completion' for one checked example; raises TrainingFileError."""
    if "messages" in row:
        _check_messages(row["messages"], number)
        return "chat"
    if "prompt" in row and "completion" in row:
        for name in ("prompt", "completion"):
            if not isinstance(row[name], str):
                raise _bad(number, f"its '{name}' is not text")
        if not row["completion"]:
            raise _bad(number, "its 'completion' is empty, so there is nothing to learn from it")
        return "completion"
    if "input" in row and "preferred_output" in row:
        raise _bad(number, "it holds two answers to compare, and this engine learns from one answer for now")
    raise _bad(number, "it has neither 'messages' nor 'prompt' and 'completion'")


def _parse(raw: bytes, number: int) -> dict[str, Any]:
    try:
        row = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
        json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError:
        raise _bad(number, "it is not UTF-8 text") from None
    except UnicodeEncodeError:
        raise _bad(number, "it holds half of a character, as a bad copy leaves it behind") from None
    except (ValueError, RecursionError):
        raise _bad(number, "it is not JSON") from None
    if not isinstance(row, dict):
        raise _bad(number, "it is not a JSON dictionary")
    return row


def _check_messages(messages: object, number: int) -> None:
    if not isinstance(messages, list) or not messages:
        raise _bad(number, "its 'messages' is not a list of messages")
    for place, message in enumerate(messages, start=1):
        _check_message(message, f"message {place}", number)
    learnt = [m for m in messages if m["role"] == "assistant" and m.get("weight") != 0]
    if not learnt:
        raise _bad(number, "it has no assistant message to learn from")


def _check_message(message: object, where: str, number: int) -> None:
    if not isinstance(message, dict):
        raise _bad(number, f"{where} is not an object")
    role = message.get("role")
    if not isinstance(role, str) or role not in _ROLES:
        raise _bad(number, f"{where} has no known 'role'")
    if message.get("tool_calls") or message.get("function_call"):
        raise _bad(number, f"{where} calls a tool, which this engine cannot train on yet")
    if not isinstance(message.get("content"), str):
        raise _bad(number, f"{where} has no text as 'content'")
    if message.get("weight") not in (None, 0, 1):
        raise _bad(number, f"{where} has a 'weight' other than 0 or 1")


def _bad(number: int, why: str) -> TrainingFileError:
    return TrainingFileError(
        "invalid_training_file", f"Line {number} of the file cannot be used: {why}. Correct it and start again."
    )

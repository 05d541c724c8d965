"""The check of a training file before a job is queued: every line, with its number in the message."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.engine.chat_rules import why_no_chat, why_no_pair

FEWEST = 10
_MIXED = "it has another form than the lines before it; chat, prompt-completion and pairs do not mix"
PREFERRED = ("preferred_output", "preferred_completion")
OTHER = ("non_preferred_output", "non_preferred_completion")
"""The key that is written today, then the one of older documents."""


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
                raise _bad(number, _MIXED)
    if count < fewest:
        raise TrainingFileError(
            "invalid_n_examples",
            f"The file has {count} examples, and at least {fewest} are needed. Add more examples and start again.",
        )
    return FileFacts(count, next(iter(shapes)))


def shape_of(row: Mapping[str, Any], number: int) -> str:
    """Return 'chat', 'completion' or 'preference' for one checked example; raises TrainingFileError."""
    found = dict(row)
    why = None
    if "messages" in row:
        shape, why = "chat", why_no_chat(found)
    elif "prompt" in row and "completion" in row:
        shape, why = "completion", _why_no_completion(found)
    elif "input" in row and any(name in row for name in PREFERRED):
        shape, why = "preference", why_no_pair(found, *answers_of(row))
    else:
        raise _bad(number, "it has neither 'messages' nor 'prompt' and 'completion' nor 'input' with two answers")
    if why is not None:
        raise _bad(number, why)
    return shape


def answers_of(row: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the preferred and the other answer of a pair, also by the names that older documents have for them."""
    names = [next((name for name in both if name in row), "") for both in (PREFERRED, OTHER)]
    return row.get(names[0]), row.get(names[1])


def rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the examples of a checked file with their line numbers."""
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, json.loads(line)


def _why_no_completion(row: dict[str, Any]) -> str | None:
    for name in ("prompt", "completion"):
        if not isinstance(row[name], str):
            return f"its '{name}' is not text"
    return None if row["completion"] else "its 'completion' is empty, so there is nothing to learn from it"


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


def _bad(number: int, why: str) -> TrainingFileError:
    return TrainingFileError(
        "invalid_training_file", f"Line {number} of the file cannot be used: {why}. Correct it and start again."
    )
